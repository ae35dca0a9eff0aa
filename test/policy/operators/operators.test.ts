import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Connection, type Engine, openDuckdb } from '../../../src/engines/index.ts'
import type { ReadableDataset } from '../../../src/policy/dataset.ts'
import { decide } from '../../../src/policy/decide.ts'
import type { Mask } from '../../../src/policy/mask-policy.ts'
import { type BucketPrecision, bucketPrecisions } from '../../../src/policy/operators/bucket-date.ts'
import { maskOperators } from '../../../src/policy/operators/index.ts'
import { secureRelation } from '../../../src/policy/secure.ts'
import { ident, literal, type Sql, sql, trusted } from '../../../src/sql/quote.ts'

let engine: Engine
let connection: Connection
beforeAll(async () => {
  engine = await openDuckdb()
  connection = await engine.connect()
})
afterAll(async () => engine[Symbol.asyncDispose]())

/** What a reader sees of these values, stored in a column of this type, under this mask. */
const masked = async (
  mask: Mask,
  type: string,
  values: readonly (string | null)[],
): Promise<readonly (string | null)[]> => {
  const rows = values.map((value, i) => sql`(${i}, ${value === null ? trusted('NULL') : literal(value)})`)
  const relation = sql`(SELECT i, CAST(v AS ${trusted(type)}) AS "the ""value" FROM (VALUES ${rows}) t(i, v))`
  const dataset: ReadableDataset = {
    address: { depot: 'd', collection: 'c', dataset: 't' },
    columns: [
      { name: 'i', type: 'INTEGER', tags: [] },
      { name: 'the "value', type, tags: ['T'] },
    ],
  }
  const decision = decide(
    [
      {
        name: 'p',
        priority: 1,
        scope: {},
        user: { match: 'any', tags: ['**'] },
        column: { tags: ['T'], names: [] },
        mask,
      },
    ],
    { name: 'ana', tags: ['users:id:ana'] },
    dataset,
  )
  const secured: Sql = secureRelation(relation, decision)
  const [, column] = await connection.describe(secured)
  const [, raw] = await connection.describe(sql`SELECT * FROM ${relation}`)
  expect(column).toEqual(raw)
  const quoted = ident('the "value')
  const rows2 = await connection.rows(
    sql`SELECT CAST(${quoted} AS VARCHAR) AS v FROM (${secured}) ORDER BY i`,
  )
  return rows2.map((row) => (row['v'] === null ? null : String(row['v'])))
}

const bucket = (precision: BucketPrecision): Mask => ({ operator: 'bucket_date', precision })

test('every operator file is in the table, under the name that it carries', () => {
  const folder = join(import.meta.dirname, '../../../src/policy/operators')
  const files = readdirSync(folder).filter((file) => file !== 'index.ts')
  expect(files.toSorted()).toEqual(
    Object.keys(maskOperators)
      .map((name) => `${name.replaceAll('_', '-')}.ts`)
      .toSorted(),
  )
  for (const [name, operator] of Object.entries(maskOperators)) expect(operator.name).toBe(name)
})

describe('hash', () => {
  test('is sha256 in hexadecimal, of nothing too, and keeps NULL', async () => {
    expect(await masked({ operator: 'hash' }, 'VARCHAR', ['abc', '', null])).toEqual([
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      null,
    ])
  })

  test('equals the reference over any text', async () => {
    const texts = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 30 }), async (values) => {
        expect(await masked({ operator: 'hash' }, 'VARCHAR', values)).toEqual(
          values.map((value) => createHash('sha256').update(value, 'utf8').digest('hex')),
        )
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    ['INTEGER', '7'],
    ['DATE', '2020-01-01'],
    ['BOOLEAN', 'true'],
    ['UUID', '7f1f5d5c-0000-4000-8000-000000000000'],
    ['VARCHAR[]', '[a]'],
    ['STRUCT("a b" VARCHAR)', `{'a b': x}`],
    ['DECIMAL(10,2)', '1.50'],
    ['TIMESTAMP WITH TIME ZONE', '2020-01-01 00:00:00+00'],
    ["ENUM('a', 'b')", 'a'],
  ])('shows nothing of a %s, and keeps its type', async (type, value) => {
    expect(await masked({ operator: 'hash' }, type, [value, null])).toEqual([null, null])
  })
})

describe('bucket_date', () => {
  test.each([
    ['2023-05-17', ['2023-05-17', '2023-05-17', '2023-05-15', '2023-05-01', '2023-04-01', '2023-01-01']],
    ['2023-01-01', ['2023-01-01', '2023-01-01', '2022-12-26', '2023-01-01', '2023-01-01', '2023-01-01']],
    ['1969-12-31', ['1969-12-31', '1969-12-31', '1969-12-29', '1969-12-01', '1969-10-01', '1969-01-01']],
    ['2024-02-29', ['2024-02-29', '2024-02-29', '2024-02-26', '2024-02-01', '2024-01-01', '2024-01-01']],
  ])('floors the date %s', async (date, expected) => {
    for (const type of ['DATE', 'VARCHAR'])
      for (const [i, precision] of bucketPrecisions.entries())
        expect(await masked(bucket(precision), type, [date, null])).toEqual([expected[i], null])
  })

  test('floors a timestamp, naive or in UTC', async () => {
    const instant = '2023-05-17 10:11:12.5'
    expect(await masked(bucket('hour'), 'TIMESTAMP', [instant])).toEqual(['2023-05-17 10:00:00'])
    expect(await masked(bucket('quarter'), 'TIMESTAMP', [instant])).toEqual(['2023-04-01 00:00:00'])
    expect(await masked(bucket('week'), 'TIMESTAMP_S', [instant])).toEqual(['2023-05-15 00:00:00'])
    expect(await masked(bucket('day'), 'TIMESTAMP_NS', [instant])).toEqual(['2023-05-17 00:00:00'])
    expect(await masked(bucket('month'), 'TIMESTAMP WITH TIME ZONE', ['2023-05-31 23:30:00-03:00'])).toEqual([
      '2023-06-01 00:00:00+00',
    ])
  })

  test('a zoned timestamp is floored in UTC whatever the session zone is', async () => {
    const expression = maskOperators.bucket_date.expression(
      trusted(`TIMESTAMPTZ '2023-05-31 23:30:00-03:00'`),
      'TIMESTAMP WITH TIME ZONE',
      { precision: 'month' },
    )
    await using session = await engine.connect()
    await session.run(trusted(`SET TimeZone = 'America/Lima'`))
    expect(await session.rows(sql`SELECT epoch(${expression}) AS s`)).toEqual([
      { s: Date.UTC(2023, 5, 1) / 1000 },
    ])
  })

  test('text that is no ISO date shows nothing', async () => {
    expect(
      await masked(bucket('quarter'), 'VARCHAR', [
        '',
        '17/05/2023',
        'n/a',
        '2023-13-01',
        '2023-5-1',
        ' 2023-05-01',
      ]),
    ).toEqual([null, null, null, null, null, null])
    expect(await masked(bucket('quarter'), 'VARCHAR', ['2023-05-17T10:00:00Z'])).toEqual(['2023-04-01'])
  })

  test.each(['INTEGER', 'DOUBLE', 'BOOLEAN'])('shows nothing of a %s', async (type) => {
    expect(await masked(bucket('year'), type, ['1'])).toEqual([null])
  })

  test('equals the reference over any date', async () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(dates, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(...bucketPrecisions),
        async (values, precision) => {
          const days = values.map((value) => value.toISOString().slice(0, 10))
          const expected = days.map((day) => floor(day, precision)).map((day) => (day < '0001' ? null : day))
          for (const type of ['DATE', 'VARCHAR']) {
            const actual = await masked(bucket(precision), type, days)
            expected.forEach((day, i) => day !== null && expect(actual[i]).toBe(day))
          }
        },
      ),
      { numRuns: 25 },
    )
  })
})

test('pass_through changes nothing', async () => {
  expect(await masked({ operator: 'pass_through' }, 'INTEGER[]', ['[1, 2]', null])).toEqual(['[1, 2]', null])
})

test('a closed policy shows nothing of any type', async () => {
  expect(await masked({ operator: 'closed', reason: 'x' }, 'VARCHAR', ['abc'])).toEqual([null])
})

const floor = (day: string, precision: BucketPrecision): string => {
  const date = new Date(`${day}T00:00:00Z`)
  const [year = '', month = ''] = day.split('-')
  if (precision === 'week') {
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
    return date.toISOString().slice(0, 10)
  }
  if (precision === 'month') return `${year}-${month}-01`
  if (precision === 'quarter')
    return `${year}-${['01', '04', '07', '10'][Math.floor((Number(month) - 1) / 3)]}-01`
  return precision === 'year' ? `${year}-01-01` : day
}
