import * as fc from 'fast-check'
import { dump, EVENT_ID, getScalarValue, load, parseEvents, type ScalarEvent } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { scalarMap } from '../../../src/manifest/yaml/scalar-map.ts'

const lastScalar = (source: string): ScalarEvent => {
  const scalars = parseEvents(source, {}).filter((event) => event.type === EVENT_ID.SCALAR)
  return scalars.at(-1)!
}

const originOf = (source: string, offset: number, length = 1) => {
  const { start, end } = scalarMap(source, lastScalar(source)).origin(offset, length)
  return source.slice(start, end)
}

/** A character whose origin is longer than itself stands for an escape or a line break; any other is itself. */
const expectTruePlaces = (source: string) => {
  const scalar = lastScalar(source)
  const map = scalarMap(source, scalar)
  expect(map.text).toBe(getScalarValue(source, scalar))
  let behind = scalar.valueStart
  for (let offset = 0; offset < map.text.length; offset++) {
    const { start, end } = map.origin(offset, 1)
    const char = map.text[offset]!
    const origin = source.slice(start, end)
    expect(start).toBeGreaterThanOrEqual(scalar.valueStart)
    expect(end).toBeLessThanOrEqual(scalar.valueEnd)
    expect(end).toBeGreaterThanOrEqual(behind)
    const isEscape = /^(?:\\|''$)/.test(origin) && scalar.style !== 1
    const isBreak = (char === '\n' || char === ' ') && /[\r\n]/.test(origin)
    if (!isEscape && !isBreak) expect(origin).toBe(char)
    behind = start
  }
}

const words = fc.array(
  fc.constantFrom('a', 'bc', ' ', '  ', '\t', ':', "'", '"', '\\', '#', '😀', 'é', '漢'),
  {
    maxLength: 8,
  },
)
const texts = fc
  .array(
    words.map((parts) => parts.join('')),
    { maxLength: 6 },
  )
  .map((lines) => lines.join('\n'))

const styles: Record<string, (text: string) => string> = {
  'single-quoted': (text) => `'${text.replaceAll("'", "''")}'`,
  'double-quoted': (text) => JSON.stringify(text),
  'folded double-quoted': (text) =>
    `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\n\n  ').replaceAll('\t', '\\t')}"`,
  literal: (text) => `|\n${text.replaceAll(/^/gm, '  ')}`,
  'literal, kept, indented by hand': (text) => `|2+\n${text.replaceAll(/^/gm, '  ')}\n\n`,
  'literal, stripped': (text) => `|2-\n${text.replaceAll(/^/gm, '  ')}\n\n`,
  folded: (text) => `>\n${text.replaceAll(/^/gm, '  ')}`,
  'folded, kept': (text) => `>2+\n${text.replaceAll(/^/gm, '  ')}\n`,
}

describe('the places of the characters of a scalar', () => {
  for (const [style, write] of Object.entries(styles))
    for (const lineBreak of ['\n', '\r\n'])
      it(`point at the characters of ${style} text with ${JSON.stringify(lineBreak)}`, () => {
        fc.assert(
          fc.property(texts, (text) => {
            const source = `key:\n  ${write(text)}\n`.replaceAll('\n', lineBreak)
            try {
              parseEvents(source, {})
            } catch {
              return
            }
            expectTruePlaces(source)
          }),
          { numRuns: 150 },
        )
      })

  it('point at the characters of plain text of several lines', () => {
    const plain = fc.array(fc.constantFrom('a', 'b c', 'def', '', 'g  h'), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(plain, (lines) => {
        expectTruePlaces(`key: x\n${lines.map((line) => `  ${line} `).join('\n')}\n`)
      }),
    )
  })

  it('point at what js-yaml itself writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const source = dump({ key: text })
        if (lastScalar(source).valueStart >= 0) expectTruePlaces(source)
        expect(load(source)).toEqual({ key: text })
      }),
    )
  })

  it('cover an escape as a whole', () => {
    expect(originOf('k: "a\\u00e9b"', 1)).toBe('\\u00e9')
    expect(originOf('k: "a\\u00e9b"', 2)).toBe('b')
    expect(originOf("k: 'it''s'", 2)).toBe("''")
    expect(originOf('k: "a\\\n   b"', 1)).toBe('b')
  })

  it('cover a range across lines without the indentation behind it', () => {
    const source = 'k: |\n    select a\n    from b\n'
    expect(originOf(source, 9, 4)).toBe('from')
    expect(originOf(source, 7, 6)).toBe('a\n    from')
  })

  it('stand behind the text where an offset does', () => {
    const source = 'k: abc\n'
    const map = scalarMap(source, lastScalar(source))
    expect(map.origin(3, 0)).toEqual({ start: 6, end: 6 })
    expect(map.origin(99, 5)).toEqual({ start: 6, end: 6 })
  })
})
