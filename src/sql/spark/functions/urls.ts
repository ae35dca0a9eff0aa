import { literal, type Sql } from '../../quote.ts'
import { define } from '../engines/duckdb/define-macro.ts'
import { types } from '../spark-types/spark-type.ts'
import { entry, type FunctionEntry, type Functions, Refused, same } from './entry.ts'

/* URLs after java.net: URLEncoder, URLDecoder and URI, which reads RFC 2396. */

const { string } = types

/** Scheme, authority, path, query and fragment of a URL. */
const shape = literal('^(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#((?s:.*)))?$')

const pieces: Readonly<Record<string, string>> = {
  PROTOCOL: 'scheme',
  AUTHORITY: 'authority',
  USERINFO: 'userinfo',
  HOST: 'host',
  PATH: 'path',
  FILE: 'file',
  QUERY: 'query',
  REF: 'fragment',
}

const parseUrl: FunctionEntry = entry('SS?S', string, (a, args) => {
  const part = args[1]?.literal
  if (part === undefined) throw new Refused('parse_url of a part that is not a literal')
  const piece = pieces[part]
  if (args.length === 3) {
    if (part !== 'QUERY') return 'CAST(NULL AS VARCHAR)'
    const key = args[2]?.literal
    if (key === undefined) throw new Refused('parse_url with a key that is not a literal')
    if (!/^[\w-]+$/.test(key))
      throw new Refused('parse_url with a key of other characters than letters, digits, _ and -')
    return `spark_url_key(${a[0]}, ${literal(`(?:^|&)${key}=([^&]*)`)})`
  }
  if (piece === undefined) return 'CAST(NULL AS VARCHAR)'
  return `spark_url_${piece}(${a[0]})`
})

export const urlFunctions: Functions = {
  url_encode: same('s', string, 'spark_url_encode'),
  url_decode: same('s', string, 'spark_url_decode'),
  parse_url: parseUrl,
}

const unreserved = "0-9A-Za-z_.!~*'()\\-"
const other =
  '\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{D7FF}\\x{E000}-\\x{10FFFF}'
const escaped = '%[0-9A-Fa-f]{2}'
const made = (extra: string) => `(?:[${unreserved}${other}${extra}]|${escaped})*`
const pathOf = made('/;:@&=+$,')
const queryOf = made(';/?:@&=+$,\\[\\]')
const authorityOf = made(';:@&=+$,')
/** A server: user, host and port. Labels do not end in a hyphen, the last begins with a letter. */
const label = '[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?'
const topLabel = '[A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?'
const digits = '0*(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])'
const four = `${digits}(?:\\.${digits}){3}`
const hex = '[0-9A-Fa-f]{1,4}'
/** At most so many groups behind two colons, of which an address of four numbers is two. */
const behind = (most: number): string =>
  [
    '',
    ...(most < 1 ? [] : [`(?:${hex}:){0,${most - 1}}${hex}`]),
    ...(most < 2 ? [] : [`(?:${hex}:){0,${most - 2}}${four}`]),
  ].join('|')
const shortened = Array.from(
  { length: 8 },
  (_, before) => `${before === 0 ? ':' : `(?:${hex}:){${before}}`}:(?:${behind(7 - before)})`,
)
const six = `\\[(?:(?:${hex}:){7}${hex}|(?:${hex}:){6}${four}|${shortened.join('|')})(?:%[0-9A-Za-z_.]+)?\\]`
const user = made(';:&=+$,')
const serverOf = (host: string) => literal(`^(?:(${user})@)?(${host})(?::\\d*)?$`)
const named = serverOf(`(?:${label}\\.)*${topLabel}\\.?|${four}`)
const numbered = serverOf(six)

/** What java.net.URI takes for a URL with a path; others are left to fail, as mail addresses. */
const valid = literal(`^(?:[A-Za-z][0-9A-Za-z+.-]*:(?:/|//)|//|[^:]*(?:[/?#]|$))`)
const legal = literal(
  `^(?:[A-Za-z][0-9A-Za-z+.-]*:)?(?:(?://${authorityOf})?${pathOf}|//(?:${user}@)?${six}(?::\\d*)?(?:/${pathOf})?)(?:\\?${queryOf})?(?:#${queryOf})?$`,
)

/** Without a path, as an address of mail: only scheme and fragment are told apart. */
const opaque = literal(
  `^[A-Za-z][0-9A-Za-z+.-]*:(?:[${unreserved}${other};?:@&=+$,\\[\\]]|${escaped})${queryOf}(?:#${queryOf})?$`,
)

const group = (n: number) => `regexp_extract(u, ${shape}, ${n})`
const absent = (mark: string, n: number) => `CASE WHEN spark_url_ok(u) AND ${mark} THEN ${group(n)} END`
const beforeFragment = `regexp_replace(u, '#(?s:.*)$', '')`

export const urlMacros: readonly Sql[] = [
  define(
    'spark_url_encode(s)',
    `replace(replace(replace(url_encode(s), '%20', '+'), '~', '%7E'), '%2A', '*')`,
  ),
  define(
    'spark_url_decode(s)',
    `CASE WHEN NOT contains(s, '%') THEN replace(s, '+', ' ')
      WHEN contains(regexp_replace(s, '${escaped}', '', 'g'), '%') THEN error('url_decode: % without two hexadecimal digits')
      WHEN s IS NOT NULL THEN url_decode(replace(s, '+', ' ')) END`,
  ),
  define(
    'spark_url_ok(u)',
    `regexp_matches(u, ${valid}) AND regexp_matches(u, ${legal}) AND NOT regexp_matches(u, '^([^:/?#]*:)?//$')`,
  ),
  define(
    'spark_url_scheme(u)',
    `CASE WHEN spark_url_ok(u) OR regexp_matches(u, ${opaque}) THEN nullif(${group(1)}, '') END`,
  ),
  define('spark_url_authority(u)', `CASE WHEN spark_url_ok(u) THEN nullif(${group(2)}, '') END`),
  // Apart, as most hosts have no brackets, and that pattern is long.
  define(
    'spark_url_server(a, n)',
    `nullif(CASE WHEN contains(a, '[') THEN regexp_extract(a, ${numbered}, n) ELSE regexp_extract(a, ${named}, n) END, '')`,
  ),
  define('spark_url_host(u)', 'spark_url_server(spark_url_authority(u), 2)'),
  define(
    'spark_url_userinfo(u)',
    `CASE WHEN contains(spark_url_authority(u), '@') AND spark_url_host(u) IS NOT NULL
      THEN coalesce(spark_url_server(spark_url_authority(u), 1), '') END`,
  ),
  define('spark_url_path(u)', `CASE WHEN spark_url_ok(u) THEN ${group(3)} END`),
  define('spark_url_query(u)', absent(`contains(${beforeFragment}, '?')`, 4)),
  define(
    'spark_url_fragment(u)',
    `CASE WHEN contains(u, '#') AND (spark_url_ok(u) OR regexp_matches(u, ${opaque})) THEN ${group(5)} END`,
  ),
  define('spark_url_file(u)', `spark_url_path(u) || coalesce('?' || spark_url_query(u), '')`),
  define(
    'spark_url_key(u, pattern)',
    `CASE WHEN regexp_matches(spark_url_query(u), pattern) THEN regexp_extract(spark_url_query(u), pattern, 1) END`,
  ),
]
