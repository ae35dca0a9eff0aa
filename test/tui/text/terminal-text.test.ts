import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cutToWidth,
  displayWidth,
  escapeControls,
  oneLine,
  padToWidth,
} from '../../../src/tui/text/terminal-text.ts'

describe('the width of a text', () => {
  it.each([
    ['plain', 5],
    ['', 0],
    ['naïve', 5],
    ['e\u0301', 1],
    ['日本語', 6],
    ['한글', 4],
    ['ｆｕｌｌ', 8],
    ['ｱ', 1],
    ['👍', 2],
    ['👨‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['✔', 1],
    ['⚠️', 2],
    ['█░', 2],
    ['…', 1],
  ])('of %j is %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

it('a cut text takes at most the width and says that it was cut', () => {
  expect(cutToWidth('abcdef', 4)).toBe('abc…')
  expect(cutToWidth('日本語', 4)).toBe('日…')
  expect(cutToWidth('abc', 3)).toBe('abc')
  expect(cutToWidth('abc', 0)).toBe('')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(12), (text, width) => {
      expect(displayWidth(cutToWidth(text, width))).toBeLessThanOrEqual(width)
    }),
  )
})

it('padding counts columns, not characters', () => {
  expect(padToWidth('日本', 6)).toBe('日本  ')
  expect(padToWidth('7', 3, 'right')).toBe('  7')
  expect(padToWidth('ab', 5, 'centre')).toBe(' ab  ')
  expect(padToWidth('long', 2)).toBe('long')
})

it('nothing that a terminal obeys survives escaping', () => {
  expect(escapeControls('a\u001b[31mb\u0007\n\t\u009b')).toBe('a\\x1b[31mb\\x07\\n\\t\\x9b')
  expect(escapeControls('abc\u202etxt')).toBe('abc\\u202etxt')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeControls(text)).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u)
    }),
  )
})

it('several lines become one', () => {
  expect(oneLine('failed:\r\n   near "x"\n')).toBe('failed: near "x"')
})
