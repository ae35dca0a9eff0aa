import { literal } from '../../../src/sql/quote.ts'
import { type Random, seeded } from '../../harness/spark-sql/random.ts'
import { dateTexts, jsonTexts, numberTexts, texts } from './adversarial-texts.ts'

/*
 * Rows drawn by a seed in place of those that are written by hand, so that functions are tried on values that nobody
 * thought of. A value is SQL of the engine, as in `adversarial.ts`.
 */

/** How many values a column has; a case numbers its rows by hundreds, so fewer than a hundred. */
const count = 40

type Draw = (random: Random) => string

const digits = (random: Random, least: number, most: number): string =>
  random.times(least, most, () => String(random.upTo(10))).join('')

const padded = (value: number, width: number): string => String(value).padStart(width, '0')

/** One character more, one less, one twice or two that change places. */
const mistyped = (random: Random, text: string): string => {
  const letters = Array.from(text)
  const at = random.upTo(letters.length + 1)
  const odd = Array.from(` \t\n0195-+.,:/eEdTZ"'\\{}[]%_$()|\u00a0\u0000é\u{1f600}`)
  const change = random.upTo(4)
  if (change === 0) letters.splice(at, 0, random.pick(odd))
  if (change === 1) letters.splice(at, 1)
  if (change === 2) letters.splice(at, 0, ...letters.slice(at, at + 1))
  if (change === 3) letters.splice(at, 2, ...letters.slice(at, at + 2).toReversed())
  return letters.join('')
}

/** A text as SQL; the engine's literals cannot hold a zero. */
const written = (text: string): string => text.split('\u0000').map(literal).join(' || chr(0) || ')

const known = (random: Random, all: readonly string[]): string =>
  random
    .pick(all.filter((one) => one !== 'NULL' && !one.includes('chr(0)')))
    .slice(1, -1)
    .replaceAll("''", "'")

const text: Draw = (random) => {
  const pieces = [
    ...'a b c Z 0 7 12 _ % . * + ? $ ^ | \\ / # & = < > @ - , ; : ( ) [ ] { } ~ ` \' "'.split(' '),
    ' ',
    '  ',
    '\t',
    '\n',
    '\r',
    '\u0085',
    '\u2028',
    '\u3000',
    '\u00a0',
    '\u200b',
    '\ufeff',
    '\u001f',
    '\u007f',
    'é',
    'e\u0301',
    'ß',
    'ẞ',
    'ﬀ',
    'İ',
    'ı',
    'ς',
    'Σ',
    'ǅ',
    'Ŀ',
    '中',
    'あ',
    '한',
    'ก',
    '🙂',
    '👩‍👩‍👧',
    '𝔘',
    '\u{10ffff}',
    '\u0301',
    'abc',
    'ABC',
    'Main St.',
    'null',
    'true',
    'http://',
    '.com',
    '?a=b',
    '2024-02-29',
    '10:20',
    '1e3',
    '0x',
  ]
  if (random.chance(0.15)) return mistyped(random, known(random, texts))
  return random.times(0, random.chance(0.1) ? 60 : 7, () => random.pick(pieces)).join('')
}

const numberText: Draw = (random) => {
  if (random.chance(0.35)) return mistyped(random, known(random, numberTexts))
  const blank = (): string =>
    random.chance(0.2) ? random.pick([' ', '\t', '\n', '\u0000', '\u001f', '\u00a0', '\u2003']) : ''
  const sign = random.chance(0.4) ? random.pick(['-', '+', '--', '- ']) : ''
  const whole = digits(random, 0, random.chance(0.3) ? 40 : 6)
  const part = random.chance(0.5) ? `.${digits(random, 0, random.chance(0.3) ? 30 : 4)}` : ''
  const power = random.chance(0.3)
    ? `${random.pick(['e', 'E'])}${random.pick(['', '-', '+'])}${digits(random, 0, 3)}`
    : ''
  const end = random.chance(0.15)
    ? random.pick(['d', 'D', 'f', 'F', 'L', 'BD', '%', '-', 'x', '_1', ',000'])
    : ''
  return `${blank()}${sign}${whole}${part}${power}${end}${blank()}`
}

const dateText: Draw = (random) => {
  if (random.chance(0.35)) return mistyped(random, known(random, dateTexts))
  const year = random.chance(0.8) ? String(1890 + random.upTo(150)) : digits(random, 1, 7)
  const month = 1 + random.upTo(random.chance(0.9) ? 12 : 14)
  const day = 1 + random.upTo(random.chance(0.9) ? 28 : 33)
  const two = (value: number): string => (random.chance(0.85) ? padded(value, 2) : String(value))
  const between = random.pick(['-', '-', '-', '/', '.', ''])
  const date = random.pick([
    `${year}${between}${two(month)}${between}${two(day)}`,
    `${year}-${two(month)}-${two(day)}`,
    `${two(day)}${between}${two(month)}${between}${year}`,
    `${year}-${two(month)}`,
    year,
  ])
  if (random.chance(0.4)) return date
  const time = `${two(random.upTo(25))}:${two(random.upTo(61))}${random.chance(0.85) ? `:${two(random.upTo(61))}` : ''}`
  const part = random.chance(0.4) ? `.${digits(random, 0, 9)}` : ''
  const zone = random.chance(0.35)
    ? random.pick([
        'Z',
        '+02:00',
        '-0530',
        '+5',
        'UTC',
        ' UTC',
        'GMT+1',
        ' Europe/Berlin',
        ' CET',
        'UTC+3',
        '+18:00',
        '+19:00',
        ' z',
      ])
    : ''
  return `${date}${random.pick(['T', ' ', ' ', '  ', 't'])}${time}${part}${zone}`
}

const jsonText: Draw = (random) => {
  const blank = (): string => (random.chance(0.2) ? random.pick([' ', '\n', '\t', '  ']) : '')
  const string = (): string =>
    JSON.stringify(random.chance(0.5) ? random.pick(['x', 'é', '1', 'true', '']) : text(random))
  const value = (depth: number): string => {
    const way = random.upTo(depth <= 0 ? 6 : 9)
    if (way < 2)
      return random.pick([
        '0',
        '-0',
        '1',
        '12.50',
        '1E5',
        '-1e-7',
        '12345678901234567890',
        digits(random, 1, 3),
      ])
    if (way < 4) return string()
    if (way < 5) return random.pick(['true', 'false', 'null'])
    if (way < 6) return JSON.stringify(dateText(random))
    if (way < 7)
      return `[${blank()}${random.times(0, 4, () => value(depth - 1)).join(`${blank()},${blank()}`)}${blank()}]`
    const key = (): string => random.pick(['"a"', '"a"', '"b"', '"b"', '"A"', '"c"', '"a.b"', '""', string()])
    return `{${blank()}${random.times(0, 4, () => `${key()}${blank()}:${blank()}${value(depth - 1)}`).join(`,${blank()}`)}}`
  }
  const made = random.chance(0.2) ? known(random, jsonTexts) : value(3)
  return random.chance(0.35) ? mistyped(random, made) : made
}

const integer =
  (bits: number): Draw =>
  (random) => {
    const size = 1n << BigInt(1 + random.upTo(bits - 1))
    const drawn =
      BigInt(random.upTo(2 ** 30)) * (1n << 33n) + BigInt(random.upTo(2 ** 30)) * 8n + BigInt(random.upTo(8))
    const near = random.chance(0.3) ? size - 1n : drawn % size
    return String(random.chance(0.4) ? -near : near)
  }

const double: Draw = (random) => {
  const buffer = new DataView(new ArrayBuffer(8))
  const value = random.pick([
    () => (random.upTo(2_000_001) - 1_000_000) / random.pick([1, 2, 4, 10, 100, 1000, 1e6]),
    () => Number(`${random.pick(['', '-'])}${digits(random, 1, 17)}e${random.upTo(40) - 25}`),
    () => (random.upTo(2000) - 1000 + 0.5) * random.pick([1, 10, 0.1, 0.01, 1e15]),
    () => 2 ** (random.upTo(130) - 65) * random.pick([1, -1, 1 + Number.EPSILON, 1 - Number.EPSILON / 2]),
    () => {
      buffer.setUint32(0, random.upTo(2 ** 32))
      buffer.setUint32(4, random.upTo(2 ** 32))
      return buffer.getFloat64(0)
    },
    () =>
      random.pick([
        Number.NaN,
        Infinity,
        -Infinity,
        -0,
        0,
        2 ** 63,
        -(2 ** 63),
        2 ** 31,
        1e22,
        1e21,
        123456789.5,
      ]),
  ])()
  if (Object.is(value, -0)) return `'-0.0'`
  return `'${Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}'`
}

const float: Draw = (random) => {
  const drawn = Number(double(random).slice(1, -1).replace('inf', 'Infinity'))
  const value = Math.fround(random.chance(0.3) ? drawn % 1e6 : drawn)
  return Number.isFinite(value) && !Object.is(value, -0)
    ? `'${value}'`
    : random.pick([`'-0.0'`, `'nan'`, `'inf'`, `'-inf'`])
}

const decimal =
  (precision: number, scale: number): Draw =>
  (random) => {
    const unscaled = (
      random.chance(0.2) ? '9'.repeat(1 + random.upTo(precision)) : digits(random, 1, precision)
    ).padStart(scale + 1, '0')
    const cut = unscaled.length - scale
    return `'${random.pick(['', '', '-'])}${unscaled.slice(0, cut)}${scale === 0 ? '' : `.${unscaled.slice(cut)}`}'`
  }

const binary: Draw = (random) => {
  const bytes = random.times(0, 12, () => (random.chance(0.5) ? 32 + random.upTo(95) : random.upTo(256)))
  return literal(bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''))
}

const date: Draw = (random) => {
  const year = random.chance(0.7) ? 1950 + random.upTo(100) : 1 + random.upTo(9999)
  if (random.chance(0.3))
    return `'${padded(year, 4)}-${random.pick(['01-01', '12-31', '02-28', '03-01', '12-29', '01-04', '06-30'])}'`
  return `'${padded(year, 4)}-${padded(1 + random.upTo(12), 2)}-${padded(1 + random.upTo(28), 2)}'`
}

const clock = (random: Random): string =>
  random.chance(0.2)
    ? random.pick(['00:00:00', '23:59:59.999999', '00:00:00.000001', '12:00:00'])
    : `${padded(random.upTo(24), 2)}:${padded(random.upTo(60), 2)}:${padded(random.upTo(60), 2)}.${digits(random, 6, 6)}`

const plainTimestamp: Draw = (random) => `'${date(random).slice(1, -1)} ${clock(random)}'`
const instant: Draw = (random) => `${plainTimestamp(random).slice(0, -1)}+00'`

const orNull =
  (draw: Draw, type: string, share = 0.2): Draw =>
  (random) =>
    random.chance(share) ? 'NULL' : `CAST(${draw(random)} AS ${type})`
const asText =
  (draw: Draw): Draw =>
  (random) =>
    written(draw(random))
const listOf =
  (draw: Draw): Draw =>
  (random) =>
    `[${random.times(0, 6, () => draw(random)).join(', ')}]`
/** Few values, so that they meet again. */
const small: Draw = (random) => (random.chance(0.7) ? String(random.upTo(6) - 2) : integer(32)(random))
const short: Draw = (random) =>
  random.chance(0.6) ? literal(random.pick(['', 'a', 'b', 'c', 'A', 'é', '1'])) : written(text(random))
const map =
  (key: Draw, value: Draw): Draw =>
  (random) => {
    const keys = [...new Set(random.times(0, 4, () => key(random)))]
    return `MAP {${keys.map((one) => `${one}: ${value(random)}`).join(', ')}}`
  }
const record: Draw = (random) =>
  `{'a': ${orNull(small, 'INTEGER')(random)}, 'b': ${orNull(short, 'VARCHAR')(random)}}`

const draws: Readonly<Record<string, Draw>> = {
  s: asText(text),
  numtext: asText(numberText),
  datetext: asText(dateText),
  json: asText(jsonText),
  flag: (random) => random.pick(['true', 'false']),
  tiny: integer(8),
  small: integer(16),
  i: integer(32),
  l: integer(64),
  f: float,
  d: double,
  m: decimal(10, 2),
  wide: decimal(38, 18),
  huge: decimal(38, 0),
  bin: binary,
  day: date,
  ts: instant,
  ntz: plainTimestamp,
  ints: listOf(orNull(small, 'INTEGER')),
  strs: listOf(orNull(short, 'VARCHAR')),
  doubles: listOf(orNull(double, 'DOUBLE')),
  nested: listOf(orNull(listOf(orNull(small, 'INTEGER')), 'INTEGER[]')),
  structs: listOf(orNull(record, 'STRUCT(a INTEGER, b VARCHAR)')),
  smap: map(short, orNull(small, 'INTEGER')),
  imap: map(small, orNull(short, 'VARCHAR')),
  rec: record,
}

/** Values of a column: NULL, then drawn ones; eight of them are the few. */
export const drawnValues = (
  seed: number,
  column: string,
): { readonly all: readonly string[]; readonly few: readonly number[] } => {
  const draw = draws[column]
  if (draw === undefined) throw new Error(`nothing draws values of ${column}`)
  // A column keeps its values when another one is added.
  const random = seeded(
    seed * 31 + Array.from(column).reduce((sum, letter) => sum * 33 + (letter.codePointAt(0) ?? 0), 7),
  )
  const all = ['NULL', ...random.times(count - 1, count - 1, () => draw(random))]
  return { all, few: [0, 1, 2, 3, 4, 5, 6, 7] }
}
