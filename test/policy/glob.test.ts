import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileGlob } from '../../src/policy/glob.ts'

const matches = (pattern: string, text: string, separators = ':') => {
  const glob = compileGlob(pattern, separators)
  if (glob.kind === 'malformed') throw new Error(glob.reason)
  return glob.matches(text)
}

test.each([
  ['roles:id:pii-reader', 'roles:id:pii-reader', true],
  ['roles:id:pii-reader', 'roles:id:pii-readers', false],
  ['roles:id:*', 'roles:id:x', true],
  ['roles:id:*', 'roles:id:x:y', false],
  ['roles:*', 'roles:id:x', false],
  ['users:**', 'users:id:ana', true],
  ['foo:**:bar', 'foo:bar', true],
  ['foo:**:bar', 'foo:x:y:bar', true],
  ['foo:**:bar', 'foobar', false],
  ['foo:*:bar', 'foo:bar', false],
  ['foo:*:bar', 'foo:x:y:bar', false],
  ['foo:*:bar', 'foo:x:bar', true],
  ['{cat,bat,[mt]at}', 'mat', true],
  ['{cat,bat,[mt]at}', 'bat', true],
  ['{cat,bat,[mt]at}', 'rat', false],
  ['{a,{b,c}d}', 'cd', true],
  ['a?c', 'abc', true],
  ['a?c', 'a:c', false],
  ['[!a-c]x', 'dx', true],
  ['[!a-c]x', 'bx', false],
  ['[a-]', '-', true],
  [String.raw`\*`, '*', true],
  [String.raw`\*`, 'x', false],
  ['a.c', 'abc', false],
  ['(a|b)+', 'a', false],
  ['**', 'anything:at:all', true],
  ['', '', true],
])('%s against %s is %s', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected)
})

test('a dot parts levels in column tags', () => {
  expect(matches('PII.*', 'PII.Email', '.:')).toBe(true)
  expect(matches('PII.*', 'PII.Email.Work', '.:')).toBe(false)
  expect(matches('*', 'PII.Email', '.:')).toBe(false)
})

test.each(['[', '[]', '[!]', '{a', 'a}', 'a]', '\\', '[z-a]'])('%s is malformed and says why', (pattern) => {
  expect(compileGlob(pattern, ':').kind).toBe('malformed')
})

test('a text without special characters matches itself only', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', ':', '.', '(', '+', '$', '|', 'é', '😀') })
  fc.assert(
    fc.property(
      plain,
      plain,
      (pattern, text) => matches(pattern, text) === (pattern === text) && matches(pattern, pattern),
    ),
  )
})

test('stars agree with a plain reference over levels', () => {
  const reference = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === ''
    if (pattern.startsWith('*')) {
      for (let i = 0; i <= text.length; i++) {
        if (reference(pattern.slice(1), text.slice(i))) return true
        if (text[i] === ':') return false
      }
      return false
    }
    return text !== '' && pattern[0] === text[0] && reference(pattern.slice(1), text.slice(1))
  }
  const letters = fc.string({ unit: fc.constantFrom('a', ':'), maxLength: 8 })
  const stars = fc
    .string({ unit: fc.constantFrom('a', ':', '*'), maxLength: 8 })
    .filter((pattern) => !pattern.includes('**'))
  fc.assert(
    fc.property(stars, letters, (pattern, text) => matches(pattern, text) === reference(pattern, text)),
  )
})

test('a pattern of many stars stays quick on a long text', () => {
  const started = performance.now()
  expect(matches('*a'.repeat(40), `${'a'.repeat(500)}b`)).toBe(false)
  expect(performance.now() - started).toBeLessThan(5000)
})
