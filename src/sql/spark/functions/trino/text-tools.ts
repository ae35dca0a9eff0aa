import { literal } from '../../../quote.ts'
import { castTo } from '../../engines/trino/casts.ts'
import { trino } from '../../engines/trino/index.ts'
import { type Routine, routine } from '../../engines/trino/routines.ts'
import { condition } from '../../operators.ts'
import { Refused } from '../../refusals.ts'
import { sparkName, types } from '../../spark-types/spark-type.ts'
import type { Argument } from '../../spark-types/typed.ts'
import { type Rendering, typeOf } from '../entry.ts'
import { constantOf, lowerLetters, soundexCodes, upperLetters } from '../text-tools.ts'
import type { TrinoRenderings } from './conditionals.ts'

/* Functions of text that choose, code, mask or complain. */

const call =
  (name: string): Rendering =>
  (a) =>
    `spark_${name}(${a.join(', ')})`

const elt: Rendering = (a, args) => {
  const values = args.slice(1).map((value, i) => ({ ...value, sql: a[i + 1] ?? '' }))
  const bytes = values.every(({ type }) => type.kind === 'binary')
  const choices = values.map(
    (value, i) => `WHEN ${i + 1} THEN ${bytes ? value.sql : castTo(value, types.string)}`,
  )
  return `CASE ${a[0]} ${choices.join(' ')} END`
}

const mask: Rendering = (a, args) => {
  if (constantOf('mask', args[4], undefined) !== undefined)
    throw new Refused('mask with a replacement of all other characters, on Trino')
  const kinds: readonly (readonly [string, string | undefined])[] = [
    [upperLetters, constantOf('mask', args[1], 'X')],
    [lowerLetters, constantOf('mask', args[2], 'x')],
    ['0123456789', constantOf('mask', args[3], 'n')],
  ]
  const masked = kinds.filter(([, by]) => by !== undefined)
  const from = masked.map(([letters]) => letters).join('')
  const to = masked.map(([letters, by]) => (by ?? '').repeat(letters.length)).join('')
  return `translate(spark_ascii_only(${a[0]}), ${literal(from)}, ${literal(to)})`
}

const delimiterOf = (argument: Argument | undefined, otherwise: string): string => {
  const text = argument === undefined ? otherwise : argument.literal
  if (text === undefined || !/^[^.$|()[\]{}^?*+\\]+$/.test(text))
    throw new Refused('str_to_map at anything but plain text, on Trino')
  return literal(text)
}

const charset = (name: string, argument: Argument | undefined): void => {
  if (!/^utf-?8$/i.test(argument?.literal ?? ''))
    throw new Refused(`${name} with another charset than UTF-8, on Trino`)
}

const decode: Rendering = (a, args) => {
  if (args.length !== 2) throw new Refused('decode of several values, on Trino', 'write CASE WHEN')
  charset('decode', args[1])
  if (typeOf(args).kind !== 'binary')
    throw new Refused(`decode of a value of type ${sparkName(typeOf(args))}, on Trino`)
  return `spark_binary_text(${a[0]})`
}

const toBinary =
  (lenient: boolean): Rendering =>
  (a, args) => {
    const format = args.length < 2 ? 'hex' : args[1]?.literal?.toLowerCase()
    if (format === 'utf-8' || format === 'utf8') return `to_utf8(${a[0]})`
    if (format === 'hex') return `spark_binary_of_hex(${a[0]}, ${lenient})`
    throw new Refused('to_binary of this format, on Trino', "write 'hex' or 'utf-8'")
  }

/** The engine has no name for the type of NULL alone, which is what both give. */
const raised = (message: string): string => `fail(coalesce(${message}, 'null'))`

const asserted: Rendering = (a, args) =>
  `CASE WHEN ${condition(trino, { sql: a[0] ?? '', type: typeOf(args) })} THEN NULL ELSE ${raised(a[1] ?? '')} END`

export const textToolRenderings: TrinoRenderings = {
  elt,
  mask,
  soundex: call('soundex'),
  luhn_check: call('luhn'),
  str_to_map: (a, args) =>
    `spark_str_to_map(${a[0]}, ${delimiterOf(args[1], ',')}, ${delimiterOf(args[2], ':')})`,
  url_encode: (a) => `url_encode(${a[0]})`,
  url_decode: (a) => `url_decode(${a[0]})`,
  encode: (a, args) => {
    charset('encode', args[1])
    return `to_utf8(${a[0]})`
  },
  decode,
  unbase64: call('unbase64'),
  to_binary: toBinary(false),
  try_to_binary: toBinary(true),
  raise_error: (a) => raised(a[0] ?? ''),
  assert_true: asserted,
}

const base64 = '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?'

export const textToolRoutines: readonly Routine[] = [
  routine(
    'spark_ascii_only',
    's varchar',
    'varchar',
    `CASE WHEN length(to_utf8(s)) = length(s) THEN s
      WHEN s IS NOT NULL THEN CAST(fail('mask of characters beyond ASCII') AS varchar) END`,
  ),
  routine(
    'spark_soundex_codes',
    's varchar',
    'varchar',
    `translate(regexp_replace(s, '[^A-Za-z]', 'a'), '${lowerLetters}${upperLetters}', '${soundexCodes}${soundexCodes}')`,
  ),
  routine(
    'spark_soundex',
    's varchar',
    'varchar',
    `CASE WHEN regexp_like(s, '\\A[A-Za-z]') THEN upper(substr(s, 1, 1)) || rpad(substr(replace(substr(
        regexp_replace(spark_soundex_codes(substr(s, 1, 1)) || replace(spark_soundex_codes(substr(s, 2)), '7', ''), '([1-6])\\1+', '$1'),
        2), '0', ''), 1, 3), 3, '0') ELSE s END`,
  ),
  routine(
    'spark_luhn',
    's varchar',
    'boolean',
    `CASE WHEN regexp_like(s, '\\A[0-9]+\\z') THEN luhn_check(s)
      WHEN regexp_like(s, '\\A\\p{Nd}+\\z') THEN CAST(fail('luhn_check: digits of another script') AS boolean)
      WHEN s IS NOT NULL THEN false END`,
  ),
  routine(
    'spark_str_to_map',
    's varchar, p varchar, k varchar',
    'map(varchar, varchar)',
    `map_from_entries(transform(split(s, p), e -> ROW(
      CASE WHEN strpos(e, k) > 0 THEN substr(e, 1, strpos(e, k) - 1) ELSE e END,
      CASE WHEN strpos(e, k) > 0 THEN substr(e, strpos(e, k) + length(k)) END)))`,
  ),
  // Other characters than those of base64, and padding that is missing, Spark reads over.
  routine(
    'spark_unbase64',
    's varchar',
    'varbinary',
    `CASE WHEN regexp_like(s, '\\A${base64}\\z') THEN from_base64(s)
      WHEN s IS NOT NULL THEN CAST(fail('unbase64: the text is not plain base64') AS varbinary) END`,
  ),
  routine(
    'spark_binary_of_hex',
    's varchar, lenient boolean',
    'varbinary',
    `CASE WHEN regexp_like(s, '\\A[0-9A-Fa-f]*\\z')
        THEN from_hex(CASE WHEN length(s) % 2 = 1 THEN '0' || s ELSE s END)
      WHEN s IS NOT NULL AND NOT lenient THEN CAST(fail('to_binary: the text is not hexadecimal') AS varbinary) END`,
  ),
]
