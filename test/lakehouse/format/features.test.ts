import { describe, expect, test } from 'vitest'
import { unsupportedFeatures } from '../../../src/lakehouse/format/features.ts'
import { parseMetadata } from '../../../src/lakehouse/format/metadata.ts'

const column = (type: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  id: 1,
  name: 'a',
  required: false,
  type,
  ...more,
})

const metadata = (members: Readonly<Record<string, unknown>> = {}) => ({
  'format-version': 3,
  'table-uuid': 'b6f7e6d0-0000-4000-8000-000000000000',
  location: 'file:///w/t',
  'last-sequence-number': 0,
  'last-updated-ms': 0,
  'last-column-id': 1,
  'current-schema-id': 0,
  schemas: [{ type: 'struct', 'schema-id': 0, fields: [column('long')] }],
  'default-spec-id': 0,
  'partition-specs': [{ 'spec-id': 0, fields: [] }],
  'last-partition-id': 999,
  'sort-orders': [{ 'order-id': 0, fields: [] }],
  'default-sort-order-id': 0,
  'next-row-id': 17,
  ...members,
})

const schemas = (...columns: readonly unknown[]) =>
  metadata({ schemas: columns.map((each, i) => ({ type: 'struct', 'schema-id': i, fields: [each] })) })

describe('version 3', () => {
  test('a table that uses nothing of it can be read', () => {
    const json = metadata({ snapshots: [], 'encryption-keys': [] })
    expect(unsupportedFeatures(json)).toEqual([])
    const told: unknown[] = []
    const parsed = parseMetadata(Buffer.from(JSON.stringify(json)), (...about) => told.push(about))
    expect(told).toEqual([[3, []]])
    expect(parsed).toMatchObject({ formatVersion: 3, rest: { 'next-row-id': 17 } })
  })

  test('a default that is written only, and one of NULL, change nothing that is read', () => {
    expect(
      unsupportedFeatures(schemas(column('int', { 'write-default': 5, 'initial-default': null }))),
    ).toEqual([])
  })

  test.each([
    [schemas(column('variant')), 'the type variant (column a)'],
    [schemas(column('timestamp_ns')), 'the type timestamp_ns (column a)'],
    [schemas(column('timestamptz_ns')), 'the type timestamptz_ns (column a)'],
    [schemas(column('unknown')), 'the type unknown (column a)'],
    [schemas(column('geometry(srid:4326)')), 'the type geometry(srid:4326) (column a)'],
    [schemas(column('geography')), 'the type geography (column a)'],
    [
      schemas(column({ type: 'list', 'element-id': 2, 'element-required': false, element: 'variant' })),
      'the type variant (column a.element)',
    ],
    [
      schemas(
        column({
          type: 'map',
          'key-id': 2,
          key: 'string',
          'value-id': 3,
          value: { type: 'struct', fields: [column('variant', { name: 'b' })] },
        }),
      ),
      'the type variant (column a.value.b)',
    ],
    [schemas(column('int', { 'initial-default': 0 })), 'the default value of column a'],
    [schemas(column('date'), column('timestamp')), 'the change of column a from date to timestamp'],
    [
      metadata({
        'partition-specs': [
          {
            'spec-id': 0,
            fields: [{ 'source-ids': [1, 2], 'field-id': 1000, name: 'p', transform: 'bucket[4]' }],
          },
        ],
      }),
      'the partition transform bucket[4] of several columns',
    ],
    [
      metadata({
        'sort-orders': [{ 'order-id': 1, fields: [{ 'source-ids': [1, 2], transform: 'zorder' }] }],
      }),
      'the sort transform zorder of several columns',
    ],
    [metadata({ 'encryption-keys': [{ 'key-id': 'k' }] }), 'encryption'],
    [metadata({ snapshots: [{ 'snapshot-id': 1, 'key-id': 'k' }] }), 'encryption'],
    [metadata({ 'format-version': 4 }), 'format version 4'],
  ])('what cannot be read is named: %#', (json, expected) => {
    expect(unsupportedFeatures(json)).toEqual([expected])
    const refuse = (_version: number, unsupported: readonly string[]) => {
      throw new Error(unsupported.join())
    }
    expect(() => parseMetadata(Buffer.from(JSON.stringify(json)), refuse)).toThrow(expected)
  })
})
