import { literal, type Sql } from '../../quote.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { duckdb } from '../engines/duckdb/index.ts'
import { applyBinary } from '../operators.ts'
import { commonTypeOf, isNested, sparkName, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Mistaken, Refused, same } from './entry.ts'

/* Text as bytes and bytes as text. */

const { string, bigint, binary } = types

const charsets: Readonly<Record<string, string>> = {
  'utf-8': 'utf8',
  utf8: 'utf8',
  'us-ascii': 'ascii',
  ascii: 'ascii',
  'iso-8859-1': 'latin',
  latin1: 'latin',
  'utf-16': 'utf16',
  'utf-16be': 'utf16be',
  'utf-16le': 'utf16le',
}

const charsetOf = (name: string, argument: Argument | undefined): string => {
  const found = charsets[argument?.literal?.toLowerCase() ?? '']
  if (found === undefined)
    throw new Refused(
      `${name} with this charset`,
      'UTF-8, US-ASCII, ISO-8859-1 and UTF-16 are known, as literals',
    )
  return found
}

const encode: FunctionEntry = entry('ss', binary, (a, args) => {
  const charset = charsetOf('encode', args[1])
  if (charset === 'utf8') return `encode(${a[0]})`
  return `spark_encode_${charset}(${a[0]})`
})

/** The pairs of decode(x, search, result, …, otherwise). */
const chosen = (args: readonly Argument[]) => {
  const pairs: (readonly [Argument, Argument])[] = []
  const rest = args.slice(1)
  for (let i = 0; i + 1 < rest.length; i += 2) {
    const [search, result] = [rest[i], rest[i + 1]]
    if (search !== undefined && result !== undefined) pairs.push([search, result])
  }
  const otherwise = rest.length % 2 === 1 ? rest.at(-1) : undefined
  const results = [...pairs.map(([, result]) => result), ...(otherwise === undefined ? [] : [otherwise])]
  // Where there is no last value, Spark puts a NULL that is text.
  const all = results.map((one) => one.type)
  const type = commonTypeOf(otherwise === undefined ? [...all, string] : all)
  if (type === undefined) throw new Refused('decode with results of different types', 'write CASE WHEN')
  return { pairs, otherwise, type }
}

const decode: FunctionEntry = entry(
  'aa*',
  (args) => (args.length === 2 ? string : chosen(args).type),
  (_, args) => {
    const [x, second] = args
    if (x === undefined || second === undefined) throw new Refused('decode of one argument')
    if (args.length === 2) {
      const charset = charsetOf('decode', second)
      if (x.type.kind !== 'binary' && x.type.kind !== 'string')
        throw new Refused(`decode of a value of type ${sparkName(x.type)}`)
      if (charset === 'utf8') return x.type.kind === 'string' ? x.sql : `decode(${x.sql})`
      return `spark_decode_${charset}(hex(${x.sql}))`
    }
    const { pairs, otherwise, type } = chosen(args)
    const whens = pairs.map(
      ([search, result]) => `WHEN ${applyBinary(duckdb, '<=>', x, search).sql} THEN ${castTo(result, type)}`,
    )
    return `CASE ${whens.join(' ')}${otherwise === undefined ? '' : ` ELSE ${castTo(otherwise, type)}`} END`
  },
)

const toBinary = (lenient: boolean): FunctionEntry =>
  entry('s?s', binary, (a, args) => {
    const format = args.length < 2 ? 'hex' : args[1]?.literal?.toLowerCase()
    const written = (name: string) => `spark_${name}(${a[0]}, ${lenient})`
    switch (format) {
      case 'hex':
        return written('binary_of_hex')
      case 'base64':
        return written('binary_of_base64')
      case 'utf-8':
      case 'utf8':
        return `encode(${a[0]})`
      default:
        throw new Refused('to_binary of this format', "write 'hex', 'utf-8' or 'base64'")
    }
  })

const baseOf = (text: string | undefined): number => {
  const found = /^\(?(-?)\(?(\d+)\)*$/.exec(text ?? '')
  if (found === null)
    throw new Refused(
      'conv with bases that are no constants',
      'write a CASE over the bases that there are: CASE base WHEN 2 THEN conv(x, 2, 10) WHEN 16 THEN conv(x, 16, 10) END',
    )
  return Number(`${found[1]}${found[2]}`)
}

const conv: FunctionEntry = entry('sii', string, (a) => {
  const [from, to] = [baseOf(a[1]), baseOf(a[2])]
  if (from < 2 || from > 36 || Math.abs(to) < 2 || Math.abs(to) > 36) return 'CAST(NULL AS VARCHAR)'
  const digits = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, from)
  return `spark_conv(${a[0]}, ${literal(`^-?[${digits}]*`)}, ${from}, ${Math.abs(to)}, ${to < 0})`
})

export const encodingFunctions: Functions = {
  hex: entry('a', string, (a, args) => {
    const argument = args[0]
    if (argument === undefined || isNested(argument.type)) throw new Mistaken('hex of a nested value')
    const { kind } = argument.type
    if (kind === 'string' || kind === 'binary' || kind === 'null') return `hex(${a[0]})`
    if (/int|float|double|decimal/.test(kind)) return `hex(${castTo(argument, bigint)})`
    return `hex(${castTo(argument, string)})`
  }),
  unhex: same('s', binary, 'spark_unhex'),
  bin: same('l', string, 'bin'),
  conv,
  base64: entry(
    'X',
    string,
    (a, args) => `spark_base64(${args[0]?.type.kind === 'binary' ? a[0] : `encode(${a[0]})`})`,
  ),
  unbase64: same('s', binary, 'spark_unbase64'),
  encode,
  decode,
  to_binary: toBinary(false),
  try_to_binary: toBinary(true),
}

const units = (write: (high: string, low: string) => string, last: (o: string) => string): string =>
  `CASE WHEN ord(c) < 65536 THEN ${last('ord(c)')} ELSE ${write('55296 + ((ord(c) - 65536) >> 10)', '56320 + ((ord(c) - 65536) & 1023)')} END`
const four = (n: string) => `lpad(to_hex(${n}), 4, '0')`
const turned = (n: string) => `lpad(to_hex((${n}) & 255), 2, '0') || lpad(to_hex((${n}) >> 8), 2, '0')`
const perCharacter = (each: string) =>
  `CASE WHEN s = '' THEN ''::BLOB ELSE unhex(array_to_string(list_transform(string_split(s, ''), lambda c: ${each}), '')) END`

const single = (limit: number) =>
  `CASE WHEN strlen(s) = length(s) THEN encode(s)
    ELSE ${perCharacter(`CASE WHEN ord(c) < ${limit} THEN lpad(to_hex(ord(c)), 2, '0') ELSE '3F' END`)} END`

const bytesAs = (each: string) =>
  `CASE WHEN x = '' THEN '' ELSE array_to_string(list_transform(range(0, strlen(x) // 2), lambda k: ${each}), '') END`
const byteAt = `CAST('0x' || substring(x, 2 * k + 1, 2) AS INTEGER)`

export const encodingMacros: readonly Sql[] = [
  define('spark_unhex(s)', `CASE WHEN regexp_full_match(s, '[0-9A-Fa-f]*') THEN unhex(s) END`),
  // In lines of 76 characters, as in mails.
  define(
    'spark_base64(b)',
    `CASE WHEN octet_length(b) <= 57 THEN base64(b) ELSE regexp_replace(regexp_replace(base64(b), '(.{76})', '\\1' || chr(13) || chr(10), 'g'), '\\r\\n$', '') END`,
  ),
  define('spark_base64_text(s)', `regexp_replace(s, '[^A-Za-z0-9+/=]', '', 'g')`),
  define(
    'spark_base64_padded(t)',
    `from_base64(t || CASE strlen(t) % 4 WHEN 2 THEN '==' WHEN 3 THEN '=' ELSE '' END)`,
  ),
  // As a reader of mails: other characters are skipped, the padding may be missing.
  define(
    'spark_unbase64(s)',
    `CASE WHEN regexp_full_match(s, '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?') THEN from_base64(s)
      WHEN regexp_full_match(spark_base64_text(s), '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==+)?|[A-Za-z0-9+/]{3}=*)?') AND NOT regexp_matches(s, '=[^=]+=')
      THEN spark_base64_padded(rtrim(spark_base64_text(s), '='))
      WHEN s IS NOT NULL THEN error('unbase64: the text is not base64') END`,
  ),
  define(
    'spark_binary_of_hex(s, lenient)',
    `CASE WHEN regexp_full_match(s, '[0-9A-Fa-f]*') THEN unhex(s)
      WHEN s IS NOT NULL AND NOT lenient THEN error('to_binary: the text is not hexadecimal') END`,
  ),
  define(
    'spark_binary_of_base64(s, lenient)',
    `CASE WHEN regexp_full_match(regexp_replace(s, '\\s', '', 'g'), '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?') AND NOT regexp_matches(s, '=\\s+=')
      THEN spark_base64_padded(rtrim(regexp_replace(s, '\\s', '', 'g'), '='))
      WHEN s IS NOT NULL AND NOT lenient THEN error('to_binary: the text is not base64') END`,
  ),
  define('spark_encode_ascii(s)', single(128)),
  define('spark_encode_latin(s)', single(256)),
  define(
    'spark_encode_utf16be(s)',
    perCharacter(units((high, low) => `${four(high)} || ${four(low)}`, four)),
  ),
  define(
    'spark_encode_utf16le(s)',
    perCharacter(units((high, low) => `${turned(high)} || ${turned(low)}`, turned)),
  ),
  define(
    'spark_encode_utf16(s)',
    `CASE WHEN s = '' THEN ''::BLOB ELSE unhex('FEFF') || spark_encode_utf16be(s) END`,
  ),
  define('spark_decode_latin(x)', bytesAs(`chr(${byteAt})`)),
  define(
    'spark_decode_ascii(x)',
    bytesAs(`CASE WHEN ${byteAt} < 128 THEN chr(${byteAt}) ELSE chr(65533) END`),
  ),
  define(
    'spark_decode_utf16be(x)',
    `CASE WHEN x = '' THEN '' WHEN strlen(x) % 4 <> 0 THEN error('decode: half a character of UTF-16')
      ELSE spark_text_of_units(list_transform(range(0, strlen(x) // 4), lambda k: CAST('0x' || substring(x, 4 * k + 1, 4) AS INTEGER))) END`,
  ),
  define(
    'spark_decode_utf16le(x)',
    `CASE WHEN x = '' THEN '' WHEN strlen(x) % 4 <> 0 THEN error('decode: half a character of UTF-16')
      ELSE spark_text_of_units(list_transform(range(0, strlen(x) // 4), lambda k: CAST('0x' || substring(x, 4 * k + 3, 2) || substring(x, 4 * k + 1, 2) AS INTEGER))) END`,
  ),
  define(
    'spark_decode_utf16(x)',
    `CASE WHEN starts_with(x, 'FEFF') THEN spark_decode_utf16be(x[5:]) WHEN starts_with(x, 'FFFE') THEN spark_decode_utf16le(x[5:])
      ELSE spark_decode_utf16be(x) END`,
  ),
  define(
    'spark_text_of_units(units)',
    `array_to_string(list_transform(units, lambda u, i: CASE WHEN u < 55296 OR u > 57343 THEN chr(u)
      WHEN u < 56320 AND units[i + 1] BETWEEN 56320 AND 57343 THEN chr(65536 + ((u - 55296) << 10) + units[i + 1] - 56320)
      WHEN u >= 56320 AND i > 1 AND units[i - 1] BETWEEN 55296 AND 56319 THEN '' ELSE error('decode: half a character of UTF-16') END), '')`,
  ),
  // Digits up to the first that is none, held at the largest unsigned number of 64 bits.
  define(
    'spark_digits_value(t, radix)',
    `CASE WHEN t = '' THEN 0::HUGEINT ELSE list_reduce(list_transform(string_split(t, ''), lambda c: CAST(CASE WHEN c < 'a' THEN ord(c) - 48 ELSE ord(c) - 87 END AS HUGEINT)),
      lambda v, d: least(v * radix + d, 18446744073709551615::HUGEINT), 0::HUGEINT) END`,
  ),
  define(
    'spark_digits_text(v, radix)',
    `CASE WHEN v < 9223372036854775808::HUGEINT THEN to_base(CAST(v AS BIGINT), radix)
      ELSE to_base(CAST(v // radix AS BIGINT), radix) || to_base(CAST(v % radix AS BIGINT), radix) END`,
  ),
  define(
    'spark_conv_value(v, negative, radix, signed)',
    `CASE WHEN signed THEN CASE WHEN negative OR v >= 9223372036854775808::HUGEINT THEN '-' ELSE '' END
        || spark_digits_text(CASE WHEN v >= 9223372036854775808::HUGEINT THEN 18446744073709551616::HUGEINT - v ELSE v END, radix)
      WHEN negative AND v >= 9223372036854775808::HUGEINT THEN spark_digits_text(18446744073709551615::HUGEINT, radix)
      WHEN negative AND v > 0 THEN spark_digits_text(18446744073709551616::HUGEINT - v, radix)
      ELSE spark_digits_text(v, radix) END`,
  ),
  define(
    'spark_conv(s, pattern, radix, target, signed)',
    `CASE WHEN trim(s, ' ') <> '' THEN upper(spark_conv_value(
      spark_digits_value(ltrim(regexp_extract(translate(trim(s, ' '), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), pattern), '-'), radix), starts_with(trim(s, ' '), '-'), target, signed)) END`,
  ),
]
