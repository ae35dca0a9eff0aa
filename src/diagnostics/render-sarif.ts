import { codes } from './codes.ts'
import type { Diagnostic, Fix, Place } from './diagnostic.ts'

const levels = { error: 'error', warning: 'warning', info: 'note' } as const

/** One SARIF 2.1.0 log with the rules that were broken. Source: OASIS SARIF 2.1.0; columns count UTF-16 units. */
export const renderSarif = (diagnostics: readonly Diagnostic[], version: string): string => {
  const rules = [...new Set(diagnostics.map(({ code }) => code))].toSorted()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'millrace',
            version,
            rules: rules.map((id) => ({ id, shortDescription: { text: titleOf(id) } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map(({ code, severity, message, hint, place, fix, related = [] }) => ({
          ruleId: code,
          ruleIndex: rules.indexOf(code),
          level: levels[severity],
          message: { text: hint === undefined ? message : `${message}\n${hint}` },
          ...(place === undefined ? {} : { locations: [location(place)] }),
          ...(fix === undefined ? {} : { fixes: [fixOf(fix)] }),
          ...(related.length === 0
            ? {}
            : {
                relatedLocations: related.map((one) => ({
                  ...location(one.place),
                  message: { text: one.message },
                })),
              }),
        })),
      },
    ],
  }
  return JSON.stringify(log, undefined, 2)
}

const titleOf = (code: string): string =>
  Object.entries(codes).find(([name]) => name === code)?.[1].title ?? code

const fixOf = ({ isSafe, edits }: Fix) => ({
  description: { text: isSafe ? 'What can only have been meant.' : 'What may have been meant.' },
  artifactChanges: edits.map(({ place, text }) => ({
    artifactLocation: location(place).physicalLocation.artifactLocation,
    replacements: [{ deletedRegion: location(place).physicalLocation.region, insertedContent: { text } }],
  })),
})

const location = ({ file, line, column, endLine, endColumn }: Place) => ({
  physicalLocation: {
    artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
    region: {
      startLine: line,
      startColumn: column,
      ...(endLine === undefined ? {} : { endLine }),
      ...(endColumn === undefined ? {} : { endColumn }),
    },
  },
})
