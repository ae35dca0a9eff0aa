import { literal, type Sql } from '../../quote.ts'
import { define, joined, once } from '../engines/duckdb/define-macro.ts'

/*
 * Spark reads JSON by Jackson, which takes the first value of a text, knows strings in single quotes and line breaks in
 * strings, and writes numbers as Java does. The engine's reader knows a comma before a closing bracket, NaN and Infinity.
 * `spark_json` is the one gate between them: text that both understand alike passes as it is.
 */

const word = '(?:nan|inf|infinity)'
const unlike = literal(`(?i),\\s*[\\]}]|(?:^|[\\[:,])\\s*-?${word}\\s*(?:$|[,\\]}])`)
const notNumbers = literal(`(?:^|[\\[:,])\\s*-?(?:NaN|INF|Infinity)\\s*(?:$|[,\\]}])`)
const strings = literal(`(?s)"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`)
const tokens = literal(`(?s)"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|[^"']+|["']`)
const values = literal(`(?s)"(?:[^"\\\\]|\\\\.)*"|-?[0-9][-+.eE0-9]*|[^"0-9-]+|.`)
/** Fractions that the engine and Java write alike. */
const usual = literal('-?(?:[1-9][0-9]{0,6}[.][0-9]+|0[.]0{0,2}[1-9][0-9]*|0[.]0)')
const beyond = '[\\x{10000}-\\x{10ffff}]'

/**
 * Whether one of the names may stand twice in a text: a quick search first, for the name and the quote behind it, as a
 * quote in front would be found at every string. What LIKE takes for more than itself is left out.
 */
export const twice = (x: string, names: readonly string[]): string => {
  const keys = names.map((name) => JSON.stringify(name))
  const searched = keys.map((key) => key.slice(1).replaceAll(/[%_\\]/g, '%'))
  const quick = searched.map((key) => `${x} LIKE ${literal(`%${key}%${key}%`)}`).join(' OR ')
  const pattern = keys
    .map((key) => key.replaceAll(/[^\w\s"-]/gu, (sign) => `\\x{${sign.codePointAt(0)?.toString(16)}}`))
    .map((key) => `${key}\\s*:.*${key}\\s*:`)
    .join('|')
  return `(${quick}) AND regexp_matches(${x}, ${literal(`(?s)${pattern}`)})`
}

export const jsonTextMacros: readonly Sql[] = [
  // Each pattern begins with a sign that is searched for first. What they find may stand in a string, but seldom does.
  define(
    'spark_json_alike(v)',
    `json_valid(v) AND NOT regexp_matches(v, ',\\s*[\\]}]') AND NOT regexp_matches(v, '(?i)n(?:an|f(?:inity)?)\\s*(?:$|[,\\]}])')`,
  ),
  // What stands outside of strings.
  define('spark_json_bare(v)', `regexp_replace(v, ${strings}, '""', 'g')`),
  // A coalesce, not one CASE: only that does the engine compute once for several calls over one column.
  define(
    'spark_json(v)',
    `coalesce(CASE WHEN spark_json_alike(v) THEN v END, CASE WHEN v IS NOT NULL THEN spark_json_slow(v) END)`,
  ),
  define(
    'spark_json_slow(v)',
    `list_transform([v], lambda slow_v: CASE WHEN json_valid(slow_v) AND NOT regexp_matches(spark_json_bare(slow_v), ${unlike}) THEN slow_v
      ELSE spark_json_repair(slow_v, true) END)[1]`,
  ),
  // from_json takes no line breaks in strings, but NaN.
  define(
    'spark_json_strict(v)',
    `CASE WHEN spark_json_alike(v) THEN v WHEN v IS NOT NULL THEN list_transform([v], lambda slow_v:
      CASE WHEN json_valid(slow_v) AND NOT regexp_matches(spark_json_bare(slow_v), ${unlike}) THEN slow_v
      WHEN regexp_matches(spark_json_bare(slow_v), ${notNumbers}) THEN error('from_json of NaN or Infinity, which are not JSON: write them as strings')
      ELSE spark_json_repair(slow_v, false) END)[1] END`,
  ),
  define(
    'spark_json_control(t, breaks)',
    `CASE WHEN NOT breaks OR NOT regexp_matches(t, '[\\x00-\\x1f]') THEN t WHEN t IS NOT NULL THEN ${joined(
      `list_transform(regexp_extract_all(t, '(?s).'), lambda control_c: CASE WHEN unicode(control_c) < 32 THEN format('\\u{:04x}', unicode(control_c)) ELSE control_c END)`,
      '',
    )} END`,
  ),
  define(
    'spark_json_token(t, breaks)',
    `CASE WHEN starts_with(t, '"') THEN spark_json_control(t, breaks)
      WHEN starts_with(t, '''') THEN '"' || replace(replace(spark_json_control(substring(t, 2, length(t) - 2), breaks), '\\"', '"'), '"', '\\"') || '"'
      WHEN regexp_matches(t, ${unlike}) THEN '!' ELSE t END`,
  ),
  define(
    'spark_json_repair(v, breaks)',
    `spark_json_first(${joined(`list_transform(regexp_extract_all(v, ${tokens}), lambda repair_t: spark_json_token(repair_t, breaks))`, '')})`,
  ),
  // What stands behind the first value does not count. Only its own closing bracket makes a text valid that ends there.
  define(
    'spark_json_first(t)',
    `list_transform([t], lambda first_t: CASE WHEN json_valid(first_t) THEN first_t
      WHEN regexp_matches(first_t, '^\\s*[{\\[]') THEN (list_filter(list_transform(list_filter(range(1, length(first_t)),
        lambda first_i: first_t[first_i] = '}' OR first_t[first_i] = ']'), lambda first_i: first_t[1:first_i]), lambda first_p: json_valid(first_p)))[1]
      WHEN starts_with(first_t, '"') THEN (list_filter([regexp_extract(first_t, '(?s)^"(?:[^"\\\\]|\\\\.)*"')], lambda first_p: json_valid(first_p)))[1]
      WHEN json_valid(regexp_extract(first_t, '^\\s*\\S+')) THEN regexp_extract(first_t, '^\\s*\\S+') END)[1]`,
  ),
  define(
    'spark_json_number(s)',
    once(
      ['TRY_CAST(s AS DOUBLE)'],
      ([x]) =>
        `CASE ${x} WHEN 'inf'::DOUBLE THEN '"Infinity"' WHEN '-inf'::DOUBLE THEN '"-Infinity"' ELSE spark_double_text(${x}) END`,
    ),
  ),
  define(
    'spark_json_surrogates(t)',
    `CASE WHEN NOT regexp_matches(t, '${beyond}') THEN t WHEN t IS NOT NULL THEN ${joined(
      `list_transform(regexp_extract_all(t, '(?s).'), lambda pair_c: CASE WHEN unicode(pair_c) < 65536 THEN pair_c
        ELSE format('\\u{:04X}\\u{:04X}', 55296 + (unicode(pair_c) - 65536) // 1024, 56320 + unicode(pair_c) % 1024) END)`,
      '',
    )} END`,
  ),
  // A value as the engine writes it, as Jackson writes it.
  define(
    'spark_json_value(t)',
    `CASE WHEN NOT regexp_matches(t, '[0-9][.eE]|${beyond}') OR regexp_full_match(t, ${usual}) THEN t WHEN t IS NOT NULL THEN ${joined(
      `list_transform(regexp_extract_all(t, ${values}), lambda value_t: CASE WHEN starts_with(value_t, '"') THEN spark_json_surrogates(value_t)
        WHEN regexp_matches(value_t, '^-?[0-9]+[.eE]') THEN spark_json_number(value_t) ELSE value_t END)`,
      '',
    )} END`,
  ),
  // As above, without the escapes that Jackson writes for what is beyond 16 bits: it does so for bytes, not for texts.
  define(
    'spark_json_member(t)',
    `CASE WHEN NOT regexp_matches(t, '[0-9][.eE]') OR regexp_full_match(t, ${usual}) THEN t WHEN t IS NOT NULL THEN ${joined(
      `list_transform(regexp_extract_all(t, ${values}), lambda value_t: CASE WHEN regexp_matches(value_t, '^-?[0-9]+[.eE]') THEN spark_json_number(value_t) ELSE value_t END)`,
      '',
    )} END`,
  ),
  // The text of a JSON value that stands alone: strings lose their quotes.
  define(
    'spark_json_plain(t)',
    `CASE WHEN NOT starts_with(t, '"') THEN CASE WHEN t <> 'null' THEN spark_json_value(t) END
      WHEN contains(t, '\\') THEN json_extract_string(t, '$') ELSE substring(t, 2, length(t) - 2) END`,
  ),
  // What the engine extracts, where that is the same text for a string and for any other value: what begins with a
  // letter is a string, true or false, and what has a colon behind a digit is no number. One condition in each WHEN: of
  // several at once the engine makes lists of rows first. Reading numbers that are none would cost it the most.
  define(
    'spark_json_near(e)',
    `CASE WHEN e BETWEEN 'a' AND 'z~' THEN e WHEN e BETWEEN 'A' AND 'Z~' THEN e
      WHEN e BETWEEN '-' AND '9~' AND strlen(e) = length(e) THEN CASE WHEN NOT (contains(e, '.') OR contains(e, 'e') OR contains(e, 'E')) THEN e
        WHEN contains(e, ':') THEN e WHEN regexp_full_match(e, ${usual}) THEN e END
      WHEN NOT regexp_matches(e, '[0-9][.eE]|${beyond}') THEN e END`,
  ),
  define(
    'spark_json_rest(x, p)',
    `list_transform([json_extract(x, p)], lambda at_j: spark_json_plain(CAST(at_j AS VARCHAR)))[1]`,
  ),
  // Through a list, so that it is looked for once.
  define(
    'spark_json_at(x, p)',
    `coalesce(list_transform([json_extract_string(x, p)], lambda at_e: spark_json_near(at_e))[1], spark_json_rest(x, p))`,
  ),
  // A number without a fraction, by its name in a cast; the text that the engine extracts is Spark's then.
  ...(['int', 'bigint'] as const).map((type) =>
    define(
      `spark_json_${type}(e)`,
      `CASE WHEN CAST(TRY_CAST(e AS ${type}) AS VARCHAR) = e THEN TRY_CAST(e AS ${type}) END`,
    ),
  ),
  ...(['int', 'bigint'] as const).map((type) =>
    define(
      `spark_json_${type}_at(x, p)`,
      `list_transform([json_extract_string(x, p)], lambda at_e: spark_json_${type}(at_e))[1]`,
    ),
  ),
  define(
    'spark_json_element(x, p)',
    `list_transform([CAST(json_extract(x, p) AS VARCHAR)], lambda at_j: CASE WHEN at_j = 'null' THEN at_j ELSE spark_json_plain(at_j) END)[1]`,
  ),
  // Of members of one name the last counts; the engine takes the first.
  define(
    'spark_json_last(x)',
    `CASE WHEN json_type(x) = 'OBJECT' THEN '{' || ${joined(
      `list_transform(list_reverse(json_keys(x)), lambda last_k, last_i: to_json(last_k) || ':' || CAST(coalesce(json_extract(x, '$.*')[len(json_keys(x)) - last_i + 1], 'null') AS VARCHAR))`,
      ',',
    )} || '}' ELSE x END`,
  ),
  // An object of these members, which the engine reads from the first on.
  define(
    'spark_json_joined(pairs)',
    `CASE WHEN pairs IS NOT NULL THEN '{' || ${joined(`list_transform(list_reverse(pairs), lambda joined_p: to_json((joined_p).key) || ':' || CAST(coalesce((joined_p).value, 'null') AS VARCHAR))`, ',')} || '}' END`,
  ),
  define(
    'spark_json_list(l)',
    `list_transform([l], lambda many_l: CASE WHEN len(many_l) = 1 THEN spark_json_member(CAST(many_l[1] AS VARCHAR))
      WHEN len(many_l) > 1 THEN '[' || ${joined(`list_transform(many_l, lambda many_v: spark_json_member(CAST(many_v AS VARCHAR)))`, ',')} || ']' END)[1]`,
  ),
]
