import type { Diagnostic } from '../../diagnostics/index.ts'
import { oneLine } from './terminal-text.ts'

/** A diagnostic on one line, as compilers write it: `steps/a.yaml:4:7 warning MR1203 unknown key "inptus"`. */
export const diagnosticLine = ({ place, severity, code, message }: Diagnostic): string => {
  const where = place === undefined ? '' : `${oneLine(place.file)}:${place.line}:${place.column} `
  return `${where}${severity} ${code} ${oneLine(message)}`
}

/** Why something failed, in a few words: the code and what happened. */
export const causeText = ({ code, message }: Diagnostic): string => `${code} ${oneLine(message)}`
