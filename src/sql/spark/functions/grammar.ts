import type { GrammarEntry } from './entry.ts'

/** Names of SHOW FUNCTIONS that the grammar reads as operators, or whose form `render-call.ts` and `render-from.ts` know. */
export const grammarFunctions: Readonly<Record<string, GrammarEntry>> = {
  and: { example: 'true AND false' },
  arrays_zip: { example: 'arrays_zip(array(1))' },
  between: { example: '1 BETWEEN 0 AND 2' },
  cast: { example: "cast('1' AS int)" },
  case: { example: 'CASE 1 WHEN 1 THEN 2 END' },
  concat: { example: "concat('a', 'b')" },
  div: { example: '7 div 2' },
  explode: { example: 'explode(array(1))' },
  explode_outer: { example: 'explode_outer(array(1))' },
  grouping_id: { example: '(SELECT grouping_id() FROM (SELECT 1 AS a) GROUP BY CUBE (a))' },
  if: { example: 'if(true, 1, 2)' },
  ilike: { example: "'a' ILIKE 'A'" },
  in: { example: '1 IN (1, 2)' },
  inline: { example: "inline(array(named_struct('a', 1)))" },
  inline_outer: { example: "inline_outer(array(named_struct('a', 1)))" },
  json_tuple: { example: "json_tuple('{}', 'a')", refusedOn: 'trino' },
  like: { example: "'a' LIKE 'a%'" },
  not: { example: 'NOT true' },
  or: { example: 'true OR false' },
  posexplode: { example: 'posexplode(array(1))' },
  posexplode_outer: { example: 'posexplode_outer(array(1))' },
  range: { example: '(SELECT max(id) FROM range(3))' },
  session_window: {
    example:
      "(SELECT count(1) FROM (SELECT timestamp '2024-01-01 10:00:00' AS t) GROUP BY session_window(t, '1 hour'))",
    refusedOn: 'trino',
  },
  stack: { example: 'stack(2, 1, 2)' },
  struct: { example: "struct(1, 'a')" },
  window: { example: "window(timestamp '2024-01-01 10:00:00', '1 hour')", refusedOn: 'trino' },
  when: { example: 'CASE WHEN true THEN 1 END' },
}
