import { Refused } from '../refusals.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import type { Typed } from '../spark-types/typed.ts'
import { someAggregate } from '../tree-walk.ts'
import type { Call } from '../tree.ts'

/** How many columns were read from around the query of a scope so far. */
export const takenSoFar = (scope: Scope): number => scope.parent?.taken?.length ?? 0

/**
 * A call with a lambda that reads from around its query, as `before` tells: what some engines do not find inside of a
 * lambda, and find where all columns are those of a row of its own. That of an outer lambda stands around the whole.
 */
export const beyondLambda = (
  context: Context,
  scope: Scope,
  { call, args, value, before }: { call: Call; args: readonly Rendered[]; value: Typed; before: number },
): Typed => {
  const { rowOfItsOwn } = context.engine.nested
  const reads = takenSoFar(scope) > before && args.some(({ lambda }) => lambda !== undefined)
  if (rowOfItsOwn === undefined || !reads || scope.lambdas.size > 0 || scope.besideLambda === true)
    return value
  const sql = someAggregate(call) ? undefined : rowOfItsOwn(value.sql, context.fresh())
  if (sql === undefined)
    throw new Refused(
      `${call.name} with a lambda that reads from around its query, beside an aggregate or another query,`,
      'join the tables, and compare there',
    )
  return { ...value, sql }
}
