import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type Diagnostic, renderJson, renderText } from '../../src/diagnostics/index.ts'

const source = 'name: x\n\tinptus: []\n漢字: "😀é" # ok\n'
const sources = (file: string) => (file === 'a.yaml' ? source : undefined)

const unknownKey: Diagnostic = {
  severity: 'error',
  code: 'MR1203',
  message: 'unknown key "inptus"',
  hint: 'did you mean "inputs"?',
  place: { file: 'a.yaml', line: 2, column: 2, endLine: 2, endColumn: 8 },
}
const wide: Diagnostic = {
  severity: 'warning',
  code: 'MR1018',
  message: 'two\nlines',
  place: { file: 'a.yaml', line: 3, column: 5, endLine: 3, endColumn: 10 },
  related: [{ message: 'first written here', place: { file: 'b.yaml', line: 9, column: 1 } }],
}

const text = (diagnostics: readonly Diagnostic[], colour = false) =>
  renderText(diagnostics, { sources, colour })

describe('findings as text', () => {
  it('show place, severity, code, message, the line, the mark, the hint and a count', () => {
    expect(text([unknownKey, wide])).toBe(`a.yaml:2:2  error  MR1203  unknown key "inptus"
  1 | name: x
  2 |     inptus: []
    |     ~~~~~~
  hint: did you mean "inputs"?

a.yaml:3:5  warning  MR1018  two lines
  2 |     inptus: []
  3 | 漢字: "😀é" # ok
    |       ~~~~~
  see: b.yaml:9:1  first written here

1 error, 1 warning
`)
  })

  it('mark one column where the place is a point, also behind the end of the line', () => {
    const place = { file: 'a.yaml', line: 1, column: 99 }
    expect(text([{ ...unknownKey, place }])).toContain('  1 | name: x\n    |        ^\n')
  })

  it('mark the rest of the first line of a range of several lines', () => {
    const place = { file: 'a.yaml', line: 1, column: 3, endLine: 3, endColumn: 2 }
    expect(text([{ ...unknownKey, place }])).toContain('  1 | name: x\n    |   ~~~~~\n')
  })

  it('do without a frame where the text or the place is not at hand', () => {
    const elsewhere = {
      severity: 'info',
      code: 'MR1',
      message: 'm',
      place: { file: 'c', line: 1, column: 1 },
    } as const
    expect(text([elsewhere, { severity: 'error', code: 'MR2', message: 'n' }])).toBe(
      'c:1:1  info  MR1  m\n\nerror  MR2  n\n\n1 error, 1 note\n',
    )
    expect(text([])).toBe('')
  })

  it('show only the part around the mark of a very long line', () => {
    const long = `${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`
    const place = { file: 'l', line: 1, column: 5001, endLine: 1, endColumn: 5005 }
    const lines = renderText([{ ...unknownKey, place }], { sources: () => long, colour: false }).split('\n')
    expect(lines[1]?.length).toBeLessThan(200)
    expect(lines[1]?.indexOf('HERE')).toBe(lines[2]?.indexOf('~~~~'))
  })

  it('have colour only if asked for, and cannot steer the terminal', () => {
    const steering = { ...unknownKey, message: 'a\u001b[31mb\u202e' }
    expect(text([steering])).not.toMatch(/\p{Cc}(?<!\n)/u)
    expect(text([unknownKey], true)).toContain('\u001b[31;1merror\u001b[0m')
    expect(stripVTControlCharacters(text([unknownKey, wide], true))).toBe(text([unknownKey, wide]))
  })
})

describe('findings as JSON', () => {
  it('are one array of flat objects, with null for what is not known', () => {
    expect(JSON.parse(renderJson([unknownKey, { severity: 'error', code: 'MR2', message: 'n' }]))).toEqual([
      {
        code: 'MR1203',
        severity: 'error',
        message: 'unknown key "inptus"',
        file: 'a.yaml',
        line: 2,
        column: 2,
        hint: 'did you mean "inputs"?',
        fix: null,
      },
      {
        code: 'MR2',
        severity: 'error',
        message: 'n',
        file: null,
        line: null,
        column: null,
        hint: null,
        fix: null,
      },
    ])
    expect(renderJson([])).toBe('[]')
  })
})
