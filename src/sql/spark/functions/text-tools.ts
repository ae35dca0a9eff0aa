import { literal, type Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { isNested, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Mistaken, Refused, same } from './entry.ts'

/* Functions of text that compare, code, mask or choose. */

const { string, int, binary, boolean } = types

export const upperLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const lowerLetters = upperLetters.toLowerCase()
const digits = '0123456789'

/** The value of an argument that must be written as a literal or NULL; undefined where it is NULL. */
export const constantOf = (name: string, argument: Argument | undefined, otherwise: string | undefined) => {
  if (argument === undefined) return otherwise
  if (argument.type.kind === 'null') return undefined
  if (argument.literal === undefined || Array.from(argument.literal).length !== 1)
    throw new Refused(`${name} with anything but single characters as replacements`)
  return argument.literal
}

const mask: FunctionEntry = entry('S?aaaa', string, (a, args) => {
  const upper = constantOf('mask', args[1], 'X')
  const lower = constantOf('mask', args[2], 'x')
  const digit = constantOf('mask', args[3], 'n')
  const other = constantOf('mask', args[4], undefined)
  const each = (letters: string, replacement: string | undefined): readonly (readonly [string, string])[] =>
    replacement === undefined ? [] : Array.from(letters, (letter) => [letter, replacement] as const)
  const pairs = [...each(upperLetters, upper), ...each(lowerLetters, lower), ...each(digits, digit)]
  const from = literal(pairs.map(([letter]) => letter).join(''))
  const to = literal(pairs.map(([, replacement]) => replacement).join(''))
  const write = (value: string | undefined, unit = 'c') => (value === undefined ? unit : literal(value))
  const slow = `list_transform(string_split(${a[0]}, ''), lambda c:
    CASE WHEN c = '' THEN c WHEN strlen(c) > 3 THEN ${other === undefined ? 'c' : `${literal(other)} || ${literal(other)}`}
      WHEN regexp_matches(c, '[\\p{Lu}Ⅰ-ⅯⒶ-Ⓩ]') THEN ${write(upper)}
      WHEN regexp_matches(c, ${literal(`[\\p{Ll}${otherLowercase}]`)}) THEN ${write(lower)}
      WHEN regexp_matches(c, '\\p{Nd}') THEN ${write(digit)} ELSE ${write(other)} END)`
  const joined = `array_to_string(${slow}, '')`
  if (other !== undefined) return joined
  const ascii = pairs.length === 0 ? (a[0] ?? '') : `translate(${a[0]}, ${from}, ${to})`
  return `CASE WHEN strlen(${a[0]}) = length(${a[0]}) THEN ${ascii} ELSE ${joined} END`
})

/** Small letters by the property Other_Lowercase. */
const otherLowercase =
  'ªº\\x{2B0}-\\x{2B8}\\x{2C0}\\x{2C1}\\x{2E0}-\\x{2E4}\\x{345}\\x{37A}\\x{1D2C}-\\x{1D6A}\\x{1D78}\\x{1D9B}-\\x{1DBF}\\x{2071}\\x{207F}\\x{2090}-\\x{209C}\\x{2170}-\\x{217F}\\x{24D0}-\\x{24E9}\\x{2C7C}\\x{2C7D}\\x{A69C}\\x{A69D}\\x{A770}\\x{A7F8}\\x{A7F9}\\x{AB5C}-\\x{AB5F}'

const elt: FunctionEntry = entry(
  'ia*',
  (args) => (args.slice(1).every((one) => one.type.kind === 'binary') ? binary : string),
  (a, args) => {
    const values = args.slice(1)
    if (values.length === 0) throw new Refused('elt without values')
    for (const { type } of values) if (isNested(type)) throw new Mistaken(`elt of a ${type.kind}`)
    const bytes = values.every((one) => one.type.kind === 'binary')
    const choices = values.map((one, i) => `WHEN ${i + 1} THEN ${bytes ? one.sql : castTo(one, string)}`)
    return `CASE ${a[0]} ${choices.join(' ')} END`
  },
)

export const textToolFunctions: Functions = {
  translate: same('sss', string, 'spark_translate'),
  elt,
  find_in_set: same('ss', int, 'spark_find_in_set'),
  levenshtein: entry('ss?i', int, ([x = '', y = '', limit]) => {
    if (limit === undefined) return `spark_levenshtein(${x}, ${y})`
    // Where it is NULL, Spark's compiled code gives NULL and its interpreter -1.
    if (!/^(?:\d+|\(-\d+\))$/.test(limit))
      throw new Refused('a limit of levenshtein that may be NULL', 'write the limit as a number')
    return `spark_levenshtein_within(${x}, ${y}, ${limit})`
  }),
  soundex: entry('a', string, (a, args) => {
    const kind = args[0]?.type.kind
    if (kind !== 'string' && kind !== 'null')
      throw new Refused('soundex of anything but text', 'cast it to string')
    return `spark_soundex(${a[0]})`
  }),
  luhn_check: same('s', boolean, 'spark_luhn'),
  mask,
  sentences: {
    refused: 'where words and sentences end depends on rules of Java; write split(s, …) with a pattern',
  },
}

/** Zeros of the scripts whose digits are known: Arabic, its eastern form, Devanagari, full width. */
const zeros = [0x660, 0x6f0, 0x966, 0xff10]
const otherDigits = zeros
  .flatMap((zero) => Array.from({ length: 10 }, (_, i) => String.fromCodePoint(zero + i)))
  .join('')

/** Codes of the letters A to Z for soundex: 0 is a vowel, 7 is not heard. */
export const soundexCodes = '01230127022455012623017202'

export const textToolMacros: readonly Sql[] = [
  // The first of equal characters counts, as in Spark.
  define('spark_translate(s, a, b)', `translate(s, a, b)`),
  define(
    'spark_find_in_set(s, list)',
    `CASE WHEN contains(s, ',') AND list IS NOT NULL THEN 0 WHEN s IS NOT NULL AND list IS NOT NULL
      THEN CAST(coalesce(list_position(string_split(list, ','), s), 0) AS INTEGER) END`,
  ),
  // The engine counts bytes: other characters are renamed to ones of a single byte first, if there are not too many.
  define(
    'spark_renamed_distance(a, b, letters)',
    `CASE WHEN length(letters) > 127 THEN error('levenshtein: more than 127 different characters in texts beyond ASCII')
      ELSE levenshtein(
        translate(a, letters, left(array_to_string(list_transform(range(1, 128), lambda i: chr(CAST(i AS INTEGER))), ''), length(letters))),
        translate(b, letters, left(array_to_string(list_transform(range(1, 128), lambda i: chr(CAST(i AS INTEGER))), ''), length(letters)))) END`,
  ),
  define(
    'spark_levenshtein(a, b)',
    `CAST(CASE WHEN strlen(a) = length(a) AND strlen(b) = length(b) THEN levenshtein(a, b)
      ELSE spark_renamed_distance(a, b, array_to_string(list_distinct(string_split(a || b, '')), '')) END AS INTEGER)`,
  ),
  define(
    'spark_levenshtein_within(a, b, n)',
    `CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN spark_levenshtein(a, b) <= n THEN spark_levenshtein(a, b) ELSE -1 END`,
  ),
  define(
    'spark_soundex_codes(s)',
    `translate(regexp_replace(s, '[^A-Za-z]', 'a', 'g'), '${lowerLetters}${upperLetters}', '${soundexCodes}${soundexCodes}')`,
  ),
  define(
    'spark_squeeze(s)',
    [1, 2, 3, 4, 5, 6].reduce((text, digit) => `regexp_replace(${text}, '${digit}+', '${digit}', 'g')`, 's'),
  ),
  define(
    'spark_soundex(s)',
    `CASE WHEN regexp_matches(s, '^[A-Za-z]') THEN upper(s[1]) || rpad(left(replace(substring(
      spark_squeeze(spark_soundex_codes(s[1]) || replace(spark_soundex_codes(s[2:]), '7', '')), 2), '0', ''), 3), 3, '0') ELSE s END`,
  ),
  define(
    'spark_luhn_digits(s)',
    `list_sum(list_transform(string_split(reverse(s), ''), lambda c, i:
      CASE WHEN i % 2 = 1 THEN ord(c) - 48 WHEN ord(c) < 53 THEN 2 * (ord(c) - 48) ELSE 2 * (ord(c) - 48) - 9 END)) % 10 = 0`,
  ),
  define(
    'spark_luhn(s)',
    `CASE WHEN regexp_full_match(s, '[0-9]+') THEN spark_luhn_digits(s)
      WHEN regexp_full_match(s, '[0-9${otherDigits}]+')
      THEN spark_luhn_digits(translate(s, ${literal(otherDigits)}, '${digits.repeat(4)}'))
      WHEN regexp_full_match(s, '\\p{Nd}+') THEN error('luhn_check: digits of a script that is not known here')
      WHEN s IS NOT NULL THEN false END`,
  ),
  // Spark fails where the escape character stands before anything else. Of a character beyond U+FFFF it quotes the halves,
  // which Java finds nowhere.
  define(
    'spark_like_pattern(p, mark)',
    `CASE WHEN strlen(p) <> length(p) AND regexp_matches(p, '[\\x{10000}-\\x{10FFFF}]') THEN '\u{10fffe}'
      WHEN NOT contains(p, mark) THEN p WHEN contains(replace(replace(replace(p, mark || mark, ''), mark || '%', ''), mark || '_', ''), mark)
      THEN error('a LIKE pattern has its escape character before another than %, _ or itself') ELSE p END`,
  ),
]
