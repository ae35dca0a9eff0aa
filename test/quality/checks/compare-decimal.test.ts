import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareDecimal } from '../../../src/quality/checks/compare-decimal.ts'

test('whole numbers beyond a double are compared exactly', () => {
  expect(compareDecimal('9007199254740993', '9007199254740992')).toBe(1)
  expect(compareDecimal('-123456789012345678901234567890', '-123456789012345678901234567891')).toBe(1)
})

test.each([
  ['1.50', '1.5', 0],
  ['1e21', '1000000000000000000000', 0],
  ['1.5e-07', '0.00000015', 0],
  ['-0', '0', 0],
  ['inf', '1e308', 1],
  ['-Infinity', '-1e308', -1],
  ['1e999999', '5', 1],
] as const)('%s against %s is %d', (a, b, expected) => {
  expect(compareDecimal(a, b)).toBe(expected)
})

test.each(['nan', '', 'abc', '1.2.3', '.', '2020-01-01', 'true'])('%j is not a number', (text) => {
  expect(compareDecimal(text, '1')).toBeUndefined()
})

test('agrees with the order of doubles', () => {
  const doubles = fc.double({ noNaN: true })
  fc.assert(
    fc.property(doubles, doubles, (a, b) => {
      expect(compareDecimal(String(a), String(b))).toBe(a < b ? -1 : a > b ? 1 : 0)
    }),
  )
})
