import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connection, type Engine, openDuckdb } from '../../../src/engines/index.ts'
import {
  maskProfile,
  planProfile,
  type Profile,
  profileRows,
  profileWarnings,
} from '../../../src/quality/index.ts'
import { decide, type MaskPolicy } from '../../../src/policy/index.ts'
import { ident, literal, type Sql, sql, trusted } from '../../../src/sql/quote.ts'

let engine: Engine
let connection: Connection
beforeAll(async () => {
  engine = await openDuckdb()
  connection = await engine.connect()
})
afterAll(async () => engine[Symbol.asyncDispose]())

const profileOf = async (relation: Sql): Promise<Profile> => {
  const columns = await connection.describe(sql`SELECT * FROM ${relation}`)
  const plan = planProfile({ relation, columns })
  const first = await connection.table(plan.first)
  const second = plan.second(first)
  return plan.decode(first, second === undefined ? undefined : await connection.table(second))
}

const people = sql`(SELECT i AS id, CASE WHEN i % 10 = 0 THEN NULL ELSE 'n' || (i % 3) END AS name,
  CAST(i / 4.0 AS DECIMAL(8,2)) AS amount, i % 2 = 0 AS even, DATE '2020-01-01' + CAST(i AS INTEGER) AS day,
  [i] AS list, '\\xAA'::BLOB AS bytes, '{}'::JSON AS json, CAST(NULL AS VARCHAR) AS nothing,
  CASE WHEN i = 1 THEN 'nan'::DOUBLE WHEN i = 2 THEN 'inf'::DOUBLE ELSE i END AS number
  FROM range(100) r(i))`

test('a profile says what each kind of column holds', async () => {
  const { rows, columns } = await profileOf(people)
  const column = (name: string) => columns.find((column) => column.name === name)
  expect(rows).toBe(100)
  expect(column('id')).toMatchObject({
    ordinal: 1,
    type: 'BIGINT',
    count: 100,
    nulls: 0,
    nullShare: 0,
    distinct: 100,
    distinctShare: 1,
    unique: 100,
    uniqueShare: 1,
    statistics: {
      kind: 'number',
      min: '0',
      max: '99',
      sum: '4950',
      mean: 49.5,
      median: 49.5,
      p85: expect.closeTo(84.15, 9),
    },
  })
  expect(column('id')?.histogram?.map(({ count }) => count)).toEqual(Array.from({ length: 20 }, () => 5))
  expect(column('id')?.top).toBeUndefined()
  expect(column('name')).toMatchObject({
    count: 90,
    nulls: 10,
    nullShare: 0.1,
    distinct: 3,
    unique: 0,
    statistics: { kind: 'text', minLength: 2, meanLength: 2, maxLength: 2, emptyCount: 0 },
    top: [
      { value: 'n0', count: 30 },
      { value: 'n1', count: 30 },
      { value: 'n2', count: 30 },
    ],
  })
  expect(column('amount')?.statistics).toMatchObject({
    min: '0.00',
    max: '24.75',
    sum: '1237.50',
    median: 12.375,
  })
  expect(column('even')?.statistics).toEqual({ kind: 'boolean', trueCount: 50, falseCount: 50 })
  expect(column('day')?.statistics).toEqual({ kind: 'date', first: '2020-01-01', last: '2020-04-09' })
  for (const name of ['list', 'bytes', 'json'])
    expect(column(name)).toMatchObject({ count: 100, nulls: 0, distinct: null, statistics: { kind: 'none' } })
  expect(column('nothing')).toMatchObject({ count: 0, nulls: 100, distinct: 0, unique: 0 })
  expect(column('nothing')?.top).toBeUndefined()
  expect(column('number')?.statistics).toMatchObject({ min: '0.0', max: '99.0', sum: '4947.0' })
  expect(column('number')?.histogram?.reduce((sum, { count }) => sum + count, 0)).toBe(98)
})

test('no rows give zeroes and nulls, and no second statement', async () => {
  const relation = sql`(SELECT * FROM ${people} WHERE false)`
  const columns = await connection.describe(sql`SELECT * FROM ${relation}`)
  const plan = planProfile({ relation, columns })
  const first = await connection.table(plan.first)
  expect(plan.second(first)).toBeUndefined()
  const profile = plan.decode(first, undefined)
  expect(profile.rows).toBe(0)
  expect(profileWarnings(profile, 'a.b.c')).toMatchObject([{ code: 'MR5010', severity: 'warning' }])
  expect(profile.columns[0]).toEqual({
    name: 'id',
    type: 'BIGINT',
    ordinal: 1,
    count: 0,
    nulls: 0,
    nullShare: null,
    distinct: 0,
    distinctShare: null,
    unique: 0,
    uniqueShare: null,
    statistics: {
      kind: 'number',
      min: null,
      max: null,
      sum: null,
      mean: null,
      median: null,
      stddev: null,
      p85: null,
      p977: null,
    },
  })
})

test('top values stop at 100 different values and at three in ten rows', async () => {
  const values = async (rows: number, different: number) =>
    (await profileOf(sql`(SELECT i % ${different} AS v FROM range(${rows}) r(i))`)).columns[0]?.top?.length
  expect(await values(1000, 100)).toBe(20)
  expect(await values(1000, 101)).toBeUndefined()
  expect(await values(10, 3)).toBe(3)
  expect(await values(10, 4)).toBeUndefined()
})

test('sums and bounds of large integers are exact', async () => {
  const { columns } = await profileOf(
    sql`(SELECT 9223372036854775807 AS v UNION ALL SELECT 9223372036854775806)`,
  )
  expect(columns[0]?.statistics).toMatchObject({
    min: '9223372036854775806',
    max: '9223372036854775807',
    sum: '18446744073709551613',
  })
})

test('odd names are quoted, also those of the statement itself', async () => {
  const relation = sql`(SELECT 1 AS ${ident('a "b; --')}, 2 AS value_0, 3 AS n, 4 AS profiled FROM range(9))`
  const { columns } = await profileOf(relation)
  expect(columns.map(({ name, top }) => [name, top])).toEqual([
    ['a "b; --', [{ value: '1', count: 9 }]],
    ['value_0', [{ value: '2', count: 9 }]],
    ['n', [{ value: '3', count: 9 }]],
    ['profiled', [{ value: '4', count: 9 }]],
  ])
})

const quantile = (sorted: readonly number[], share: number): number => {
  const at = share * (sorted.length - 1)
  const low = sorted[Math.floor(at)] ?? 0
  return low + ((sorted[Math.ceil(at)] ?? 0) - low) * (at - Math.floor(at))
}

test('numbers equal an oracle over random tables', async () => {
  const cell = fc.option(
    fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 60 }), async (values) => {
      const rows = values.map(
        (value) => sql`(CAST(${value === null ? trusted('NULL') : literal(String(value))} AS DOUBLE))`,
      )
      const { columns } = await profileOf(sql`(SELECT c FROM (VALUES ${rows}) v(c))`)
      const column = columns[0]!
      const present = values.filter((value) => value !== null)
      const finite = present.filter((value) => Number.isFinite(value)).toSorted((a, b) => a - b)
      const distinct = new Set(present.map(String))
      expect([column.count, column.nulls, column.distinct]).toEqual([
        present.length,
        values.length - present.length,
        distinct.size,
      ])
      const few = distinct.size > 0 && distinct.size <= 100 && distinct.size / values.length <= 0.3
      const counts = [...distinct].map((text) => present.filter((value) => String(value) === text).length)
      expect(column.top?.map(({ count }) => count)).toEqual(
        few ? counts.toSorted((a, b) => b - a).slice(0, 20) : undefined,
      )
      if (column.unique !== undefined) expect(column.unique).toBe(counts.filter((n) => n === 1).length)
      if (column.histogram !== undefined)
        expect(column.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(finite.length)
      const { statistics } = column
      if (statistics.kind !== 'number') throw new Error('a number column')
      if (finite.length === 0) {
        expect(statistics).toMatchObject({ min: null, mean: null, median: null })
        return
      }
      const mean = finite.reduce((a, b) => a + b, 0) / finite.length
      const deviation =
        finite.length < 2
          ? null
          : Math.sqrt(finite.reduce((a, b) => a + (b - mean) ** 2, 0) / (finite.length - 1))
      const pairs: readonly (readonly [unknown, number | null])[] = [
        [statistics.min, finite[0]!],
        [statistics.max, finite.at(-1)!],
        [statistics.sum, mean * finite.length],
        [statistics.mean, mean],
        [statistics.median, quantile(finite, 0.5)],
        [statistics.p85, quantile(finite, 0.85)],
        [statistics.p977, quantile(finite, 0.977)],
        [statistics.stddev, deviation],
      ]
      for (const [actual, wanted] of pairs) {
        if (wanted === null) expect(actual).toBeNull()
        else
          expect(Math.abs(Number(actual) - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted)))
      }
    }),
    { numRuns: 30 },
  )
})

test('texts equal an oracle over random tables', async () => {
  const word = fc.option(fc.string({ unit: fc.constantFrom('a', 'é', '😀', "'", ' '), maxLength: 2 }))
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 60 }), async (values) => {
      const rows = values.map((value) => sql`(${value === null ? trusted('NULL') : literal(value)})`)
      const { columns } = await profileOf(sql`(SELECT CAST(c AS VARCHAR) AS c FROM (VALUES ${rows}) v(c))`)
      const column = columns[0]!
      const present = values.filter((value) => value !== null)
      const lengths = present.map((value) => Array.from(value).length)
      const distinct = [...new Set(present)]
      expect(column.distinct).toBe(distinct.length)
      expect(column.statistics).toEqual({
        kind: 'text',
        minLength: lengths.length === 0 ? null : Math.min(...lengths),
        maxLength: lengths.length === 0 ? null : Math.max(...lengths),
        meanLength:
          lengths.length === 0
            ? null
            : expect.closeTo(lengths.reduce((a, b) => a + b, 0) / lengths.length, 9),
        emptyCount: present.filter((value) => value === '').length,
      })
      for (const { value, count } of column.top ?? [])
        expect(count).toBe(present.filter((other) => other === value).length)
    }),
    { numRuns: 30 },
  )
})

test('the long form has one row per statistic, and Missing is a fraction', async () => {
  const rows = profileRows(await profileOf(people))
  const find = (field: string, name: string) =>
    rows.find((row) => row.field === field && row.analyzer_name === name)?.result
  expect(find('*', 'RowCount')).toBe('100')
  expect(find('name', 'Missing')).toBe('0.1')
  expect(find('id', 'Sum')).toBe('4950')
  expect(find('nothing', 'MaxLength')).toBeNull()
  expect(find('even', 'TrueCount')).toBe('50')
  expect(find('day', 'Last')).toBe('2020-04-09')
})

test('a viewer who sees masks sees no value in a profile, whatever the column holds', async () => {
  const profile = await profileOf(people)
  const policy = (
    operator: 'hash' | 'pass_through',
    columns: readonly string[],
    priority: number,
  ): MaskPolicy => ({
    name: operator,
    priority,
    scope: {},
    user: { match: 'any', tags: ['**'] },
    column: { tags: [], names: columns },
    mask: { operator },
  })
  const names = profile.columns.map(({ name }) => name)
  const decision = decide(
    [policy('hash', names, 50), policy('pass_through', ['id'], 1)],
    { name: 'ana', tags: ['users:id:ana'] },
    {
      address: { depot: 'd', collection: 'c', dataset: 't' },
      columns: profile.columns.map(({ name, type }) => ({ name: name.toUpperCase(), type, tags: [] })),
    },
  )
  const masked = maskProfile(profile, decision)
  expect(masked.columns[0]).toEqual(profile.columns[0])
  for (const column of masked.columns.slice(1)) {
    expect(column.statistics).toEqual({ kind: 'masked' })
    expect(column.top ?? column.histogram).toBeUndefined()
    expect(column.nulls).toBe(profile.columns.find(({ name }) => name === column.name)?.nulls)
  }
  expect(maskProfile(profile, []).columns.every(({ statistics }) => statistics.kind === 'masked')).toBe(true)
})
