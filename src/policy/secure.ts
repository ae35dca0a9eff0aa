import { Bug } from '../base/bug.ts'
import { ident, type Sql, sql } from '../sql/quote.ts'
import type { ColumnDecision, Decision } from './decide.ts'
import { typedNull } from './mask-operator.ts'
import { maskOperators } from './operators/index.ts'

/**
 * A dataset as one reader sees it: a SELECT with every column named, so that a column added meanwhile never appears
 * unmasked. `relation` has the dataset's raw rows and stands after FROM.
 */
export const secureRelation = (relation: Sql, decision: Decision): Sql => {
  if (decision.length === 0) throw new Bug('a dataset without columns cannot be read')
  return sql`SELECT ${decision.map(secureColumn)} FROM ${relation} AS ${source}`
}

const source = ident('source')

const secureColumn = (decision: ColumnDecision): Sql => {
  const name = ident(decision.column.name)
  // Qualified, because a bare name may also be read as an alias of an earlier, masked column.
  return sql`${expression(decision, sql`${source}.${name}`)} AS ${name}`
}

const expression = ({ column, reveal }: ColumnDecision, raw: Sql): Sql => {
  if (reveal.kind === 'raw') return raw
  if (reveal.kind === 'null') return typedNull(raw, column.type)
  return reveal.mask.operator === 'hash'
    ? maskOperators.hash.expression(raw, column.type, reveal.mask)
    : maskOperators.bucket_date.expression(raw, column.type, reveal.mask)
}
