import { expect, test } from 'vitest'
import type { PartitionValue } from '../../../src/lakehouse/format/data-file.ts'
import { type PrimitiveType, parsePrimitive } from '../../../src/lakehouse/format/iceberg-type.ts'
import type { ValueTest } from '../../../src/lakehouse/format/project-predicate.ts'
import { applyTransform, parseTransform } from '../../../src/lakehouse/format/transform.ts'
import { type SingleValue, valueFromText } from '../../../src/lakehouse/format/value.ts'
import { resolveVersion, schemaAt } from '../../../src/lakehouse/read-version.ts'
import { planScan } from '../../../src/lakehouse/scan/plan.ts'
import { openLake } from '../lake.ts'
import { fields, foreignTable } from './foreign-table.ts'

const parse = (type: PrimitiveType, text: string): SingleValue => {
  const value = valueFromText(type, text)
  if (value === undefined) throw new Error(text)
  return value
}

/** How many files of one value each, of which nothing but the partition is known, remain for a condition. */
const remaining = async (
  type: string,
  transform: string,
  values: readonly (string | null)[],
  condition: (value: (text: string) => SingleValue) => ValueTest,
): Promise<number> => {
  await using lake = await openLake()
  const of = parsePrimitive(type) ?? { kind: 'int' }
  const by = parseTransform(transform)
  const partition = (text: string | null): PartitionValue =>
    by.kind === 'unknown' ? null : (applyTransform(by, of, text === null ? null : parse(of, text)) ?? null)
  const { table } = await foreignTable(lake, {
    schemas: [fields(`1 c ${type}`)],
    specs: [[{ 'source-id': 1, 'field-id': 1000, name: 'p', transform }]],
    files: values.map((value) => ({ partition: [partition(value)] })),
  })
  const filter = [{ column: 'c', ...condition((text) => parse(of, text)) }]
  const { fields: columns } = schemaAt(table)
  return (await planScan(lake.lakehouse, table, { snapshot: resolveVersion(table), fields: columns, filter }))
    .length
}

const days = [
  '2024-01-14 23:59:59',
  '2024-01-15 00:00:00',
  '2024-01-15 12:00:00',
  '2024-01-16 00:00:00',
  null,
]

test.each([
  ['day', '<', '2024-01-15 00:00:00', 1],
  ['day', '<=', '2024-01-15 00:00:00', 3],
  ['day', '=', '2024-01-15 13:00:00', 2],
  ['day', '>', '2024-01-15 23:59:59.999999', 1],
  ['hour', '=', '2024-01-15 12:30:00', 1],
  ['month', '=', '2024-01-31 00:00:00', 4],
  ['year', '<', '2024-01-01 00:00:00', 0],
] as const)('timestamps by %s: files that may hold %s %s', async (transform, op, text, count) => {
  expect(await remaining('timestamp', transform, days, (value) => ({ op, value: value(text) }))).toBe(count)
})

test('a key is looked for in its bucket', async () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', null]
  const buckets = keys
    .filter((key) => key !== null)
    .map((key) => {
      const type = { kind: 'string' } as const
      return applyTransform({ kind: 'bucket', buckets: 4 }, type, key)
    })
  const own = buckets.filter((bucket) => bucket === buckets[2]).length
  expect(own).toBeLessThan(8)
  expect(await remaining('string', 'bucket[4]', keys, (value) => ({ op: '=', value: value('c') }))).toBe(own)
  expect(await remaining('string', 'bucket[4]', keys, (value) => ({ op: '>', value: value('c') }))).toBe(9)
  expect(await remaining('string', 'bucket[4]', keys, () => ({ op: 'is-null' }))).toBe(1)
})

test('numbers and texts are looked for among their first digits and letters', async () => {
  const numbers = ['-11', '-10', '-1', '0', '9', '10', null]
  expect(
    await remaining('long', 'truncate[10]', numbers, (value) => ({ op: '<', value: value('-10') })),
  ).toBe(1)
  expect(await remaining('long', 'truncate[10]', numbers, (value) => ({ op: '>=', value: value('0') }))).toBe(
    3,
  )
  const words = ['ic', 'ice', 'iceberg', 'icing', 'lake']
  const starting = (value: string) =>
    remaining('string', 'truncate[3]', words, () => ({ op: 'starts-with', value }))
  expect(await starting('ice')).toBe(2)
  expect(await starting('icebergs')).toBe(2)
  expect(await starting('ic')).toBe(4)
})
