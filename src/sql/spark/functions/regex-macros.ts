import { literal, type Sql } from '../../quote.ts'
import { define } from '../engines/duckdb/define-macro.ts'

/** No character, so that no text should have it. */
export const splitMark = '\u{10fffe}'

/** Java counts characters beyond U+FFFF twice. */
const wide = '[\\x{10000}-\\x{10FFFF}]'

export const regexMacros: readonly Sql[] = [
  // How many characters stand before a position that Java counts.
  define(
    'spark_characters_before(s, n)',
    `CASE WHEN strlen(s) = length(s) OR NOT regexp_matches(left(s, n), '${wide}') THEN n
      ELSE list_transform([len(list_filter(range(1, length(s) + 1), lambda k: spark_units(left(s, k)) <= n))], lambda k:
        CASE WHEN spark_units(left(s, k)) = n THEN k WHEN k IS NOT NULL AND s IS NOT NULL THEN error('regexp_replace from the middle of a character beyond U+FFFF') END)[1] END`,
  ),
  define(
    'spark_narrow(s)',
    `CASE WHEN strlen(s) = length(s) OR NOT regexp_matches(s, '${wide}') THEN s
      WHEN s IS NOT NULL THEN error('regexp_replace between all characters: Java would break characters beyond U+FFFF') END`,
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
    `CASE WHEN s IS NOT NULL THEN list_transform([string_split(s, d)], lambda parts: CASE WHEN len(parts) <= n THEN parts
      ELSE list_append(parts[1:n - 1], array_to_string(parts[n:], d)) END)[1] END`,
  ),
  define(
    'spark_split_marked(s, p, r)',
    `CASE WHEN contains(s, ${literal(splitMark)}) THEN error('split of a text with U+10FFFE at ^ or $') ELSE string_split(regexp_replace(s, p, r, 'g'), ${literal(splitMark)}) END`,
  ),
  define(
    'spark_split_limited(s, all_parts, p, n)',
    `CASE WHEN s IS NOT NULL THEN list_transform([all_parts], lambda parts: CASE WHEN len(parts) <= n THEN parts
      ELSE list_append(parts[1:n - 1], substring(s, 1 + CAST(length(array_to_string(parts[1:n - 1], ''))
        + length(array_to_string(regexp_extract_all(s, p, 1)[1:n - 1], '')) AS BIGINT))) END)[1] END`,
  ),
]
