import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, dayText, timestampText, weekday, yearsBefore } from '../../../src/stacks/mock/dates.ts'
import { createRandom, shuffle, weighted } from '../../../src/stacks/mock/random.ts'

describe('a random stream', () => {
  test('gives the same numbers for a row, whatever was drawn before', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat({ max: 50 }), (seed, row, drawn) => {
        const first = createRandom(seed, 'x')
        first.at(row)
        const expected = [first.uint32(), first.uint32(), first.uint32()]
        const second = createRandom(seed, 'x')
        for (let i = 0; i < drawn; i++) second.uint32()
        second.at(row)
        expect([second.uint32(), second.uint32(), second.uint32()]).toEqual(expected)
      }),
    )
  })

  test('differs by seed, by name and by row', () => {
    const firsts = new Set<number>()
    for (const seed of ['1', '2'])
      for (const name of ['a', 'b'])
        for (const row of [0, 1, 2 ** 32, 2 ** 32 + 1]) {
          const random = createRandom(seed, name)
          random.at(row)
          firsts.add(random.uint32())
        }
    expect(firsts.size).toBe(16)
  })

  test('is even across neighbouring rows', () => {
    const random = createRandom('1', 'rows')
    const buckets = Array.from({ length: 10 }, () => 0)
    for (let row = 0; row < 50_000; row++) {
      random.at(row)
      const bucket = random.below(10)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    for (const count of buckets) expect(Math.abs(count - 5000)).toBeLessThan(300)
  })

  test('draws normal numbers with mean 0 and deviation 1', () => {
    const random = createRandom('1', 'normal')
    const draws = Array.from({ length: 50_000 }, () => random.normal())
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length
    expect(mean).toBeCloseTo(0, 1.5)
    expect(variance).toBeCloseTo(1, 1.5)
  })

  test('never chooses a value of weight zero', () => {
    const choose = weighted([
      ['never', 0],
      ['always', 2],
      ['not this', 0],
    ])
    const random = createRandom('1', 'weights')
    expect(new Set(Array.from({ length: 1000 }, () => choose(random)))).toEqual(new Set(['always']))
  })

  test('keeps every element of what it shuffles', () => {
    const items = Uint32Array.from({ length: 1000 }, (_, i) => i)
    shuffle(items, createRandom('1', 'shuffle'))
    expect([...items].slice(0, 10)).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect([...items].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  })
})

describe('dates', () => {
  test('print as the platform prints them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000_000_000, max: 100_000_000_000 }), (seconds) => {
        const iso = new Date(seconds * 1000).toISOString()
        expect(timestampText(seconds)).toBe(iso.slice(0, 19).replace('T', ' '))
        expect(dayNumber(dayText(Math.floor(seconds / 86_400)))).toBe(Math.floor(seconds / 86_400))
      }),
    )
  })

  test.each(['2023-02-29', '2023-13-01', '2023-1-1', '', 'today'])('refuse %j', (text) => {
    expect(dayNumber(text)).toBeNaN()
  })

  test('know the week and the leap year', () => {
    expect(weekday(dayNumber('2023-11-11'))).toBe(5)
    expect(weekday(dayNumber('1969-12-29'))).toBe(0)
    expect(dayText(yearsBefore(dayNumber('2024-02-29'), 1))).toBe('2023-03-01')
  })
})
