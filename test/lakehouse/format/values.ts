import * as fc from 'fast-check'
import type { PrimitiveType } from '../../../src/lakehouse/format/iceberg-type.ts'
import type { SingleValue } from '../../../src/lakehouse/format/value.ts'

/** A type of every kind, decimals of every width that is stored differently among them. */
export const primitiveTypes: readonly PrimitiveType[] = [
  { kind: 'boolean' },
  { kind: 'int' },
  { kind: 'long' },
  { kind: 'float' },
  { kind: 'double' },
  { kind: 'decimal', precision: 1, scale: 0 },
  { kind: 'decimal', precision: 4, scale: 4 },
  { kind: 'decimal', precision: 9, scale: 2 },
  { kind: 'decimal', precision: 18, scale: 0 },
  { kind: 'decimal', precision: 20, scale: 3 },
  { kind: 'decimal', precision: 38, scale: 0 },
  { kind: 'decimal', precision: 38, scale: 10 },
  { kind: 'decimal', precision: 38, scale: 38 },
  { kind: 'date' },
  { kind: 'time' },
  { kind: 'timestamp' },
  { kind: 'timestamptz' },
  { kind: 'string' },
  { kind: 'uuid' },
  { kind: 'fixed', length: 5 },
  { kind: 'binary' },
]

/** Any value of a type, its extremes and what lies beside zero among them. */
export const valueOf = (type: PrimitiveType): fc.Arbitrary<SingleValue> => {
  switch (type.kind) {
    case 'boolean':
      return fc.boolean()
    case 'int':
      return wholeNumber(-(2n ** 31n), 2n ** 31n - 1n).map(Number)
    case 'long':
      return wholeNumber(-(2n ** 63n), 2n ** 63n - 1n)
    case 'float':
      return fc.float()
    case 'double':
      return fc.double()
    case 'decimal': {
      const largest = 10n ** BigInt(type.precision) - 1n
      return wholeNumber(-largest, largest)
    }
    // What DuckDB can hold is a little less than the spec's range.
    case 'date':
      return wholeNumber(-2_147_483_646n, 2_147_483_646n).map(Number)
    case 'time':
      return wholeNumber(0n, 86_399_999_999n)
    case 'timestamp':
    case 'timestamptz':
      return wholeNumber(-9_223_372_022_400_000_000n, 9_223_372_036_854_775_806n)
    case 'string':
      return fc.oneof(
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.string({ unit: 'grapheme', maxLength: 40 }),
      )
    case 'uuid':
      return fc.uuid()
    case 'fixed':
      return fc.uint8Array({ minLength: type.length, maxLength: type.length })
    case 'binary':
      return fc.uint8Array({ maxLength: 40 })
    default:
      return type
  }
}

const wholeNumber = (min: bigint, max: bigint): fc.Arbitrary<bigint> => {
  const near = [
    min,
    -86_400_000_000n,
    -3_600_000_000n,
    -1000n,
    -365n,
    -128n,
    0n,
    127n,
    365n,
    86_400_000_000n,
    max,
  ]
  const beside = fc
    .tuple(fc.constantFrom(...near), fc.bigInt({ min: -2n, max: 2n }))
    .map(([base, step]) => base + step)
    .map((value) => (value < min ? min : value > max ? max : value))
  const small = min < -100_000n ? -100_000n : min
  return fc.oneof(
    fc.bigInt({ min, max }),
    beside,
    fc.bigInt({ min: small, max: max > 100_000n ? 100_000n : max }),
  )
}
