import { literal } from '../../../quote.ts'
import type { Zone } from '../../zones/time-zones.ts'
import { Refused } from '../../functions/entry.ts'
import { type Piece, piecesOf, withoutRepeated } from '../../java/java-pattern-pieces.ts'
import { readBySections, sectionsOf } from './java-pattern-sections.ts'
import { readShape, strptimeFormat } from './read-shape.ts'

type Letters = Extract<Piece, { kind: 'letters' }>

const shortMonths = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
const longMonths = 'January|February|March|April|May|June|July|August|September|October|November|December'

const under = (tens: number): string => `[0-${tens}]\\d`
const loose = (values: string): string => `0{0,17}(?:${values})`

/** What a run of letters reads: which part it is, and the texts that Java takes for it. Values out of range never match. */
const readers: Readonly<Record<string, readonly [part: string, regex: string]>> = {
  y: ['year', '-?\\d{1,19}'],
  yy: ['short', '\\d{2}'],
  yyy: ['year', '-?\\d{3,19}'],
  yyyy: ['year', '\\d{4}|-\\d{4,19}|[+]\\d{5,19}'],
  M: ['month', loose('1[0-2]|[1-9]')],
  L: ['month', loose('1[0-2]|[1-9]')],
  MM: ['month', '0[1-9]|1[0-2]'],
  LL: ['month', '0[1-9]|1[0-2]'],
  MMM: ['name', shortMonths],
  LLL: ['name', shortMonths],
  MMMM: ['name', longMonths],
  LLLL: ['name', longMonths],
  d: ['day', loose('[12]\\d|3[01]|[1-9]')],
  dd: ['day', '0[1-9]|[12]\\d|3[01]'],
  D: ['yearday', loose('36[0-6]|3[0-5]\\d|[12]\\d\\d|[1-9]\\d|[1-9]')],
  DDD: ['yearday', '36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]'],
  H: ['hour', loose('1\\d|2[0-3]|\\d')],
  HH: ['hour', '[01]\\d|2[0-3]'],
  k: ['clock', loose('1\\d|2[0-4]|[1-9]')],
  kk: ['clock', '0[1-9]|1\\d|2[0-4]'],
  h: ['half', loose('1[0-2]|[1-9]')],
  hh: ['half', '0[1-9]|1[0-2]'],
  K: ['half', loose('1[01]|\\d')],
  KK: ['half', '0\\d|1[01]'],
  m: ['minute', loose('[1-5]\\d|\\d')],
  mm: ['minute', under(5)],
  s: ['second', loose('[1-5]\\d|\\d')],
  ss: ['second', under(5)],
  a: ['mark', 'AM|PM'],
  X: ['zone', 'Z|[+-]\\d{2}(?:\\d{2})?'],
  XX: ['zone', 'Z|[+-]\\d{4}'],
  XXX: ['zone', 'Z|[+-]\\d{2}:\\d{2}'],
  XXXX: ['zone', 'Z|[+-]\\d{4}(?:\\d{2})?'],
  XXXXX: ['zone', 'Z|[+-]\\d{2}:\\d{2}(?::\\d{2})?'],
  x: ['zone', '[+-]\\d{2}(?:\\d{2})?'],
  xx: ['zone', '[+-]\\d{4}'],
  xxx: ['zone', '[+-]\\d{2}:\\d{2}'],
  xxxx: ['zone', '[+-]\\d{4}(?:\\d{2})?'],
  xxxxx: ['zone', '[+-]\\d{2}:\\d{2}(?::\\d{2})?'],
  Z: ['zone', '[+-]\\d{4}'],
  ZZ: ['zone', '[+-]\\d{4}'],
  ZZZ: ['zone', '[+-]\\d{4}'],
  ZZZZZ: ['zone', 'Z|[+-]\\d{2}:\\d{2}(?::\\d{2})?'],
}

const zoneNames = 'read the text before the zone, and the zone apart: to_utc_timestamp(t, zone)'
const instead: Readonly<Record<string, string>> = {
  D: 'write D or DDD',
  E: 'Spark 3 reads no names of days: cut them off, such as by substring',
  Q: 'Spark 3 reads no quarters: write make_date(y, 3 * q - 2, 1)',
  q: 'Spark 3 reads no quarters: write make_date(y, 3 * q - 2, 1)',
  z: zoneNames,
  V: zoneNames,
  O: zoneNames,
}

const readerOf = (piece: Letters): readonly [part: string, regex: string] => {
  const run = piece.letter.repeat(piece.count)
  if (piece.letter === 'S') return ['fraction', `\\d{1,${piece.count}}`]
  const known = readers[run]
  if (known === undefined) throw new Refused(`"${run}" in a date pattern for reading`, instead[piece.letter])
  return known
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
const isNumber = (piece: Piece | undefined): boolean =>
  piece?.kind === 'letters' &&
  !/^(?:a|[XxZ])$/.test(piece.letter) &&
  !(/[ML]/.test(piece.letter) && piece.count > 2)
const isOpen = (piece: Piece): boolean =>
  piece.kind === 'letters' &&
  (piece.letter === 'S'
    ? piece.count > 1
    : piece.count === 1 || /^y{3,}$/.test(piece.letter.repeat(piece.count)))

const namesTwice = (pieces: readonly Piece[]): boolean => {
  const parts = pieces.filter((piece) => piece.kind === 'letters').map((piece) => readerOf(piece)[0])
  return (
    new Set(parts.map((part) => (part === 'short' ? 'year' : part === 'name' ? 'month' : part))).size <
    parts.length
  )
}

/** Pieces that Java would read without looking back, where a regular expression might find another way. */
const check = (pieces: readonly Piece[]): void => {
  const parts = pieces.filter((piece) => piece.kind === 'letters').map((piece) => readerOf(piece)[0])
  if (new Set(parts).size !== parts.length)
    throw new Refused('a date pattern for reading that names a part twice')
  const has = (part: string) => parts.includes(part)
  if (
    [has('hour'), has('clock'), has('half')].filter(Boolean).length > 1 ||
    ((has('hour') || has('clock')) && has('mark'))
  )
    throw new Refused('a date pattern for reading with two kinds of hours')
  if ((has('short') && has('year')) || (has('month') && has('name')))
    throw new Refused('a date pattern for reading that names a part twice')
  if (has('yearday') && (['month', 'name', 'day'].some(has) || !(has('year') || has('short'))))
    throw new Refused('days of the year beside a month, or without a year, in a date pattern for reading')
  if (has('yearday') && pieces.some(({ kind }) => kind === 'open'))
    throw new Refused('sections beside days of the year in a date pattern for reading')
  pieces.forEach((piece, i) => {
    const next = pieces[i + 1]
    // The year of four letters and more takes just four digits where other digits follow.
    if (
      isNumber(piece) &&
      isNumber(next) &&
      next !== undefined &&
      isOpen(next) &&
      !(piece.kind === 'letters' && piece.count === 2 && piece.letter !== 'S')
    )
      if (!(next.kind === 'letters' && next.letter === 'S' && piece.kind === 'letters' && piece.count === 2))
        throw new Refused('digits of unknown number beside each other in a date pattern')
    if (piece.kind === 'open' && isNumber(next))
      throw new Refused('a section of a date pattern for reading that begins with digits')
  })
}

const strict = (pieces: readonly Piece[]): string => {
  let regex = ''
  let depth = 0
  for (const piece of pieces) {
    if (piece.kind === 'text') regex += escaped(piece.text)
    else if (piece.kind === 'letters') regex += `(${readerOf(piece)[1]})`
    else if (piece.kind === 'open') {
      regex += '(?:'
      depth += 1
    } else {
      regex += ')?'
      depth -= 1
    }
  }
  return `(?is)^${regex}${')?'.repeat(depth)}$`
}

/**
 * What the formatter of Spark 2 reads: blanks before every part, digits as many as there are, and anything behind the
 * end. Undefined where it does not know a letter.
 */
const lenient = (pieces: readonly Piece[]): string | undefined => {
  let regex = ''
  for (const [i, piece] of pieces.entries()) {
    if (piece.kind === 'open' || piece.kind === 'close') regex += piece.kind === 'open' ? '\\[' : '\\]'
    else if (piece.kind === 'text') regex += escaped(piece.text)
    else if (piece.letter === 'x' || (piece.letter === 'X' && piece.count > 3)) return undefined
    else if (piece.letter === 'X')
      regex += `[ \\t]*(Z|(?:[+](?:0\\d|1[0-4])|-(?:0\\d|1[0-3]))${['', '[0-5]\\d', ':[0-5]\\d'][piece.count - 1] ?? ''})`
    else if (piece.letter === 'Z') regex += '[ \\t]*(GMT[+-]\\d{1,2}:\\d{2}|[+-]\\d{4}|[A-Z][A-Za-z]+)'
    else if (piece.letter === 'a') regex += '[ \\t]*((?i:AM|PM))'
    else if (/[ML]/.test(piece.letter) && piece.count > 2)
      regex += `[ \\t]*((?i:${longMonths}|${shortMonths}))`
    else {
      regex += isNumber(pieces[i + 1]) ? `(${abutting(piece.count)})` : '[ \\t]*(-?\\p{Nd}+)'
    }
  }
  return `(?s)^${regex}`
}

const lettersOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece.kind === 'letters' ? piece.letter : '')).join('')

/** A part right before other digits has as many characters as letters, blanks among them, or ends at a blank. */
const abutting = (count: number): string =>
  [
    ...Array.from({ length: count }, (_, blanks) => `[ \\t]{${blanks}}\\p{Nd}{${count - blanks}}`),
    ...(count > 1 ? [`-\\p{Nd}{${count - 1}}`, `\\p{Nd}{1,${count - 1}}[ \\t]`] : []),
  ].join('|')

type Parts = (part: string) => string | undefined

/** Parts of a match by name, as the engine extracts them into the struct `f`. */
const partsOf = (pieces: readonly Piece[], struct: string): Parts => {
  const names = pieces.flatMap((piece) => (piece.kind === 'letters' ? [readerOf(piece)[0]] : []))
  return (part) => (names.includes(part) ? `${struct}.${part}` : undefined)
}

const extracted = (pieces: readonly Piece[], s: string, regex: string): string => {
  const names = pieces.flatMap((piece) => (piece.kind === 'letters' ? [literal(readerOf(piece)[0])] : []))
  if (names.length === 0) throw new Refused('a pattern that reads no part of a date or a time')
  return `regexp_extract(${s}, ${literal(regex)}, [${names.join(', ')}])`
}

const number = (text: string | undefined, otherwise: number): string =>
  text === undefined ? String(otherwise) : `spark_pattern_part(${text}, ${otherwise})`

const yearOf = (part: Parts): string =>
  part('short') === undefined
    ? part('year') === undefined
      ? '1970'
      : `CASE WHEN ${part('year')} = '' THEN 1970 ELSE TRY_CAST(${part('year')} AS BIGINT) END`
    : `2000 + ${number(part('short'), -30)}`

const monthOf = (part: Parts): string => {
  const name = part('name')
  if (name === undefined) return number(part('month'), 1)
  return `CASE WHEN ${name} = '' THEN 1 ELSE (instr('janfebmaraprmayjunjulaugsepoctnovdec', lower(left(${name}, 3))) + 2) // 3 END`
}

/** The time on the first day that is named, and on the day of the year where that is named. */
const momentOf = (part: Parts): string => {
  const clock = `${hourOf(part)}, ${number(part('minute'), 0)}, ${number(part('second'), 0)}`
  const days = part('yearday')
  if (days === undefined)
    return `TRY(make_timestamp(${yearOf(part)}, ${monthOf(part)}, ${number(part('day'), 1)}, ${clock}))`
  return `spark_day_of_year(TRY(make_timestamp(${yearOf(part)}, 1, 1, ${clock})), ${number(days, 1)})`
}

const hourOf = (part: Parts): string => {
  const mark = part('mark')
  const noon = mark === undefined ? '' : ` + CASE WHEN upper(${mark}) = 'PM' THEN 12 ELSE 0 END`
  if (part('half') !== undefined) return `${number(part('half'), 0)} % 12${noon}`
  if (part('clock') !== undefined) return `${number(part('clock'), 0)} % 24`
  return part('hour') === undefined ? `0${noon}` : number(part('hour'), 0)
}

const microsOf = (part: Parts): string => {
  const fraction = part('fraction')
  const zone = part('zone')
  const digits = zone === undefined ? '' : `replace(${zone}, ':', '')`
  return [
    ...(fraction === undefined ? [] : [` + CAST(rpad(left(${fraction}, 6), 6, '0') AS BIGINT)`]),
    ...(zone === undefined
      ? []
      : [
          ` - CASE WHEN length(${zone}) < 2 THEN 0 ELSE (CAST(${digits}[2:3] AS BIGINT) * 3600
            + coalesce(TRY_CAST(nullif(${digits}[4:5], '') AS BIGINT), 0) * 60
            + coalesce(TRY_CAST(nullif(${digits}[6:7], '') AS BIGINT), 0))
            * CASE WHEN ${digits}[1] = '-' THEN -1000000 ELSE 1000000 END END`,
        ]),
  ].join('')
}

/** Whether the formatter of Spark 2 takes the parts that it found; its calendar is Julian before October 1582. */
const oldCalendar = (part: Parts, letters: string, isShort: boolean): string => {
  const short = part('short')
  const written = short ?? part('year')
  const year =
    short === undefined
      ? yearOf(part)
      : `CASE WHEN regexp_full_match(${short}, '\\d\\d') THEN ${yearOf(part)} ELSE ${number(short, 1970)} END`
  const conditions = [
    // One or two letters take two digits for a year of this century.
    ...(written === undefined
      ? []
      : // Beyond it microseconds overflow, which ends Spark 2's reading, too. Its years are of 32 bits.
        [`(spark_old_year(${written}) BETWEEN 1 AND 294247${isShort ? ` OR ${written} = '00'` : ''})`]),
    ...(part('yearday') === undefined
      ? [
          `${monthOf(part)} BETWEEN 1 AND 12`,
          `${number(part('day'), 1)} BETWEEN 1 AND spark_old_month_length(${year}, ${monthOf(part)})`,
        ]
      : [`${number(part('yearday'), 1)} BETWEEN 1 AND spark_old_year_length(${year})`]),
    ...(part('hour') === undefined ? [] : [`${number(part('hour'), 0)} BETWEEN 0 AND 23`]),
    ...(part('clock') === undefined ? [] : [`${number(part('clock'), 1)} BETWEEN 1 AND 24`]),
    ...(part('half') === undefined
      ? []
      : [`${number(part('half'), 1)} BETWEEN ${letters.includes('K') ? '0 AND 11' : '1 AND 12'}`]),
    ...(part('minute') === undefined ? [] : [`${number(part('minute'), 0)} BETWEEN 0 AND 59`]),
    ...(part('second') === undefined ? [] : [`${number(part('second'), 0)} BETWEEN 0 AND 59`]),
    ...(part('fraction') === undefined ? [] : [`${number(part('fraction'), 1000)} BETWEEN 0 AND 999`]),
  ]
  return conditions.join(' AND ')
}

/**
 * SQL that reads the text `s` in a pattern of Java as a timestamp in UTC. Text that does not match gives NULL; text that
 * only Spark 2 would have read is an error, as in Spark 3 with its default policy, or gives NULL too.
 */
export const parsePattern = (pattern: string, s: string, failsOnOld: boolean | 'lenient'): string => {
  const { pieces, twice } = withoutRepeated(piecesOf(pattern))
  const sections = sectionsOf(pieces)
  if (sections === undefined || !namesTwice(pieces)) check(pieces)
  else for (const section of sections.sections) check([...sections.lead, ...section])
  const read = (text: string): string => {
    if (sections !== undefined && namesTwice(pieces))
      return readBySections(pattern, sections, text, (section) => parsed(pattern, section, text, false))
    const value = parsed(pattern, pieces, text, failsOnOld)
    if (twice === undefined) return value
    const failure = literal(`text with two fractions of a second, which the pattern ${pattern} has`)
    return `CASE WHEN regexp_matches(${text}, ${literal(`(?:${escaped(twice)}\\d+){2}`)}) THEN CAST(error(${failure}) AS TIMESTAMP) ELSE ${value} END`
  }
  // Named several times: what is more than a name is bound once.
  if (!/^(?:"[^"]*"|\w+)(?:\.(?:"[^"]*"|\w+))?$/.test(s))
    return `list_transform([${s}], lambda p_: ${read('p_')})[1]`
  return read(s)
}

/**
 * The same as an instant, for a session in a zone. An offset in the text counts, and without one the clock of the zone.
 */
export const parseInstant = (
  pattern: string,
  s: string,
  failsOnOld: boolean | 'lenient',
  zone: Zone | undefined,
): string => {
  const local = parsePattern(pattern, s, failsOnOld)
  const pieces = piecesOf(pattern)
  const offset = pieces.findIndex((piece) => piece.kind === 'letters' && /[XxZOzV]/.test(piece.letter))
  if (zone === undefined || offset === -1) return `spark_instant(${local})`
  if (pieces.slice(0, offset).some(({ kind }) => kind === 'open'))
    throw new Refused('an offset in a section of a date pattern, in a session that is not in UTC')
  return `make_timestamptz(epoch_us(${local}))`
}

const parsed = (
  pattern: string,
  pieces: readonly Piece[],
  s: string,
  failsOnOld: boolean | 'lenient',
): string => {
  const full = strict(pieces)
  const part = partsOf(pieces, 'f_')
  const out = literal(`a year in the pattern ${pattern} that no timestamp has`)
  const far =
    part('year') === undefined
      ? ''
      : `WHEN abs(${yearOf(part)}) BETWEEN 290000 AND 999999999 THEN CAST(error(${out}) AS TIMESTAMP) `
  const value = momentOf(part)
  const offset = microsOf(part)
  const exact = offset === '' ? value : `make_timestamp(epoch_us(${value})${offset})`
  const zoned =
    part('zone') === undefined
      ? ''
      : `WHEN NOT regexp_full_match(replace(f_.zone, ':', ''), '|[zZ]|[+-](0\\d|1[0-7])([0-5]\\d){0,2}|[+-]18(00){0,2}') THEN NULL `
  const slow = `list_transform([${extracted(pieces, s, full)}], lambda f_: ${far === '' && zoned === '' ? exact : `CASE ${zoned}${far}ELSE ${exact} END`})[1]`
  const format = strptimeFormat(pieces)
  const read = format === undefined ? slow : `coalesce(try_strptime(${s}, ${literal(format)}), ${slow})`
  const old = failsOnOld === false ? undefined : legacy(pattern, pieces, s, failsOnOld === 'lenient')
  const matched = `CASE WHEN regexp_matches(${s}, ${literal(full)}) THEN ${read} END`
  const fast = readShape(pieces, s, format)
  const ways = [fast, matched, old].filter((way) => way !== undefined)
  return ways.length === 1 ? matched : `coalesce(${ways.join(', ')})`
}

const legacy = (
  pattern: string,
  pieces: readonly Piece[],
  s: string,
  isLenient: boolean,
): string | undefined => {
  const regex = lenient(pieces)
  if (regex === undefined) return undefined
  const refused = `CAST(error(${literal(`text that the pattern ${pattern} reads only under the rules of Spark 2`)}) AS TIMESTAMP)`
  if (isLenient) return `CASE WHEN regexp_matches(${s}, ${literal(regex)}) THEN ${refused} END`
  const fits = oldCalendar(
    partsOf(pieces, 'o_'),
    lettersOf(pieces),
    pieces.some((piece) => piece.kind === 'letters' && piece.letter === 'y' && piece.count < 3),
  )
  // Blanks among digits that stand together: it may have read them, so they are no NULL.
  const doubtful = pieces.flatMap((piece, i) =>
    piece.kind === 'letters' &&
    piece.count > 1 &&
    isNumber(piece) &&
    isNumber(pieces[i + 1]) &&
    isNumber(pieces[i + 2])
      ? [`${lenient(pieces.slice(0, i)) ?? ''}\\p{Nd}{1,${piece.count - 1}}[ \\t]+\\p{Nd}`]
      : [],
  )
  const doubt = doubtful.map((one) => `WHEN regexp_matches(${s}, ${literal(one)}) THEN ${refused} `).join('')
  return `CASE ${doubt}WHEN regexp_matches(${s}, ${literal(regex)}) THEN list_transform([${extracted(pieces, s, regex)}],
    lambda o_: CASE WHEN ${fits} THEN ${refused} END)[1] END`
}
