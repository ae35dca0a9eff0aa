import { Refused } from '../refusals.ts'
import { renderExpression } from './render-expression.ts'
import { isOwnColumn, sourceNamed } from './resolve.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { isAggregate, partsOf, someWindow } from '../tree-walk.ts'
import type { Expression, Select } from '../tree.ts'

/** Spark finds no windows in ORDER BY, and above HAVING nothing but the output and the columns that are grouped by. */
export const refuseOutside = (
  context: Context,
  scope: Scope,
  known: {
    readonly select: Select
    readonly keys: readonly string[]
    readonly names: ReadonlyMap<string, Rendered>
  },
  by: Expression,
): void => {
  if (someWindow(by))
    throw new Refused('ORDER BY of a window function', 'select it AS a name, and order by that')
  if (known.select.having === undefined) return
  const silent: Context = { ...context, report: () => undefined }
  const isOutside = (node: Expression): boolean => {
    // What it is asked of is selected: the rest is refused before.
    if (node.kind === 'call' && node.name === 'grouping') return false
    if (isAggregate(node)) return true
    if (node.kind !== 'column') return partsOf(node).some(isOutside)
    // A field of a struct is found through the struct only.
    const head = sourceNamed(scope, node.parts[0]?.text ?? '') === undefined ? 0 : 1
    if (node.parts.length > head + 1)
      return (
        isOwnColumn(context, scope, node.parts) &&
        !known.names.has(node.parts[head]?.text.toLowerCase() ?? '')
      )
    if (node.parts.length === 1 && known.names.has(node.parts[0]?.text.toLowerCase() ?? '')) return false
    return (
      isOwnColumn(context, scope, node.parts) &&
      !known.keys.includes(renderExpression(silent, scope, node).sql)
    )
  }
  if (isOutside(by))
    throw new Refused(
      'ORDER BY of something that is not selected, together with HAVING',
      'select it AS a name, and order by that',
    )
}
