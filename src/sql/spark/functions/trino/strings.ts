import { literal as quoted } from '../../../quote.ts'
import { castTo } from '../../engines/trino/casts.ts'
import { type Routine, routine } from '../../engines/trino/routines.ts'
import { type JavaRegex, readJavaRegex, withinRe2 } from '../../java/java-regex.ts'
import { Refused } from '../../refusals.ts'
import { array, types } from '../../spark-types/spark-type.ts'
import type { Argument } from '../../spark-types/typed.ts'
import type { Rendering } from '../entry.ts'
import type { TrinoRenderings } from './conditionals.ts'

const isBinary = (argument: Argument | undefined): boolean => argument?.type.kind === 'binary'

const textOf = (written: string | undefined, argument: Argument | undefined): string =>
  argument === undefined ? (written ?? '') : castTo({ ...argument, sql: written ?? '' }, types.string)

const onlyText = (name: string, args: readonly Argument[]): void => {
  if (args.some(isBinary)) throw new Refused(`${name} of binary, on Trino`)
}

const call =
  (name: string): Rendering =>
  (a, args) => {
    onlyText(name.replace('spark_', ''), args)
    return `${name}(${a.join(', ')})`
  }

const sized =
  (ofText: (text: string) => string, ofBytes: (bytes: string) => string): Rendering =>
  (a, args) =>
    `CAST(${isBinary(args[0]) ? ofBytes(a[0] ?? '') : ofText(textOf(a[0], args[0]))} AS integer)`

const trimmed = (side: string, characters: string | undefined, text: string | undefined): string =>
  `trim(${side} ${characters ?? "' '"} FROM ${text})`

const concatWs: Rendering = (a, args) => {
  const rest = args.slice(1)
  if (rest.length === 0) return `CASE WHEN ${a[0]} IS NOT NULL THEN '' END`
  const lists = rest.map((argument, i) => {
    if (argument.type.kind === 'array')
      return `coalesce(${castTo({ ...argument, sql: a[i + 1] ?? '' }, array(types.string))}, CAST(ARRAY[] AS array(varchar)))`
    return `ARRAY[CAST(${textOf(a[i + 1], argument)} AS varchar)]`
  })
  const all = lists.length === 1 ? lists[0] : `concat(${lists.join(', ')})`
  return `CASE WHEN ${a[0]} IS NOT NULL THEN array_join(${all}, ${a[0]}) END`
}

const position: Rendering = (a) =>
  a.length === 2 ? `spark_instr(${a[1]}, ${a[0]})` : `spark_locate(${a[0]}, ${a[1]}, ${a[2]})`

/** Patterns are read and spelled out as for DuckDB, whose language the engine understands too, as far as it is used. */
const regexOf = (argument: Argument | undefined, use: 'search' | 'replace' | 'extract'): JavaRegex => {
  if (argument?.literal === undefined)
    throw new Refused('a regular expression that is not a literal', 'write the pattern as text')
  return withinRe2(readJavaRegex(argument.literal, use))
}

const rlike: Rendering = (a, args) => {
  if (args[1]?.sql === 'NULL') return 'CAST(NULL AS boolean)'
  return `regexp_like(${a[0]}, ${quoted(regexOf(args[1], 'search').pattern)})`
}

/** The engine's group is that of Java, as long as reading the pattern has added none before it. */
const extract: Rendering = (a, args) => {
  const group = Number(a[2] ?? '1')
  if (!/^\d+$/.test(a[2] ?? '1')) throw new Refused('the number of a group that is not a literal')
  const regex = regexOf(args[1], group === 0 ? 'extract' : 'search')
  const found = regex.groups[group]
  if (found === undefined || found < 0) throw new Refused(`group ${group} of this pattern, on Trino`)
  return `CASE WHEN ${a[0]} IS NOT NULL THEN coalesce(regexp_extract(${a[0]}, ${quoted(regex.pattern)}, ${found}), '') END`
}

const replaceAll: Rendering = (a, args) => {
  const replacement = args[2]?.literal
  if (replacement === undefined || a[3] !== undefined)
    throw new Refused('regexp_replace from a position, or by something that is not written as text, on Trino')
  const regex = regexOf(args[1], 'replace')
  if (regex.maybeEmpty || regex.ends.length > 0 || regex.groups.some((group, i) => group !== i))
    throw new Refused('regexp_replace of this pattern, on Trino')
  if (!/^(?:[^$\\]|\$\d(?!\d))*$/.test(replacement))
    throw new Refused('this replacement of regexp_replace, on Trino')
  return `regexp_replace(${a[0]}, ${quoted(regex.pattern)}, ${quoted(replacement)})`
}

/** Where a match may be empty, engines count otherwise how often it is found. */
const repeated =
  (write: (text: string, pattern: string, group: number) => string, otherwise: number): Rendering =>
  (a, args) => {
    if (!/^\d+$/.test(a[2] ?? '0')) throw new Refused('the number of a group that is not a literal')
    const group = Number(a[2] ?? otherwise)
    const regex = regexOf(args[1], group === 0 ? 'extract' : 'search')
    const found = regex.groups[group]
    if (found === undefined || found < 0 || regex.maybeEmpty || regex.ends.length > 0)
      throw new Refused('all matches of this pattern, on Trino')
    return write(a[0] ?? '', quoted(regex.pattern), found)
  }

const substringIndex: Rendering = (a, args) => {
  const delimiter = args[1]?.literal
  const overlaps =
    delimiter === undefined ||
    Array.from(delimiter).some((_, i) => i > 0 && delimiter.startsWith(delimiter.slice(i)))
  if (delimiter === '' || overlaps)
    throw new Refused(
      'substring_index with a delimiter that is not written as text, or overlaps itself, on Trino',
    )
  return `spark_substring_index(${a.join(', ')})`
}

const pad =
  (name: 'lpad' | 'rpad'): Rendering =>
  (a, args) => {
    onlyText(name, args)
    return `spark_${name}(${textOf(a[0], args[0])}, ${a[1]}, ${args[2] === undefined ? "' '" : textOf(a[2], args[2])})`
  }

/** The text that a pattern stands for, where it has nothing special. */
const plainText = (source: string): string | undefined => {
  const unescaped = source.replaceAll(
    /\\([^0-9A-Za-z])|\[([^\]\\^[&])\]/g,
    (_, one?: string, other?: string) =>
      String.fromCharCode(0xe000 + ((one ?? other ?? '').codePointAt(0) ?? 0)),
  )
  if (source === '' || /[.$|()[{^?*+\\]/.test(unescaped)) return undefined
  return unescaped.replaceAll(/[\ue000-\ue0ff]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xe000))
}

const split: Rendering = (a, args) => {
  const plain = plainText(args[1]?.literal ?? '')
  if (plain === undefined) throw new Refused('split by a regular expression, on Trino', 'split by plain text')
  if (a[2] === undefined || /^\(?-|^0$/.test(a[2])) return `split(${a[0]}, ${quoted(plain)})`
  if (!/^\d+$/.test(a[2])) throw new Refused('the limit of split that is not a literal')
  return `split(${a[0]}, ${quoted(plain)}, ${a[2]})`
}

export const stringRenderings: TrinoRenderings = {
  length: sized(
    (s) => `length(${s})`,
    (b) => `length(${b})`,
  ),
  octet_length: sized(
    (s) => `length(to_utf8(${s}))`,
    (b) => `length(${b})`,
  ),
  bit_length: sized(
    (s) => `8 * length(to_utf8(${s}))`,
    (b) => `8 * length(${b})`,
  ),
  upper: call('spark_upper'),
  lower: call('spark_lower'),
  initcap: call('spark_initcap'),
  trim: (a, args) => {
    if (a.length === 3) return trimmed((args[0]?.literal ?? 'both').toUpperCase(), a[1], a[2])
    return a.length === 2 ? trimmed('BOTH', a[0], a[1]) : trimmed('BOTH', undefined, a[0])
  },
  btrim: (a) => trimmed('BOTH', a[1], a[0]),
  ltrim: (a) => (a.length === 1 ? trimmed('LEADING', undefined, a[0]) : trimmed('LEADING', a[0], a[1])),
  rtrim: (a) => (a.length === 1 ? trimmed('TRAILING', undefined, a[0]) : trimmed('TRAILING', a[0], a[1])),
  substring: (a, args) => {
    onlyText('substring', args)
    return `spark_substring(${a[0]}, ${a[1]}, ${a[2] ?? '2147483647'})`
  },
  left: call('spark_left'),
  right: call('spark_right'),
  substring_index: substringIndex,
  split_part: call('spark_split_part'),
  lpad: pad('lpad'),
  rpad: pad('rpad'),
  instr: call('spark_instr'),
  locate: position,
  position,
  replace: (a) => `spark_replace(${a[0]}, ${a[1]}, ${a[2] ?? "''"})`,
  repeat: call('spark_repeat'),
  space: (a) => `spark_repeat(' ', ${a[0]})`,
  reverse: (a, args) =>
    args[0]?.type.kind === 'array' ? `reverse(${a[0]})` : `reverse(${textOf(a[0], args[0])})`,
  concat_ws: concatWs,
  overlay: (a, args) => {
    onlyText('overlay', args)
    return `spark_overlay(${a[0]}, ${a[1]}, ${a[2]}, ${a[3] ?? '-1'})`
  },
  startswith: (a, args) => {
    onlyText('startswith', args)
    return `starts_with(${a[0]}, ${a[1]})`
  },
  endswith: call('spark_ends_with'),
  contains: call('spark_contains'),
  ascii: call('spark_ascii'),
  chr: call('spark_chr'),
  translate: (a) => `translate(${a.join(', ')})`,
  levenshtein: (a) => {
    if (a.length > 2) throw new Refused('levenshtein with a threshold, on Trino')
    return `CAST(levenshtein_distance(${a.join(', ')}) AS integer)`
  },
  find_in_set: (a) =>
    `CASE WHEN strpos(${a[0]}, ',') > 0 AND ${a[1]} IS NOT NULL THEN 0 ELSE CAST(array_position(split(${a[1]}, ','), ${a[0]}) AS integer) END`,
  rlike,
  regexp_like: rlike,
  regexp_extract: extract,
  regexp_replace: replaceAll,
  regexp_count: repeated((text, pattern) => `CAST(regexp_count(${text}, ${pattern}) AS integer)`, 0),
  regexp_substr: repeated((text, pattern, group) => `regexp_extract(${text}, ${pattern}, ${group})`, 0),
  regexp_instr: (a, args) => {
    const { pattern } = regexOf(args[1], 'search')
    const before = `regexp_extract(${a[0]}, ${quoted(`\\A((?s:.*?))(?:${pattern})`)}, 1)`
    const unknown = a[2] === undefined ? '' : `WHEN (${a[2]}) IS NULL THEN NULL `
    return `CASE ${unknown}WHEN regexp_like(${a[0]}, ${quoted(pattern)}) THEN spark_units(${before}) + 1 WHEN ${a[0]} IS NOT NULL THEN 0 END`
  },
  regexp_extract_all: repeated(
    (text, pattern, group) =>
      `transform(regexp_extract_all(${text}, ${pattern}, ${group}), e_ -> coalesce(e_, ''))`,
    1,
  ),
  split,
  uuid: () => 'CAST(uuid() AS varchar)',
}

export const stringRoutines: readonly Routine[] = [
  routine(
    'spark_substring',
    's varchar, p integer, n integer',
    'varchar',
    `CASE WHEN s IS NULL OR p IS NULL OR n IS NULL THEN NULL WHEN n <= 0 THEN ''
      WHEN p > 0 THEN substr(s, p, n) WHEN p = 0 THEN substr(s, 1, n)
      WHEN length(s) + p >= 0 THEN substr(s, length(s) + p + 1, n)
      WHEN n + length(s) + p > 0 THEN substr(s, 1, n + length(s) + p) ELSE '' END`,
  ),
  routine(
    'spark_left',
    's varchar, n integer',
    'varchar',
    `CASE WHEN s IS NULL THEN NULL WHEN n <= 0 THEN '' ELSE substr(s, 1, n) END`,
  ),
  routine(
    'spark_right',
    's varchar, n integer',
    'varchar',
    `CASE WHEN s IS NULL THEN NULL WHEN n <= 0 THEN '' WHEN n >= length(s) THEN s ELSE substr(s, length(s) - n + 1) END`,
  ),
  routine(
    'spark_substring_index',
    's varchar, d varchar, n integer',
    'varchar',
    `CASE WHEN n IS NULL OR s IS NULL THEN NULL WHEN n = 0 THEN ''
      WHEN n > 0 THEN array_join(slice(split(s, d), 1, n), d)
      ELSE array_join(slice(split(s, d), greatest(cardinality(split(s, d)) + n + 1, 1), 2147483647), d) END`,
  ),
  routine(
    'spark_split_part',
    's varchar, d varchar, n integer',
    'varchar',
    `CASE WHEN s IS NULL OR d IS NULL OR n IS NULL THEN NULL WHEN n = 0 THEN CAST(fail('split_part: the index 0 is invalid') AS varchar)
      WHEN d = '' THEN CASE WHEN n = 1 OR n = -1 THEN s ELSE '' END
      ELSE coalesce(element_at(split(s, d), n), '') END`,
  ),
  ...(['lpad', 'rpad'] as const).map((name) =>
    routine(
      `spark_${name}`,
      's varchar, n integer, p varchar',
      'varchar',
      `CASE WHEN s IS NULL OR p IS NULL OR n IS NULL THEN NULL WHEN n <= 0 THEN '' WHEN length(s) >= n THEN substr(s, 1, n)
      WHEN p = '' THEN s ELSE ${name}(s, n, p) END`,
    ),
  ),
  routine('spark_instr', 's varchar, needle varchar', 'integer', `CAST(strpos(s, needle) AS integer)`),
  routine(
    'spark_locate',
    'needle varchar, s varchar, p integer',
    'integer',
    `CASE WHEN p IS NULL THEN 0 WHEN s IS NULL OR needle IS NULL THEN NULL WHEN p < 1 THEN 0 WHEN needle = '' THEN 1
      WHEN strpos(substr(s, p), needle) = 0 THEN 0 ELSE CAST(strpos(substr(s, p), needle) + p - 1 AS integer) END`,
  ),
  routine(
    'spark_replace',
    's varchar, a varchar, b varchar',
    'varchar',
    `CASE WHEN a = '' AND b IS NOT NULL THEN s ELSE replace(s, a, b) END`,
  ),
  routine(
    'spark_repeat',
    's varchar, n integer',
    'varchar',
    `CASE WHEN s IS NULL OR n IS NULL THEN NULL WHEN n <= 0 OR s = '' THEN '' ELSE rpad('', length(s) * n, s) END`,
  ),
  routine(
    'spark_overlay',
    's varchar, r varchar, p integer, n integer',
    'varchar',
    `spark_substring(s, 1, spark_wrap32(CAST(p AS bigint) - 1)) || r
      || spark_substring(s, spark_wrap32(CAST(p AS bigint) + CASE WHEN n >= 0 THEN n WHEN n < 0 THEN length(r) END), 2147483647)`,
  ),
  routine(
    'spark_ends_with',
    's varchar, p varchar',
    'boolean',
    `CASE WHEN length(p) > length(s) THEN false ELSE substr(s, length(s) - length(p) + 1) = p END`,
  ),
  // As Java counts, to which a character beyond U+FFFF is two.
  routine(
    'spark_units',
    's varchar',
    'integer',
    `CAST(length(s) + length(regexp_replace(s, '[^\\x{10000}-\\x{10FFFF}]', '')) AS integer)`,
  ),
  routine('spark_contains', 's varchar, p varchar', 'boolean', `strpos(s, p) > 0`),
  routine(
    'spark_ascii',
    's varchar',
    'integer',
    `CASE WHEN s = '' THEN 0 ELSE codepoint(CAST(substr(s, 1, 1) AS varchar(1))) END`,
  ),
  routine('spark_chr', 'n bigint', 'varchar', `CASE WHEN n < 0 THEN '' ELSE chr(bitwise_and(n, 255)) END`),
]
