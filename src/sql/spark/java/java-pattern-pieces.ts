import { Refused } from '../refusals.ts'

export type Piece =
  | { readonly kind: 'letters'; readonly letter: string; readonly count: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }

const instead: Readonly<Record<string, string>> = {
  Y: 'Spark 3 refuses years of weeks; yyyy is the year of the date',
  W: 'Spark 3 refuses weeks; write weekofyear(t)',
  w: 'Spark 3 refuses weeks; write weekofyear(t)',
  u: 'Spark 3 refuses numbers of days; write weekday(t) + 1',
  e: 'Spark 3 refuses numbers of days; write weekday(t) + 1',
  c: 'Spark 3 refuses numbers of days; write weekday(t) + 1',
}

/** The longest run of a letter that Java takes. A letter that is not here means nothing, or Spark refuses it. */
const longest: Readonly<Record<string, number>> = {
  G: 4,
  y: 6,
  M: 4,
  L: 4,
  d: 2,
  D: 3,
  E: 4,
  a: 1,
  Q: 4,
  q: 4,
  H: 2,
  h: 2,
  K: 2,
  k: 2,
  m: 2,
  s: 2,
  S: 9,
  V: 2,
  z: 4,
  O: 4,
  X: 5,
  x: 5,
  Z: 5,
  F: 1,
}

/** A pattern of Java in pieces. Throws Refused for what Java or Spark does not take. */
export const piecesOf = (pattern: string): readonly Piece[] => {
  const pieces: Piece[] = []
  let depth = 0
  for (const [all, quoted, run, letter] of pattern.matchAll(/'((?:[^']|'')*)'|(([A-Za-z])\3*)|[\s\S]/g)) {
    if (quoted !== undefined)
      pieces.push({ kind: 'text', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") })
    else if (run !== undefined && letter !== undefined) {
      const most = longest[letter]
      if (most === undefined)
        throw new Refused(`"${letter}" in a date pattern`, instead[letter] ?? 'Spark 3 does not take it')
      if (run.length > most || (letter === 'V' && run.length < 2) || (letter === 'O' && /^O{2,3}$/.test(run)))
        throw new Refused(`"${run}" in a date pattern`, 'Java takes no run of this length')
      pieces.push({ kind: 'letters', letter, count: run.length })
    } else if (all === '[') {
      depth += 1
      pieces.push({ kind: 'open' })
    } else if (all === ']') {
      depth -= 1
      pieces.push({ kind: 'close' })
      if (depth < 0) break
    } else if (/[#{}']/.test(all)) throw new Refused(`"${all}" in a date pattern`, 'write it in quotes')
    else pieces.push({ kind: 'text', text: all })
  }
  // A section that is not closed ends with the pattern.
  if (depth < 0) throw new Refused('"]" without "[" in a date pattern')
  return pieces
}

/**
 * For reading: without the later ones of sections such as [.SSS][.SS][.S]: the first reads as many digits as there are, so that the
 * others find something only in a text that has a fraction twice. `twice` is what stands before the digits then.
 */
export const withoutRepeated = (
  pieces: readonly Piece[],
): { readonly pieces: readonly Piece[]; readonly twice: string | undefined } => {
  const kept: Piece[] = []
  let twice: string | undefined
  for (let i = 0; i < pieces.length; i++) {
    const before = fractionSection(kept.slice(-4))
    const section = fractionSection(pieces.slice(i, i + 4))
    if (before === undefined || before.text !== section?.text || before.count < section.count) {
      kept.push(...pieces.slice(i, i + 1))
      continue
    }
    twice = section.text
    i += 3
  }
  const others = kept
    .filter(({ kind }) => kind === 'text')
    .map((piece) => ('text' in piece ? piece.text : ''))
  // Where the same stands elsewhere, what stands twice is not told by it.
  return twice !== undefined && others.filter((text) => text.includes(twice ?? '')).length > 1
    ? { pieces, twice: undefined }
    : { pieces: kept, twice }
}

const fractionSection = ([open, text, digits, close]: readonly Piece[]):
  | { readonly text: string; readonly count: number }
  | undefined =>
  open?.kind === 'open' &&
  text?.kind === 'text' &&
  digits?.kind === 'letters' &&
  digits.letter === 'S' &&
  close?.kind === 'close'
    ? { text: text.text, count: digits.count }
    : undefined
