import { expect, test } from 'vitest'
import { applyFixes } from '../../../src/diagnostics/index.ts'
import { readDocuments } from '../../../src/manifest/index.ts'

const repaired = async (text: string): Promise<string> => {
  let current = text
  for (let round = 0; round < 5; round++) {
    const source = { file: 'a.yaml', absoluteFile: '/a.yaml', text: current }
    const { diagnostics } = await readDocuments(source, { splitsLists: true })
    current = applyFixes(current, diagnostics).text
  }
  return current
}

test.each([
  ['tabs', 'a:\n\tb: 1\n\tc:\n\t\td: 2\n', 'a:\n  b: 1\n  c:\n    d: 2\n'],
  ['tabs behind blanks', 'a:\n    b: 1\n\tc: 2\n', 'a:\n    b: 1\n    c: 2\n'],
  ['a template', 'a: {{ x }}-1 # why\nb: 1\n', 'a: "{{ x }}-1" # why\nb: 1\n'],
  ['a star', 'cron: */5 * * * *\nb: *\n', 'cron: "*/5 * * * *"\nb: "*"\n'],
  [
    'bold type of a page, around values and comments',
    'a: **false**\nb: **# why**\n  - c: d  **# e**\n  - f: |\n      **g**\n',
    'a: false\nb: # why\n  - c: d  # e\n  - f: |\n      **g**\n',
  ],
  ['bold type behind a quote', 'a: "b"  **# c**\nd: "e **f**"\n', 'a: "b"  # c\nd: "e **f**"\n'],
  ['a pattern of paths in two stars', 'a: **/b/**\n', 'a: "**/b/**"\n'],
  ['no blank behind a colon', 'a:\n  b:1\n  c: 2\n', 'a:\n  b: 1\n  c: 2\n'],
  [
    'several causes, in two documents',
    'a: {{ x }}\n---\nb:\n\tc: @d\n',
    'a: "{{ x }}"\n---\nb:\n  c: "@d"\n',
  ],
  ['tabs in a block of text stay', 'a: |\n  x\n  \ty\nb: {{ z }}\n', 'a: |\n  x\n  \ty\nb: "{{ z }}"\n'],
])('%s', async (_, text, expected) => {
  expect(await repaired(text)).toBe(expected)
})

test('what leaves several ways has no fix', async () => {
  for (const text of ['a: "b\nc: d\n', 'a: [1, 2\nb: 3\n', 'a:\n  b: 1\n c: 2\n'])
    expect(await repaired(text)).toBe(text)
})
