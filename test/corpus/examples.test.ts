import { describe, expect, test } from 'vitest'
import { examples } from '../../scripts/errors/examples.ts'
import { exampleOf } from '../../scripts/errors/page.ts'
import { provoke } from '../../scripts/errors/provoke.ts'
import { sentences } from '../../scripts/errors/sentences.ts'
import { codes } from '../../src/diagnostics/index.ts'

// docs/errors.md shows an example for each code that a manifest provokes, and says of the others when they appear.

/** What comes with a mistake and cannot be left out of its example. */
const companions: Readonly<Record<string, string>> = { MR1454: 'MR1403', MR1467: 'MR1318' }

describe('the example of', () => {
  test.each(Object.keys(examples))('%s provokes exactly this code', async (code) => {
    const found = await provoke(examples[code] ?? {})
    const told = found.filter((one) => one.severity !== 'info' || one.code === code).map((one) => one.code)
    expect([...new Set(told)].filter((other) => other !== companions[code])).toEqual([code])
  })
})

test('every code has an example that provokes it, or a sentence that says when it appears', async () => {
  for (const code of Object.keys(codes)) {
    const example = exampleOf(code)
    expect(example !== undefined || code in sentences, code).toBe(true)
    if (example === undefined || code in examples) continue
    expect(
      (await provoke(example)).map((found) => found.code),
      code,
    ).toContain(code)
  }
})

test('nothing is said of codes that do not exist, or that an example explains', () => {
  for (const code of [...Object.keys(sentences), ...Object.keys(examples)])
    expect(Object.keys(codes)).toContain(code)
  expect(Object.keys(sentences).filter((code) => exampleOf(code) !== undefined)).toEqual([])
})
