import { assert, property, stringMatching } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { re2Problem } from '../../../src/stacks/flare/re2.ts'

describe('regular expressions that the engine cannot run', () => {
  test.each([
    ['^(?=x)', 'look-around'],
    ['(?<!x)a', 'look-around'],
    ['(a)\\1', 'back-references'],
    ['(?<n>a)\\k<n>', 'back-references'],
    ['(?>a)', 'atomic'],
    ['a{2}+', 'possessive'],
    ['a(b', '")"'],
    ['a)b', '"("'],
    ['[a', '"]"'],
    ['a\\', 'backslash'],
  ])('%s is refused', (pattern, reason) => {
    expect(re2Problem(pattern)).toContain(reason)
  })

  test.each([
    '^\\d{4}$',
    '[(?=]+',
    '[]a]',
    '[^]a]',
    '\\(?=',
    '(?:a|b)+?',
    '(?i)x',
    '[a\\]]\\\\1',
    '(?<year>\\d+)',
  ])('%s is accepted', (pattern) => {
    expect(re2Problem(pattern)).toBeUndefined()
  })

  test('text without special signs is always accepted', () => {
    assert(property(stringMatching(/^[\w .,;:-]*$/), (text) => re2Problem(text) === undefined))
  })
})
