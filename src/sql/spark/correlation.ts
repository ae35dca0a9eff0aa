import { Refused } from './refusals.ts'
import type { Query } from './tree.ts'

/** What Spark does not take in a subquery of an expression that reads columns from around it: `taken` are these. */
export const refuseCorrelated = ({ body }: Query, taken: readonly string[]): void => {
  if (taken.length === 0 || body.kind !== 'set') return
  throw new Refused(
    `${body.op} in a subquery that reads columns from around it`,
    'put the condition on these columns outside of it, or write two subqueries',
  )
}
