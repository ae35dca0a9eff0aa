import * as fc from 'fast-check'
import { ident, join, type Sql, sql } from '../../../src/sql/quote.ts'
import type { MergeClause } from '../../../src/lakehouse/index.ts'

/** A plain model of what a merge or a delete means, with SQL's logic of three values, over rows of whole numbers. */
export const columns = ['id', 'part', 'v', 'w'] as const
export type Column = (typeof columns)[number]
export type Row = Readonly<Record<Column, number | null>>

type Operand =
  | { readonly kind: 'value'; readonly value: number | null }
  | { readonly kind: 'column'; readonly side: 'old' | 'new'; readonly column: Column }
  | { readonly kind: 'sum'; readonly left: Operand; readonly right: Operand }

export type Condition =
  | {
      readonly kind: 'compare'
      readonly operator: '=' | '<' | '<>'
      readonly left: Operand
      readonly right: Operand
    }
  | { readonly kind: 'null'; readonly of: Operand }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }

export type Clause = { readonly condition?: Condition | undefined } & (
  | {
      readonly kind: 'update' | 'insert'
      readonly values: 'all' | Partial<Readonly<Record<Column, Operand>>>
    }
  | { readonly kind: 'delete' }
)

export type Merge = {
  readonly keys: readonly Column[]
  /** Beside the keys. */
  readonly also?: Condition | undefined
  readonly clauses: readonly Clause[]
}

type Sides = { readonly old?: Row; readonly new?: Row }

const valueOf = (operand: Operand, sides: Sides): number | null => {
  switch (operand.kind) {
    case 'value':
      return operand.value
    case 'column':
      return sides[operand.side]?.[operand.column] ?? null
    case 'sum': {
      const left = valueOf(operand.left, sides)
      const right = valueOf(operand.right, sides)
      return left === null || right === null ? null : left + right
    }
  }
}

/** NULL is neither true nor false. */
export const holds = (condition: Condition, sides: Sides): boolean | null => {
  switch (condition.kind) {
    case 'compare': {
      const left = valueOf(condition.left, sides)
      const right = valueOf(condition.right, sides)
      if (left === null || right === null) return null
      return condition.operator === '='
        ? left === right
        : condition.operator === '<'
          ? left < right
          : left !== right
    }
    case 'null':
      return valueOf(condition.of, sides) === null
    case 'not': {
      const of = holds(condition.of, sides)
      return of === null ? null : !of
    }
    case 'and':
    case 'or': {
      const decides = condition.kind === 'or'
      const both = [holds(condition.left, sides), holds(condition.right, sides)]
      if (both.includes(decides)) return decides
      return both.includes(null) ? null : !decides
    }
  }
}

/** The rows that a merge leaves and the places of those that a clause decides about; undefined where it is refused. */
export const foreseeMerge = (
  stored: readonly Row[],
  fresh: readonly Row[],
  { keys, also, clauses }: Merge,
): { readonly rows: readonly Row[]; readonly changed: readonly number[] } | undefined => {
  const matched = clauses.filter(({ kind }) => kind !== 'insert')
  const inserts = clauses.filter(({ kind }) => kind === 'insert')
  const matches = (old: Row, row: Row): boolean =>
    keys.every((key) => old[key] !== null && old[key] === row[key]) &&
    (also === undefined || holds(also, { old, new: row }) === true)
  const first = (some: readonly Clause[], sides: Sides): Clause | undefined =>
    some.find(({ condition }) => condition === undefined || holds(condition, sides) === true)
  const isPlainDelete =
    matched.length === 1 && matched[0]?.kind === 'delete' && matched[0].condition === undefined
  const rows: Row[] = []
  const changed: number[] = []
  for (const [place, old] of stored.entries()) {
    const found = fresh.filter((row) => matches(old, row))
    if (found.length > 1 && matched.length > 0 && !isPlainDelete) return undefined
    const [row] = found
    const clause = row === undefined ? undefined : first(matched, { old, new: row })
    if (row === undefined || clause === undefined) {
      rows.push(old)
      continue
    }
    changed.push(place)
    if (clause.kind !== 'delete') rows.push(assigned(clause.values, old, { old, new: row }))
  }
  const nothing: Row = { id: null, part: null, v: null, w: null }
  for (const row of fresh) {
    if (stored.some((old) => matches(old, row))) continue
    const clause = first(inserts, { new: row })
    if (clause !== undefined && clause.kind !== 'delete')
      rows.push(assigned(clause.values, nothing, { new: row }))
  }
  return { rows, changed }
}

const assigned = (
  values: 'all' | Partial<Readonly<Record<Column, Operand>>>,
  before: Row,
  sides: Sides,
): Row => {
  if (values === 'all') return sides.new ?? before
  const of = (column: Column) => {
    const operand = values[column]
    return operand === undefined ? before[column] : valueOf(operand, sides)
  }
  return { id: of('id'), part: of('part'), v: of('v'), w: of('w') }
}

export const rowsSql = (rows: readonly Row[]): Sql => {
  const number = (value: number | null): Sql => (value === null ? sql`NULL` : sql`${value}`)
  const values = rows.map((row) => sql`(${columns.map((column) => number(row[column]))})`)
  const selected = columns.map((column) => sql`CAST(${ident(column)} AS INTEGER) AS ${ident(column)}`)
  return sql`SELECT ${selected} FROM (VALUES ${values.length === 0 ? [sql`(0, 0, 0, 0)`] : values}) AS "rows"(${columns.map(ident)}) WHERE ${rows.length > 0}`
}

export const operandSql = (operand: Operand): Sql => {
  switch (operand.kind) {
    case 'value':
      return operand.value === null ? sql`NULL` : sql`${operand.value}`
    case 'column':
      return sql`${ident(operand.side)}.${ident(operand.column)}`
    case 'sum':
      return sql`(${operandSql(operand.left)} + ${operandSql(operand.right)})`
  }
}

export const conditionSql = (condition: Condition): Sql => {
  switch (condition.kind) {
    case 'compare': {
      const operator = condition.operator === '=' ? sql`=` : condition.operator === '<' ? sql`<` : sql`<>`
      return sql`(${operandSql(condition.left)} ${operator} ${operandSql(condition.right)})`
    }
    case 'null':
      return sql`(${operandSql(condition.of)} IS NULL)`
    case 'not':
      return sql`(NOT ${conditionSql(condition.of)})`
    case 'and':
    case 'or':
      return sql`(${conditionSql(condition.left)} ${condition.kind === 'and' ? sql`AND` : sql`OR`} ${conditionSql(condition.right)})`
  }
}

export const clauseSql = (clause: Clause): MergeClause => {
  const condition = clause.condition === undefined ? {} : { condition: conditionSql(clause.condition) }
  if (clause.kind === 'delete') return { kind: 'delete', ...condition }
  const values =
    clause.values === 'all'
      ? clause.values
      : Object.entries(clause.values).map(([column, value]) => ({ column, value: operandSql(value) }))
  return clause.kind === 'update'
    ? { kind: 'update', set: values, ...condition }
    : { kind: 'insert', values, ...condition }
}

export const onSql = ({ keys, also }: Merge): Sql => {
  const equalities = keys.map((key) => sql`${ident('old')}.${ident(key)} = ${ident('new')}.${ident(key)}`)
  return join([...equalities, ...(also === undefined ? [] : [conditionSql(also)]), sql`true`], ' AND ')
}

const number = fc.option(fc.integer({ min: 0, max: 5 }), { nil: null, freq: 5 })
const column = fc.constantFrom(...columns)

export const row: fc.Arbitrary<Row> = fc.record({ id: number, part: number, v: number, w: number })

const operand = (sides: readonly ('old' | 'new')[]): fc.Arbitrary<Operand> => {
  const plain: fc.Arbitrary<Operand> = fc.oneof(
    fc.record({ kind: fc.constant('value' as const), value: number }),
    fc.record({ kind: fc.constant('column' as const), side: fc.constantFrom(...sides), column }),
  )
  return fc.oneof(
    { weight: 4, arbitrary: plain },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('sum' as const), left: plain, right: plain }) },
  )
}

export const condition = (sides: readonly ('old' | 'new')[]): fc.Arbitrary<Condition> => {
  const plain: fc.Arbitrary<Condition> = fc.oneof(
    fc.record({
      kind: fc.constant('compare' as const),
      operator: fc.constantFrom('=' as const, '<' as const, '<>' as const),
      left: operand(sides),
      right: operand(sides),
    }),
    fc.record({ kind: fc.constant('null' as const), of: operand(sides) }),
  )
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        left: plain,
        right: plain,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), of: plain }) },
  )
}

const values = (sides: readonly ('old' | 'new')[]) =>
  fc.oneof(
    fc.constant('all' as const),
    fc.dictionary(column, operand(sides), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  )

const conditional = (sides: readonly ('old' | 'new')[]) =>
  fc.option(condition(sides), { nil: undefined, freq: 2 })

const clauses = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant('update' as const),
          values: values(['old', 'new']),
          condition: conditional(['old', 'new']),
        }),
        fc.record({ kind: fc.constant('delete' as const), condition: conditional(['old', 'new']) }),
      ),
      { maxLength: 3 },
    ),
    fc.array(
      fc.record({
        kind: fc.constant('insert' as const),
        values: values(['new']),
        condition: conditional(['new']),
      }),
      { maxLength: 2 },
    ),
  )
  .map(([matched, inserts]): readonly Clause[] => [...matched, ...inserts])

export const merge: fc.Arbitrary<Merge> = fc.record({
  keys: fc.oneof(
    { weight: 6, arbitrary: fc.constant(['id' as const]) },
    { weight: 3, arbitrary: fc.constant(['id' as const, 'part' as const]) },
    { weight: 1, arbitrary: fc.constant([]) },
  ),
  also: fc.option(condition(['old', 'new']), { nil: undefined, freq: 1 }),
  clauses,
})
