import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ColumnPredicate,
  scanRelation,
  type ScanOptions,
  type Table,
} from '../../../src/lakehouse/index.ts'
import { serialize } from '../../../src/lakehouse/format/bounds.ts'
import { type PrimitiveType, parsePrimitive } from '../../../src/lakehouse/format/iceberg-type.ts'
import type { PartitionValue } from '../../../src/lakehouse/format/data-file.ts'
import type { FieldSummary, ManifestListEntry } from '../../../src/lakehouse/format/manifest-list.ts'
import { applyTransform, parseTransform, transformedType } from '../../../src/lakehouse/format/transform.ts'
import { compareValues, type SingleValue } from '../../../src/lakehouse/format/value.ts'
import { resolveVersion, schemaAt } from '../../../src/lakehouse/read-version.ts'
import { planScan } from '../../../src/lakehouse/scan/plan.ts'
import { mayMatch, rangeOfValue } from '../../../src/lakehouse/scan/predicate.ts'
import { pruner } from '../../../src/lakehouse/scan/prune.ts'
import { valueSql } from '../../../src/lakehouse/scan/value-sql.ts'
import { ident, join, type Sql, sql, trusted } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../lake.ts'
import { fields, foreignTable, parsed } from './foreign-table.ts'

const planned = async (lake: Lake, table: Table, filter: readonly ColumnPredicate[]): Promise<number> => {
  const { fields: columns } = schemaAt(table)
  const request = { snapshot: resolveVersion(table), fields: columns, filter }
  return (await planScan(lake.lakehouse, table, request)).length
}

const text = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.string({ unit: 'binary', maxLength: 24 }).filter((value) => !value.includes('\0')),
  fc.constantFrom('a'.repeat(16), 'a'.repeat(17), `${'a'.repeat(16)}b`, '\u{10ffff}'.repeat(17), ''),
)
const double = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, 0, 1, 2, Number.POSITIVE_INFINITY))
const micros = fc.bigInt({ min: -2_000_000_000_000_000n, max: 2_000_000_000_000_000n })
const small = fc.integer({ min: -3, max: 3 })

const types: Readonly<Record<string, fc.Arbitrary<SingleValue>>> = {
  boolean: fc.boolean(),
  int: fc.oneof(small, fc.integer()),
  long: fc.oneof(small.map(BigInt), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  float: double.map(Math.fround),
  double,
  'decimal(9, 2)': fc.bigInt({ min: -500n, max: 500n }),
  'decimal(38, 4)': fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }),
  date: fc.integer({ min: -1000, max: 30_000 }),
  time: fc.bigInt({ min: 0n, max: 86_399_999_999n }),
  timestamp: micros,
  timestamptz: micros,
  string: text,
  uuid: fc.uuid(),
  binary: fc.uint8Array({ maxLength: 20 }),
}
const names = Object.keys(types)
const typeOf = (name: string): PrimitiveType => parsePrimitive(name) ?? { kind: 'int' }

const conditionSql = ({ column, ...condition }: ColumnPredicate, type: PrimitiveType): Sql => {
  const name = ident(column)
  switch (condition.op) {
    case 'is-null':
      return sql`${name} IS NULL`
    case 'is-not-null':
      return sql`${name} IS NOT NULL`
    case 'in':
      return sql`${name} IN (${condition.values.map((value) => valueSql(type, value))})`
    case 'starts-with':
      return sql`starts_with(${name}, ${valueSql(type, condition.value)})`
    default:
      return sql`${name} ${trusted(condition.op)} ${valueSql(type, condition.value)}`
  }
}

const predicateOn = (name: string): fc.Arbitrary<ColumnPredicate> => {
  const value = types[name] ?? fc.integer()
  const column = name
  return fc.oneof(
    fc.record({ column: fc.constant(column), op: fc.constantFrom('=', '<', '<=', '>', '>='), value }),
    fc.record({
      column: fc.constant(column),
      op: fc.constant('in'),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ column: fc.constant(column), op: fc.constantFrom('is-null', 'is-not-null') }),
    ...(name === 'string'
      ? [fc.record({ column: fc.constant(column), op: fc.constant('starts-with'), value: text })]
      : []),
  ) as fc.Arbitrary<ColumnPredicate>
}

const predicate = fc.constantFrom(...names).chain(predicateOn)

const column = (name: string) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.option(types[name] ?? fc.integer(), { freq: 8 }), {
        minLength: 2,
        maxLength: 2,
      }),
    },
    { weight: 1, arbitrary: fc.constant([null, null]) },
  )

/** A file has two rows; many files, so that ranges are narrow. */
const file = fc.tuple(...names.map(column))

const rowsOf = (columns: readonly (readonly (SingleValue | null)[])[]): Sql =>
  join(
    [0, 1].map(
      (row) =>
        sql`SELECT ${names.map((name, i) => sql`${valueSql(typeOf(name), columns[i]?.[row] ?? null)} AS ${ident(name)}`)}`,
    ),
    ' UNION ALL ',
  )

test('whatever is asked, the rows are the same with files left out and without', async () => {
  await using lake = await openLake()
  let [read, all] = [0, 0]
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 6, maxLength: 6 }),
      fc.array(fc.array(predicate, { minLength: 1, maxLength: 2 }), { minLength: 40, maxLength: 40 }),
      fc.option(fc.constantFrom(...names.filter((name) => name !== 'binary'))),
      async (files, filters, partitionColumn) => {
        const name = `t${all}`
        const options = {
          identity: { namespace: 'demo', name },
          ...(partitionColumn === null
            ? {}
            : { partitionBy: [{ column: partitionColumn, transform: 'identity' }] }),
        }
        for (const columns of files) await lake.write(rowsOf(columns), options)
        const table = await lake.table(name)
        const count = async (scan: ScanOptions, condition: Sql) => {
          const relation = await scanRelation(lake.lakehouse, table, scan)
          return (
            await lake.connection.rows(sql`SELECT count(*) AS n FROM ${relation} WHERE ${condition}`)
          )[0]
        }
        for (const filter of filters) {
          const condition = join(
            filter.map((each) => conditionSql(each, typeOf(each.column))),
            ' AND ',
          )
          expect(await count({ filter }, condition), condition).toEqual(await count({}, condition))
          read += await planned(lake, table, filter)
          all += await planned(lake, table, [])
        }
      },
    ),
    { numRuns: 4 },
  )
  // What is never left out is never wrong.
  expect(read).toBeLessThan(all * 0.8)
  expect(read).toBeGreaterThan(0)
})

const transforms: Readonly<Record<string, readonly string[]>> = {
  identity: names,
  'bucket[3]': names.filter((name) => !['boolean', 'float', 'double'].includes(name)),
  'truncate[2]': ['int', 'long', 'decimal(9, 2)', 'decimal(38, 4)', 'string', 'binary'],
  year: ['date', 'timestamp', 'timestamptz'],
  month: ['date', 'timestamp', 'timestamptz'],
  day: ['date', 'timestamp', 'timestamptz'],
  hour: ['timestamp', 'timestamptz'],
  void: names,
  'zorder[2]': names,
}

test.each(Object.entries(transforms))(
  'partitions by %s are left out only where no value of them is asked for',
  async (transform, columns) => {
    await using lake = await openLake()
    for (const name of columns) {
      const type = typeOf(name)
      const specs = [[{ 'source-id': 1, 'field-id': 1000, name: 'p', transform }]]
      const shape = [{ id: 1, name, required: false, type: name }]
      const { table } = await foreignTable(lake, { schemas: [shape], specs, files: [] })
      const known = parseTransform(transform)
      const value = fc.option(types[name] ?? fc.integer(), { freq: 10 })
      let leftOut = 0
      fc.assert(
        fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), predicateOn(name), (values, filter) => {
          const { partition, manifest } = pruner(table, parsed(shape), [filter])
          const stored = values.flatMap((each) => {
            const result = known.kind === 'unknown' ? 'opaque' : applyTransform(known, type, each)
            return result === undefined ? [] : [{ each, result }]
          })
          const asked = stored.filter(({ each }) => mayMatch(filter, rangeOfValue(each)))
          for (const { result } of asked) expect(partition(0, [result])).toBe(true)
          const partitions = [
            summaryOf(
              transformedType(known, type),
              stored.map(({ result }) => result),
            ),
          ]
          if (asked.length > 0) expect(manifest({ ...listed, partitions })).toBe(true)
          leftOut += stored.filter(({ result }) => !partition(0, [result])).length
        }),
        { numRuns: 150 },
      )
      expect(leftOut > 0, name).toBe(!['void', 'unknown'].includes(known.kind))
    }
  },
)

const listed: ManifestListEntry = {
  path: '',
  lengthBytes: 0n,
  specId: 0,
  content: 'data',
  sequenceNumber: 1n,
  minSequenceNumber: 1n,
  addedSnapshotId: 1n,
  addedFiles: 1,
  existingFiles: 0,
  deletedFiles: 0,
  addedRows: 1n,
  existingRows: 0n,
  deletedRows: 0n,
  partitions: [],
}

const summaryOf = (type: PrimitiveType, values: readonly PartitionValue[]): FieldSummary => {
  const present = values.filter((value) => value !== null && !Number.isNaN(value))
  const [least, ...others] = present.toSorted((a, b) => compareValues(a ?? 0, b ?? 0))
  const greatest = others.at(-1) ?? least
  return {
    containsNull: values.includes(null),
    containsNan: values.some((value) => Number.isNaN(value)),
    ...(least === undefined || least === null ? {} : { lowerBound: serialize(type, least) }),
    ...(greatest === undefined || greatest === null ? {} : { upperBound: serialize(type, greatest) }),
  }
}

describe('of files that another engine described', () => {
  const schema = fields('1 i long', '2 d double', '3 s string', [
    '4 n',
    { type: 'struct', fields: fields('5 x int') },
  ])
  const columns = parsed(schema)
  const bounds = (id: number, type: string, value: SingleValue) =>
    new Map([[id, serialize(typeOf(type), value)]])
  const count = (id: number, value: bigint) => new Map([[id, value]])

  const keeps = async (
    file: Parameters<typeof foreignTable>[1]['files'][0],
    filter: readonly ColumnPredicate[],
    specs: readonly unknown[] = [[]],
  ) => {
    await using lake = await openLake()
    const { table } = await foreignTable(lake, { schemas: [schema], specs, files: [file] })
    return (await planned(lake, table, filter)) === 1
  }
  const described = { columns, recordCount: 5n }

  test('bounds from before a column was widened are those of the narrower type', async () => {
    const narrow = { ...described, lowerBounds: bounds(1, 'int', -5), upperBounds: bounds(1, 'int', 5) }
    expect(await keeps(narrow, [{ column: 'i', op: '=', value: -5n }])).toBe(true)
    expect(await keeps(narrow, [{ column: 'i', op: '<', value: -5n }])).toBe(false)
    const float = {
      ...described,
      lowerBounds: bounds(2, 'float', 1.5),
      upperBounds: bounds(2, 'float', 2.5),
      nanValueCounts: count(2, 0n),
    }
    expect(await keeps(float, [{ column: 'd', op: '>', value: 2.4 }])).toBe(true)
    expect(await keeps(float, [{ column: 'd', op: '>', value: 2.5 }])).toBe(false)
  })

  test('NaN is larger than every bound, where it may be there', async () => {
    const file = { ...described, lowerBounds: bounds(2, 'double', 1), upperBounds: bounds(2, 'double', 2) }
    expect(await keeps(file, [{ column: 'd', op: '>', value: 3 }])).toBe(true)
    expect(await keeps(file, [{ column: 'd', op: '>=', value: 3 }])).toBe(true)
    expect(await keeps(file, [{ column: 'd', op: '=', value: Number.NaN }])).toBe(true)
    expect(await keeps(file, [{ column: 'd', op: '<', value: 1 }])).toBe(false)
    expect(await keeps({ ...file, nanValueCounts: count(2, 0n) }, [{ column: 'd', op: '>', value: 3 }])).toBe(
      false,
    )
    const unknown = {
      ...described,
      lowerBounds: bounds(2, 'double', Number.NaN),
      upperBounds: bounds(2, 'double', Number.NaN),
    }
    expect(await keeps(unknown, [{ column: 'd', op: '<', value: 1 }])).toBe(true)
  })

  test('zeros are equal, whatever their sign', async () => {
    const file = { ...described, lowerBounds: bounds(2, 'double', 0), upperBounds: bounds(2, 'double', 0) }
    expect(await keeps(file, [{ column: 'd', op: '=', value: -0 }])).toBe(true)
    expect(await keeps(file, [{ column: 'd', op: '<', value: 0 }])).toBe(false)
  })

  test('counts tell of NULL, but not of what is inside a struct that is NULL', async () => {
    const none = { ...described, valueCounts: count(1, 5n), nullValueCounts: count(1, 0n) }
    expect(await keeps(none, [{ column: 'i', op: 'is-null' }])).toBe(false)
    expect(await keeps(described, [{ column: 'i', op: 'is-null' }])).toBe(true)
    const all = { ...described, valueCounts: count(1, 5n), nullValueCounts: count(1, 5n) }
    expect(await keeps(all, [{ column: 'i', op: 'is-not-null' }])).toBe(false)
    expect(await keeps(all, [{ column: 'i', op: '>', value: 0n }])).toBe(false)
    const nested = { ...described, valueCounts: count(5, 5n), nullValueCounts: count(5, 0n) }
    expect(await keeps(nested, [{ column: 'n.x', op: 'is-null' }])).toBe(true)
    const nestedBounds = { ...described, lowerBounds: bounds(5, 'int', 1) }
    expect(await keeps(nestedBounds, [{ column: 'n.x', op: '<', value: 1 }])).toBe(false)
  })

  test('bounds of uuids say nothing: Java orders them otherwise', async () => {
    const uuid = (first: string) => `${first}0000000-0000-4000-8000-000000000000`
    const shape = parsed(fields('1 u uuid'))
    const file = {
      recordCount: 5n,
      columns: shape,
      lowerBounds: bounds(1, 'uuid', uuid('f')),
      upperBounds: bounds(1, 'uuid', uuid('1')),
    }
    await using lake = await openLake()
    const { table } = await foreignTable(lake, { schemas: [fields('1 u uuid')], files: [file] })
    expect(await planned(lake, table, [{ column: 'u', op: '=', value: uuid('0') }])).toBe(1)
  })

  test('a bound that was cut inside of a character still holds', async () => {
    const cut = (value: string) => new Map([[3, Buffer.from(value).subarray(0, 2)]])
    const file = { ...described, lowerBounds: cut('a€') }
    expect(await keeps(file, [{ column: 's', op: '=', value: 'a€' }])).toBe(true)
    expect(await keeps(file, [{ column: 's', op: 'starts-with', value: 'a€€' }])).toBe(true)
    expect(await keeps(file, [{ column: 's', op: '<', value: 'a' }])).toBe(false)
  })

  test('a transform that nobody knows, a void one, and a column that is meant twice leave nothing out', async () => {
    const by = (transform: string) => [[{ 'source-id': 3, 'field-id': 1000, name: 'p', transform }]]
    const filter = [{ column: 's', op: '=', value: 'x' }] as const
    expect(await keeps({ ...described, partition: ['y'] }, filter, by('identity'))).toBe(false)
    expect(await keeps({ ...described, partition: ['y'] }, filter, by('zorder[2]'))).toBe(true)
    expect(await keeps({ ...described, partition: [null] }, filter, by('void'))).toBe(true)
    const file = { ...described, lowerBounds: bounds(1, 'long', 5n) }
    expect(await keeps(file, [{ column: 'I', op: '=', value: 1n }])).toBe(false)
    expect(await keeps(file, [{ column: 'unknown', op: '=', value: 1n }])).toBe(true)
  })

  test('only the files that are named are read, and each row tells its file', async () => {
    await using lake = await openLake()
    const { rows, locations } = await foreignTable(lake, {
      schemas: [fields('1 id long')],
      files: [0, 1, 2].map((i) => ({ rows: `SELECT ${i} AS id`, columns: parsed(fields('1 id long')) })),
    })
    const some = new Set(locations.slice(1))
    expect(await rows({ only: some, locationColumn: 'file' })).toEqual([
      { id: 1n, file: locations[1] },
      { id: 2n, file: locations[2] },
    ])
    expect(await rows({ only: new Set(), locationColumn: 'file' })).toEqual([])
  })
})
