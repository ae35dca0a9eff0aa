import type { Diagnostic } from './diagnostic.ts'

/**
 * A JUnit report: a case for each file that has findings, which fails where one of them is an error; warnings and notes
 * are its output. One case that passes where there is nothing to find, since readers take an empty report for a broken
 * one.
 */
export const renderJunit = (diagnostics: readonly Diagnostic[]): string => {
  const byFile = Map.groupBy(diagnostics, ({ place }) => place?.file ?? 'project')
  const cases = [...byFile].map(([file, found]) => {
    const errors = found.filter(({ severity }) => severity === 'error')
    const others = found.filter(({ severity }) => severity !== 'error')
    const [first] = errors
    return {
      isFailed: first !== undefined,
      text: `    <testcase classname="millrace" name="${attribute(file)}">
${first === undefined ? '' : `      <failure type="${first.code}" message="${attribute(first.message)}">${content(errors.map(line).join('\n'))}</failure>\n`}${others.length === 0 ? '' : `      <system-out>${content(others.map(line).join('\n'))}</system-out>\n`}    </testcase>`,
    }
  })
  const shown =
    cases.length === 0
      ? [{ isFailed: false, text: '    <testcase classname="millrace" name="manifests"/>' }]
      : cases
  const counts = `tests="${shown.length}" failures="${shown.filter(({ isFailed }) => isFailed).length}"`
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counts}>
  <testsuite name="millrace validate" ${counts}>
${shown.map(({ text }) => text).join('\n')}
  </testsuite>
</testsuites>
`
}

const line = ({ severity, code, message, hint, place }: Diagnostic): string =>
  `${place === undefined ? '' : `${place.file}:${place.line}:${place.column} `}${severity} ${code} ${message}${hint === undefined ? '' : ` (${hint})`}`

/** XML 1.0 has no place for most control characters, not even escaped. */
const content = (text: string): string =>
  text
    .replaceAll(/[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

const attribute = (text: string): string => content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')
