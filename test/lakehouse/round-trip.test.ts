import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { literal, type Sql, sql, trusted } from '../../src/sql/quote.ts'
import { openLake } from './lake.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((value) => value.replaceAll('\0', ' '))
const orNull = (value: fc.Arbitrary<Sql>) => fc.option(value, { nil: trusted('NULL') })

/** A DuckDB type and how a random value of it is written in SQL. */
const columns: Readonly<Record<string, fc.Arbitrary<Sql>>> = {
  BIGINT: fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map((value) => sql`${value}`),
  VARCHAR: text.map(literal),
  DOUBLE: fc.double().map((value) => literal(String(value))),
  FLOAT: fc.float().map((value) => literal(String(value))),
  'DECIMAL(38,10)': fc
    .bigInt({ min: -(10n ** 27n), max: 10n ** 27n })
    .map((value) => literal(`${value}.0123456789`)),
  DATE: fc.integer({ min: -700_000, max: 2_900_000 }).map((day) => sql`DATE '1970-01-01' + ${day}`),
  TIMESTAMP: fc
    .bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
    .map((micros) => sql`make_timestamp(${micros})`),
  BOOLEAN: fc.boolean().map((value) => sql`${value}`),
  BLOB: fc
    .uint8Array({ maxLength: 20 })
    .map((bytes) => sql`unhex(${literal(Buffer.from(bytes).toString('hex'))})`),
  'VARCHAR[]': fc.array(orNull(text.map(literal)), { maxLength: 3 }).map((items) => sql`[${items}]`),
  'STRUCT("a b" INTEGER, c DATE[])': fc
    .record({ a: orNull(fc.integer().map((value) => sql`${value}`)), c: orNull(trustedDates()) })
    .map(({ a, c }) => sql`{'a b': ${a}, 'c': ${c}}`),
  'MAP(INTEGER, DECIMAL(5,2))': fc
    .uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 3 })
    .map(
      (keys) =>
        sql`MAP([${keys.map((key) => sql`${key}`)}]::INTEGER[], [${keys.map((key) => sql`${key}.25`)}]::DECIMAL(5,2)[])`,
    ),
}

function trustedDates(): fc.Arbitrary<Sql> {
  return fc
    .array(fc.integer({ min: 0, max: 9999 }), { maxLength: 2 })
    .map((days) => sql`[${days.map((day) => sql`DATE '2000-01-01' + ${day}`)}]::DATE[]`)
}

const tables = fc
  .record({
    types: fc.uniqueArray(fc.constantFrom(...Object.keys(columns)), { minLength: 1, maxLength: 5 }),
    partitions: fc.nat({ max: 2 }),
    size: fc.integer({ min: 1, max: 6 }),
  })
  .chain(({ types, partitions, size }) =>
    fc.record({
      types: fc.constant(types),
      partitions: fc.constant(partitions),
      rows: fc.array(
        fc.tuple(...types.map((type) => orNull(columns[type] ?? fc.constant(trusted('NULL'))))),
        {
          minLength: size,
          maxLength: size,
        },
      ),
    }),
  )

test('what is written is read back equal, partitioned or not', async () => {
  await using lake = await openLake()
  let number = 0
  await fc.assert(
    fc.asyncProperty(tables, async ({ types, partitions, rows }) => {
      const name = `t${++number}`
      const selects = rows.map(
        (row, i) =>
          sql`SELECT ${i} AS n, ${row.map((value, c) => sql`CAST(${value} AS ${trusted(types[c] ?? '')}) AS ${trusted(`c${c}`)}`)}`,
      )
      const query = selects.join(' UNION ALL ')
      const partitionBy = types
        .map((type, c) => ({ type, column: `c${c}` }))
        .filter(({ type }) =>
          /^(BIGINT|VARCHAR|DOUBLE|FLOAT|DECIMAL\(38,10\)|DATE|TIMESTAMP|BOOLEAN)$/.test(type),
        )
        .slice(0, partitions)
        .map(({ column }) => column)
        // A folder name holds 255 bytes, percent signs included.
        .filter(
          (column) =>
            !rows.some((row) => encodeURIComponent(row[Number(column.slice(1))] ?? '').length > 180),
        )
        .map((column) => ({ column, transform: 'identity' }))
      await lake.write(query, { identity: { namespace: 'demo', name }, partitionBy })
      const expected = await lake.connection.rows(trusted(`${query} ORDER BY n`))
      expect(await lake.rows(name, 'n')).toEqual(expected)
    }),
    { numRuns: 60 },
  )
}, 60_000)
