import { isGenerated } from './render-groups.ts'
import type { From, Query } from '../tree.ts'

/**
 * Whether Spark makes an inner join of LEFT JOIN LATERAL: of a generator and expressions over it its optimizer makes a
 * plan without a join, and forgets the rows for which nothing is generated. A condition behind ON, as ON true, keeps
 * them. Source: OptimizeOneRowRelationSubquery.
 */
export const losesRows = (join: Extract<From, { kind: 'join' }>): boolean =>
  join.how === 'LEFT' && join.on === undefined && isLateral(join.right) && generates(join.right)

const isLateral = (from: From): boolean =>
  (from.kind === 'function' || from.kind === 'derived') && from.lateral

const generates = (from: From): boolean => {
  if (from.kind === 'function') return from.call.name !== 'range'
  return from.kind === 'derived' && generatesAlone(from.query)
}

const generatesAlone = ({ ctes, body, orderBy, limit, offset }: Query): boolean => {
  if (ctes.length + orderBy.length > 0 || limit !== undefined || offset !== undefined) return false
  if (body.kind !== 'select' || body.distinct || body.where !== undefined || body.having !== undefined)
    return false
  if (body.groupBy.length + body.lateralViews.length > 0 || body.groupByAll) return false
  const [from, ...others] = body.from
  if (from === undefined) return body.items.some(isGenerated)
  return others.length === 0 && generates(from) && !body.items.some(isGenerated)
}
