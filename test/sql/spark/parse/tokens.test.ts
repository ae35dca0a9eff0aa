import { expect, test } from 'vitest'
import { tokenize } from '../../../../src/sql/spark/parse/tokens.ts'

const texts = (text: string) => {
  const scanned = tokenize(text)
  return scanned.kind === 'tokens' ? scanned.tokens.map((token) => token.text) : scanned
}

test('literals stand for what Spark makes of their escapes', () => {
  expect(texts(String.raw`'it\'s' 'a\\b' '\.' '\%' '\_' '\u00e9' "dq 'x'" r'raw\n' '\101'`)).toEqual([
    "it's",
    String.raw`a\b`,
    '.',
    String.raw`\%`,
    String.raw`\_`,
    'é',
    "dq 'x'",
    String.raw`raw\n`,
    'A',
  ])
})

test('comments, also nested ones, and blanks are left out', () => {
  expect(texts("a -- b\n/* c /* d */ ' */ e")).toEqual(['a', 'e'])
})

test('numbers keep their suffix, and a name may begin with digits', () => {
  expect(texts('1L 2.5D .5 1e-3 10BD 3x')).toEqual(['1L', '2.5D', '.5', '1e-3', '10BD', '3x'])
})

test('quoted names and operators', () => {
  expect(texts('`a``b` <=> c || d != e -> f')).toEqual(['a`b', '<=>', 'c', '||', 'd', '!=', 'e', '->', 'f'])
})

test('what is never closed is said with its place', () => {
  expect(tokenize("a 'b")).toEqual({ kind: 'unclosed', what: 'string', offset: 2 })
  expect(tokenize('a /* b')).toEqual({ kind: 'unclosed', what: 'comment', offset: 2 })
})
