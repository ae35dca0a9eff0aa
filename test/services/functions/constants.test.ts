import { lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/* Arguments of which Spark asks that they are constants, which it computes before it looks. */
compareWithSpark('what Spark computes before it asks for a constant', [
  ...lines(`
    SELECT id, round(d, 1 + 1) AS a, round(m, 2 - 1) AS b, round(i, -1 * 1) AS c, bround(d, CAST('1' AS int)) AS e, ceil(m, 4 % 3) AS f, floor(m, 5 - 4) AS h FROM t
    SELECT round(2.567, 1+1), round(12, (-1 * 1)), round(2.567, int('1')), round(1.25, - -1), round(1.25, abs(-1))
    SELECT round(123.456, -(1 + 1)), round(2.5, 3 - 3)
    SELECT id, conv(s, 8 + 8, 2 * 5) AS a, conv('ff', 4 * 4, -(5 + 5)) AS b FROM t
    SELECT id, date_format(day, upper('m')) AS a FROM t
    SELECT date_format(DATE'2024-02-03', concat_ws('-', 'yyyy', 'MM')) AS a, to_date('2024', substr('yyyy-MM', 1, 4)) AS b, to_timestamp('03', left('dd MM', 2)) AS c
    SELECT to_unix_timestamp('2024', lower('YYYY')) AS a, from_unixtime(0, repeat('y', 4)) AS b, trunc(DATE'2024-02-03', ltrim('  MM')) AS c, date_trunc(rtrim(concat('mon', 'th ')), TIMESTAMP'2024-02-03 00:00:00') AS e
    SELECT id, regexp_replace(s, lower('A'), upper('x')) AS a, regexp_extract(s, '(a)(b)?', 2 - 1) AS b, regexp_count(s, 'a' || 1) AS c, s RLIKE reverse('ba') AS e FROM t
    SELECT id, split(s, chr(32)) AS a, split(s, chr(44), 3 - 1) AS b, regexp_replace(s, repeat('a', 2), chr(36 + 1)) AS c FROM t
    SELECT id, regexp_substr(s, substring('xab', 2)) AS a, regexp_instr(s, replace('axb', 'x')) AS b, regexp_extract_all(s, replace('a.b', '.', '?'), 1 - 1) AS c FROM t
    SELECT percentile(i, 1 / 2) AS a, percentile(i, 0.1 + 0.2) AS b, percentile(i, 1 - 0.05) AS c, percentile(i, array(1 / 4, 3 / 4)) AS e, percentile(i, 0.5D * 0.5D) AS f FROM t
    SELECT percentile_approx(id, 1 / 2, 50 * 2) AS a, percentile_approx(id, 1 - 0.05) AS b, percentile_approx(id, array(1 / 4, 3 / 4)) AS c, percentile_cont(1 / 4) WITHIN GROUP (ORDER BY id) AS e FROM t
    SELECT histogram_numeric(x, 1 + 1) AS r FROM VALUES (1), (2) AS t(x)
    SELECT id, ntile(1 + 1) OVER (ORDER BY id) AS a, lag(i, 2 - 1) OVER (ORDER BY id) AS b, lead(i, -1 * 1) OVER (ORDER BY id) AS c, nth_value(i, 1 + 1) OVER (ORDER BY id) AS e FROM t
    SELECT parse_url('http://a/b?c=d', upper('host')) AS a, parse_url('http://a/b?c=d', 'QUERY', lower('C')) AS b, xpath_int('<a>1</a>', lower('A')) AS c
    SELECT get_json_object('{"a":1}', '$.' || lower('A')) AS a, from_json('{"a":1}', lower('A INT')) AS b, from_json('{"a":1}', 'a int', map('mode', upper('failfast'))) AS c, to_csv(named_struct('a', 1, 'b', 2), map('sep', chr(59))) AS e
    SELECT to_char(12, repeat('9', 2)) AS a, to_number('12', repeat('9', 1 + 1)) AS b, format_string(repeat('%s', 2), 1, 'b') AS c, mask('aB', upper('x')) AS e
    SELECT encode('a', upper('utf-8')) AS a, decode(X'61', lower('UTF-8')) AS b, named_struct(lower('A'), 1) AS c
    SELECT json_tuple('{"a":1}', lower('A')) AS r
    SELECT stack(1 + 1, 1, 2) AS r
    SELECT count(*) AS r FROM t LATERAL VIEW json_tuple(s, 'a' || 'b') v AS c
    SELECT id, sum(i) OVER (ORDER BY id ROWS BETWEEN CAST('1' AS INT) PRECEDING AND 1 - 1 FOLLOWING) AS r FROM t
  `),
  ...refusedHere(
    lines(`
      # Other functions are left to the author.
      SELECT id, date_format(day, if(1 > 0, translate('x', 'x', 'y'), 'M')) AS r FROM t
      SELECT id, conv(s, 10, id) AS r FROM t
    `),
  ),
  ...refusedEverywhere(
    lines(`
      SELECT approx_count_distinct(i, 0.1 / 2) AS r FROM t
      SELECT first(i, 1 = 1) AS r FROM t
      SELECT floor(m, 7 div 4) AS r FROM t
      SELECT ceil(m, 1L) AS r FROM t
      SELECT first(i, NULL) AS r FROM t
      SELECT id, sum(i) OVER (ORDER BY id ROWS BETWEEN abs(-1) PRECEDING AND CURRENT ROW) AS r FROM t
      SELECT id, round(d, id) AS r FROM t
      SELECT id, lag(i, id) OVER (ORDER BY id) AS r FROM t
      SELECT window(TIMESTAMP'2024-01-01 00:00:00', lower('10 MINUTES')) AS r
      SELECT struct(1 AS a)[lower('A')] AS r
      SELECT percentile(i, 1 + 1) AS r FROM t
    `),
  ),
])
