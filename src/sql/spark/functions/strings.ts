import { define } from '../define-macro.ts'
import { literal, type Sql } from '../../quote.ts'
import { castTo } from '../casts.ts'
import { types } from '../spark-type.ts'
import { javaRegex, javaReplacement } from '../java-regex.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Refused, same } from './entry.ts'

const { string, int, boolean, binary } = types

/** The length of anything but binary is the length of its text. */
const text = (written: string | undefined, argument: Argument | undefined): string =>
  argument === undefined ? (written ?? '') : castTo(argument, string)

const pattern = (text: string | undefined, argument: Argument | undefined): string =>
  argument?.literal === undefined ? (text ?? '') : literal(javaRegex(argument.literal))

const regexpReplace: FunctionEntry = entry('sss?i', string, (a, args) => {
  if (a.length === 4 && a[3] !== '1') throw new Refused('regexp_replace with a position')
  const replacement = args[2]?.literal
  if (replacement === undefined) throw new Refused('regexp_replace with a replacement that is not a literal')
  return `regexp_replace(${a[0]}, ${pattern(a[1], args[1])}, ${literal(javaReplacement(replacement))}, 'g')`
})

const rlike = entry('ss', boolean, (a, args) => {
  const source = args[1]?.literal
  return `regexp_matches(${a[0]}, ${source === undefined ? a[1] : literal(javaRegex(source, 'search'))})`
})

const regexpExtract = entry('ss?i', string, (a, args) => {
  const source = args[1]?.literal
  if (source === undefined) throw new Refused('regexp_extract with a pattern that is not a literal')
  return `regexp_extract(${a[0]}, ${literal(javaRegex(source))}, ${a[2] ?? '1'})`
})

const position = entry('ss?i', int, (a) =>
  a.length === 2
    ? `CAST(spark_locate(${a[0]}, ${a[1]}, 1) AS INTEGER)`
    : `spark_locate(${a[0]}, ${a[1]}, ${a[2]})`,
)

const substring = entry('si?i', string, (a) => {
  const plain = /^\d+$/
  const [s, p, n] = a
  if (p !== undefined && plain.test(p) && n !== undefined && plain.test(n))
    return `substring(${s}, ${p === '0' ? '1' : p}, ${n})`
  return `spark_substring(${s}, ${p}, ${n ?? '2147483647'})`
})

const trimOf = (name: string): FunctionEntry =>
  entry('s?s', string, (a) => (a.length === 1 ? `${name}(${a[0]}, ' ')` : `${name}(${a[1]}, ${a[0]})`))

const concatWs = entry('s?a*', string, (a, args) => {
  const lists = args
    .slice(1)
    .map((argument, i) => (argument.type.kind === 'array' ? a[i + 1] : `[${castTo(argument, string)}]`))
  if (lists.length === 0) return `CASE WHEN ${a[0]} IS NOT NULL THEN '' END`
  return `array_to_string(list_filter(list_concat(${lists.join(', ')}), lambda e: e IS NOT NULL), ${a[0]})`
})

const split = entry('ss?i', { kind: 'array', element: string }, (a, args) => {
  if (a.length === 3 && !/^\(?-|^0$/.test(a[2] ?? '')) throw new Refused('split with a limit')
  const text = args[1]?.literal
  if (text === undefined) throw new Refused('split at a pattern that is not a literal')
  if (text === '') throw new Refused('split at an empty pattern')
  const plain = text.replace(/^\\(.)$/, '$1').replace(/^\[(.)\]$/, '$1')
  if (plain.length === 1 && (plain !== text || !/[.$|()[{^?*+\\]/.test(plain)))
    return `string_split(${a[0]}, ${literal(plain)})`
  return `string_split_regex(${a[0]}, ${pattern(a[1], args[1])})`
})

const sha2 = entry('xi', string, (a) => {
  if (a[1] === '256' || a[1] === '0') return `sha256(${a[0]})`
  throw new Refused('sha2 of a length other than 256')
})

export const stringFunctions: Functions = {
  length: entry('a', int, (a, args) =>
    args[0]?.type.kind === 'binary'
      ? `CAST(octet_length(${a[0]}) AS INTEGER)`
      : `CAST(length(${text(a[0], args[0])}) AS INTEGER)`,
  ),
  octet_length: entry('s', int, (a) => `CAST(strlen(${a[0]}) AS INTEGER)`),
  upper: same('s', string, 'upper'),
  lower: same('s', string, 'spark_lower'),
  trim: entry('s?ss', string, (a, args) => {
    const side = args[0]?.literal
    if (a.length === 3)
      return `${side === 'leading' ? 'ltrim' : side === 'trailing' ? 'rtrim' : 'trim'}(${a[2]}, ${a[1]})`
    return a.length === 2 ? `trim(${a[1]}, ${a[0]})` : `trim(${a[0]}, ' ')`
  }),
  btrim: entry('s?s', string, (a) => `trim(${a[0]}, ${a[1] ?? "' '"})`),
  ltrim: trimOf('ltrim'),
  rtrim: trimOf('rtrim'),
  substring,
  left: entry(
    'si',
    string,
    (a) => `CASE WHEN ${a[1]} <= 0 THEN substring(${a[0]}, 1, 0) ELSE left(${a[0]}, ${a[1]}) END`,
  ),
  right: entry(
    'si',
    string,
    (a) => `CASE WHEN ${a[1]} <= 0 THEN substring(${a[0]}, 1, 0) ELSE right(${a[0]}, ${a[1]}) END`,
  ),
  substring_index: entry('ssi', string, (a) => `spark_substring_index(${a.join(', ')})`),
  initcap: entry('s', string, (a) => `spark_initcap(${a[0]})`),
  lpad: entry('si?s', string, (a) => `spark_lpad(${a[0]}, ${a[1]}, ${a[2] ?? "' '"})`),
  rpad: entry('si?s', string, (a) => `spark_rpad(${a[0]}, ${a[1]}, ${a[2] ?? "' '"})`),
  instr: entry('ss', int, (a) => `CAST(instr(${a[0]}, ${a[1]}) AS INTEGER)`),
  locate: position,
  position,
  replace: entry('ss?s', string, (a) => `replace(${a[0]}, ${a[1]}, ${a[2] ?? "''"})`),
  translate: same('sss', string, 'translate'),
  repeat: entry('si', string, (a) => `repeat(${a[0]}, greatest(${a[1]}, 0))`),
  reverse: entry(
    'a',
    (args) => (args[0]?.type.kind === 'array' ? args[0].type : string),
    (a, args) => (args[0]?.type.kind === 'array' ? `list_reverse(${a[0]})` : `reverse(${a[0]})`),
  ),
  concat_ws: concatWs,
  split,
  regexp_replace: regexpReplace,
  regexp_extract: regexpExtract,
  regexp_like: rlike,
  rlike,
  startswith: same('ss', boolean, 'starts_with'),
  endswith: same('ss', boolean, 'ends_with'),
  contains: same('ss', boolean, 'contains'),
  ascii: entry('s', int, (a) => `CASE WHEN ${a[0]} = '' THEN 0 ELSE ascii(${a[0]}) END`),
  chr: same('i', string, 'chr'),
  md5: same('x', string, 'md5'),
  sha1: same('x', string, 'sha1'),
  sha2,
  hex: entry('a', string, (a, args) => {
    const kind = args[0]?.type.kind
    if (kind !== 'string' && kind !== 'binary') throw new Refused('hex of a number')
    return `hex(${a[0]})`
  }),
  unhex: entry('s', binary, (a) => `TRY(unhex(${a[0]}))`),
  base64: same('x', string, 'base64'),
  unbase64: entry('s', binary, (a) => `from_base64(${a[0]})`),
  space: entry('i', string, (a) => `repeat(' ', greatest(${a[0]}, 0))`),
  levenshtein: entry('ss', int, (a) => `CAST(levenshtein(${a[0]}, ${a[1]}) AS INTEGER)`),
  url_encode: same('s', string, 'url_encode'),
  uuid: { params: '', returns: string, sql: () => 'CAST(uuid() AS VARCHAR)', volatile: true },
}

export const stringMacros: readonly Sql[] = [
  define(
    'spark_substring(s, p, n)',
    `CASE WHEN n <= 0 THEN CASE WHEN s IS NOT NULL AND p IS NOT NULL THEN '' END
      WHEN p > 0 THEN substring(s, p, n) WHEN p = 0 THEN substring(s, 1, n)
      WHEN length(s) + p >= 0 THEN substring(s, length(s) + p + 1, n)
      WHEN n + length(s) + p > 0 THEN substring(s, 1, n + length(s) + p) WHEN s IS NOT NULL THEN '' END`,
  ),
  // Java's rules for the last sigma of a word and the dotted capital I; text in ASCII has neither.
  define(
    'spark_lower(s)',
    `CASE WHEN strlen(s) = length(s) THEN lower(s)
      ELSE regexp_replace(lower(replace(s, 'İ', 'i̇')), '(\\pL)σ(\\PL|$)', '\\1ς\\2', 'g') END`,
  ),
  define(
    'spark_initcap(s)',
    `array_to_string(list_transform(string_split(spark_lower(s), ' '), lambda w: upper(w[1]) || w[2:]), ' ')`,
  ),
  define(
    'spark_lpad(s, n, p)',
    `CASE WHEN n <= 0 THEN CASE WHEN s IS NOT NULL THEN '' END WHEN length(s) >= n THEN left(s, n)
      WHEN p = '' THEN s ELSE lpad(s, n, p) END`,
  ),
  define(
    'spark_rpad(s, n, p)',
    `CASE WHEN n <= 0 THEN CASE WHEN s IS NOT NULL THEN '' END WHEN length(s) >= n THEN left(s, n)
      WHEN p = '' THEN s ELSE rpad(s, n, p) END`,
  ),
  define(
    'spark_locate(needle, s, p)',
    `CASE WHEN s IS NULL OR needle IS NULL THEN NULL WHEN p < 1 THEN 0
      WHEN needle = '' THEN CASE WHEN p <= length(s) + 1 THEN p ELSE 0 END
      WHEN instr(substring(s, p), needle) = 0 THEN 0 ELSE instr(substring(s, p), needle) + p - 1 END::INTEGER`,
  ),
  define(
    'spark_substring_index(s, d, n)',
    `CASE WHEN n = 0 OR d = '' THEN CASE WHEN s IS NOT NULL AND d IS NOT NULL THEN '' END
      WHEN n > 0 THEN array_to_string(string_split(s, d)[1:n], d)
      ELSE array_to_string(string_split(s, d)[greatest(len(string_split(s, d)) + n + 1, 1):], d) END`,
  ),
]
