import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { literal, type Sql, sql, trusted } from '../../src/sql/quote.ts'
import { openLake } from './lake.ts'
import { liveFiles } from './write/merging.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((value) => value.replaceAll('\0', ' '))
const orNull = (value: fc.Arbitrary<Sql>) => fc.option(value, { nil: trusted('NULL') })

/** A DuckDB type and how a random value of it is written in SQL. */
const columns: Readonly<Record<string, fc.Arbitrary<Sql>>> = {
  BIGINT: fc.bigInt({ min: -(2n ** 63n) + 1000n, max: 2n ** 63n - 1n }).map((value) => sql`${value}`),
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

const transforms: Readonly<Record<string, readonly string[]>> = {
  BIGINT: ['identity', 'bucket[3]', 'truncate[1000]'],
  VARCHAR: ['identity', 'bucket[7]', 'truncate[2]'],
  DOUBLE: ['identity'],
  FLOAT: ['identity'],
  'DECIMAL(38,10)': ['identity', 'bucket[5]', 'truncate[100]'],
  DATE: ['identity', 'year', 'month', 'day', 'bucket[4]'],
  TIMESTAMP: ['identity', 'year', 'month', 'day', 'hour', 'bucket[4]'],
  BOOLEAN: ['identity'],
  BLOB: ['identity', 'bucket[4]', 'truncate[3]'],
}
const sortable = Object.keys(transforms)

const layouts = fc.record({
  transform: fc.nat(),
  sort: fc.option(
    fc.record({
      direction: fc.constantFrom('asc', 'desc'),
      nulls: fc.constantFrom('first', 'last'),
    } as const),
    { nil: undefined },
  ),
  evolves: fc.boolean(),
})

test('what is written is read back equal, whatever it is partitioned and sorted by, and however it evolved', async () => {
  await using lake = await openLake()
  let number = 0
  await fc.assert(
    fc.asyncProperty(tables, layouts, async ({ types, partitions, rows }, { transform, sort, evolves }) => {
      const name = `t${++number}`
      const identity = { namespace: 'demo', name }
      const select = (columns: readonly string[]) =>
        rows
          .map(
            (row, i) =>
              sql`SELECT ${i} AS n, ${row.slice(0, columns.length).map((value, c) => sql`CAST(${value} AS ${trusted(columns[c] ?? '')}) AS ${trusted(`c${c}`)}`)}`,
          )
          .join(' UNION ALL ')
      const named = types.map((type, c) => ({ type, column: `c${c}` }))
      const partitionBy = named
        .filter(({ type }) => transforms[type] !== undefined)
        .slice(0, partitions)
        .map(({ type, column }) => {
          const known = transforms[type] ?? []
          return { column, transform: known[transform % known.length] ?? '' }
        })
      const by = named.find(({ type }) => sortable.includes(type))
      const sortBy = sort === undefined || by === undefined ? [] : [{ ...sort, column: by.column }]
      // The last column comes with the second write, and the first write knows nothing of partitions.
      const earlier = evolves && types.length > 1 ? types.slice(0, -1) : types
      await lake.write(select(earlier), evolves ? { identity } : { identity, partitionBy, sortBy })
      if (evolves) await lake.write(select(types), { identity, partitionBy, sortBy })
      const before = evolves ? `SELECT * FROM (${select(earlier)}) UNION ALL BY NAME ` : ''
      const expected = await lake.connection.rows(
        trusted(`${before}SELECT * FROM (${select(types)}) ORDER BY ALL`),
      )
      expect(await lake.rows(name, 'ALL')).toEqual(expected)
      const orders = (await liveFiles(lake, await lake.table(name))).map(({ file }) => file.sortOrderId)
      const wanted = [...(evolves ? [undefined] : []), sortBy.length > 0 ? 1 : undefined]
      expect(new Set(orders)).toEqual(new Set(wanted))
    }),
    { numRuns: 60 },
  )
}, 120_000)
