import * as fc from 'fast-check'
import { type Mode, type Operation, type Row, tableNames, type Write } from './model.ts'

// Few different values, so that rows meet: most of what can go wrong is between rows of one id or one partition.
const id = fc.integer({ min: 0, max: 12 })
const part = fc.integer({ min: 0, max: 2 })
const v = fc.integer({ min: 0, max: 999 })
const orNull = (value: fc.Arbitrary<number>) => fc.option(value, { freq: 12 })
const row: fc.Arbitrary<Row> = fc.record({ id: orNull(id), part: orNull(part), v: orNull(v) })
const rows = fc.array(row, { maxLength: 4 })

const insert = fc.record({ kind: fc.constant('insert' as const) })
const mode: fc.Arbitrary<Mode> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'append' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'overwrite' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'overwrite-partitions' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const), clauses: fc.tuple(insert) }) },
)

const table = fc.constantFrom(...tableNames)
const branches = ['one', 'two'] as const
const branch = fc.oneof(
  { weight: 4, arbitrary: fc.constant('main') },
  { weight: 1, arbitrary: fc.constantFrom(...branches) },
)
const write: fc.Arbitrary<Write> = fc.record({ table, branch, mode, rows })
// What one job writes goes to one branch.
const writes = fc
  .tuple(branch, fc.array(write, { minLength: 1, maxLength: 3 }))
  .map(([to, all]) => all.map((each) => ({ ...each, branch: to })))

/** Any operation, valid for any world. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      { kind: fc.constant('publish' as const), writes, watermark: v },
      { requiredKeys: ['kind', 'writes'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ kind: fc.constant('overtaken' as const), first: write, write })
      .map((both) => ({ ...both, write: { ...both.write, table: both.first.table } }))
      // Without rows it may or may not make a snapshot, as it happens.
      .filter(({ write: { rows: some } }) => some.length > 0),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reject' as const),
      writes,
      branch: fc.constantFrom('audit-1', 'audit-2'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('publish-branch' as const, 'drop-branch' as const),
      branch: fc.constantFrom(...branches, 'audit-1', 'audit-2'),
    }),
  },
)

/** The same operations for the same seed. */
export const operationsOf = (seed: number, count: number): readonly Operation[] =>
  fc.sample(operation, { seed, numRuns: count })
