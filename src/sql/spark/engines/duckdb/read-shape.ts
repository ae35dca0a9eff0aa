import { literal } from '../../../quote.ts'
import type { Piece } from '../../java/java-pattern-pieces.ts'

/* Texts in their usual form, which the engine reads as Java does. Others come to a regular expression. */

/** The engine's letters; of more digits than two it reads none, so that other forms go another way. */
const formats: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  M: '%m',
  MM: '%m',
  MMM: '%b',
  d: '%d',
  dd: '%d',
  H: '%H',
  HH: '%H',
  m: '%M',
  mm: '%M',
  s: '%S',
  ss: '%S',
}

/** For patterns of fixed width the engine's own reader is right about whatever they match. */
export const strptimeFormat = (pieces: readonly Piece[]): string | undefined => {
  const known = pieces.map((piece) => {
    if (piece.kind === 'text') return piece.text.replaceAll('%', '%%')
    return piece.kind === 'letters' ? formats[piece.letter.repeat(piece.count)] : undefined
  })
  const runs = pieces.flatMap((piece) => (piece.kind === 'letters' ? [piece.letter] : []))
  return known.includes(undefined) || !['y', 'M', 'd'].every((letter) => runs.includes(letter))
    ? undefined
    : known.join('')
}

/** What a run of digits looks like to GLOB, which finds a shape in half the time of a regular expression. */
const shapes: Readonly<Record<string, string>> = {
  yyyy: '[0-9][0-9][0-9][0-9]',
  MM: '[01][0-9]',
  dd: '[0-3][0-9]',
  HH: '[0-2][0-9]',
  mm: '[0-5][0-9]',
  ss: '[0-5][0-9]',
  SSS: '[0-9][0-9][0-9]',
  SSSSSS: '[0-9][0-9][0-9][0-9][0-9][0-9]',
  X: 'Z',
  XX: 'Z',
  XXX: 'Z',
}

/** A text with as many digits as the pattern has letters, and Z for a zone, read at once; NULL for others. */
export const readShape = (
  pieces: readonly Piece[],
  s: string,
  format: string | undefined,
): string | undefined => {
  const parts = pieces.map((piece) => {
    if (piece.kind === 'text') return piece.text.replaceAll(/[*?[\\]/g, '[$&]')
    return piece.kind === 'letters' ? shapes[piece.letter.repeat(piece.count)] : undefined
  })
  if (parts.includes(undefined)) return undefined
  const found = `${s} GLOB ${literal(parts.join(''))}`
  const such = (condition: string): string => `CASE WHEN ${condition} THEN ${s} END`
  const read = pieces
    .map((piece) =>
      piece.kind === 'letters' ? piece.letter.repeat(piece.count) : piece.kind === 'text' ? piece.text : '',
    )
    .join('')
  // The engine's casts are faster than its formats, but know an hour 24.
  if (read === 'yyyy-MM-dd') return `CAST(TRY_CAST(${such(found)} AS DATE) AS TIMESTAMP)`
  const [isInstant, behind] = /^yyyy-MM-dd[ T]HH:mm:ss((?:[.]SSS|[.]SSSSSS)?(?:X{0,3}|Z))$/.exec(read) ?? []
  if (isInstant !== undefined) {
    const midnight = behind === '' ? `ends_with(${s}, '24:00:00')` : `${s} GLOB '???????????24*'`
    return `TRY_CAST(${such(`${found} AND NOT ${midnight}`)} AS TIMESTAMP)`
  }
  return format === undefined ? undefined : `try_strptime(${such(found)}, ${literal(format)})`
}
