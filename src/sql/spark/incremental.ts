import { nearest } from '../../base/nearest.ts'
import { diagnose, type Diagnostic, type Staged } from '../../diagnostics/index.ts'
import type { EngineValue } from '../row.ts'
import { editText, type SourceText, type TextEdit } from '../source-text.ts'

/**
 * The text with every `$|name|` replaced by its value, verbatim; a place in the result is the place of the text that
 * it came from. A name without a value stays and is reported (MR2012).
 */
export const fillIncremental = (
  source: SourceText,
  values: ReadonlyMap<string, string>,
): Staged<SourceText> => {
  const diagnostics: Diagnostic[] = []
  const edits: TextEdit[] = []
  for (const match of source.text.matchAll(/\$\|([^|\n]*)\|/g)) {
    const name = (match[1] ?? '').trim()
    const value = values.get(name)
    if (value !== undefined) {
      edits.push({ start: match.index, end: match.index + match[0].length, text: value })
      continue
    }
    const place = source.place(match.index, match[0].length)
    diagnostics.push(diagnose('MR2012', { name, near: nearest(name, values.keys()) }, place))
  }
  return { value: editText(source, edits), diagnostics }
}

/**
 * The text with every `$|name|` that stands outside of quotes as a column of that name, so that a statement whose values
 * only a run knows can be taken apart.
 */
export const valuesAsColumns = ({ text, place }: SourceText): SourceText =>
  editText(
    { text, place },
    [...text.matchAll(quotedOrValue)].flatMap(({ 0: found, index }) =>
      found.startsWith('$') ? [{ start: index, end: index + found.length, text: `\`${found}\`` }] : [],
    ),
  )

const quotedOrValue =
  /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\/|\$\|[^|\n]*\|/g

/** The names in `$|name|`, in order, each once. */
export const incrementalNames = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/\$\|([^|\n]*)\|/g)].map((match) => (match[1] ?? '').trim())),
]

/**
 * The text of an incremental key, as it is stored and put into SQL: instants as `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC
 * without zone, dates as `YYYY-MM-DD`, booleans in lower case. Undefined for NULL.
 */
export const keyText = (value: EngineValue): string | undefined => {
  if (value === null) return undefined
  if (typeof value === 'string')
    return value.replace(/^(\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)\+00(?::?00)?$/, '$1')
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  if (value instanceof Uint8Array)
    return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return JSON.stringify(value)
}
