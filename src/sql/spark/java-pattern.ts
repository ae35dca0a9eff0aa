import { literal } from '../quote.ts'
import { Refused } from './functions/entry.ts'

type Piece =
  | { readonly kind: 'letters'; readonly letter: string; readonly count: number }
  | { readonly kind: 'text'; readonly text: string }

const piecesOf = (pattern: string): readonly Piece[] => {
  const pieces: Piece[] = []
  for (const match of pattern.matchAll(/'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z'])/g)) {
    const [, quoted, run, letter, other] = match
    if (quoted !== undefined)
      pieces.push({ kind: 'text', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") })
    else if (run !== undefined && letter !== undefined)
      pieces.push({ kind: 'letters', letter, count: run.length })
    else if (other !== undefined) {
      if (/[[\]#{}]/.test(other)) throw new Refused(`"${other}" in a date pattern`)
      pieces.push({ kind: 'text', text: other })
    }
  }
  return pieces
}

/** What strftime prints for a run of letters; a run that starts with `=` is an expression over x instead. */
const printed: Readonly<Record<string, string>> = {
  yyyy: "=lpad(CAST(year(x) AS VARCHAR), 4, '0')",
  yyy: "=lpad(CAST(year(x) AS VARCHAR), 3, '0')",
  y: '=CAST(year(x) AS VARCHAR)',
  yy: '%y',
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
  H: '%-H',
  HH: '%H',
  h: '%-I',
  hh: '%I',
  m: '%-M',
  mm: '%M',
  s: '%-S',
  ss: '%S',
  E: '%a',
  EE: '%a',
  EEE: '%a',
  EEEE: '%A',
  a: '%p',
  D: '%-j',
  DDD: '%j',
  S: "=left(strftime(x, '%f'), 1)",
  SS: "=left(strftime(x, '%f'), 2)",
  SSS: '%g',
  SSSS: "=left(strftime(x, '%f'), 4)",
  SSSSS: "=left(strftime(x, '%f'), 5)",
  SSSSSS: '%f',
  Q: '=CAST(quarter(x) AS VARCHAR)',
  QQ: "='0' || quarter(x)",
  QQQ: "='Q' || quarter(x)",
  X: 'Z',
  XX: 'Z',
  XXX: 'Z',
  x: '+00',
  xx: '+0000',
  xxx: '+00:00',
  Z: '+0000',
  ZZ: '+0000',
  ZZZ: '+0000',
  z: 'UTC',
  VV: 'UTC',
  k: '=CAST(CASE WHEN hour(x) = 0 THEN 24 ELSE hour(x) END AS VARCHAR)',
  kk: "=CASE WHEN hour(x) = 0 THEN '24' ELSE strftime(x, '%H') END",
  K: '=CAST(hour(x) % 12 AS VARCHAR)',
}

/** SQL that prints the timestamp `x` (without zone, UTC) in a pattern of Java. Throws Refused for other letters. */
export const printPattern = (pattern: string, x: string): string => {
  const parts: string[] = []
  let format = ''
  const flush = () => {
    if (format !== '') parts.push(`strftime(${x}, ${literal(format)})`)
    format = ''
  }
  for (const piece of piecesOf(pattern)) {
    if (piece.kind === 'text') {
      format += piece.text.replaceAll('%', '%%')
      continue
    }
    const run = piece.letter.repeat(piece.count)
    const known = printed[run]
    if (known === undefined) throw new Refused(`"${run}" in a date pattern`)
    if (known.startsWith('=')) {
      flush()
      parts.push(known.slice(1).replaceAll(/\bx\b/g, x))
    } else format += known
  }
  flush()
  return parts.length === 0 ? `CASE WHEN ${x} IS NOT NULL THEN '' END` : `(${parts.join(' || ')})`
}

/** What a run of letters matches, and which part of a timestamp it is. */
const parsed: Readonly<Record<string, readonly [part: string, regex: string]>> = {
  yyyy: ['year', '\\d{4}'],
  y: ['year', '\\d{1,4}'],
  yy: ['short', '\\d{2}'],
  M: ['month', '\\d{1,2}'],
  MM: ['month', '\\d{2}'],
  MMM: ['name', 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'],
  d: ['day', '\\d{1,2}'],
  dd: ['day', '\\d{2}'],
  H: ['hour', '\\d{1,2}'],
  HH: ['hour', '\\d{2}'],
  h: ['half', '\\d{1,2}'],
  hh: ['half', '\\d{2}'],
  m: ['minute', '\\d{1,2}'],
  mm: ['minute', '\\d{2}'],
  s: ['second', '\\d{1,2}'],
  ss: ['second', '\\d{2}'],
  a: ['mark', '(?i:AM|PM)'],
  S: ['fraction', '\\d'],
  SS: ['fraction', '\\d{2}'],
  SSS: ['fraction', '\\d{3}'],
  SSSSSS: ['fraction', '\\d{6}'],
  XXX: ['zone', 'Z|[+-]\\d{2}:\\d{2}'],
}

/**
 * SQL that reads the text `s` in a pattern of Java as TIMESTAMPTZ. Text that does not match gives NULL; text that
 * only Spark 2 would have read is an error, as in Spark 3 with its default policy.
 */
export const parsePattern = (pattern: string, s: string): string => {
  let regex = ''
  let lenient = ''
  const groups = new Map<string, string>()
  let group = 0
  for (const piece of piecesOf(pattern)) {
    if (piece.kind === 'text') {
      const escaped = piece.text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      regex += escaped
      lenient += escaped
      continue
    }
    const run = piece.letter.repeat(piece.count)
    const known = parsed[run]
    if (known === undefined) throw new Refused(`"${run}" in a date pattern for reading`)
    group++
    groups.set(known[0], String(group))
    regex += `(${known[1]})`
    lenient += known[1].startsWith('\\d') ? '\\s*\\d+' : `(?:${known[1]})`
  }
  const full = literal(`^${regex}$`)
  const value = (part: string, otherwise: string): string => {
    const index = groups.get(part)
    return index === undefined ? `'${otherwise}'` : `regexp_extract(${s}, ${full}, ${index})`
  }
  const year = groups.has('short') ? `'20' || ${value('short', '')}` : value('year', '1970')
  const month = groups.has('name')
    ? `CAST((instr('JanFebMarAprMayJunJulAugSepOctNovDec', ${value('name', '')}) + 2) // 3 AS VARCHAR)`
    : value('month', '1')
  const half = `(CAST(${value('half', '12')} AS INTEGER) % 12 + CASE WHEN upper(${value('mark', 'AM')}) = 'PM' THEN 12 ELSE 0 END)`
  const hour = groups.has('half') ? half : value('hour', '0')
  const text = `lpad(${year}, 4, '0') || '-' || ${month} || '-' || ${value('day', '1')} || ' ' || ${hour} || ':' || ${value('minute', '00')} || ':' || ${value('second', '00')} || '.' || ${value('fraction', '0')} || replace(${value('zone', '+00')}, 'Z', '+00')`
  const refused = literal(`text that the pattern ${pattern} reads only under the rules of Spark 2`)
  return `CASE WHEN regexp_matches(${s}, ${full}) THEN TRY_CAST(${text} AS TIMESTAMPTZ) WHEN regexp_matches(${s}, ${literal(`^${lenient}`)}) THEN CAST(error(${refused}) AS TIMESTAMPTZ) END`
}
