import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitInterval } from '../../src/plan/index.ts'

const texts = (from: string, to: string, chunk: string) =>
  splitInterval({ from, to }, chunk)?.map((piece) => `${piece.from}..${piece.to}`)

test('months and years keep the day where the month has it', () => {
  expect(texts('2024-01-31', '2024-04-15', '1mo')).toEqual([
    '2024-01-31..2024-02-29',
    '2024-02-29..2024-03-31',
    '2024-03-31..2024-04-15',
  ])
  expect(texts('2024-02-29', '2026-02-28', '1y')).toEqual([
    '2024-02-29..2025-02-28',
    '2025-02-28..2026-02-28',
  ])
})

test('edges of hours have a time, and ends stay as they were written', () => {
  expect(texts('2024-01-01', '2024-01-02', '12h')).toEqual([
    '2024-01-01..2024-01-01 12:00:00',
    '2024-01-01 12:00:00..2024-01-02',
  ])
  expect(texts('2024-01-01 06:30:00.5', '2024-01-03 00:00:00', '1d')).toEqual([
    '2024-01-01 06:30:00.5..2024-01-02 06:30:00.500',
    '2024-01-02 06:30:00.500..2024-01-03 00:00:00',
  ])
})

test.each([
  ['2024-01-02', '2024-01-01', '1d'],
  ['2024-02-30', '2024-03-01', '1d'],
  ['1', '5', '1d'],
  ['2024-01-01', '2024-01-02', '3'],
  ['2024-01-01', '2024-01-02', '0d'],
  ['2024-01-01', '2024-01-02', '1 fortnight'],
  ['0', '100000', '1'],
])('%s to %s cannot be cut into chunks of %s', (from, to, chunk) => {
  expect(splitInterval({ from, to }, chunk)).toBeUndefined()
})

test('chunks touch, none is empty, and together they are the interval', () => {
  const bounds = fc.tuple(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 500n }))
  fc.assert(
    fc.property(bounds, fc.integer({ min: 1, max: 99 }), ([from, length], size) => {
      const pieces = splitInterval({ from: String(from), to: String(from + length) }, String(size)) ?? []
      expect(pieces[0]?.from).toBe(String(from))
      expect(pieces.at(-1)?.to).toBe(String(from + length))
      for (const [i, piece] of pieces.entries()) {
        expect(BigInt(piece.to) - BigInt(piece.from)).toBeGreaterThan(0n)
        if (i > 0) expect(piece.from).toBe(pieces[i - 1]?.to)
      }
    }),
  )
})
