import { expect, it } from 'vitest'
import { clockText, counted, countText, durationText, sizeText } from '../../../src/tui/text/quantity-text.ts'

it('counts carry thousands separators and agree with their noun', () => {
  expect([0, 999, 1000, 20_000, 1_234_567].map(countText)).toEqual([
    '0',
    '999',
    '1,000',
    '20,000',
    '1,234,567',
  ])
  expect(countText(-12_345)).toBe('-12,345')
  expect([counted(1, 'row'), counted(0, 'row')]).toEqual(['1 row', '0 rows'])
})

it('durations are short and never show sixty seconds', () => {
  expect([0, 400, 9_949, 9_951, 12_000, 59_600, 185_000, 7_800_000].map(durationText)).toEqual([
    '0.0 s',
    '0.4 s',
    '9.9 s',
    '10 s',
    '12 s',
    '1 min 00 s',
    '3 min 05 s',
    '2 h 10 min',
  ])
  expect(durationText(Number.NaN)).toBe('0.0 s')
})

it('sizes use powers of a thousand', () => {
  expect([0, 812, 1_234_567, 999_999, 45_000_000_000].map(sizeText)).toEqual([
    '0 B',
    '812 B',
    '1.2 MB',
    '1.0 MB',
    '45 GB',
  ])
})

it('the clock is UTC, and a time that is none does not throw', () => {
  expect(clockText('2026-11-21T12:02:11.5+02:00')).toBe('10:02:11')
  expect(clockText('soon')).toBe('--:--:--')
})
