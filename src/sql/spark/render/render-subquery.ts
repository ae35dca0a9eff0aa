import { Mistaken, Refused } from '../refusals.ts'
import { type RenderedQuery, renderQuery } from './render-query.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { isAggregation } from '../tree-walk.ts'
import type { Expression, From, Query } from '../tree.ts'

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
  const asked = isValue ? query : grouped(context, around, query)
  const rendered = renderQuery(context, { ...around, taken, asking: !isValue }, asked, true)
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
  if (taken.length > 0 && !isValue) refuseUnequal(context, around, query)
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

const one: Extract<Expression, { kind: 'literal' }> = {
  kind: 'literal',
  type: 'int',
  text: '1',
  span: { offset: 0, length: 0 },
}

const countOfAll: Expression = {
  kind: 'call',
  name: 'count',
  span: one.span,
  args: [{ kind: 'star', qualifier: [] }],
  distinct: false,
  ignoreNulls: false,
  filter: undefined,
  over: undefined,
}

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
  const [taken] = takenBy(context, around, rest)
  if (taken !== undefined)
    throw new Refused(
      `${taken} from around a subquery outside of its WHERE and HAVING`,
      'compare it in WHERE, or write a join',
    )
}

/** What a query reads from around it. */
const takenBy = (context: Context, around: Scope, query: Query): readonly string[] => {
  const taken: string[] = []
  const silent: Context = {
    ...context,
    report: () => undefined,
    limit: () => undefined,
    fresh: () => '_outside',
  }
  renderQuery(silent, { ...around, taken, below: [] }, query, true)
  return taken
}

/**
 * Of EXISTS and IN whose aggregates are of what compares equal to columns from around Spark makes a join with groups: where
 * nothing does, there is no group, and no row either, as GROUP BY has none and an aggregate alone has one.
 */
const grouped = (context: Context, around: Scope, query: Query): Query => {
  if (query.body.kind !== 'select') return query
  const { from: sources } = query.body
  // Below a WITH of its own a query cannot be asked alone.
  const from =
    query.ctes.length > 0 ? sources : sources.map((source) => groupedBelow(context, around, source))
  const body = { ...query.body, from }
  const isWhole = !body.groupByAll && body.groupBy.length === 0 && isAggregation(body)
  if (!isWhole || takenBy(context, around, query).length === 0) return { ...query, body }
  const { having } = body
  const some: Expression = { kind: 'binary', op: '>', left: countOfAll, right: { ...one, text: '0' } }
  return {
    ...query,
    body: {
      ...body,
      having: having === undefined ? some : { kind: 'binary', op: 'and', left: having, right: some },
    },
  }
}

const groupedBelow = (context: Context, around: Scope, from: From): From => {
  if (from.kind === 'derived' && !from.lateral)
    return { ...from, query: grouped(context, around, from.query) }
  if (from.kind !== 'join') return from
  const [left, right] = [from.left, from.right].map((side) => groupedBelow(context, around, side))
  return { ...from, left: left ?? from.left, right: right ?? from.right }
}

/** Below an aggregate EXISTS and IN compare columns from around only by =. */
const refuseUnequal = (context: Context, around: Scope, query: Query): void => {
  const { body } = query
  if (body.kind !== 'select' || body.where === undefined || !isAggregation(body)) return
  const unequal = conjuncts(body.where).filter(
    (one) => !(one.kind === 'binary' && /^(?:=|<=>)$/.test(one.op)),
  )
  const items = [{ value: one, names: [] }]
  for (const where of unequal) {
    const rest: Query = {
      ...query,
      orderBy: [],
      body: { ...body, items, where, groupBy: [], groupByAll: false, having: undefined },
    }
    const [taken] = takenBy(context, around, rest)
    if (taken !== undefined)
      throw new Mistaken(
        `${taken} from around an EXISTS or IN with aggregates in another condition than =`,
        'compare it outside of the subquery, or write a join',
      )
  }
}

const conjuncts = (node: Expression): readonly Expression[] =>
  node.kind === 'binary' && node.op === 'and' ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node]
