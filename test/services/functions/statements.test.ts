import { lines, refusedEverywhere, refusedHere, statements } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/* Statements as Spark's own tests have them in kind: what no family of functions and no single clause covers. */
compareWithSpark('statements', [
  ...lines(`
    # Rows of VALUES without brackets.
    SELECT sum(x) AS h FROM VALUES 1, 2, 3 AS v(x)
    SELECT * FROM VALUES 'a', 'b', NULL AS new(x)
    SELECT * FROM VALUES 1, 2 v(x), VALUES DATE'2024-01-01', NULL AS w(y)
    SELECT * FROM VALUES 1 = 1, false, NULL AS v(x) WHERE x IS NULL OR NOT x
    # Columns that are called as words after which a value may begin.
    SELECT offset + 1 AS a, offset - 1 AS b, max(offset + 2) OVER () AS c FROM (SELECT id AS offset FROM t)
    SELECT k.offset + 1 AS r FROM (SELECT id AS offset FROM t) k GROUP BY k.offset + 1 HAVING max(offset + 1) > 2
    SELECT when + 1 AS a, like + then AS b, between +1 AS c FROM (SELECT 1 AS when, 2 AS like, 3 AS then, 4 AS between)
    SELECT transform(ints, (all, i) -> all + i) AS r FROM t
    SELECT +id AS r FROM t WHERE +1 = 1 AND +id > 2 AND id NOT IN (+3, +4) AND id BETWEEN +1 AND +9 AND NOT +id = 5 LIMIT +3
    SELECT CASE WHEN id = +1 THEN +2 WHEN +id = 2 THEN +4 ELSE +3 END AS r, id div +2 AS d, id IS NOT DISTINCT FROM +1 AS e FROM t
    SELECT NULL IN (SELECT id FROM few_i WHERE id < 0)
    # Tables, columns and queries of WITH that are called as words of other dialects.
    SELECT new.id, old.v AS was, new.v IS DISTINCT FROM old.v AS changed FROM few_i new LEFT JOIN few_l old ON new.id = old.id
    SELECT current.id, first.v FROM (SELECT * FROM few_i) current, few_i first WHERE current.id = first.id
    SELECT date.id, timestamp.v FROM few_i AS date JOIN few_i timestamp USING (id) ORDER BY date.id LIMIT 2
    SELECT delete.*, sample.id AS s FROM few_i delete LEFT SEMI JOIN few_l b ON delete.id = b.id, few_i sample
    SELECT id delete, v * 2 percent, CASE WHEN id > 1 THEN 1 END set, count(*) OVER () match, interval 1 day IS NULL member, id IS NOT NULL having FROM few_i
    SELECT id not, v + 1 not FROM few_i
    SELECT temp.a, temp.b FROM VALUES (1, 2), (3, 4) temp(a, b)
    SELECT row.n, row.m FROM (SELECT id, v FROM few_i) row(n, m) WHERE row.n > 1
    SELECT first(v) IGNORE NULLS FROM few_i WHERE id = 1
    SELECT interval 1 day = interval 24 hours, id IS NULL, null, CASE WHEN true THEN null END, current_date IS NULL FROM few_i
    # Names that the result has twice stand for a column of a table, if one has them.
    SELECT g AS id, i AS id FROM t ORDER BY id
    SELECT id AS g, g AS i, i AS g FROM t ORDER BY g, id
    SELECT id, id FROM t ORDER BY id
    SELECT t.*, i AS id FROM t ORDER BY id
    SELECT g, max(i) AS g FROM t GROUP BY g HAVING g > 1 ORDER BY g
    SELECT a.id, b.id FROM few_i a JOIN few_l b USING (id) ORDER BY id
    SELECT g AS a, g AS a, count(*) FROM t GROUP BY a
    SELECT id, v AS id FROM few_i ORDER BY ALL
    # Subqueries with aggregates, and names of columns.
    SELECT id FROM few_i a WHERE EXISTS (SELECT count(*) FROM few_l b WHERE b.id = a.id AND b.v > 1)
    SELECT id FROM few_i a WHERE id IN (SELECT max(b.id) FROM few_l b WHERE a.id = b.id AND b.v IS NOT NULL GROUP BY b.v)
    SELECT id FROM few_i a WHERE NOT EXISTS (SELECT count(*) FROM few_l b WHERE b.id = a.id AND b.v > 1)
    SELECT id FROM few_i a WHERE EXISTS (SELECT count(*) FROM few_l b WHERE b.v > 1000000)
    SELECT id FROM few_i a WHERE 0 IN (SELECT count(*) FROM few_l b WHERE b.id = a.id AND b.v > 1)
    SELECT id FROM few_i a WHERE id NOT IN (SELECT max(b.id) FROM few_l b WHERE b.id = a.id AND b.v > 1)
    SELECT id FROM few_i a WHERE EXISTS (SELECT 1 FROM few_l b WHERE b.id = a.id HAVING count(*) = 0)
    SELECT id FROM few_i a WHERE (id, 0) NOT IN (SELECT max(b.id), count(*) FROM few_l b WHERE b.id = a.id AND b.v > 1)
    SELECT id FROM few_i a WHERE EXISTS (SELECT n FROM (SELECT count(*) AS n FROM few_l b WHERE b.id = a.id AND b.v > 1) q)
    SELECT id FROM few_i a WHERE EXISTS (WITH c AS (SELECT * FROM few_l) SELECT n FROM (SELECT count(*) AS n FROM c) q WHERE q.n >= a.id)
    SELECT id FROM few_i a WHERE EXISTS (SELECT 1 FROM few_l b, LATERAL (SELECT count(*) AS n FROM few_i c WHERE c.id = b.id) q WHERE q.n = 1 AND b.id = a.id)
    SELECT id, EXISTS (SELECT count(*) FROM few_l b WHERE b.id = a.id AND b.v > 1) AS e FROM few_i a
    SELECT id, (SELECT max(b.id) FROM few_l b WHERE b.id < a.id) AS m FROM few_i a
    SELECT id, explode(ints) AS n, n + 1, id AS k, k + n FROM t
    SELECT posexplode(ints) AS (p, n), p + n FROM t
    SELECT first(DISTINCT g) IS NULL, last(DISTINCT g) IS NULL, any_value(DISTINCT g) IS NULL FROM t
    # Forms that the parser has otherwise.
    SELECT first(v IGNORE NULLS) AS f, coalesce(last(v ignore nulls), 0) AS l, any_value(v IGNORE NULLS) IS NULL FROM (SELECT * FROM few_i ORDER BY id)
    SELECT id, x FROM t LATERAL VIEW explode(ints) AS x WHERE id < 9
    SELECT id, AS.k, AS.v FROM t LATERAL VIEW OUTER explode(map('a', id)) AS k, v WHERE id < 9
    SELECT x.a FROM VALUES (1, 2), (3, 4) \`x\`(a, b)
    SELECT cast(array(struct(1, 'a')) AS array<struct<x: bigint, y: string COMMENT 'c'>>), cast(map('a', 1) AS map<string, decimal(10,2)>), cast(NULL AS void) IS NULL, cast(1 AS DEC(5)), cast('abc' AS character(2))
    SELECT cast(struct(1, 2) AS struct<a decimal(10,2), b: decimal(5,1)>) AS s, cast(map('a', array(1)) AS map<varchar(9), array<decimal(10,2)>>), id < v, decimal(v) FROM few_i
    SELECT v % 2, ~v, v & ~id, mod (id, 2), id mod FROM few_i mod WHERE NOT ~v > 5
    # Columns of one name.
    SELECT * FROM (SELECT 1 AS x, 2 AS x)
    SELECT * FROM (SELECT a.id, a.i, b.id, b.v, c.v FROM t a LEFT JOIN few_i b ON a.i = b.v AND b.id < 3 JOIN t_i c ON c.id = a.id) q
    SELECT * FROM (SELECT 1, 2, 3) AS t(x, X, \`x:2\`)
    SELECT count(*) AS n, max(y) AS y FROM (SELECT id AS x, g AS x, i AS y FROM t)
    SELECT * FROM (SELECT id, g AS k, i AS k FROM t) a JOIN (SELECT id, g AS k FROM t) b USING (id)
    SELECT * FROM (SELECT id, explode(ints) AS id FROM t UNION ALL SELECT 1, 2)
    # Stars over joins, where USING hides only what it joined.
    SELECT * FROM few_i a JOIN few_i b USING (id) JOIN t_i c ON a.id = c.id
    SELECT * FROM few_i a RIGHT JOIN few_l b USING (id) LEFT JOIN t_i c USING (id) JOIN few_i d ON d.id = a.id
    SELECT * FROM few_i a FULL JOIN few_l b USING (id) LEFT JOIN t_i c ON a.id = c.id
    SELECT * FROM few_i a LEFT SEMI JOIN few_l b USING (id) JOIN t_i c ON a.id = c.id
    SELECT * FROM few_i x, few_i a JOIN few_i b USING (id) WHERE x.v = a.v
    SELECT * FROM few_i NATURAL JOIN t_i JOIN few_l c LATERAL VIEW explode(array(1)) e AS id
    SELECT * FROM few_i, few_i
    # LATERAL.
    SELECT * FROM few_i a, LATERAL (SELECT a.v, v AS w, v + 1, abs(a.v), a.id)
    SELECT * FROM (SELECT id, rec FROM t) a, LATERAL (SELECT rec.a, rec.a + 1)
    SELECT * FROM few_i a, LATERAL (SELECT a.*, a.v + 2, a.v)
    # Sets of groups.
    SELECT g, tiny, count(1) FROM t GROUP BY GROUPING SETS ((1), (tiny), (g, 2))
    SELECT g, tiny, count(1) FROM t GROUP BY 1, 2 WITH CUBE
    SELECT median(i) OVER (PARTITION BY g) FROM t
    # IN over a query below NOT.
    SELECT id FROM few_i WHERE NOT (id > 5 OR v IN (SELECT v FROM t_i WHERE id < 6))
    SELECT id FROM few_i WHERE NOT (id > 5 AND v IN (SELECT v FROM t_i WHERE id < 6))
    SELECT id FROM few_i WHERE NOT (id > 5 AND v NOT IN (SELECT v FROM t_i WHERE id < 6))
    SELECT id FROM few_i WHERE NOT (id > 5 OR (id < 3 AND NOT (v IN (SELECT v FROM t_i WHERE id BETWEEN 1 AND 4) OR id = 1)))
    SELECT id, NOT (id > 5 OR v IN (SELECT v FROM t_i WHERE id < 6)) FROM few_i
    # Names.
    SELECT lpad(bin, 3), rpad(bin, 3), lpad(s, 3), to_binary(' ab c=', 'base64') FROM t
    SELECT id > 0.5, id >= 0.5, id < 0.5, id <= -1.5, 0.5 > id, -0.5 >= id, 0.5 < id, 0.5 <= id, id <> 0.5, d > 0.5, id BETWEEN 0.5 AND 1.5 FROM t
    SELECT from_json('{"a":1}', 'map<string, int>'), from_json('{"a":1}', 'a INT')
    SELECT IDENTIFIER('t.id'), IDENTIFIER('abs')(id) FROM IDENTIFIER('t')
    SELECT 12345678912345.123456789123 / 0.000000012345678, 1.5 / 0.000000000000001, 0.00001 * 0.000000000000001
    # A number below a cast or a sign is no literal.
    SELECT CAST(1 AS int) + CAST(1 AS decimal(3,0)), int(1) * 1.5, +1 + 1.5, 1 + 1.5, CAST(1 AS tinyint) / 1.5, 1.5 - CAST(-1 AS bigint), date_add(day, CAST(1 AS int)) FROM t
    # Literals.
    SELECT 1E5BD, 123.0E-28BD, 0E-5BD, 1.5E2BD, 100BD, -1.20E-2BD, 0.00BD, 1E-10BD, 1e0BD, -5E-1BD, 1e37BD
    SELECT 0.0000001, -0.00000010, 0.000001, 000.5, 5., .5, 00012345678901.0, 0.0, -0.0
    SELECT 1.7976931348623157E308, -3.4028234E38f, -NULL, -'3'
    SELECT date_add(day, ' 1 '), date_sub(day, '+1'), dateadd(day, '-2') FROM t
    SELECT date_format(ts, 'yyyyyy') AS r FROM t
    SELECT key, value FROM (SELECT explode(map('a', 1)) AS (key, value))
  `),
  ...statements(`
    SELECT a.id, a.v FROM few_i a LEFT SEMI JOIN few_i b
    SELECT a.id FROM few_i a LEFT SEMI JOIN (SELECT 1 WHERE false) b
    SELECT a.id FROM few_i a LEFT ANTI JOIN (SELECT id FROM few_i WHERE false) b
    SELECT a.id, b.v FROM few_i a LEFT JOIN few_i b ON a.id = b.id AND a.id IN (SELECT id FROM few_l)
    SELECT a.id, b.id AS bid FROM few_i a LEFT JOIN few_i b ON a.id = b.id AND b.v NOT IN (SELECT v FROM few_i WHERE v > 0)
    SELECT a.id, b.id AS bid FROM few_i a LEFT JOIN few_i b ON a.id = b.id AND (b.v IN (SELECT v FROM few_i WHERE v > 0) OR a.id = 1)
    SELECT a.id, b.id AS bid FROM few_i a FULL JOIN few_i b ON a.id = b.id AND a.v > (SELECT min(v) FROM few_i) AND a.v NOT IN (SELECT v FROM t_i)
    SELECT a.id, b.id AS bid FROM few_i a RIGHT JOIN few_i b ON a.id = b.id AND EXISTS (SELECT 1 FROM few_i WHERE v > 5) AND a.v IN (SELECT v FROM few_i WHERE v > 0)
    SELECT a.id FROM few_i a LEFT ANTI JOIN few_i b ON a.id = b.id AND b.v IN (SELECT v FROM few_i WHERE v > 0)
    SELECT * FROM few_i a LEFT JOIN few_l b ON a.id = b.id AND b.v IN (SELECT v FROM few_i) LEFT JOIN (SELECT * FROM few_i) c ON c.id = b.id AND c.v IN (SELECT v FROM few_i WHERE v > 1)
    SELECT id, e.x FROM t, LATERAL explode_outer(ints) e(x)
    SELECT id, e.* FROM t JOIN LATERAL posexplode_outer(ints) e
    SELECT * FROM inline_outer(array(struct(1 AS a, 'x' AS b))) UNION ALL SELECT * FROM explode_outer(map(1, 'x')) AS m(k, v)
    SELECT g, transform(sort_array(collect_list(struct(id, i))), x -> x.id) AS r, transform(array(1), x -> x + g) AS u FROM t GROUP BY g
    SELECT upper(s) AS p, transform(array('x'), u -> concat(u, upper(s))) AS r, transform(array('x'), s -> upper(s)) AS u FROM t GROUP BY upper(s)
    SELECT s['a'], s['b'][0], arr['A'], arr['a'][0] FROM (SELECT named_struct('a', 1, 'B', array(2)) AS s, array(named_struct('a', 1)) AS arr)
    SELECT id AS k, id + 1 AS n, (SELECT max(v) FROM few_i WHERE few_i.id = t.id) AS m, n + m AS z, explode(array(1, id)) AS e, e + k AS f FROM t
  `),
  ...statements(`
    SELECT a.*, b.* FROM (SELECT id AS x, g AS k, i AS z FROM t WHERE id < 9) a JOIN (SELECT 9 AS w, id AS k, v AS z FROM few_i) b USING (k)
    SELECT b.*, a.* FROM (SELECT id AS x, g AS k, i AS z FROM t WHERE id < 9) a LEFT JOIN (SELECT 9 AS w, id AS k, v AS z FROM few_i) b USING (z, k)
    SELECT a.*, b.* FROM (SELECT id AS x, g AS k, i AS z FROM t WHERE id < 9) a RIGHT JOIN (SELECT 9 AS w, id AS k, v AS z FROM few_i) b USING (k)
    SELECT b.*, a.* FROM (SELECT id AS x, g AS k, i AS z FROM t WHERE id < 9) a FULL JOIN (SELECT 9 AS w, id AS k, v AS z FROM few_i) b USING (k)
    SELECT a.* FROM (SELECT id AS x, g AS k, i AS z FROM t WHERE id < 9) a NATURAL JOIN (SELECT 9 AS w, id AS k, v AS z FROM few_i) b
    SELECT a.* FROM (SELECT id AS x, g AS k, i AS z FROM t WHERE id < 9) a LEFT ANTI JOIN (SELECT 9 AS w, id AS k, v AS z FROM few_i) b USING (z)
    SELECT c.*, a.*, b.* FROM (SELECT id AS x, g AS k, i AS z FROM t WHERE id < 9) a JOIN (SELECT 9 AS w, id AS k, v AS z FROM few_i) b USING (k) JOIN (SELECT 1 AS v, 9 AS w) c USING (w) JOIN few_l e ON e.id = a.x
    SELECT CAST(1704448800.123456 AS timestamp), CAST(CAST(1e9 AS decimal(12,0)) AS timestamp), CAST(CAST(-123456789012.123456 AS decimal(18,6)) AS timestamp)
    SELECT window, count(*) AS n FROM t GROUP BY window(ts, '30 minutes')
    SELECT g, window.start, window.end, max(id) AS m FROM t WHERE id > 2 GROUP BY g, window(ts, '1 hour', '1 hour', '15 minutes') HAVING count(*) > 0 ORDER BY g, start
    SELECT id, window(ts, '1 day').end, window(ts, '1 day') AS w FROM t
    SELECT window(ts, '50 minutes', '20 minutes').start AS s, count(*) AS n FROM t GROUP BY 1
    SELECT *, window(ts, '1 hour') FROM t
    SELECT window(ntz, '1 hour') FROM t
    SELECT window(day, '1 week 12 hours') AS w, count(*) FROM t WHERE year(day) > 1900 GROUP BY window(day, '1 week 12 hours')
    SELECT window(day, '1 week 12 hours') AS w, count(*) FROM t WHERE year(day) > 1900 GROUP BY ROLLUP(window(day, '1 week 12 hours'))
    SELECT w.start, n FROM (SELECT window(t.ts, 3600000000) AS w, count(*) AS n FROM t JOIN few_i f ON f.id = t.id GROUP BY 1) WHERE n > 0
    SELECT id, e.* FROM t, LATERAL (SELECT named_struct('a', upper(t.s), 'b', pmod(t.i, 7)) AS x, to_timestamp(t.s) AS y, lpad(upper(t.s), t.id, 'ab') AS z) e
  `),
  ...refusedEverywhere(
    statements(`
    SELECT window(ts, '1 month') FROM t
    SELECT window(ts, '1 hour', '2 hours') FROM t
    SELECT window(ts, '1 hour', '1 hour', '-2 hours') FROM t
    SELECT window(ts, '0 hours') FROM t
    SELECT window(ts, INTERVAL 1 HOUR) FROM t
    SELECT window(ts, '1 hour'), window(ts, '2 hours') FROM t
    `),
  ),
  ...refusedHere(
    lines(`
    SELECT id FROM t WHERE window(ts, '1 hour').start > TIMESTAMP '2024-01-01 00:00:00'
    `),
  ),
  ...refusedEverywhere(
    statements(`
    SELECT a.id FROM few_i a JOIN few_i b ON a.id = b.id AND EXISTS (SELECT 1 FROM few_i c WHERE c.id = b.id)
    SELECT a.id FROM few_i a LEFT JOIN few_i b ON a.v IN (SELECT c.v FROM few_i c WHERE c.v = b.v)
    SELECT a.id FROM few_i a LEFT SEMI JOIN few_i b ON a.id = b.id AND a.v = (SELECT max(v) FROM few_i c WHERE c.id = a.id)
    SELECT array(id, 1) AS arr, explode(arr) AS e FROM t
    SELECT id AS k, EXISTS (SELECT v FROM few_i WHERE v = k) AS e FROM t
    SELECT id AS k, (SELECT max(v) FROM few_i WHERE v < k) AS e FROM t
    SELECT id FROM few_i a WHERE EXISTS (SELECT 1 FROM few_l b WHERE b.id = a.id LIMIT 1)
    SELECT id, id IN (SELECT v FROM few_l b WHERE b.id = a.id ORDER BY v LIMIT 1) AS r FROM few_i a
    SELECT * FROM few_i a, LATERAL (SELECT b.v AS w FROM few_l b WHERE b.id = a.id ORDER BY b.v LIMIT 1)
    SELECT s[0] FROM (SELECT named_struct('a', 1) AS s)
    SELECT s['c'] FROM (SELECT named_struct('a', 1) AS s)
    SELECT s[concat('a', '')] FROM (SELECT named_struct('a', 1) AS s)
    SELECT coalesce() AS r
    `),
  ),
  ...statements(`
    WITH delete AS (SELECT id FROM few_i), set AS (SELECT id FROM delete), merge AS (SELECT 1 AS id) SELECT set.id, delete.id AS d FROM set JOIN delete ON set.id = delete.id JOIN merge ON true
    WITH q(x, y, x) AS (SELECT id, i, g FROM t) SELECT q.*, y FROM q
    WITH q AS (SELECT id, id, g FROM t) SELECT * FROM q AS r(a, b, b)
    WITH q AS (SELECT 1 AS a) SELECT * FROM (WITH q AS (SELECT 2 AS a) SELECT * FROM q)
    WITH q AS (SELECT 1), r(c) AS (WITH Q AS (SELECT 2) SELECT * FROM q) SELECT * FROM r
  `),
  ...refusedEverywhere(
    statements(`
    WITH q AS (SELECT 1) SELECT (WITH Q AS (SELECT 2) SELECT * FROM q)
    WITH q AS (SELECT 1 AS c) SELECT * FROM q WHERE c IN (WITH q AS (SELECT 2) SELECT * FROM q)
    WITH q AS (SELECT 1), r AS (WITH q AS (SELECT 2) SELECT * FROM q) SELECT * FROM r
    `),
  ),
  ...refusedHere(
    lines(`
    SELECT id FROM few_i WHERE (v IN (SELECT v FROM t_i WHERE id < 4)) = false
    SELECT id FROM few_i WHERE (v IN (SELECT v FROM t_i WHERE id < 4)) IS FALSE
    SELECT a.id FROM few_i a LEFT JOIN few_i b ON a.id = b.id AND (a.v, b.v) IN (SELECT v, 1 FROM few_i)
    SELECT count(1) FROM (SELECT id AS all FROM t) GROUP BY all
    SELECT i + g, sum(id) FROM t GROUP BY GROUPING SETS ((i + g), (g + i))
    SELECT * FROM few_i a, LATERAL (SELECT a.v AS x UNION ALL SELECT 1)
    SELECT id > 9223372036854775808.5 FROM t
  `),
  ),
  ...refusedEverywhere(
    lines(`
    SELECT id FROM few_i a JOIN few_i b USING (id) JOIN t_i c ON a.id = c.id
    SELECT few_i.id FROM few_i JOIN few_i
    SELECT sum(id) OVER w FROM t WINDOW w AS (ORDER BY id), w AS (ORDER BY i)
    SELECT m < flag FROM t
    SELECT * FROM few_i a, LATERAL (SELECT b.* FROM few_i b, LATERAL (SELECT a.*, b.v AS w) c)
    SELECT * FROM range(1, NULL)
    SELECT * FROM range(1, 1, 1, 1, 1)
    SELECT id FROM few_i a WHERE EXISTS (SELECT 1 FROM few_l b WHERE b.id = a.id UNION ALL SELECT 2 FROM few_d b WHERE b.id = a.id)
    SELECT id FROM few_i a WHERE EXISTS (SELECT 1 FROM few_l b WHERE b.id = a.id UNION SELECT 2 FROM few_l b WHERE b.id = a.id)
    SELECT id FROM few_i a WHERE NOT EXISTS (SELECT id FROM few_l b WHERE b.id = a.id EXCEPT SELECT id FROM few_d b WHERE b.id = a.id)
    SELECT to_binary(' ab cdef= = ', 'base64')
    SELECT * FROM few_i a, LATERAL (SELECT * FROM few_i b, LATERAL (SELECT a.v + b.v))
    SELECT * FROM few_i a, LATERAL (SELECT sum(b.v) OVER (ORDER BY b.id) FROM few_i b WHERE b.id > a.id)
    SELECT (SELECT max(b.v + (SELECT max(c.v) FROM few_i c WHERE c.id = a.id)) FROM few_i b) FROM few_i a
    SELECT * FROM few_i a NATURAL JOIN LATERAL (SELECT a.v AS id)
    SELECT * FROM few_i a JOIN LATERAL (SELECT a.v AS id) USING (id)
    SELECT g, grouping(g) FROM t GROUP BY g
    SELECT g FROM t GROUP BY g HAVING grouping_id(g) > 0
    SELECT * FROM few_i GROUP BY 1, 2
    SELECT id FROM t SORT BY 0
    SELECT id FROM t ORDER BY 2
    SELECT median(i) OVER (PARTITION BY g ORDER BY id) FROM t
    SELECT interval '1-2' year to month '1' year
    SELECT IDENTIFIER('c 1') FROM VALUES (1) AS T(\`c 1\`)
    SELECT IDENTIFIER('t').id FROM t
    SELECT row_number() OVER IDENTIFIER('w') FROM t WINDOW w AS (ORDER BY id)
    SELECT x FROM (SELECT 1 AS x, 2 AS x)
    SELECT 1E38BD
    SELECT 1E-39BD
    SELECT 1234567890123456789012345678901234567890
    SELECT 1e309
    SELECT -3.4028235E38f
    SELECT -day FROM t
    SELECT -ts FROM t
    SELECT -bin FROM t
    SELECT date_add(day, '1.2') FROM t
    SELECT date_sub(day, 'x') FROM t
    SELECT timestampadd('MONTH', 1, ts) FROM t
    SELECT datediff('YEAR', day, day) FROM t
    SELECT date_format(ts, 'yyyyyyy') FROM t
  `),
  ),
])
