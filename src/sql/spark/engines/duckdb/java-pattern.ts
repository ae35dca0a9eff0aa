import { literal } from '../../../quote.ts'
import { type Piece, piecesOf } from '../../java/java-pattern-pieces.ts'
import { Refused } from '../../refusals.ts'
import type { Zone } from '../../zones/time-zones.ts'

const offset = { none: '+00:00', zone: 'UTC' }

/** What strftime prints for a run of letters; a run that starts with `=` is an expression over x instead. */
const printed: Readonly<Record<string, string>> = {
  y: '=CAST(year(x) AS VARCHAR)',
  yy: "=lpad(CAST(abs(year(x)) % 100 AS VARCHAR), 2, '0')",
  yyy: '=spark_padded_year(year(x), 3, false)',
  G: "=CASE WHEN year(x) > 0 THEN 'AD' ELSE 'BC' END",
  GGGG: "=CASE WHEN year(x) > 0 THEN 'Anno Domini' ELSE 'Before Christ' END",
  M: '%-m',
  MM: '%m',
  MMM: '%b',
  MMMM: '%B',
  L: '%-m',
  LL: '%m',
  LLL: '%b',
  LLLL: '%B',
  d: '%-d',
  dd: '%d',
  D: '%-j',
  DD: "=CASE WHEN dayofyear(x) < 10 THEN '0' ELSE '' END || CAST(dayofyear(x) AS VARCHAR)",
  DDD: '%j',
  E: '%a',
  EE: '%a',
  EEE: '%a',
  EEEE: '%A',
  a: '%p',
  H: '%-H',
  HH: '%H',
  h: '%-I',
  hh: '%I',
  m: '%-M',
  mm: '%M',
  s: '%-S',
  ss: '%S',
  k: '=CAST(CASE WHEN hour(x) = 0 THEN 24 ELSE hour(x) END AS VARCHAR)',
  kk: "=CASE WHEN hour(x) = 0 THEN '24' ELSE strftime(x, '%H') END",
  K: '=CAST(hour(x) % 12 AS VARCHAR)',
  KK: "=lpad(CAST(hour(x) % 12 AS VARCHAR), 2, '0')",
  F: '=CAST((day(x) - 1) % 7 + 1 AS VARCHAR)',
  Q: '=CAST(quarter(x) AS VARCHAR)',
  QQ: "='0' || quarter(x)",
  QQQ: "='Q' || quarter(x)",
  QQQQ: "=CASE quarter(x) WHEN 1 THEN '1st' WHEN 2 THEN '2nd' WHEN 3 THEN '3rd' ELSE '4th' END || ' quarter'",
  X: 'Z',
  XX: 'Z',
  XXX: 'Z',
  XXXX: 'Z',
  XXXXX: 'Z',
  x: '+00',
  xx: '+0000',
  xxx: offset.none,
  xxxx: '+0000',
  xxxxx: offset.none,
  Z: '+0000',
  ZZ: '+0000',
  ZZZ: '+0000',
  ZZZZ: 'GMT',
  ZZZZZ: 'Z',
  O: 'GMT',
  OOOO: 'GMT',
  z: offset.zone,
  zz: offset.zone,
  zzz: offset.zone,
  zzzz: 'Coordinated Universal Time',
  VV: offset.zone,
}

const printedRun = (letter: string, count: number, era: boolean): string | undefined => {
  // Java counts years before Christ from one, where an era stands beside them.
  if (letter === 'y' && era) {
    const year = 'CASE WHEN year(x) > 0 THEN year(x) ELSE 1 - year(x) END'
    if (count === 2) return `=lpad(CAST(${year} % 100 AS VARCHAR), 2, '0')`
    return `=spark_padded_year(${year}, ${count}, ${count > 3})`
  }
  if (letter === 'y' && count > 3) return `=spark_padded_year(year(x), ${count}, true)`
  if (letter === 'S') {
    const micros = `lpad(CAST(microsecond(x) % 1000000 AS VARCHAR), 6, '0')`
    return count < 6 ? `=left(${micros}, ${count})` : `=${micros} || '${'0'.repeat(count - 6)}'`
  }
  return printed[(letter === 'q' ? 'Q' : letter).repeat(count)]
}

/** What a time is printed for: what clocks show in the session's zone, and what that is called. */
export type Clock = { readonly zone: Zone | undefined; readonly name: string; readonly instant: string }

/**
 * SQL that prints the timestamp `x` (without zone, in UTC or as the clock shows it) in a pattern of Java. Throws Refused
 * for other letters.
 */
export const printPattern = (pattern: string, x: string, clock?: Clock): string => {
  const pieces = piecesOf(pattern)
  const era = pieces.some((piece) => piece.kind === 'letters' && piece.letter === 'G')
  const named = (piece: Letters): string | undefined =>
    clock !== undefined && /[XxZOzV]/.test(piece.letter)
      ? printedZone(piece, clock)
      : printedRun(piece.letter, piece.count, era)
  const exact = print(pieces, x, named)
  const usual = (piece: Letters) => (piece.letter === 'y' && piece.count === 4 ? '%Y' : named(piece))
  const fast = print(pieces, x, usual)
  if (fast === exact || era) return exact
  // The engine writes other years otherwise.
  return `CASE WHEN ${x} BETWEEN TIMESTAMP '1000-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN ${fast} ELSE ${exact} END`
}

/** An offset, or the name of the zone, in a session that is not called UTC. */
const printedZone = ({ letter, count }: Letters, { zone, name, instant }: Clock): string | undefined => {
  if (letter === 'V' && zone?.kind === 'region' && zone.name === name) return name
  if (/[zV]/.test(letter))
    throw new Refused(
      `"${letter.repeat(count)}" in a date pattern, in the session time zone "${name}"`,
      'names of zones are known in UTC only; write an offset, XXX',
    )
  const offset = zone === undefined ? '0' : `spark_offset_seconds(${instant})`
  const run = letter.repeat(count)
  const written = (mark: string, parts: number, zero: string): string =>
    `=spark_offset_text(${offset}, '${mark}', ${parts}, '${zero}')`
  switch (run) {
    case 'X':
      return written('', 1, 'Z')
    case 'x':
      return written('', 1, '+00')
    case 'XX':
      return written('', 2, 'Z')
    case 'xx':
    case 'Z':
    case 'ZZ':
    case 'ZZZ':
      return written('', 2, '+0000')
    case 'XXX':
      return written(':', 2, 'Z')
    case 'xxx':
      return written(':', 2, '+00:00')
    case 'XXXX':
      return written('', 3, 'Z')
    case 'xxxx':
      return written('', 3, '+0000')
    case 'XXXXX':
    case 'ZZZZZ':
      return written(':', 3, 'Z')
    case 'xxxxx':
      return written(':', 3, '+00:00')
    case 'OOOO':
    case 'ZZZZ':
      return `='GMT' || spark_offset_text(${offset}, ':', 3, '')`
    default:
      throw new Refused(`"${run}" in a date pattern, in the session time zone "${name}"`, 'write XXX')
  }
}

type Letters = Extract<Piece, { kind: 'letters' }>

const print = (
  pieces: readonly Piece[],
  x: string,
  runOf: (piece: Letters) => string | undefined,
): string => {
  const parts: string[] = []
  let format = ''
  const flush = () => {
    if (format !== '') parts.push(`strftime(${x}, ${literal(format)})`)
    format = ''
  }
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      format += piece.text.replaceAll('%', '%%')
      continue
    }
    if (piece.kind !== 'letters') continue
    const known = runOf(piece)
    if (known === undefined) throw new Refused(`"${piece.letter.repeat(piece.count)}" in a date pattern`)
    if (known.startsWith('=')) {
      flush()
      parts.push(`(${known.slice(1).replaceAll(/\bx\b/g, () => x)})`)
    } else format += known
  }
  flush()
  return parts.length === 0 ? `CASE WHEN ${x} IS NOT NULL THEN '' END` : `(${parts.join(' || ')})`
}
