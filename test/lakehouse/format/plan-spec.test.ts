import { describe, expect, test } from 'vitest'
import type { Field } from '../../../src/lakehouse/format/iceberg-type.ts'
import { partitionFieldToJson, type PartitionSpec } from '../../../src/lakehouse/format/partition-spec.ts'
import {
  type PlannedSpec,
  planSpec,
  type SpecHistory,
  type WantedPartition,
} from '../../../src/lakehouse/format/plan-spec.ts'
import { parseTransform } from '../../../src/lakehouse/format/transform.ts'

const field = (id: number, name: string, type: Field['type']): Field => ({ id, name, required: false, type })

const fields: readonly Field[] = [
  field(1, 'id', { kind: 'long' }),
  field(2, 'ts', { kind: 'timestamp' }),
  field(3, 'name', { kind: 'string' }),
  field(4, 'Place', { kind: 'struct', fields: [field(5, 'city', { kind: 'string' })] }),
  field(6, 'tags', { kind: 'list', element: field(7, 'element', { kind: 'string' }) }),
]

const history = (specs: readonly PartitionSpec[] = [], extra: readonly Field[] = []): SpecHistory => ({
  schema: { schemaId: 0, fields: [...fields, ...extra], rest: {} },
  specs,
  lastPartitionId: specs.reduce(
    (last, spec) => Math.max(last, ...spec.fields.map(({ fieldId }) => fieldId)),
    999,
  ),
})

const want = (sourceId: number, transform: string, name?: string): WantedPartition => ({
  sourceId,
  transform: parseTransform(transform),
  ...(name === undefined ? {} : { name }),
})

const planned = (result: PlannedSpec): PartitionSpec => {
  if (result.kind === 'planned') return result.spec
  throw new Error(result.reason)
}

const json = (result: PlannedSpec) => planned(result).fields.map(partitionFieldToJson)

/** Specs that follow each other. */
const evolve = (...steps: readonly (readonly WantedPartition[])[]): readonly PartitionSpec[] => {
  const specs: PartitionSpec[] = []
  for (const step of steps) {
    const spec = planned(planSpec(step, history(specs)))
    if (!specs.includes(spec)) specs.push(spec)
  }
  return specs
}

test('fields are named as Iceberg names them, and numbered from 1000', () => {
  const wanted = [
    want(2, 'day'),
    want(1, 'bucket[16]'),
    want(3, 'truncate[4]'),
    want(5, 'identity'),
    want(3, 'void'),
  ]
  expect(json(planSpec(wanted, history()))).toEqual([
    { 'source-id': 2, 'field-id': 1000, name: 'ts_day', transform: 'day' },
    { 'source-id': 1, 'field-id': 1001, name: 'id_bucket', transform: 'bucket[16]' },
    { 'source-id': 3, 'field-id': 1002, name: 'name_trunc', transform: 'truncate[4]' },
    { 'source-id': 5, 'field-id': 1003, name: 'Place.city', transform: 'identity' },
    { 'source-id': 3, 'field-id': 1004, name: 'name_null', transform: 'void' },
  ])
})

test('no fields at all is a spec too', () => {
  expect(planSpec([], history())).toEqual({
    kind: 'planned',
    spec: { specId: 0, fields: [] },
    lastPartitionId: 999,
  })
})

describe('evolution', () => {
  test('an equal spec of earlier is the same spec', () => {
    const [day, month] = evolve([want(2, 'day')], [want(2, 'month')])
    const again = planSpec([want(2, 'day')], history([day, month].filter((spec) => spec !== undefined)))
    expect(planned(again)).toBe(day)
    expect(again.kind === 'planned' && again.lastPartitionId).toBe(1001)
  })

  test('a field keeps its id through specs in which it was not, and a new one never takes it', () => {
    const specs = evolve(
      [want(2, 'day'), want(1, 'bucket[4]')],
      [want(2, 'month')],
      [want(1, 'bucket[4]'), want(3, 'identity')],
    )
    expect(specs.map((spec) => [spec.specId, spec.fields.map(({ fieldId }) => fieldId)])).toEqual([
      [0, [1000, 1001]],
      [1, [1002]],
      [2, [1001, 1003]],
    ])
  })

  test('another order is another spec of the same fields', () => {
    const specs = evolve([want(2, 'day'), want(1, 'bucket[4]')], [want(1, 'bucket[4]'), want(2, 'day')])
    expect(specs.map((spec) => spec.fields.map(({ fieldId }) => fieldId))).toEqual([
      [1000, 1001],
      [1001, 1000],
    ])
  })

  test('a given name makes another spec of the same field; without one the field keeps the name it had', () => {
    const specs = evolve([want(2, 'day')], [want(2, 'day', 'd')], [want(2, 'day')])
    expect(specs.map((spec) => spec.fields)).toEqual([
      [expect.objectContaining({ fieldId: 1000, name: 'ts_day' })],
      [expect.objectContaining({ fieldId: 1000, name: 'd' })],
    ])
    expect(planned(planSpec([want(2, 'day')], history(specs)))).toBe(specs[1])
  })

  test('a name never stands for two fields of the table', () => {
    const specs = evolve([want(1, 'bucket[4]')], [want(1, 'bucket[8]')], [want(3, 'identity')])
    expect(specs.flatMap((spec) => spec.fields.map(({ name }) => name))).toEqual([
      'id_bucket',
      'id_bucket_8',
      'name',
    ])
    const renewed = [field(8, 'name', { kind: 'string' })]
    const [, , last] = specs
    const after = planSpec([want(8, 'identity')], {
      ...history(specs),
      schema: { schemaId: 1, fields: renewed, rest: {} },
    })
    expect(last?.fields[0]?.name).toBe('name')
    expect(planned(after).fields).toEqual([expect.objectContaining({ fieldId: 1003, name: 'name_1' })])
    expect(planSpec([want(1, 'bucket[16]', 'id_bucket')], history(specs))).toEqual({
      kind: 'refused',
      reason: 'name-taken',
      name: 'id_bucket',
      by: 'earlier-field',
    })
  })

  test('an identity is found by its column after a rename', () => {
    const [spec] = evolve([want(3, 'identity')])
    const schema = { schemaId: 1, fields: [field(3, 'title', { kind: 'string' })], rest: {} }
    const kept = planSpec([want(3, 'identity')], { ...history(spec && [spec]), schema })
    expect(planned(kept)).toBe(spec)
    const taken = { ...schema, fields: [...schema.fields, field(9, 'Name', { kind: 'string' })] }
    const renamed = planSpec([want(3, 'identity')], { ...history(spec && [spec]), schema: taken })
    expect(planned(renamed)).toMatchObject({ specId: 1, fields: [{ fieldId: 1000, name: 'title' }] })
  })
})

describe('what is refused', () => {
  test.each([
    ['a source that does not exist', [want(99, 'identity')], { reason: 'unknown-source', sourceId: 99 }],
    ['a source in a list', [want(7, 'identity')], { reason: 'unknown-source', sourceId: 7 }],
    ['a struct', [want(4, 'identity')], { reason: 'not-defined', column: 'Place', transform: 'identity' }],
    ['a day of text', [want(3, 'day')], { reason: 'not-defined', column: 'name', transform: 'day' }],
    ['an unknown transform', [want(3, 'zorder')], { reason: 'not-defined', transform: 'zorder' }],
    [
      'one field twice',
      [want(1, 'bucket[4]', 'a'), want(1, 'bucket[4]', 'b')],
      { reason: 'redundant', column: 'id', transforms: ['bucket[4]', 'bucket[4]'] },
    ],
    [
      'two times of one column',
      [want(2, 'month'), want(2, 'day')],
      { reason: 'redundant', column: 'ts', transforms: ['month', 'day'] },
    ],
    [
      'the name of a column, in other letters',
      [want(2, 'day', 'NAME')],
      { reason: 'name-taken', name: 'NAME', by: 'column' },
    ],
    [
      'one name twice',
      [want(2, 'day', 'a'), want(1, 'bucket[4]', 'A')],
      { reason: 'name-taken', name: 'A', by: 'field' },
    ],
  ])('%s', (_what, wanted, expected) => {
    expect(planSpec(wanted, history())).toMatchObject({ kind: 'refused', ...expected })
  })

  test('a default name that is a column', () => {
    expect(planSpec([want(2, 'day')], history([], [field(8, 'ts_day', { kind: 'date' })]))).toEqual({
      kind: 'refused',
      reason: 'name-taken',
      name: 'ts_day',
      by: 'column',
    })
  })
})
