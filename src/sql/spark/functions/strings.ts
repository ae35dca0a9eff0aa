import { type Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define, isColumn } from '../engines/duckdb/define-macro.ts'
import { becomes } from '../spark-types/castable.ts'
import { isNested, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import {
  type Argument,
  entry,
  type FunctionEntry,
  type Functions,
  Mistaken,
  Refused,
  same,
  within,
} from './entry.ts'

const { string, int, binary } = types

const isBinary = (argument: Argument | undefined): boolean => argument?.type.kind === 'binary'

/** Text, or bytes where the argument is binary. */
const textOf = (written: string | undefined, argument: Argument | undefined): string => {
  if (argument === undefined) return written ?? ''
  if (isNested(argument.type)) throw new Refused(`text functions of a value of type ${argument.type.kind}`)
  return castTo({ ...argument, sql: written ?? argument.sql }, string)
}

const sized = (ofText: (text: string) => string, ofBytes: (bytes: string) => string): FunctionEntry =>
  entry('a', int, (a, args) => {
    const size = isBinary(args[0]) ? ofBytes(a[0] ?? '') : ofText(textOf(a[0], args[0]))
    return `CAST(${size} AS INTEGER)`
  })

const position = entry('ss?i', int, (a) =>
  a.length === 2 ? `spark_instr(${a[1]}, ${a[0]})` : `spark_locate(${a[0]}, ${a[1]}, ${a[2]})`,
)

const textOrBytes = (args: readonly Argument[]): SparkType => (isBinary(args[0]) ? binary : string)

const plainNumber = /^\d+$/

const substring = entry('xi?i', textOrBytes, (a, args) => {
  const [s, p, n] = a
  if (isBinary(args[0])) return `spark_bytes(${s}, ${p}, ${n ?? '2147483647'})`
  if (p !== undefined && plainNumber.test(p) && n !== undefined && plainNumber.test(n))
    return `substring(${s}, ${p === '0' ? '1' : p}, ${n})`
  return `spark_substring(${s}, ${p}, ${n ?? '2147483647'})`
})

/** Without the blanks at the ends of a text. The engine looks at each letter for that, and at none where no blank is. */
const withoutBlanks = (name: string, text = ''): string =>
  isColumn(text) ? `spark_${name}_spaces(${text})` : `${name}(${text}, ' ')`

const trimOf = (name: string): FunctionEntry =>
  entry('s?s', string, (a) => (a.length === 1 ? withoutBlanks(name, a[0]) : `${name}(${a[1]}, ${a[0]})`))

const concatWs = entry('s?a*', string, (a, args) => {
  const rest = args.slice(1)
  if (rest.length === 0) return `CASE WHEN ${a[0]} IS NOT NULL THEN '' END`
  const list: SparkType = { kind: 'array', element: string }
  for (const { type } of rest)
    if (!becomes(type, type.kind === 'array' ? list : string))
      throw new Mistaken(`concat_ws of a ${sparkName(type)}`, 'cast it to string')
  if (rest.every((argument) => argument.type.kind !== 'array'))
    return `concat_ws(${a[0]}, ${rest.map((argument) => textOf(undefined, argument)).join(', ')})`
  const lists = rest.map((argument) =>
    argument.type.kind === 'array' ? castTo(argument, list) : `[${textOf(undefined, argument)}]`,
  )
  // The engine joins by a constant only.
  const join = args[0]?.literal === undefined ? 'spark_join_by' : 'spark_join_all'
  return `${join}(list_concat(${lists.join(', ')}), ${a[0]})`
})

/** lpad and rpad. Bytes are padded as hexadecimal digits. */
const padOf = (name: string): FunctionEntry =>
  entry(
    'xi?x',
    (args) => (isBinary(args[0]) && (args.length < 3 || isBinary(args[2])) ? binary : string),
    (a, args) => {
      if (isBinary(args[0]) && (args.length < 3 || isBinary(args[2])))
        return `unhex(${name}(hex(${a[0]}), 2 * CAST(${a[1]} AS BIGINT), ${a[2] === undefined ? "'00'" : `hex(${a[2]})`}))`
      const pad = args[2] === undefined ? "' '" : textOf(a[2], args[2])
      return `${name}(${textOf(a[0], args[0])}, ${a[1]}, ${pad})`
    },
  )

const substringIndex = entry('ssi', string, (a, args) => {
  const delimiter = args[1]?.literal
  if (delimiter !== undefined && delimiter !== '' && !overlapsItself(delimiter)) {
    if (a[2] === '1') return `split_part(${a[0]}, ${a[1]}, 1)`
    return `spark_substring_index_plain(${a.join(', ')})`
  }
  return `spark_substring_index(${a.join(', ')})`
})

const overlapsItself = (text: string): boolean =>
  Array.from(text).some((_, i) => i > 0 && text.startsWith(text.slice(i)))

const reverse = entry(
  'a',
  (args) => (args[0]?.type.kind === 'array' ? args[0].type : string),
  (a, args) =>
    args[0]?.type.kind === 'array' ? `list_reverse(${a[0]})` : `spark_reverse(${textOf(a[0], args[0])})`,
)

/** startswith, endswith, contains: of bytes where both are bytes. */
const predicate = (name: string): FunctionEntry =>
  entry('xx', types.boolean, (a, args) => {
    if (!args.every(isBinary)) return `${name}(${args.map((one, i) => textOf(a[i], one)).join(', ')})`
    const [all, piece] = a.map((text) => `hex(${text})`)
    return name === 'contains'
      ? `regexp_matches(${all}, '^(?:..)*?' || ${piece})`
      : `${name}(${all}, ${piece})`
  })

const overlay: FunctionEntry = entry('xxi?i', textOrBytes, (a, args) => {
  const [s, r, p, n = '-1'] = a
  if (isBinary(args[0]) && isBinary(args[1])) return `spark_overlay_bytes(${s}, ${r}, ${p}, ${n})`
  if (isBinary(args[0]) || isBinary(args[1])) throw new Refused('overlay of text and binary')
  return `spark_overlay(${s}, ${r}, ${p}, ${n})`
})

const letters =
  'the letters are of Unicode 13 and before, as about forty newer ones have another case in the engine; and what a query inside says in capitals or small letters has none such as ß, which Spark may take as they were before'

const hasNewerLetter = (args: readonly Argument[]): boolean =>
  /[\u2c2f\u2c5f\ua7c0\ua7c1\ua7cb-\ua7dc\u{10570}-\u{105bc}\u{10d50}-\u{10d85}]/u.test(
    args[0]?.literal ?? '',
  )

export const stringFunctions: Functions = {
  length: sized(
    (s) => `length(${s})`,
    (b) => `octet_length(${b})`,
  ),
  octet_length: sized(
    (s) => `strlen(${s})`,
    (b) => `octet_length(${b})`,
  ),
  bit_length: sized(
    (s) => `8 * strlen(${s})`,
    (b) => `8 * octet_length(${b})`,
  ),
  upper: within(letters, same('s', string, 'spark_upper'), hasNewerLetter),
  lower: within(letters, same('s', string, 'spark_lower'), hasNewerLetter),
  initcap: within(letters, same('s', string, 'spark_initcap'), hasNewerLetter),
  trim: entry('s?ss', string, (a, args) => {
    const side = args[0]?.literal?.toLowerCase()
    if (a.length === 3 && !/^(?:both|leading|trailing)$/.test(side ?? ''))
      throw new Mistaken('trim of three values')
    if (a.length === 3)
      return `${side === 'leading' ? 'ltrim' : side === 'trailing' ? 'rtrim' : 'trim'}(${a[2]}, ${a[1]})`
    return a.length === 2 ? `trim(${a[1]}, ${a[0]})` : withoutBlanks('trim', a[0])
  }),
  btrim: entry('s?s', string, (a) =>
    a.length === 1 ? withoutBlanks('trim', a[0]) : `trim(${a[0]}, ${a[1]})`,
  ),
  ltrim: trimOf('ltrim'),
  rtrim: trimOf('rtrim'),
  substring,
  left: entry('xi', textOrBytes, (a, args) =>
    isBinary(args[0]) ? `spark_bytes(${a[0]}, 1, ${a[1]})` : `spark_left(${a[0]}, ${a[1]})`,
  ),
  right: entry('si', string, (a) => `spark_right(${a[0]}, ${a[1]})`),
  substring_index: substringIndex,
  split_part: same('ssi', string, 'spark_split_part'),
  lpad: padOf('spark_lpad'),
  rpad: padOf('spark_rpad'),
  instr: same('ss', int, 'spark_instr'),
  locate: position,
  position,
  replace: entry('ss?s', string, (a, args) =>
    (args[1]?.literal ?? '') === ''
      ? `spark_replace(${a[0]}, ${a[1]}, ${a[2] ?? "''"})`
      : `replace(${a[0]}, ${a[1]}, ${a[2] ?? "''"})`,
  ),
  repeat: entry('si', string, (a) => `repeat(${a[0]}, CASE WHEN ${a[1]} < 0 THEN 0 ELSE ${a[1]} END)`),
  reverse,
  concat_ws: concatWs,
  overlay,
  startswith: predicate('starts_with'),
  endswith: predicate('ends_with'),
  contains: predicate('contains'),
  ascii: entry('s', int, (a) => `CASE WHEN ${a[0]} = '' THEN 0 ELSE ascii(${a[0]}) END`),
  chr: same('l', string, 'spark_chr'),
  space: entry('i', string, (a) => `repeat(' ', CASE WHEN ${a[0]} < 0 THEN 0 ELSE ${a[0]} END)`),
  uuid: { params: '', returns: string, sql: () => 'CAST(uuid() AS VARCHAR)', volatile: true },
}

export const stringMacros: readonly Sql[] = [
  define(
    'spark_substring(s, p, n)',
    `CASE WHEN s IS NULL OR p IS NULL OR n IS NULL THEN NULL WHEN n <= 0 THEN ''
      WHEN p > 0 THEN substring(s, p, n) WHEN p = 0 THEN substring(s, 1, n)
      WHEN length(s) + p >= 0 THEN substring(s, length(s) + p + 1, n)
      WHEN n + length(s) + p > 0 THEN substring(s, 1, n + length(s) + p) ELSE '' END`,
  ),
  define('spark_left(s, n)', `CASE WHEN n <= 0 THEN substring(s, 1, 0) ELSE left(s, n) END`),
  define('spark_right(s, n)', `CASE WHEN n <= 0 THEN substring(s, 1, 0) ELSE right(s, n) END`),
  define(
    'spark_reverse(s)',
    `CASE WHEN strlen(s) = length(s) THEN reverse(s) ELSE array_to_string(list_reverse(string_split(s, '')), '') END`,
  ),
  // Bytes from a position; negative positions count from the end.
  define(
    'spark_bytes_from(b, start, n)',
    `CASE WHEN start + n <= greatest(start, 0) THEN ''::BLOB ELSE array_slice(b, greatest(start, 0) + 1, start + n) END`,
  ),
  define(
    'spark_bytes(b, p, n)',
    // From the smallest int, the number of bytes behind it overflows in Spark, so that all are taken.
    `CASE WHEN b IS NOT NULL AND p IS NOT NULL AND n IS NOT NULL THEN CASE WHEN p = -2147483648 THEN b ELSE spark_bytes_from(b,
      CAST(CASE WHEN p > 0 THEN p - 1 WHEN p < 0 THEN octet_length(b) + p ELSE 0 END AS BIGINT), CAST(n AS BIGINT)) END END`,
  ),
  define(
    'spark_lpad(s, n, p)',
    `CASE WHEN s IS NULL OR p IS NULL OR n IS NULL THEN NULL WHEN n <= 0 THEN '' WHEN length(s) >= n THEN left(s, n)
      WHEN p = '' THEN s ELSE lpad(s, CAST(n AS INTEGER), p) END`,
  ),
  define(
    'spark_rpad(s, n, p)',
    `CASE WHEN s IS NULL OR p IS NULL OR n IS NULL THEN NULL WHEN n <= 0 THEN '' WHEN length(s) >= n THEN left(s, n)
      WHEN p = '' THEN s ELSE rpad(s, CAST(n AS INTEGER), p) END`,
  ),
  define(
    'spark_instr(s, needle)',
    `CASE WHEN needle = '' AND s IS NOT NULL THEN 1 ELSE CAST(instr(s, needle) AS INTEGER) END`,
  ),
  define(
    'spark_locate(needle, s, p)',
    `CASE WHEN p IS NULL THEN 0 WHEN s IS NULL OR needle IS NULL THEN NULL WHEN p < 1 THEN 0
      WHEN needle = '' THEN 1
      WHEN instr(substring(s, p), needle) = 0 THEN 0 ELSE instr(substring(s, p), needle) + p - 1 END::INTEGER`,
  ),
  // Blanks of other scripts stay; in ASCII there is one, and the engine is quick to skip it at the beginning.
  define(
    'spark_ltrim_spaces(s)',
    `CASE WHEN s LIKE ' %' THEN CASE WHEN strlen(s) = length(s) THEN ltrim(s) ELSE ltrim(s, ' ') END ELSE s END`,
  ),
  define('spark_rtrim_spaces(s)', `CASE WHEN ends_with(s, ' ') THEN rtrim(s, ' ') ELSE s END`),
  define(
    'spark_trim_spaces(s)',
    `CASE WHEN ends_with(s, ' ') THEN trim(s, ' ') ELSE spark_ltrim_spaces(s) END`,
  ),
  define('spark_replace(s, a, b)', `CASE WHEN a = '' AND b IS NOT NULL THEN s ELSE replace(s, a, b) END`),
  define('spark_chr(n)', `CASE WHEN n < 0 THEN '' ELSE chr(CAST(n & 255 AS INTEGER)) END`),
  define(
    'spark_join_all(list, separator)',
    `CASE WHEN separator IS NOT NULL AND list IS NOT NULL THEN coalesce(array_to_string(list, separator), '') END`,
  ),
  define(
    'spark_join_by(list, separator)',
    `CASE WHEN separator IS NOT NULL AND list IS NOT NULL THEN CASE WHEN len(list_filter(list, lambda e: e IS NOT NULL)) = 0 THEN ''
      ELSE list_reduce(list_filter(list, lambda e: e IS NOT NULL), lambda x, y: x || separator || y) END END`,
  ),
  define(
    'spark_substring_index_plain(s, d, n)',
    `CASE WHEN n IS NULL OR s IS NULL THEN NULL WHEN n = 0 THEN '' WHEN n > 0 THEN array_to_string(string_split(s, d)[1:n], d)
      ELSE array_to_string(string_split(s, d)[greatest(len(string_split(s, d)) + n + 1, 1):], d) END`,
  ),
  // Spark looks for the next delimiter one byte behind the last, so one that overlaps itself is found more often.
  define(
    'spark_occurrences(s, d)',
    `list_filter(range(1, length(s) - length(d) + 2), lambda p: substring(s, p, length(d)) = d)`,
  ),
  define(
    'spark_substring_index(s, d, n)',
    `CASE WHEN s IS NULL OR d IS NULL OR n IS NULL THEN NULL WHEN n = 0 OR d = '' THEN ''
      WHEN n > 0 THEN coalesce(left(s, spark_occurrences(s, d)[n] - 1), s)
      ELSE coalesce(substring(s, spark_occurrences(s, d)[n] + length(d)), s) END`,
  ),
  define(
    'spark_split_part(s, d, n)',
    `CASE WHEN n = 0 AND s IS NOT NULL AND d IS NOT NULL THEN error('split_part: the index 0 is invalid, an index is 1 or more, or negative')
      WHEN d = '' THEN CASE WHEN n = 1 OR n = -1 THEN s WHEN n IS NOT NULL AND s IS NOT NULL THEN '' END
      ELSE split_part(s, d, n) END`,
  ),
  define(
    'spark_overlay(s, r, p, n)',
    `spark_substring(s, 1, spark_low32(CAST(p AS BIGINT) - 1)) || r
      || spark_substring(s, spark_low32(CAST(p AS BIGINT) + CASE WHEN n >= 0 THEN n WHEN n < 0 THEN length(r) END), 2147483647)`,
  ),
  define(
    'spark_overlay_bytes(s, r, p, n)',
    `spark_bytes(s, 1, p - 1) || r
      || spark_bytes(s, p + CASE WHEN n >= 0 THEN n WHEN n < 0 THEN octet_length(r) END, 2147483647)`,
  ),
]
