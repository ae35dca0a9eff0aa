import { nearest } from '../../base/nearest.ts'
import { diagnose, type Diagnostic } from '../../diagnostics/index.ts'
import type { SourceText } from '../source-text.ts'
import { tokenize } from './parse/tokens.ts'

/**
 * The engine's complaint about a translated statement, placed in the text that the author wrote: at the first
 * identifier that it names, else at the start. The frame of the generated SQL is left out (MR2010, MR2003).
 */
export const locateEngineError = (
  translation: { readonly statement: SourceText },
  engineMessage: string,
): Diagnostic => {
  const { statement } = translation
  const short = shorten(engineMessage)
  const names = namesIn(short)
  const at = names.map((name) => find(statement.text, name)).find((found) => found !== undefined)
  const place = statement.place(at?.offset ?? 0, at?.length ?? 0)
  const column = /^(?:Binder Error: )?Referenced column "([^"]+)" (?:not found|was not found)/.exec(
    engineMessage,
  )?.[1]
  if (column === undefined) return diagnose('MR2010', { reason: short }, place)
  const candidates = [...engineMessage.matchAll(/"([^"]+)"/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => name.toLowerCase() !== column.toLowerCase())
  return diagnose('MR2003', { name: column, near: nearest(column, candidates) }, place)
}

const shorten = (message: string): string => {
  const first = message.split(/\n\s*(?:LINE \d+:|Candidate|\n)/)[0] ?? message
  return first
    .replace(
      /^(?:Binder|Catalog|Parser|Conversion|Invalid Input|Out of Range|Invalid) (?:Error|Type Error): /,
      '',
    )
    .replaceAll(/\s+/g, ' ')
    .replace(/ You might need to add explicit type casts\.?$/, '')
    .trim()
}

const namesIn = (message: string): readonly string[] =>
  [...message.matchAll(/["']([^"']+)["']/g)].flatMap((match) => {
    const inside = match[1] ?? ''
    return [
      inside,
      (inside.split('(')[0] ?? '').replace(/^spark_(?:to_)?/, ''),
      inside.split('.').at(-1) ?? '',
    ]
  })

const find = (
  text: string,
  name: string,
): { readonly offset: number; readonly length: number } | undefined => {
  if (name === '') return undefined
  const scanned = tokenize(text)
  if (scanned.kind !== 'tokens') return undefined
  const token = scanned.tokens.find(
    (candidate) => candidate.kind !== 'symbol' && candidate.text.toLowerCase() === name.toLowerCase(),
  )
  return token === undefined ? undefined : { offset: token.offset, length: token.end - token.offset }
}
