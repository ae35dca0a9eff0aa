import { Refused } from './refusals.ts'
import { type RenderedQuery, renderQuery } from './render-query.ts'
import type { Context, Rendered, Scope } from './scope.ts'
import type { Query } from './tree.ts'

/** A subquery of an expression; `taken` are the columns that it reads from around it, which its label names. */
export const renderSubquery = (
  context: Context,
  scope: Scope,
  query: Query,
): RenderedQuery & { readonly taken: readonly string[] } => {
  const taken: string[] = []
  // Names of the items before it are not seen in a subquery.
  const around = scope.lateral ? { ...scope, aliases: new Map<string, Rendered>() } : scope
  const rendered = renderQuery(context, { ...around, taken }, query, true)
  // Spark plans it, and fails when it runs.
  if (taken.length > 0 && scope.joining !== undefined)
    throw new Refused('a subquery in ON that reads columns from around it', 'ask for it in WHERE')
  if (taken.length > 0) refuseLimit(query)
  if (taken.length > 0 && query.body.kind === 'set')
    throw new Refused(
      `${query.body.op} in a subquery that reads columns from around it`,
      'put the condition on these columns outside of it, or write two subqueries',
    )
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
