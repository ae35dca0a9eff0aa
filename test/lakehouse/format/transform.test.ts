import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PrimitiveType } from '../../../src/lakehouse/format/iceberg-type.ts'
import { partitionText } from '../../../src/lakehouse/format/partition-text.ts'
import {
  appliesTo,
  applyTransform,
  hashValue,
  parseTransform,
  printTransform,
  type Transform,
  transformedType,
} from '../../../src/lakehouse/format/transform.ts'
import { type SingleValue, valueFromText } from '../../../src/lakehouse/format/value.ts'
import { primitiveTypes, valueOf } from './values.ts'

const parsed = (type: PrimitiveType, text: string): SingleValue => {
  const value = valueFromText(type, text)
  if (value === undefined) throw new Error(`${text} is no value`)
  return value
}

describe('the words of the specification', () => {
  test.each([
    ['identity', { kind: 'identity' }],
    ['year', { kind: 'year' }],
    ['bucket[16]', { kind: 'bucket', buckets: 16 }],
    ['truncate[2147483647]', { kind: 'truncate', width: 2_147_483_647 }],
    ['void', { kind: 'void' }],
    ['zorder', { kind: 'unknown', text: 'zorder' }],
    ['bucket', { kind: 'unknown', text: 'bucket' }],
    ['bucket[0]', { kind: 'unknown', text: 'bucket[0]' }],
    ['truncate[2147483648]', { kind: 'unknown', text: 'truncate[2147483648]' }],
    ['day[3]', { kind: 'unknown', text: 'day[3]' }],
    ['Custom[ x ]', { kind: 'unknown', text: 'Custom[ x ]' }],
  ] as const)('%s is read and written', (text, transform) => {
    expect(parseTransform(text)).toEqual(transform)
    expect(printTransform(transform)).toBe(text)
  })

  test('letter case does not matter', () => {
    expect(parseTransform('BUCKET[4]')).toEqual({ kind: 'bucket', buckets: 4 })
    expect(parseTransform('Day')).toEqual({ kind: 'day' })
  })
})

test.each([
  [
    'identity',
    'boolean int long float double decimal date time timestamp timestamptz string uuid fixed binary',
  ],
  ['void', 'boolean int long float double decimal date time timestamp timestamptz string uuid fixed binary'],
  ['bucket[2]', 'int long decimal date time timestamp timestamptz string uuid fixed binary'],
  ['truncate[2]', 'int long decimal string binary'],
  ['year', 'date timestamp timestamptz'],
  ['month', 'date timestamp timestamptz'],
  ['day', 'date timestamp timestamptz'],
  ['hour', 'timestamp timestamptz'],
  ['other', ''],
])('%s is defined for %s', (text, kinds) => {
  const transform = parseTransform(text)
  const allowed = primitiveTypes.filter((type) => appliesTo(transform, type)).map(({ kind }) => kind)
  expect([...new Set(allowed)].join(' ')).toBe(kinds)
  const list = { id: 2, name: 'element', required: false, type: { kind: 'int' } } as const
  expect(appliesTo(transform, { kind: 'list', element: list })).toBe(false)
})

// Source: Iceberg table spec, "Appendix B: 32-bit Hash Requirements".
describe('hashes of the specification', () => {
  test.each([
    [{ kind: 'int' }, '34', 2_017_239_379],
    [{ kind: 'long' }, '34', 2_017_239_379],
    [{ kind: 'decimal', precision: 9, scale: 2 }, '14.20', -500_754_589],
    [{ kind: 'decimal', precision: 38, scale: 2 }, '14.20', -500_754_589],
    [{ kind: 'date' }, '2017-11-16', -653_330_422],
    [{ kind: 'time' }, '22:31:08', -662_762_989],
    [{ kind: 'timestamp' }, '2017-11-16 22:31:08', -2_047_944_441],
    [{ kind: 'timestamp' }, '2017-11-16 22:31:08.000001', -1_207_196_810],
    [{ kind: 'timestamptz' }, '2017-11-16 14:31:08-08', -2_047_944_441],
    [{ kind: 'timestamptz' }, '2017-11-16 14:31:08.000001-08', -1_207_196_810],
    [{ kind: 'string' }, 'iceberg', 1_210_000_089],
    [{ kind: 'uuid' }, 'f79c3e09-677c-4bbd-a479-3f349cb785e7', 1_488_055_340],
    [{ kind: 'fixed', length: 4 }, '00010203', -188_683_207],
    [{ kind: 'binary' }, '00010203', -188_683_207],
  ] as const)('%j %s is %i', (type, text, hash) => {
    expect(hashValue(type, parsed(type, text))).toBe(hash)
    const buckets = 2_147_483_647
    expect(applyTransform({ kind: 'bucket', buckets }, type, parsed(type, text))).toBe(
      Number(BigInt.asUintN(31, BigInt(hash)) % BigInt(buckets)),
    )
  })

  test('a widened column keeps its buckets', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(hashValue({ kind: 'int' }, value)).toBe(hashValue({ kind: 'long' }, BigInt(value)))
      }),
    )
  })
})

describe('truncate', () => {
  test.each([
    ['int', 10, 1, 0],
    ['int', 10, -1, -10],
    ['int', 10, -10, -10],
    ['long', 10, 1n, 0n],
    ['long', 10, -11n, -20n],
  ] as const)('%s by %i: %s is %s', (kind, width, value, expected) => {
    expect(applyTransform({ kind: 'truncate', width }, { kind }, value)).toBe(expected)
  })

  test('decimals are cut by their unscaled digits', () => {
    const type = { kind: 'decimal', precision: 4, scale: 2 } as const
    const cut = (text: string) => applyTransform({ kind: 'truncate', width: 50 }, type, parsed(type, text))
    expect(cut('10.65')).toBe(1050n)
    expect(cut('-0.05')).toBe(-50n)
    expect(cut('0.00')).toBe(0n)
  })

  test('a decimal that no multiple of its own digits lies below has no result, as in the reference implementation', () => {
    const by = { kind: 'truncate', width: 100 } as const
    expect(applyTransform(by, { kind: 'decimal', precision: 3, scale: 0 }, -950n)).toBeUndefined()
    expect(applyTransform(by, { kind: 'decimal', precision: 3, scale: 0 }, -900n)).toBe(-900n)
    expect(applyTransform(by, { kind: 'decimal', precision: 4, scale: 0 }, -950n)).toBe(-1000n)
  })

  test('text is cut by code points, bytes by bytes', () => {
    const by = (width: number) => ({ kind: 'truncate', width }) as const
    expect(applyTransform(by(3), { kind: 'string' }, 'iceberg')).toBe('ice')
    expect(applyTransform(by(2), { kind: 'string' }, '😀é!')).toBe('😀é')
    expect(applyTransform(by(9), { kind: 'string' }, '😀é!')).toBe('😀é!')
    expect(applyTransform(by(3), { kind: 'binary' }, Uint8Array.of(1, 2, 3, 4, 5))).toEqual(
      Uint8Array.of(1, 2, 3),
    )
  })

  test('what lies below the smallest number is no value', () => {
    expect(applyTransform({ kind: 'truncate', width: 10 }, { kind: 'int' }, -2_147_483_648)).toBeUndefined()
    expect(applyTransform({ kind: 'truncate', width: 8 }, { kind: 'int' }, -2_147_483_648)).toBe(
      -2_147_483_648,
    )
    expect(applyTransform({ kind: 'truncate', width: 10 }, { kind: 'long' }, -(2n ** 63n))).toBeUndefined()
  })
})

describe('times', () => {
  // Values of the reference implementation's own tests.
  test.each([
    ['2017-12-01 10:12:55.038194', 47, 575, 17_501, 420_034],
    ['1970-01-01 00:00:00.000001', 0, 0, 0, 0],
    ['1969-12-31 23:59:59.999999', -1, -1, -1, -1],
    ['1969-01-01 00:00:00', -1, -12, -365, -8760],
    ['1968-12-31 23:00:00', -2, -13, -366, -8761],
  ])('%s', (text, year, month, day, hour) => {
    const value = parsed({ kind: 'timestamp' }, text)
    const kinds = ['year', 'month', 'day', 'hour'] as const
    for (const type of [{ kind: 'timestamp' }, { kind: 'timestamptz' }] as const)
      expect(kinds.map((kind) => applyTransform({ kind }, type, value))).toEqual([year, month, day, hour])
    const date = parsed({ kind: 'date' }, text.slice(0, 10))
    expect(kinds.slice(0, 3).map((kind) => applyTransform({ kind }, { kind: 'date' }, date))).toEqual([
      year,
      month,
      day,
    ])
  })

  test('they agree with the calendar of the platform', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        const micros = BigInt(date.getTime()) * 1000n
        const of = (kind: 'year' | 'month' | 'day') => applyTransform({ kind }, { kind: 'timestamp' }, micros)
        expect(of('year')).toBe(date.getUTCFullYear() - 1970)
        expect(of('month')).toBe((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth())
        expect(of('day')).toBe(Math.floor(date.getTime() / 86_400_000))
      }),
    )
  })

  test('an hour beyond 32 bits is no value', () => {
    expect(applyTransform({ kind: 'hour' }, { kind: 'timestamp' }, 2n ** 31n * 3_600_000_000n - 1n)).toBe(
      2_147_483_647,
    )
    expect(
      applyTransform({ kind: 'hour' }, { kind: 'timestamp' }, 2n ** 31n * 3_600_000_000n),
    ).toBeUndefined()
  })
})

test('null is null, and void forgets everything', () => {
  for (const type of primitiveTypes)
    for (const text of ['identity', 'bucket[3]', 'truncate[3]', 'year', 'month', 'day', 'hour', 'void']) {
      const transform = parseTransform(text)
      if (transform.kind === 'unknown' || !appliesTo(transform, type)) continue
      expect(applyTransform(transform, type, null)).toBeNull()
    }
  expect(applyTransform({ kind: 'void' }, { kind: 'int' }, 5)).toBeNull()
})

test('results have the type that the specification names', () => {
  const decimal = { kind: 'decimal', precision: 9, scale: 2 } as const
  expect(transformedType({ kind: 'bucket', buckets: 2 }, decimal)).toEqual({ kind: 'int' })
  expect(transformedType({ kind: 'truncate', width: 2 }, decimal)).toEqual(decimal)
  expect(transformedType({ kind: 'day' }, { kind: 'timestamp' })).toEqual({ kind: 'date' })
  expect(transformedType({ kind: 'hour' }, { kind: 'timestamp' })).toEqual({ kind: 'int' })
})

describe('for people', () => {
  const decimal = { kind: 'decimal', precision: 9, scale: 2 } as const
  test.each([
    ['year', { kind: 'date' }, 47, '2017'],
    ['year', { kind: 'date' }, -2013, '-043'],
    ['month', { kind: 'date' }, 575, '2017-12'],
    ['month', { kind: 'date' }, -1, '1969-12'],
    ['day', { kind: 'timestamp' }, 17_501, '2017-12-01'],
    ['day', { kind: 'date' }, -1, '1969-12-31'],
    ['hour', { kind: 'timestamp' }, 420_034, '2017-12-01-10'],
    ['hour', { kind: 'timestamp' }, -1, '1969-12-31-23'],
    ['bucket[16]', { kind: 'string' }, 7, '7'],
    ['truncate[3]', { kind: 'string' }, 'ice', 'ice'],
    ['truncate[10]', decimal, -5n, '-0.05'],
    ['identity', decimal, 1420n, '14.20'],
    ['identity', { kind: 'decimal', precision: 9, scale: 0 }, 14n, '14'],
    ['identity', { kind: 'date' }, 17_501, '2017-12-01'],
    ['identity', { kind: 'time' }, 36_775_038_194n, '10:12:55.038194'],
    ['identity', { kind: 'time' }, 36_775_500_000n, '10:12:55.500'],
    ['identity', { kind: 'time' }, 36_720_000_000n, '10:12'],
    ['identity', { kind: 'timestamp' }, 1_512_123_175_038_194n, '2017-12-01T10:12:55.038194'],
    ['identity', { kind: 'timestamptz' }, -1n, '1969-12-31T23:59:59.999999Z'],
    ['identity', { kind: 'binary' }, Uint8Array.of(0, 1, 2), 'AAEC'],
    ['identity', { kind: 'boolean' }, true, 'true'],
    ['identity', { kind: 'string' }, null, 'null'],
    ['void', { kind: 'string' }, null, 'null'],
  ] as const)('%s of %j: %s is %s', (text, type, value, expected) => {
    expect(partitionText(parseTransform(text), type, value)).toBe(expected)
  })

  test('any partition value has a text', () => {
    const transforms: readonly Transform[] = ['identity', 'bucket[7]', 'truncate[7]', 'month', 'hour'].map(
      parseTransform,
    )
    for (const type of primitiveTypes)
      for (const transform of transforms) {
        if (transform.kind === 'unknown' || !appliesTo(transform, type)) continue
        fc.assert(
          fc.property(valueOf(type), (value) => {
            const result = applyTransform(transform, type, value)
            if (result !== undefined) expect(partitionText(transform, type, result)).toBeTypeOf('string')
          }),
          { numRuns: 20 },
        )
      }
  })
})
