import { expect, test } from 'vitest'
import { indentationStep } from '../../../src/manifest/yaml/indentation-step.ts'

/** The step for the line that begins with the mark, which is taken out first. */
const step = (marked: string): string | undefined =>
  indentationStep(marked.replace('»', ''), marked.indexOf('»'))

test.each([
  [
    'a bracket that closes in the column of its key',
    'a:\n  b: {\n    c: 1\n  »}\n',
    'move this } to the right: it has to stand deeper than the key that it belongs to',
  ],
  [
    'a key in the column of the dash',
    'a:\n    - name: x\n    »all: true\n',
    'begin it in column 7, below "name": it belongs to the same member of the list',
  ],
  [
    'a key deeper than the first of its member, behind a comment',
    '- name: x\n  # why\n\n    »sql: y\n',
    'begin it in column 3, below "name": it belongs to the same member of the list',
  ],
  ['a key deeper than the one before', 'a:\n  b: 1\n    »c: 2\n', 'begin it in column 3, below "b"'],
  [
    'a list behind a key that has a value',
    '- sequence: final\n    »- name: a\n',
    '"sequence" has a value already: remove it, or this list',
  ],
  [
    'text of a block that is not indented',
    'a:\n  body: |\n  »{\n',
    'begin the text behind | deeper than the key before it',
  ],
  [
    'a line of a text that is no deeper than its key',
    'a:\n  body: |\n    {\n»b c\n    }\n',
    'move it to the right, if it belongs to the text of "body"',
  ],
  ['a key behind text of a block', 'a:\n  b: |\n    text: 1\n   »c: 2\n', 'begin it in column 3, below "b"'],
  [
    'a key that is not as deep as those above it',
    'a:\n    b: 1\n    c:\n      - d\n   »e: 2\n',
    'begin it in column 5, below "c"',
  ],
  ['a key among the members of a list', 'a:\n  - b\n  »c: 2\n', 'begin it in column 1, below "a"'],
  ['a key in the column of another one', 'a:\n  - b\nc: 1\n»d: 2\n', undefined],
  ['a key behind members that are no mappings', 'a:\n    - b\n   »c: 2\n', 'begin it in column 1, below "a"'],
  ['a line behind an empty first one', '\n  a: 1\n »b: 2\n', undefined],
  ['the first line', '  »a: b\n', undefined],
])('%s', (_name, marked, expected) => {
  expect(step(marked)).toBe(expected)
})

test('a text that begins with an empty line has a beginning', () => {
  expect(indentationStep('\n\na: 1\n b: 2\n', 7)).toBeDefined()
})
