import { literal } from '../../../quote.ts'
import type { Piece } from '../../java/java-pattern-pieces.ts'

/*
 * Patterns for reading that are several ways to write a time: [yyyy-MM-dd][dd/MM/yyyy]. Java tries one section behind
 * the other and never goes back: one whose letters fit keeps what it has read, whether that is a date or not.
 */

type Pieces = readonly Piece[]

/** What every text has, and sections behind it of which one is read. */
export type Sectioned = { readonly lead: Pieces; readonly sections: readonly Pieces[] }

/** Undefined for other patterns: with sections in sections, or with something behind them. */
export const sectionsOf = (pieces: Pieces): Sectioned | undefined => {
  const first = pieces.findIndex(({ kind }) => kind === 'open')
  const lead = pieces.slice(0, Math.max(first, 0))
  const sections: Piece[][] = []
  let section: Piece[] | undefined
  for (const piece of pieces.slice(lead.length)) {
    if (piece.kind === 'open' ? section !== undefined : section === undefined) return undefined
    if (piece.kind === 'open') section = []
    else if (piece.kind !== 'close') section?.push(piece)
    else {
      sections.push(section ?? [])
      section = undefined
    }
  }
  const isKnown = [...lead, ...sections.flat()].every(isPlain) && sections.every((one) => one.length > 0)
  const isApart = !isDigits(lead.at(-1)) || !sections.some(([piece]) => isDigits(piece))
  return section === undefined && sections.length > 1 && isKnown && isApart ? { lead, sections } : undefined
}

/** Letters whose readings are known here by their form alone; offsets are not among them. */
const isPlain = (piece: Piece): boolean => piece.kind === 'text' || formOf(piece) !== undefined

const months = 'January|February|March|April|May|June|July|August|September|October|November|December'

/** What letters take whatever the values are: a month 13 is found to be none at the end only. */
const formOf = (piece: Piece): string | undefined => {
  if (piece.kind !== 'letters') return undefined
  const { letter, count } = piece
  if (letter === 'a') return '(?:AM|PM)'
  if (/[ML]/.test(letter) && count > 2)
    return `(?:${months
      .split('|')
      .map((name) => (count === 3 ? name.slice(0, 3) : name))
      .join('|')})`
  if (letter === 'S') return `[0-9]{1,${count}}`
  if (!/[yMLdHhKkms]/.test(letter) || (count > 2 && !(letter === 'y' && count === 4))) return undefined
  return count === 1 ? '-?[0-9]{1,19}' : `[0-9]{${count}}`
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

const formOfAll = (pieces: Pieces): string =>
  pieces.map((piece) => (piece.kind === 'text' ? escaped(piece.text) : (formOf(piece) ?? ''))).join('')

const isDigits = (piece: Piece | undefined): boolean =>
  piece?.kind === 'letters' && piece.letter !== 'a' && !(/[ML]/.test(piece.letter) && piece.count > 2)

/** A year takes all digits that others leave it, and then has too many. */
const endsWithYear = (pieces: Pieces): boolean => {
  const start = pieces.findLastIndex((piece) => !isDigits(piece)) + 1
  return pieces
    .slice(start)
    .some((piece) => piece.kind === 'letters' && piece.letter === 'y' && piece.count > 2)
}

/** SQL that reads `s` by the first section that fits; `read` reads a whole text by what it is given. */
export const readBySections = (
  pattern: string,
  { lead, sections }: Sectioned,
  s: string,
  read: (pieces: Pieces) => string,
): string => {
  const begins = (text: string, forms: readonly string[]): string =>
    `regexp_matches(${text}, ${literal(`(?is)^(?:${forms.join('|')})`)})`
  const failure = (what: string): string =>
    `CAST(error(${literal(`text that ${what}: ${pattern}`)}) AS TIMESTAMP)`
  const formOfWhole = (pieces: Pieces): string =>
    `${formOfAll(pieces)}${endsWithYear(pieces) ? '(?:[^0-9]|$)' : ''}`
  const ways = sections.map((section, i) => {
    const pieces = [...lead, ...section]
    const later = sections.slice(i + 1).map(formOfAll)
    const rest = `regexp_replace(${s}, ${literal(`(?is)^${formOfAll(pieces)}`)}, '')`
    const value =
      later.length === 0
        ? read(pieces)
        : `coalesce(${read(pieces)}, CASE WHEN ${begins(rest, later)} THEN ${failure('fits several sections of a date pattern')} END)`
    return `WHEN ${begins(s, [formOfWhole(pieces)])} THEN ${value}`
  })
  // Where no section reads anything, and nothing is there, nothing is said of the time.
  const empty = lead.length > 0 ? '' : `WHEN ${s} = '' THEN TIMESTAMP '1970-01-01 00:00:00' `
  const alone = lead.length > 0 ? ` WHEN ${s} IS NOT NULL THEN ${read(lead)}` : ''
  // Spark 2 takes brackets for text.
  return `CASE ${empty}WHEN contains(${s}, '[') THEN ${failure('has a bracket, and a date pattern with sections')} ${ways.join(' ')}${alone} END`
}
