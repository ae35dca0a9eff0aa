import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Connection, openDuckdb } from '../../../src/engines/index.ts'
import { trusted } from '../../../src/sql/quote.ts'
import { decimalResult } from '../../../src/sql/spark/spark-types/decimal-result.ts'
import { decimals } from '../../../src/sql/spark/engines/duckdb/decimals.ts'
import { sparkMacrosFor } from '../../../src/sql/spark/engines/duckdb/macros.ts'
import { asDecimal, decimal, type SparkType } from '../../../src/sql/spark/spark-types/spark-type.ts'
import type { Typed } from '../../../src/sql/spark/spark-types/typed.ts'

type Shape = { readonly precision: number; readonly scale: number }
type Pair = readonly [bigint, bigint]

const shape = fc
  .tuple(fc.integer({ min: 1, max: 38 }), fc.nat({ max: 38 }))
  .map(([precision, scale]): Shape => ({ precision, scale: Math.min(precision, scale) }))

/** Whole numbers of every number of digits that a type has, those at its ends among them. */
const units = ({ precision }: Shape): fc.Arbitrary<bigint> =>
  fc.integer({ min: 0, max: precision }).chain((digits) => {
    const most = 10n ** BigInt(digits) - 1n
    return fc.oneof(fc.bigInt(-most, most), fc.constantFrom(most, -most, 0n))
  })

const written = (count: bigint, { scale }: Shape): string => {
  const digits = String(count < 0n ? -count : count).padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${count < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`
}

/** Half up, away from zero; null for a division by 0 and where the type has no room. */
const divided = ([n, d]: Pair, power: number, precision: number): bigint | null => {
  if (d === 0n) return null
  const sign = n < 0n === d < 0n ? 1n : -1n
  const [dividend, divisor] = [(n < 0n ? -n : n) * 10n ** BigInt(power), d < 0n ? -d : d]
  const quotient = (2n * dividend + divisor) / (2n * divisor)
  return quotient >= 10n ** BigInt(precision) ? null : sign * quotient
}

const cell = (count: bigint, of: Shape): string =>
  `CAST('${written(count, of)}' AS DECIMAL(${of.precision},${of.scale}))`

const quotients = async (
  connection: Connection,
  sides: readonly [Shape, Shape],
  type: SparkType,
  pairs: readonly Pair[],
): Promise<readonly (string | null)[]> => {
  const [left, right] = sides.map(({ precision, scale }, i) => ({
    sql: i === 0 ? '"x"' : '"y"',
    type: decimal(precision, scale),
  })) as [Typed, Typed]
  const query = decimals('/', left, right, type)
  for (const macro of sparkMacrosFor(trusted(query))) await connection.run(macro)
  const rows = pairs.map(([n, d], i) => `(${i}, ${cell(n, sides[0])}, ${cell(d, sides[1])})`)
  const found = await connection.rows(
    trusted(
      `SELECT CAST(${query} AS VARCHAR) AS q FROM (VALUES ${rows.join(', ')}) AS t(i, x, y) ORDER BY i`,
    ),
  )
  return found.map(({ q }) => (q === null ? null : String(q).replace(/^(-?)[.]/, '$10.')))
}

test('decimals of every shape are divided as whole numbers are by hand', { timeout: 120_000 }, async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const cases = fc
    .tuple(shape, shape)
    .map(([a, b]) => {
      const type = decimalResult(
        '/',
        { sql: 'x', type: decimal(a.precision, a.scale) },
        { sql: 'y', type: decimal(b.precision, b.scale) },
      )
      return { a, b, type, power: asDecimal(type).scale - a.scale + b.scale }
    })
    // What may have more digits on the way than 128 bits hold, fails where it does.
    .filter(({ a, b, power }) => power >= 0 && a.precision + power <= 37 && b.precision <= 37)
    .chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.array(fc.tuple(units(one.a), units(one.b)), { minLength: 20, maxLength: 40 }),
      ),
    )
  await fc.assert(
    fc.asyncProperty(cases, async ([{ a, b, type, power }, pairs]) => {
      const result = asDecimal(type)
      const exact = pairs.map((pair) => {
        const found = divided(pair, power, result.precision)
        return found === null ? null : written(found, result)
      })
      expect(await quotients(connection, [a, b], type, pairs)).toEqual(exact)
    }),
    { numRuns: 300 },
  )
})
