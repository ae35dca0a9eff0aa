import type { Diagnostic } from './diagnostic.ts'

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const

/**
 * Annotations of a GitHub workflow, one line a finding. Source: GitHub Actions, workflow commands, "Setting an error
 * message": values of properties escape commas and colons too.
 */
export const renderGithub = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .map(({ severity, code, message, hint, place }) => {
      const properties = [
        ...(place === undefined
          ? []
          : [
              `file=${property(place.file)}`,
              `line=${place.line}`,
              ...(place.endLine === undefined ? [] : [`endLine=${place.endLine}`]),
              `col=${place.column}`,
              ...(place.endColumn === undefined ? [] : [`endColumn=${place.endColumn}`]),
            ]),
        `title=${property(code)}`,
      ]
      const text = hint === undefined ? message : `${message}\n${hint}`
      return `::${commands[severity]} ${properties.join(',')}::${data(text)}\n`
    })
    .join('')

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
