import { nearest } from '../../../base/nearest.ts'
import { failure, MillraceError } from '../../../diagnostics/index.ts'
import type { WriteMode } from '../../../lakehouse/index.ts'
import { ident, join, literal, type Sql, sql, trusted } from '../../../sql/index.ts'
import type { FlareStrategy } from '../outputs/strategy.ts'
import type { SortColumn } from '../sort-order.ts'
import type { View } from './session.ts'

// What the engine says where a row breaks a promise of its strategy; `explainStrategy` knows it again.
const withoutKey = 'millrace: a row without a key'
const sameKey = 'millrace: rows with the same key'

/**
 * A strategy as the merge that it stands for. Its promises about the new rows are checked while they are written, so
 * that they are computed once. Throws MR1449.
 */
export const strategyWrite = (
  output: string,
  strategy: FlareStrategy,
  view: View,
): { readonly rows: Sql; readonly mode: WriteMode } => {
  const columnNamed = (name: string): string => {
    const known = view.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
    if (known !== undefined) return known.name
    const near = nearest(
      name,
      view.columns.map((column) => column.name),
    )
    throw failure('MR1449', { output, column: name, near }, { place: strategy.place })
  }
  const keys = strategy.keys.map(columnNamed)
  const order =
    strategy.type === 'latest'
      ? strategy.orderBy.map((by) => ({ ...by, column: columnNamed(by.column) }))
      : []
  const condition = strategy.type === 'latest' ? { condition: comesFirst(order) } : {}
  return {
    rows: strategy.type === 'latest' ? latestRows(view, keys, order) : uniqueRows(view, keys),
    mode: {
      kind: 'merge',
      on: join(
        keys.map((key) => sql`"old".${ident(key)} = "new".${ident(key)}`),
        ' AND ',
      ),
      keys: keys
        .filter((key) => !isFloating(view, key))
        .map((key) => ({ old: key, new: sql`"new".${ident(key)}` })),
      clauses: [
        { kind: 'update', set: 'all', ...condition },
        { kind: 'insert', values: 'all' },
      ],
      addsColumns: true,
    },
  }
}

/** NaN equals itself and lies between no bounds. */
const isFloating = ({ columns }: View, key: string): boolean =>
  columns.some(({ name, type }) => name === key && /^(?:FLOAT|DOUBLE)$/.test(type))

/** The engine's refusal of a row as what it means for the output; anything else as it is. */
export const explainStrategy = (cause: unknown, output: string, { keys, place }: FlareStrategy): unknown => {
  if (!(cause instanceof MillraceError)) return cause
  const { message } = cause.diagnostic
  if (message.includes(withoutKey)) return failure('MR1446', { output, keys }, { place, cause })
  if (message.includes(sameKey)) return failure('MR1445', { output, keys }, { place, cause })
  return cause
}

const guarded = (keys: readonly string[], wanted: Sql): Sql => {
  const isNull = keys.map((key) => sql`${ident(key)} IS NULL`)
  return sql`CASE WHEN ${join(isNull, ' OR ')} THEN error(${literal(withoutKey)}) ELSE ${wanted} END`
}

const uniqueRows = ({ relation }: View, keys: readonly string[]): Sql => {
  const number = sql`row_number() OVER (PARTITION BY ${keys.map(ident)})`
  const wanted = sql`CASE WHEN ${number} = 1 THEN true ELSE error(${literal(sameKey)}) END`
  return sql`(SELECT * FROM ${relation} QUALIFY ${guarded(keys, wanted)})`
}

const latestRows = (
  { relation, columns }: View,
  keys: readonly string[],
  order: readonly SortColumn[],
): Sql => {
  const written = order.map(
    ({ column, direction, nulls }) =>
      sql`${ident(column)} ${trusted(direction === 'asc' ? 'ASC' : 'DESC')} ${trusted(nulls === 'first' ? 'NULLS FIRST' : 'NULLS LAST')}`,
  )
  // Of rows that tie, each run keeps the same one.
  const rest = columns
    .filter(({ name }) => ![...keys, ...order.map(({ column }) => column)].includes(name))
    .map(({ name }) => ident(name))
  const number = sql`row_number() OVER (PARTITION BY ${keys.map(ident)} ORDER BY ${[...written, ...rest]})`
  return sql`(SELECT * FROM ${relation} QUALIFY ${guarded(keys, sql`${number} = 1`)})`
}

/** True where the new row stands before the stored one in the order, or where no column of it tells them apart. */
const comesFirst = (order: readonly SortColumn[]): Sql =>
  order.reduceRight<Sql>((rest, { column, direction, nulls }) => {
    const [fresh, stored] = [sql`"new".${ident(column)}`, sql`"old".${ident(column)}`]
    const before = trusted(direction === 'asc' ? '<' : '>')
    const [first, second] = nulls === 'first' ? [fresh, stored] : [stored, fresh]
    return sql`CASE WHEN ${fresh} IS NOT DISTINCT FROM ${stored} THEN ${rest} WHEN ${first} IS NULL THEN true WHEN ${second} IS NULL THEN false ELSE ${fresh} ${before} ${stored} END`
  }, trusted('true'))
