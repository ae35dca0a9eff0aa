import { describe, expect, test } from 'vitest'
import {
  planSortOrder,
  type SortField,
  type SortOrder,
  sortOrderFromJson,
  sortOrderToJson,
  unsorted,
} from '../../../src/lakehouse/format/sort-order.ts'
import { parseTransform } from '../../../src/lakehouse/format/transform.ts'
import type { Schema } from '../../../src/lakehouse/format/schema.ts'

const schema: Schema = {
  schemaId: 0,
  fields: [
    { id: 1, name: 'id', required: false, type: { kind: 'long' } },
    {
      id: 2,
      name: 'at',
      required: false,
      type: { kind: 'struct', fields: [{ id: 3, name: 'day', required: false, type: { kind: 'date' } }] },
    },
  ],
  rest: {},
}

const by = (sourceId: number, transform = 'identity', rest: Partial<SortField> = {}): SortField => ({
  sourceId,
  transform: parseTransform(transform),
  direction: 'asc',
  nulls: 'first',
  ...rest,
})

const plan = (fields: readonly SortField[], orders: readonly SortOrder[] = [unsorted]) =>
  planSortOrder(fields, { schema, orders })

describe('JSON', () => {
  // The example of the specification.
  const json = {
    'order-id': 1,
    fields: [
      { transform: 'identity', 'source-id': 2, direction: 'asc', 'null-order': 'nulls-first' },
      { transform: 'bucket[4]', 'source-id': 3, direction: 'desc', 'null-order': 'nulls-last' },
      { transform: 'zorder', 'source-id': 3, direction: 'desc', 'null-order': 'nulls-last' },
    ],
  }

  test('is read and written', () => {
    const order = sortOrderFromJson(json)
    expect(order.fields[1]).toEqual(by(3, 'bucket[4]', { direction: 'desc', nulls: 'last' }))
    expect(sortOrderToJson(order)).toEqual(json)
  })

  test.each([
    { direction: 'up' },
    { 'null-order': 'first?' },
    { 'null-order': undefined },
    { 'source-id': undefined },
    { transform: 1 },
  ])('%j is refused', (wrong) => {
    const fields = [{ ...json.fields[0], ...wrong }]
    expect(() => sortOrderFromJson({ ...json, fields })).toThrow()
  })
})

describe('the order of a table', () => {
  test('by nothing is unsorted, which has the id 0', () => {
    expect(plan([])).toEqual({ kind: 'planned', order: { orderId: 0, fields: [] } })
  })

  test('that is new gets the next id, and one like it is found again', () => {
    const first = plan([by(1), by(3, 'month')])
    expect(first).toEqual({ kind: 'planned', order: { orderId: 1, fields: [by(1), by(3, 'month')] } })
    const orders = [unsorted, { orderId: 1, fields: [by(1)] }, { orderId: 5, fields: [by(3)] }]
    expect(plan([by(3)], orders)).toMatchObject({ order: { orderId: 5 } })
    for (const other of [
      [by(3), by(1)],
      [by(3, 'day')],
      [by(3, 'identity', { nulls: 'last' })],
      [by(1, 'identity', { direction: 'desc' })],
    ])
      expect(plan(other, orders)).toMatchObject({ order: { orderId: 6 } })
  })

  test('is refused where a column or transform has no sense', () => {
    expect(plan([by(9)])).toEqual({ kind: 'refused', reason: 'unknown-source', sourceId: 9 })
    expect(plan([by(1, 'day')])).toMatchObject({ reason: 'not-defined', column: 'id', transform: 'day' })
    expect(plan([by(2)])).toMatchObject({ reason: 'not-defined', column: 'at' })
    expect(plan([by(1, 'zorder')])).toMatchObject({ reason: 'not-defined', transform: 'zorder' })
  })
})
