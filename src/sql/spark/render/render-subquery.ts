import { Refused } from '../refusals.ts'
import { type RenderedQuery, renderQuery } from './render-query.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { isAggregation } from '../tree-walk.ts'
import type { Expression, Query } from '../tree.ts'

/**
 * A subquery of an expression; `taken` are the columns that it reads from around it, which its label names. One that is
 * a value may select them.
 */
export const renderSubquery = (
  context: Context,
  scope: Scope,
  query: Query,
  isValue = false,
): RenderedQuery & { readonly taken: readonly string[] } => {
  const taken: string[] = []
  // Names of the items before it are not seen in a subquery.
  const around = scope.lateral ? { ...scope, aliases: new Map<string, Rendered>() } : scope
  const rendered = renderQuery(context, { ...around, taken, asking: !isValue }, query, true)
  // Spark plans it, and fails when it runs.
  if (taken.length > 0 && scope.joining !== undefined)
    throw new Refused('a subquery in ON that reads columns from around it', 'ask for it in WHERE')
  if (taken.length > 0) refuseLimit(query)
  if (taken.length > 0 && query.body.kind === 'set')
    throw new Refused(
      `${query.body.op} in a subquery that reads columns from around it`,
      'put the condition on these columns outside of it, or write two subqueries',
    )
  if (taken.length > 0) refuseAround(context, around, query, isValue)
  return { ...rendered, taken }
}

/** Spark takes no LIMIT around what reads columns from around it. */
export const refuseLimit = ({ limit, offset }: Query): void => {
  if (limit !== undefined || offset !== undefined)
    throw new Refused(
      'LIMIT in a subquery that reads columns from around it',
      'leave it out of EXISTS and IN; else number the rows by row_number() and join',
    )
}

const one: Expression = { kind: 'literal', type: 'int', text: '1', span: { offset: 0, length: 0 } }

/** Spark takes columns from around in WHERE and HAVING, and in what a value without aggregates selects. */
export const refuseAround = (context: Context, around: Scope, query: Query, isValue: boolean): void => {
  const { body } = query
  if (body.kind !== 'select') return
  const free = isValue && !isAggregation(body) && !body.distinct
  const rest: Query = {
    ...query,
    orderBy: free ? [] : query.orderBy,
    body: {
      ...body,
      where: undefined,
      having: undefined,
      items: free ? [{ value: one, names: [] }] : body.items,
    },
  }
  const taken: string[] = []
  const silent: Context = {
    ...context,
    report: () => undefined,
    limit: () => undefined,
    fresh: () => '_outside',
  }
  renderQuery(silent, { ...around, taken, below: [] }, rest, true)
  if (taken.length > 0)
    throw new Refused(
      `${taken[0]} from around a subquery outside of its WHERE and HAVING`,
      'compare it in WHERE, or write a join',
    )
}
