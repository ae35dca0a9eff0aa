import { renderArguments } from './render-arguments.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { partsOf } from '../tree-walk.ts'
import type { Call, Expression } from '../tree.ts'

const changesCase = (node: Expression | undefined): node is Call =>
  node?.kind === 'call' && node.args.length === 1 && /^(?:lower|lcase|upper|ucase)$/.test(node.name)

/**
 * What lower and upper are of. Of lower(upper(x)) Spark's optimizer makes lower(x), which is something else for ß and
 * others that have no capital of their own. Constants, columns of VALUES and keys of groups are computed before that.
 * Source: SimplifyCaseConversionExpressions.
 */
export const beneathCase = (
  context: Context,
  scope: Scope,
  call: Call,
  args: readonly Rendered[],
): readonly Rendered[] => {
  const [inner] = call.args
  const value = args[0]
  if (!changesCase(call) || !changesCase(inner) || value === undefined) return args
  if ((value.inputs?.size === 0 && !isOfElement(scope, inner)) || scope.groupKeys.includes(value.sql))
    return args
  return beneathCase(context, scope, inner, renderArguments(context, scope, inner))
}

/** Whether it reads what a lambda is called with, which is no input. */
const isOfElement = (scope: Scope, node: Expression): boolean =>
  node.kind === 'column'
    ? scope.lambdas.has(node.parts[0]?.text.toLowerCase() ?? '')
    : partsOf(node).some((part) => isOfElement(scope, part))
