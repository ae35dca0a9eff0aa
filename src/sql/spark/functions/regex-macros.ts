import type { Sql } from '../../quote.ts'
import { define } from '../define-macro.ts'

/** Java counts characters beyond U+FFFF twice. */
const wide = '[\\x{10000}-\\x{10FFFF}]'

export const regexMacros: readonly Sql[] = [
  define(
    'spark_before_units(s, n)',
    `CASE WHEN strlen(s) = length(s) OR NOT regexp_matches(left(s, n + 1), '${wide}') THEN left(s, n)
      ELSE error('regexp_replace from a position: characters beyond U+FFFF stand before it') END`,
  ),
  define(
    'spark_units(s)',
    `length(s) + CASE WHEN strlen(s) = length(s) THEN 0 ELSE len(regexp_extract_all(s, '${wide}')) END`,
  ),
  define(
    'spark_regexp_instr(s, p, prefixed)',
    `CASE WHEN regexp_matches(s, p) THEN CAST(spark_units(regexp_extract(s, prefixed, 1)) + 1 AS INTEGER) WHEN s IS NOT NULL THEN 0 END`,
  ),
  define(
    'spark_split_plain(s, d, n)',
    `list_transform([string_split(s, d)], lambda parts: CASE WHEN len(parts) <= n THEN parts
      ELSE list_append(parts[1:n - 1], array_to_string(parts[n:], d)) END)[1]`,
  ),
  define(
    'spark_split_regex(s, p, n)',
    `list_transform([string_split_regex(s, p)], lambda parts: CASE WHEN len(parts) <= n THEN parts
      ELSE list_append(parts[1:n - 1], substring(s, 1 + CAST(length(array_to_string(parts[1:n - 1], ''))
        + length(array_to_string(regexp_extract_all(s, p)[1:n - 1], '')) AS BIGINT))) END)[1]`,
  ),
]
