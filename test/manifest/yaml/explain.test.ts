import { expect, test } from 'vitest'
import { readDocuments } from '../../../src/manifest/index.ts'

const found = async (text: string): Promise<readonly string[]> => {
  const source = { file: 'a.yaml', absoluteFile: '/a.yaml', text }
  const { diagnostics } = await readDocuments(source, { splitsLists: true })
  return diagnostics.map(({ code, place }) => `${place?.line}:${place?.column} ${code}`)
}

test.each([
  ['text of a block that is not indented', 'a:\n  body: |\n  {\n    "b": 1\n  }\n', '3:3 MR1016'],
  [
    'a line of a text that is no deeper than its key',
    'a:\n  body: |\n    {\n      "b": "c\nd e"\n    }\n',
    '5:1 MR1016',
  ],
  [
    'the end of a quoted text in the column of its key',
    "a:\n  spec: '{\n    1\n  }'\n  b: c\n",
    '4:3 MR1015',
  ],
  [
    'the same, though a later line holds braces',
    'a:\n  body: |\n  {\n    "b": 1\n  }\n  c:\n    - name: {{.Name}}\n',
    '3:3 MR1016',
  ],
  [
    'a key beside its list member',
    'a:\n    - name: ${{x}}-r\n    all: true\n\n    - name: b\n',
    '3:5 MR1016',
  ],
  [
    'braces behind a dollar that hold a colon',
    'a:\n  params:\n    ${{"k": "v"}}\n    ${{"l": "w"}}\n',
    '3:5 MR1021',
  ],
  ['a placeholder behind a dollar that holds a colon', 'a: ${{b: c}}\nd: e\n', '1:4 MR1021'],
  ['a template in braces', "a:\n  sql: {{ load('x') }}\n  b: c\n", '2:8 MR1011'],
  ['a comment of a template', '{# first #}\n- a: {{ b }}\n', '1:1 MR1011'],
  ['a statement of a template', 'a: b\n{%- if c -%}\nd: e\n', '2:1 MR1011'],
  ['dashes for lines that were left out', 'a:\n  sql:\n  -----\n  fields:\n    - b\n', '3:3 MR1021'],
  ['dots for lines that were left out', 'a:\n    ...\n    ...\n\n  - name: b\n', '2:5 MR1021'],
  ['emphasis of a page', '**# Important:** read this\nname: a\n', '1:1 MR1012'],
  [
    'a key that stands too far to the left, when what is below it is deeper than the next key that fits again',
    'a:\n  b:\n    c:\n      match: any\ntags:\n        - x\n    d:\n      e: 1\n',
    '5:1 MR1016',
  ],
  [
    'a merge that was left unfinished',
    'a:\n<<<<<<< HEAD\n  b: 1\n=======\n    b: 2\n>>>>>>> other\n',
    '2:1 MR1017',
  ],
  ['a key that is too deep, behind a comment', 'a:\n  b: x\n# c:\n    d:\n      e: 1\n', '4:5 MR1016'],
  ['a key behind a list', '- a: 1\n\nb:\n  - c: 2\n', '3:1 MR1016'],
  ['text where a key is expected', 'a:\n  b: 1\n  words without a colon\n  c: 2\n', '3:3 MR1017'],
  ['a deeper key behind blank lines', 'a: "*"\n \n b:\n  c: d\n', '3:2 MR1016'],
])('%s', async (_name, text, expected) => {
  expect(await found(text)).toEqual([expected])
})

test('braces inside of a block of text are no cause', async () => {
  expect(await found('a:\n  body: |\n    - name: {{.Name}}\n  b: "c\n')).toEqual(['4:6 MR1015'])
})

test('a tab before a comment or in a blank line is told once, and one in a text is not', async () => {
  expect(await found('a: b\n\t# c\n\t\n\t# d\n')).toEqual(['2:1 MR1379'])
  expect(await found('a: |\n  b\n  \t\n  \t# c\nd: "e\n\t\n  f"\n')).toEqual([])
})

test.each([
  [
    'of two keys under one parent, the one that is an odd number of blanks deeper',
    'a:\n    r:\n       l:\n        c: 1\n      q: 2\n',
    '3:8 MR1016',
  ],
  [
    'a section that is one blank deep, where the next key is two',
    'o:\n i:\n    p: 1\n  s:\n    c: 1\n',
    '2:2 MR1016',
  ],
  [
    'a member of a list that is too deep, not the key that has the same column',
    'r:\n  - id: a\n    spec:\n      name: x\n      type: y\n    - id: b\n',
    '6:1 MR1016',
  ],
])('what is told of keys and members that do not agree: %s', async (_, text, told) => {
  expect(await found(text)).toEqual([told])
})
