import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MillraceError } from '../../../src/diagnostics/index.ts'
import { scanRelation } from '../../../src/lakehouse/index.ts'
import { ident, sql } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'
import {
  clauseSql,
  columns,
  type Condition,
  condition,
  conditionSql,
  foreseeMerge,
  holds,
  type Merge,
  merge,
  onSql,
  type Row,
  row,
  rowsSql,
} from './merge-model.ts'
import { livePaths, temporaryTables } from './merging.ts'

// More after changes to merges: MILLRACE_MODEL_RUNS=1000.
const numRuns = 3 * Number(process.env['MILLRACE_MODEL_RUNS'] ?? 8)

const by = (...names: readonly string[]) => names.map((name) => ({ column: name, transform: 'identity' }))

// Rows of one write are those of one file; with partitions of several.
const writes = fc.array(fc.array(row, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 })
const partitions = fc.constantFrom([], by('part'), by('part', 'v'))

const print = (rows: readonly Row[]): readonly string[] =>
  rows.map((each) => columns.map((name) => String(each[name])).join(' ')).toSorted()

/** Rows as they are stored, with the location of the file of each. */
const storedRows = async (lake: Lake): Promise<readonly (Row & { readonly file: string })[]> => {
  const relation = await scanRelation(lake.lakehouse, await lake.table(), { locationColumn: 'file' })
  const found = await lake.connection.rows(sql`SELECT * FROM ${relation}`)
  const number = (value: unknown) => (typeof value === 'number' ? value : null)
  return found.map((each) => ({
    id: number(each['id']),
    part: number(each['part']),
    v: number(each['v']),
    w: number(each['w']),
    file: String(each['file']),
  }))
}

const filled = async (
  all: readonly (readonly Row[])[],
  partitionBy: ReturnType<typeof by>,
): Promise<Lake> => {
  const lake = await openLake()
  for (const rows of all) await lake.write(rowsSql(rows), { partitionBy })
  return lake
}

/** No file is gone of which no row changed, and each row is in a file of its own partition. */
const expectFiles = async (
  lake: Lake,
  { before, touched }: { readonly before: readonly string[]; readonly touched: ReadonlySet<string> },
): Promise<void> => {
  const after = await livePaths(lake)
  expect(before.filter((path) => !after.includes(path)).toSorted()).toEqual([...touched].toSorted())
  const rows = await storedRows(lake)
  for (const part of new Set(rows.map((each) => each.part))) {
    const filter = part === null ? ({ op: 'is-null' } as const) : ({ op: '=', value: part } as const)
    const relation = await scanRelation(lake.lakehouse, await lake.table(), {
      filter: [{ column: 'part', ...filter }],
    })
    const [found] = await lake.connection.rows(
      sql`SELECT count(*)::INTEGER AS n FROM ${relation} WHERE part IS NOT DISTINCT FROM ${part === null ? sql`NULL` : sql`${part}`}`,
    )
    expect(found).toEqual({ n: rows.filter((each) => each.part === part).length })
  }
}

test(
  'any merge leaves the rows of a plain model, or is refused with it, and rewrites no other files',
  async () => {
    let refused = 0
    await fc.assert(
      fc.asyncProperty(
        writes,
        fc.array(row, { maxLength: 6 }),
        merge,
        partitions,
        async (all, fresh, wanted: Merge, partitionBy) => {
          await using lake = await filled(all, partitionBy)
          const stored = await storedRows(lake)
          const before = await livePaths(lake)
          const foreseen = foreseeMerge(stored, fresh, wanted)
          const merging = lake.write(rowsSql(fresh), {
            mode: {
              kind: 'merge',
              on: onSql(wanted),
              keys: wanted.keys.map((key) => ({ old: key, new: sql`"new".${ident(key)}` })),
              clauses: wanted.clauses.map(clauseSql),
            },
          })
          if (foreseen === undefined) {
            refused += 1
            const cause = await merging.then(
              () => undefined,
              (thrown: unknown) => thrown,
            )
            expect(cause instanceof MillraceError ? cause.diagnostic.code : cause).toBe('MR3140')
          } else await merging
          const expected = foreseen ?? { rows: stored, changed: [] }
          expect(print(await storedRows(lake))).toEqual(print(expected.rows))
          const touched = new Set(expected.changed.map((place) => stored[place]?.file ?? ''))
          await expectFiles(lake, { before, touched })
          expect(await temporaryTables(lake)).toEqual([])
        },
      ),
      { numRuns },
    )
    expect(refused).toBeLessThan(numRuns)
  },
  numRuns * 10_000,
)

test(
  'any delete leaves the rows for which its condition is not true',
  async () => {
    await fc.assert(
      fc.asyncProperty(writes, condition(['old']), partitions, async (all, where: Condition, partitionBy) => {
        await using lake = await filled(all, partitionBy)
        const stored = await storedRows(lake)
        const before = await livePaths(lake)
        await lake.write('SELECT 1', { mode: { kind: 'delete', where: conditionSql(where) } })
        const goes = (each: Row) => holds(where, { old: each }) === true
        expect(print(await storedRows(lake))).toEqual(print(stored.filter((each) => !goes(each))))
        const touched = new Set(stored.filter(goes).map(({ file }) => file))
        await expectFiles(lake, { before, touched })
      }),
      { numRuns },
    )
  },
  numRuns * 10_000,
)
