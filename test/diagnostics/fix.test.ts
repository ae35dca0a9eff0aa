import { describe, expect, test } from 'vitest'
import { applyFixes, type Diagnostic, diagnose, renderText } from '../../src/diagnostics/index.ts'
import { capDiagnostics } from '../../src/diagnostics/cap.ts'

const at = (line: number, column: number, length: number) => ({
  file: 'a.yaml',
  line,
  column,
  endLine: line,
  endColumn: column + length,
})

describe('fixes', () => {
  test('a misspelt key is replaced, and a misspelt value keeps its quotes', () => {
    const text = 'inptus: []\nformat: "cvs"\n'
    const found = [
      diagnose('MR1203', { key: 'inptus', near: 'inputs' }, at(1, 1, 6)),
      diagnose('MR1372', { format: 'cvs', near: 'csv' }, at(2, 9, 5)),
    ]
    const { text: fixed, fixed: made } = applyFixes(text, found)
    expect(fixed).toBe('inputs: []\nformat: "csv"\n')
    expect(made).toEqual(found)
  })

  test('what a variable filled in, an alias, and a text that is no slip away stay', () => {
    const near = (line: number, length: number) =>
      diagnose('MR1372', { format: 'cvs', near: 'csv' }, at(line, 4, length))
    const text = 'a: ${FORMAT}\nb: *cvs\nc: cvs and more of it\n'
    expect(applyFixes(text, [near(1, 9), near(2, 4), near(3, 18)])).toEqual({ text, fixed: [] })
  })

  test('of two fixes of one place the first is made', () => {
    const fix = (near: string) => diagnose('MR1203', { key: 'inptus', near }, at(1, 1, 6))
    expect(applyFixes('inptus: []\n', [fix('inputs'), fix('input')]).text).toBe('inputs: []\n')
  })

  test('a name that somebody chose has no safe fix', () => {
    const { fix } = diagnose('MR1311', { node: 'a', dependency: 'laod', near: 'load' }, at(1, 1, 4))
    expect(fix).toMatchObject({ isSafe: false, edits: [{ text: 'load' }] })
    expect(diagnose('MR1203', { key: 'a' }, at(1, 1, 1)).fix).toBeUndefined()
  })
})

describe('the cap', () => {
  const many = (
    file: string,
    count: number,
    severity: Diagnostic['severity'] = 'error',
  ): readonly Diagnostic[] =>
    Array.from({ length: count }, (_, i) => ({
      severity,
      code: 'MR1203',
      message: `unknown key "k${i}"`,
      place: { file, line: i + 1, column: 1 },
    }))

  test('shows 50 of a file and 500 in all, in order, and says where the rest is', () => {
    const all = Array.from({ length: 12 }, (_, i) => many(`${String.fromCharCode(97 + i)}.yaml`, 60)).flat()
    const { diagnostics } = capDiagnostics(all)
    expect(diagnostics).toHaveLength(500)
    const shown = new Set(diagnostics)
    expect(diagnostics).toEqual(all.filter((one) => shown.has(one)))
    const text = renderText(all, { sources: () => undefined, colour: false })
    expect(text).toContain('and 220 more: 60 in k.yaml, 60 in l.yaml, 10 in a.yaml')
    expect(text).toContain('70 in 7 other files; millrace validate --max-diagnostics 0 shows all')
    expect(text.trimEnd().endsWith('720 errors')).toBe(true)
  })

  test('an error is shown before warnings take its room, and 0 shows all', () => {
    const all = [...many('a.yaml', 3, 'warning'), ...many('b.yaml', 1)]
    expect(capDiagnostics(all, 2).diagnostics.map(({ place }) => place?.file)).toEqual(['a.yaml', 'b.yaml'])
    expect(capDiagnostics(many('a.yaml', 90), 0).diagnostics).toHaveLength(90)
  })
})
