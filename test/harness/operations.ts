import * as fc from 'fast-check'
import {
  type Clause,
  type Condition,
  type Mode,
  type Operation,
  type Row,
  tableNames,
  type Write,
} from './operation.ts'

// Few different values, so that rows meet: most of what can go wrong is between rows of one id or one partition.
const id = fc.integer({ min: 0, max: 12 })
const part = fc.integer({ min: 0, max: 2 })
const v = fc.integer({ min: 0, max: 999 })
const orNull = (value: fc.Arbitrary<number>) => fc.option(value, { freq: 12 })
const row: fc.Arbitrary<Row> = fc.record({ id: orNull(id), part: orNull(part), v: orNull(v) })
const rows = fc.oneof(
  { weight: 2, arbitrary: fc.array(row, { maxLength: 4 }) },
  // One of each id, so that a merge is not refused.
  { weight: 3, arbitrary: fc.uniqueArray(row, { maxLength: 5, selector: (each) => each.id }) },
)

const condition = (...sides: readonly ('old' | 'new')[]): fc.Arbitrary<Condition> =>
  fc.constantFrom<keyof Row>('id', 'part', 'v').chain((column) =>
    fc.record({
      side: fc.constantFrom(...sides),
      column: fc.constant(column),
      operator: fc.constantFrom('<', '>=', '=', '<>'),
      value: { id, part, v }[column],
    }),
  )

const clause = (kind: Clause['kind'], ...sides: readonly ('old' | 'new')[]): fc.Arbitrary<Clause> =>
  fc.record({ kind: fc.constant(kind), condition: condition(...sides) }, { requiredKeys: ['kind'] })
const clauses = fc
  .tuple(
    fc.array(fc.oneof(clause('update', 'old', 'new'), clause('delete', 'old', 'new')), { maxLength: 3 }),
    fc.array(clause('insert', 'new'), { maxLength: 2 }),
  )
  .map(([matched, inserts]) => [...matched, ...inserts])
  // Spark's grammar: only the last clause of its kind goes without a condition.
  .filter(
    (all) =>
      all.length > 0 &&
      [all.filter(({ kind }) => kind !== 'insert'), all.filter(({ kind }) => kind === 'insert')].every(
        (some) => some.every((each, i) => each.condition !== undefined || i === some.length - 1),
      ),
  )

const mode: fc.Arbitrary<Mode> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'append' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'overwrite' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'overwrite-partitions' as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('merge' as const), clauses }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), where: condition('old') }) },
)

const table = fc.constantFrom(...tableNames)
const branches = ['one', 'two'] as const
const branch = fc.oneof(
  { weight: 4, arbitrary: fc.constant('main') },
  { weight: 1, arbitrary: fc.constantFrom(...branches) },
)
const audit = fc.constantFrom('audit-1', 'audit-2')
const write: fc.Arbitrary<Write> = fc.record({ table, branch, mode, rows })
// What one job writes goes to one branch.
const writes = fc
  .tuple(branch, fc.array(write, { minLength: 1, maxLength: 3 }))
  .map(([to, all]) => all.map((each) => ({ ...each, branch: to })))

const overtaken = fc
  .record({ kind: fc.constant('overtaken' as const), first: write, write })
  .map((both) => ({ ...both, write: { ...both.write, table: both.first.table } }))
  // Without rows it may or may not make a snapshot, as it happens.
  .filter(({ write: { rows: some } }) => some.length > 0)

/** Any operation, valid for any world. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      { kind: fc.constant('publish' as const), writes, watermark: v },
      { requiredKeys: ['kind', 'writes'] },
    ),
  },
  { weight: 3, arbitrary: overtaken },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reject' as const), writes, branch: audit }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('publish-branch' as const, 'drop-branch' as const),
      branch: fc.oneof(fc.constantFrom(...branches), audit),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('compact' as const), table, branch }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('expire' as const),
      table,
      keep: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('roll-back' as const),
      table,
      steps: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clean' as const) }) },
)

/** The same operations for the same seed. */
export const operationsOf = (seed: number, count: number): readonly Operation[] =>
  fc.sample(operation, { seed, numRuns: count })
