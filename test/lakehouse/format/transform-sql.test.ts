import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { openDuckdb } from '../../../src/engines/index.ts'
import { type PrimitiveType, printPrimitive } from '../../../src/lakehouse/format/iceberg-type.ts'
import { transformSql, unstorable } from '../../../src/lakehouse/format/transform-sql.ts'
import {
  appliesTo,
  applyTransform,
  type KnownTransform,
  printTransform,
  transformedType,
} from '../../../src/lakehouse/format/transform.ts'
import { type SingleValue, valueFromText } from '../../../src/lakehouse/format/value.ts'
import { ident, literal, type Sql, sql, trusted } from '../../../src/sql/quote.ts'
import { valueSql } from '../../../src/lakehouse/scan/value-sql.ts'
import { primitiveTypes, valueOf } from './values.ts'

const engine = await openDuckdb({ threads: 2 })
const connection = await engine.connect()
// Neither UTC nor of whole hours, and on the other side of the date line.
await connection.run(trusted(`SET TimeZone = 'Pacific/Chatham'`))

afterAll(async () => {
  await connection[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
})

const transforms: readonly KnownTransform[] = [
  { kind: 'identity' },
  { kind: 'void' },
  { kind: 'year' },
  { kind: 'month' },
  { kind: 'day' },
  { kind: 'hour' },
  ...[1, 2, 16, 2_147_483_647].map((buckets) => ({ kind: 'bucket', buckets }) as const),
  ...[1, 3, 10, 128, 2_147_483_647].map((width) => ({ kind: 'truncate', width }) as const),
]

const asText = (type: PrimitiveType, value: Sql): Sql => {
  if (type.kind === 'binary' || type.kind === 'fixed') return sql`hex(${value})`
  // As text an offset loses its seconds, and zones had them once.
  const plain = type.kind === 'timestamptz' ? sql`make_timestamp(epoch_us(${value}))` : value
  return sql`CAST(${plain} AS VARCHAR)`
}

/** What DuckDB makes of values, in their order. */
const computed = async (
  transform: KnownTransform,
  type: PrimitiveType,
  values: readonly (SingleValue | null)[],
): Promise<readonly (SingleValue | null | undefined)[]> => {
  if (values.length === 0) return []
  const rows = values.map((value, i) => sql`(${i}, ${valueSql(type, value)})`)
  const result = transformedType(transform, type)
  const text = asText(result, transformSql(transform, type, sql`"t"."i"`))
  const found = await connection.rows(
    sql`SELECT ${text} AS value FROM (VALUES ${rows}) AS "t"(n, "i") ORDER BY n`,
  )
  return found.map((row) => {
    const { value } = row
    return typeof value === 'string' ? valueFromText(result, value) : null
  })
}

describe('DuckDB computes what the reference does', () => {
  for (const type of primitiveTypes)
    for (const transform of transforms.filter((each) => appliesTo(each, type)))
      test(`${printTransform(transform)} of ${printPrimitive(type)}`, async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.option(valueOf(type)), { minLength: 1, maxLength: 100 }),
            async (values) => {
              const expected = values.map((value) => applyTransform(transform, type, value))
              const storable = values.filter((_, i) => expected[i] !== undefined)
              expect(await computed(transform, type, storable)).toEqual(
                expected.filter((value) => value !== undefined),
              )
              const other = values.find((_, i) => expected[i] === undefined)
              if (other !== undefined)
                await expect(computed(transform, type, [other])).rejects.toThrow(unstorable)
            },
          ),
          { numRuns: 8 },
        )
      })
})

test('long bytes are hashed as a whole', async () => {
  const values = [0, 1, 7, 8, 9, 63, 64, 65, 1000, 100_003].map((length) =>
    Uint8Array.from({ length }, (_, i) => (i * 31) % 256),
  )
  const transform = { kind: 'bucket', buckets: 2_147_483_647 } as const
  const type = { kind: 'binary' } as const
  expect(await computed(transform, type, values)).toEqual(
    values.map((value) => applyTransform(transform, type, value)),
  )
})

// duckdb/duckdb#25816: rows of different lengths in one vector.
test('a hash is of its own row, in a vector of many lengths and under a filter', async () => {
  const text = (i: number) => 'é'.repeat(i % 23) + String(i)
  const bucket = transformSql({ kind: 'bucket', buckets: 97 }, { kind: 'string' }, ident('w'))
  const rows = await connection.rows(
    sql`SELECT i, ${bucket} AS bucket
          FROM (SELECT CAST(range AS INTEGER) AS i, repeat('é', i % 23) || i AS w FROM range(5000))
         WHERE i % 3 = 1 AND ${bucket} <> 5 ORDER BY i`,
  )
  const expected = Array.from({ length: 5000 }, (_, i) => ({
    i,
    bucket: applyTransform({ kind: 'bucket', buckets: 97 }, { kind: 'string' }, text(i)),
  })).filter(({ i, bucket }) => i % 3 === 1 && bucket !== 5)
  expect(rows).toEqual(expected)
})

test.each([
  ['date', 'year', `'infinity'::DATE`],
  ['date', 'identity', `'-infinity'::DATE`],
  ['timestamp', 'hour', `'infinity'::TIMESTAMP`],
  ['timestamptz', 'day', `'-infinity'::TIMESTAMPTZ`],
  ['timestamp', 'bucket', `'infinity'::TIMESTAMP`],
] as const)('an infinite %s has no %s', async (type, kind, value) => {
  const transform: KnownTransform = kind === 'bucket' ? { kind, buckets: 4 } : { kind }
  const expression = transformSql(transform, { kind: type }, trusted(value))
  await expect(connection.rows(sql`SELECT ${expression}`)).rejects.toThrow(unstorable)
})

test('a column called like a parameter of our own lambdas is the column', async () => {
  for (const name of ['i', 'I', 'w', 'h', 'u', 'i_']) {
    const column = ident(name)
    for (const [type, value] of [
      [{ kind: 'string' }, 'a longer text than one word'],
      [{ kind: 'decimal', precision: 20, scale: 2 }, 1234n],
      [{ kind: 'long' }, 77n],
    ] as const) {
      const transform = { kind: 'bucket', buckets: 1000 } as const
      const [row] = await connection.rows(
        sql`SELECT ${transformSql(transform, type, column)} AS bucket FROM (SELECT ${valueSql(type, value)} AS ${column})`,
      )
      expect(row?.['bucket']).toBe(applyTransform(transform, type, value))
    }
  }
})

test('a text literal is a column too', async () => {
  const [row] = await connection.rows(
    sql`SELECT ${transformSql({ kind: 'truncate', width: 3 }, { kind: 'string' }, literal('iceberg'))} AS t`,
  )
  expect(row?.['t']).toBe('ice')
})
