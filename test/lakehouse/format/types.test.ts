import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DataFile, PartitionValue } from '../../../src/lakehouse/format/data-file.ts'
import { fromDuckdbType, toDuckdbType } from '../../../src/lakehouse/format/duckdb-type.ts'
import { type Field, type IcebergType, typeToJson } from '../../../src/lakehouse/format/iceberg-type.ts'
import { parseExactJson } from '../../../src/lakehouse/format/json-reader.ts'
import { readManifestFile, writeManifestFile } from '../../../src/lakehouse/format/manifest-file.ts'
import { parseMetadata, printMetadata } from '../../../src/lakehouse/format/metadata.ts'
import { schemaFromJson, schemaToJson } from '../../../src/lakehouse/format/schema.ts'
import { applyTransform, parseTransform, transformedType } from '../../../src/lakehouse/format/transform.ts'
import { primitiveTypes, valueOf } from './values.ts'

const field = (id: number, type: IcebergType, required = false): Field => ({
  id,
  name: `c${id}`,
  required,
  type,
})

const decimals = Array.from(
  { length: 38 },
  (_, i) => ({ kind: 'decimal', precision: i + 1, scale: i }) as const,
)

const everyType: readonly Field[] = [...primitiveTypes, ...decimals].map((type, i) =>
  field(i + 1, type, i % 2 === 0),
)

const nested: readonly Field[] = [
  field(100, { kind: 'struct', fields: everyType }),
  field(200, {
    kind: 'map',
    key: {
      ...field(201, { kind: 'struct', fields: [field(203, { kind: 'uuid' }, true)] }, true),
      name: 'key',
    },
    value: {
      ...field(202, {
        kind: 'list',
        element: {
          ...field(204, {
            kind: 'map',
            key: { ...field(205, { kind: 'fixed', length: 3 }, true), name: 'key' },
            value: { ...field(206, { kind: 'time' }, true), name: 'value' },
          }),
          name: 'element',
        },
      }),
      name: 'value',
    },
  }),
]

test('a schema of every type survives its JSON', () => {
  const schema = { schemaId: 7, fields: [...everyType, ...nested], rest: { 'identifier-field-ids': [1] } }
  expect(schemaFromJson(JSON.parse(JSON.stringify(schemaToJson(schema))))).toEqual(schema)
})

test('every type has one of DuckDB that holds its values, and comes back from it', () => {
  for (const { type } of [...everyType, ...nested]) {
    let last = 0
    const back = fromDuckdbType(toDuckdbType(type), () => ++last)
    const withoutFixed = JSON.stringify(typeToJson(type)).replaceAll(/fixed\[\d+\]/g, 'binary')
    const shape = (text: string) => text.replaceAll(/"((\w+-)?id|(\w+-)?required)":(\d+|true|false),?/g, '')
    expect(back && shape(JSON.stringify(typeToJson(back)))).toBe(shape(withoutFixed))
  }
})

test('metadata that other engines wrote is written again as it was', () => {
  const json = {
    'format-version': 2,
    'table-uuid': 'b6f7e6d0-0000-4000-8000-000000000000',
    location: 'file:///w/t',
    'last-sequence-number': 3,
    'last-updated-ms': 5,
    'last-column-id': 206,
    'current-schema-id': 1,
    schemas: [schemaToJson({ schemaId: 1, fields: [...everyType, ...nested], rest: {} })],
    'default-spec-id': 1,
    'partition-specs': [
      { 'spec-id': 0, fields: [] },
      {
        'spec-id': 1,
        fields: ['identity', 'void', 'bucket[3]', 'zorder'].map((transform, i) => ({
          'source-id': 3,
          'field-id': 1000 + i,
          name: `p${i}`,
          transform,
        })),
      },
    ],
    'last-partition-id': 1003,
    'default-sort-order-id': 4,
    'sort-orders': [
      { 'order-id': 0, fields: [] },
      {
        'order-id': 4,
        fields: [{ 'source-id': 3, transform: 'truncate[3]', direction: 'desc', 'null-order': 'nulls-last' }],
      },
    ],
    properties: { a: 'b' },
    'current-snapshot-id': 9_223_372_036_854_775_807n,
    snapshots: [
      {
        'snapshot-id': 9_223_372_036_854_775_807n,
        'sequence-number': 3,
        'timestamp-ms': 5,
        'manifest-list': 'file:///w/t/l.avro',
        summary: { operation: 'append' },
        'schema-id': 1,
      },
    ],
    'snapshot-log': [{ 'timestamp-ms': 5, 'snapshot-id': 9_223_372_036_854_775_807n }],
    'metadata-log': [{ 'timestamp-ms': 4, 'metadata-file': 'file:///w/t/1.json' }],
    refs: { main: { 'snapshot-id': 9_223_372_036_854_775_807n, type: 'branch', 'max-ref-age-ms': 7 } },
    statistics: [{ 'snapshot-id': 1, 'x-other': true }],
  }
  const text = JSON.stringify(json, (_key, value: unknown) =>
    typeof value === 'bigint' ? `n${value}` : value,
  ).replaceAll(/"n(\d+)"/g, '$1')
  const parsed = parseMetadata(Buffer.from(text), () => undefined)
  expect(parsed.sortOrders.map(({ orderId }) => orderId)).toEqual([0, 4])
  expect(parsed.defaultSortOrderId).toBe(4)
  expect(parseExactJson(new TextDecoder().decode(printMetadata(parsed)))).toEqual(parseExactJson(text))
})

test('partition values of every type survive a manifest file', () => {
  for (const { id, type } of everyType) {
    if (type.kind === 'struct' || type.kind === 'list' || type.kind === 'map') continue
    const transform = parseTransform(type.kind === 'decimal' ? 'truncate[7]' : 'identity')
    const field = { sourceId: id, fieldId: 1000, name: 'p – %', transform }
    const partition = [{ field, type: transformedType(transform, type) }]
    fc.assert(
      fc.property(fc.array(fc.option(valueOf(type)), { minLength: 1, maxLength: 20 }), (values) => {
        const stored = values
          .map((value) => (transform.kind === 'unknown' ? null : applyTransform(transform, type, value)))
          .filter((value) => value !== undefined)
        const bytes = writeManifestFile(
          {
            schema: { schemaId: 0, fields: everyType, rest: {} },
            spec: { specId: 0, fields: [field] },
            partition,
            content: 'data',
          },
          stored.map((value) => ({ status: 'added', snapshotId: 1n, file: dataFile(value) })),
        )
        const read = readManifestFile(bytes, listed, partition)
        expect(read.map(({ file }) => file.partition[0])).toEqual(stored)
      }),
      { numRuns: 5 },
    )
  }
})

const dataFile = (value: PartitionValue): DataFile => ({
  content: 0,
  path: 'file:///w/t/a.parquet',
  format: 'PARQUET',
  partition: [value],
  recordCount: 1n,
  fileSizeBytes: 1n,
  columnSizes: new Map(),
  valueCounts: new Map(),
  nullValueCounts: new Map(),
  nanValueCounts: new Map(),
  lowerBounds: new Map(),
  upperBounds: new Map(),
})

const listed = {
  path: 'file:///w/t/m.avro',
  lengthBytes: 1n,
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
} as const
