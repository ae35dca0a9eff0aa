import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stableJson } from '../../../src/base/stable-json.ts'
import type { PrimitiveType } from '../../../src/lakehouse/format/iceberg-type.ts'
import { printPrimitive } from '../../../src/lakehouse/format/iceberg-type.ts'
import { projectPredicate, type ValueTest } from '../../../src/lakehouse/format/project-predicate.ts'
import { appliesTo, applyTransform, parseTransform } from '../../../src/lakehouse/format/transform.ts'
import { compareValues, type SingleValue } from '../../../src/lakehouse/format/value.ts'
import { primitiveTypes, valueOf } from './values.ts'

const satisfies = (value: SingleValue | null, condition: ValueTest): boolean => {
  if (value === null) return condition.op === 'is-null'
  switch (condition.op) {
    case 'is-null':
      return false
    case 'is-not-null':
      return true
    case 'starts-with':
      return String(value).startsWith(condition.value)
    case 'in':
      return condition.values.some((each) => compareValues(value, each) === 0)
    case '=':
      return compareValues(value, condition.value) === 0
    case '<':
      return compareValues(value, condition.value) < 0
    case '<=':
      return compareValues(value, condition.value) <= 0
    case '>':
      return compareValues(value, condition.value) > 0
    case '>=':
      return compareValues(value, condition.value) >= 0
    default:
      return condition
  }
}

const testOf = (type: PrimitiveType): fc.Arbitrary<ValueTest> =>
  fc.oneof(
    fc.constantFrom('is-null', 'is-not-null').map((op) => ({ op })),
    fc.record({ op: fc.constantFrom('=', '<', '<=', '>', '>='), value: valueOf(type) }),
    fc.record({ op: fc.constant('in' as const), values: fc.array(valueOf(type), { maxLength: 4 }) }),
    type.kind === 'string'
      ? fc.record({ op: fc.constant('starts-with' as const), value: fc.string({ maxLength: 5 }) })
      : fc.constant({ op: 'is-not-null' } as const),
  )

/** A value beside a literal of the test, since random ones hardly ever meet its edge. */
const nearOf = (type: PrimitiveType, condition: ValueTest): fc.Arbitrary<SingleValue | null> => {
  const literals = 'values' in condition ? condition.values : 'value' in condition ? [condition.value] : []
  const [literal] = literals
  const any = fc.option(valueOf(type))
  if (literal === undefined) return any
  if (typeof literal === 'string')
    return fc.oneof(any, fc.constantFrom(literal, `${literal}a`, literal.slice(0, 2)))
  if (typeof literal === 'number' && ['int', 'date'].includes(type.kind))
    return fc.oneof(
      any,
      fc.integer({ min: -2, max: 2 }).map((step) => literal + step),
    )
  if (typeof literal === 'bigint')
    return fc.oneof(
      any,
      fc.bigInt({ min: -2n, max: 2n }).map((step) => literal + step),
    )
  return fc.oneof(any, fc.constantFrom(...literals))
}

describe('the partition of a row that satisfies a test satisfies what is projected', () => {
  const words = [
    'identity',
    'void',
    'bucket[3]',
    'truncate[1]',
    'truncate[10]',
    'year',
    'month',
    'day',
    'hour',
  ]
  for (const type of primitiveTypes)
    for (const word of words) {
      const transform = parseTransform(word)
      if (transform.kind === 'unknown' || !appliesTo(transform, type)) continue
      test(`${word} of ${printPrimitive(type)}`, () => {
        fc.assert(
          fc.property(
            testOf(type).chain((condition) =>
              fc.record({ condition: fc.constant(condition), value: nearOf(type, condition) }),
            ),
            ({ condition, value }) => {
              if (Number.isNaN(value) || !satisfies(value, condition)) return
              const partition = applyTransform(transform, type, value)
              const projected = projectPredicate(transform, type, condition)
              if (partition === undefined || projected === undefined) return
              expect(satisfies(partition, projected)).toBe(true)
            },
          ),
          { numRuns: 300 },
        )
      })
    }
})

describe('nothing more than needed is kept', () => {
  const timestamp = { kind: 'timestamp' } as const
  const midnight = 17_501n * 86_400_000_000n
  const cases: readonly (readonly [string, PrimitiveType, ValueTest, ValueTest | undefined])[] = [
    ['day', timestamp, { op: '<', value: midnight }, { op: '<=', value: 17_500 }],
    ['day', timestamp, { op: '<=', value: midnight }, { op: '<=', value: 17_501 }],
    ['day', timestamp, { op: '>', value: midnight - 1n }, { op: '>=', value: 17_501 }],
    ['day', timestamp, { op: '=', value: midnight }, { op: '=', value: 17_501 }],
    ['hour', timestamp, { op: 'in', values: [0n, 1n] }, { op: 'in', values: [0] }],
    ['year', { kind: 'date' }, { op: '<', value: 0 }, { op: '<=', value: 0 }],
    ['day', { kind: 'date' }, { op: '=', value: -5 }, { op: '=', value: -5 }],
    ['truncate[10]', { kind: 'int' }, { op: '<', value: 20 }, { op: '<=', value: 10 }],
    ['truncate[10]', { kind: 'int' }, { op: '>', value: 19 }, { op: '>=', value: 20 }],
    [
      'truncate[10]',
      { kind: 'int' },
      { op: '<', value: -2_147_483_648 },
      { op: '<=', value: -2_147_483_650 },
    ],
    ['truncate[2]', { kind: 'string' }, { op: 'starts-with', value: 'ice' }, { op: '=', value: 'ic' }],
    [
      'truncate[9]',
      { kind: 'string' },
      { op: 'starts-with', value: 'ice' },
      { op: 'starts-with', value: 'ice' },
    ],
    ['truncate[2]', { kind: 'string' }, { op: '>', value: 'ice' }, { op: '>=', value: 'ic' }],
    ['bucket[16]', { kind: 'string' }, { op: '=', value: 'iceberg' }, { op: '=', value: 1_210_000_089 % 16 }],
    ['bucket[16]', { kind: 'string' }, { op: '>', value: 'iceberg' }, undefined],
    ['bucket[16]', { kind: 'string' }, { op: 'starts-with', value: 'ice' }, undefined],
    ['void', { kind: 'string' }, { op: 'is-not-null' }, undefined],
    ['other', { kind: 'string' }, { op: '=', value: 'a' }, undefined],
    ['month', timestamp, { op: 'is-null' }, { op: 'is-null' }],
  ]
  for (const [word, type, condition, expected] of cases)
    test(`${word} of ${printPrimitive(type)}: ${stableJson(condition)}`, () => {
      expect(projectPredicate(parseTransform(word), type, condition)).toEqual(expected)
    })
})

test('partitions of writers that rounded towards zero before 1970 are kept', () => {
  const type = { kind: 'timestamp' } as const
  const evening = -3_600_000_000n
  expect(projectPredicate({ kind: 'day' }, type, { op: '=', value: evening })).toEqual({
    op: 'in',
    values: [-1, 0],
  })
  expect(projectPredicate({ kind: 'day' }, type, { op: '<=', value: evening })).toEqual({
    op: '<=',
    value: 0,
  })
  expect(projectPredicate({ kind: 'day' }, type, { op: '>=', value: evening })).toEqual({
    op: '>=',
    value: -1,
  })
})
