import * as fc from 'fast-check'
import type { ColumnType } from './world.ts'

/** `which` numbers stand for one of what there is when the step is taken, counted round. */
export type Step =
  | {
      readonly kind: 'write'
      readonly mode: 'append' | 'overwrite' | 'overwrite-partitions' | 'upsert'
      readonly branch: string
      /** A value for each column, taken round: the first is the key. */
      readonly rows: readonly (readonly (number | null)[])[]
      /** A column that the rows bring along. */
      readonly adds?: NewColumn
      /** The rows have the widest types. */
      readonly widens: boolean
    }
  | {
      readonly kind: 'reject'
      readonly rows: readonly (readonly (number | null)[])[]
      readonly adds: NewColumn
    }
  | { readonly kind: 'delete'; readonly branch: string; readonly below: number }
  | ({ readonly kind: 'add' } & NewColumn)
  | { readonly kind: 'drop'; readonly which: number }
  | { readonly kind: 'widen'; readonly which: number }
  | { readonly kind: 'move'; readonly which: number }
  | { readonly kind: 'sort'; readonly which: number }
  | { readonly kind: 'rename'; readonly which: number; readonly name: string }
  | {
      readonly kind: 'partition'
      readonly by: readonly { readonly which: number; readonly transform: number }[]
    }
  | { readonly kind: 'tag' | 'branch'; readonly name: string; readonly which: number }
  | { readonly kind: 'forget' | 'publish-branch' | 'drop-branch'; readonly name: string }
  | { readonly kind: 'roll-back'; readonly steps: number }
  | { readonly kind: 'compact'; readonly branch: string }
  | { readonly kind: 'expire'; readonly keep: number }
  | { readonly kind: 'clean' }

export type NewColumn = { readonly name: string; readonly type: ColumnType }

// Few names, so that a column is dropped and made again, or takes the name that another had.
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const types = ['int', 'long', 'float', 'double', 'decimal(5, 2)', 'decimal(9, 2)', 'string'] as const
const newColumn: fc.Arbitrary<NewColumn> = fc.record({ name, type: fc.constantFrom(...types) })
const which = fc.nat(30)
const key = fc.integer({ min: 0, max: 9 })
const value = fc.option(fc.integer({ min: 0, max: 40 }), { freq: 6 })
const rows = fc.uniqueArray(
  fc.tuple(key, fc.array(value, { minLength: 3, maxLength: 3 })).map(([id, others]) => [id, ...others]),
  { minLength: 1, maxLength: 5, selector: ([id]) => id },
)
const branchName = fc.constantFrom('one', 'two')
const branch = fc.oneof({ weight: 3, arbitrary: fc.constant('main') }, { weight: 1, arbitrary: branchName })

const write = fc.record(
  {
    kind: fc.constant('write' as const),
    mode: fc.constantFrom(
      'append' as const,
      'append',
      'upsert',
      'upsert',
      'overwrite',
      'overwrite-partitions',
    ),
    branch,
    rows,
    adds: newColumn,
    widens: fc.boolean(),
  },
  { requiredKeys: ['kind', 'mode', 'branch', 'rows', 'widens'] },
)

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: write },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reject' as const), rows, adds: newColumn }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), branch, below: key }) },
  {
    weight: 3,
    arbitrary: newColumn.map((column) => ({ kind: 'add' as const, ...column })),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'drop' as const,
        'drop' as const,
        'widen' as const,
        'move' as const,
        'sort' as const,
      ),
      which,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rename' as const), which, name }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('partition' as const),
      by: fc.array(fc.record({ which, transform: which }), { maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.record({ kind: fc.constant('tag' as const), name: fc.constantFrom('v1', 'v2'), which }),
      fc.record({ kind: fc.constant('branch' as const), name: branchName, which }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.record({
        kind: fc.constantFrom('publish-branch' as const, 'publish-branch' as const, 'drop-branch' as const),
        name: branchName,
      }),
      fc.record({ kind: fc.constant('forget' as const), name: fc.constantFrom('v1', 'v2') }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('roll-back' as const), steps: fc.integer({ min: 0, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('compact' as const), branch }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('expire' as const), keep: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clean' as const) }) },
)
