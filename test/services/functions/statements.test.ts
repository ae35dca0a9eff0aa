import { lines, refusedEverywhere, statements } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/* Statements as Spark's own tests have them in kind: what no family of functions and no single clause covers. */
compareWithSpark('statements', [
  ...lines(`
    # Columns that are called as words after which a value may begin.
    SELECT offset + 1 AS a, offset - 1 AS b, max(offset + 2) OVER () AS c FROM (SELECT id AS offset FROM t)
    SELECT k.offset + 1 AS r FROM (SELECT id AS offset FROM t) k GROUP BY k.offset + 1 HAVING max(offset + 1) > 2
    SELECT when + 1 AS a, like + then AS b, between +1 AS c FROM (SELECT 1 AS when, 2 AS like, 3 AS then, 4 AS between)
    SELECT transform(ints, (all, i) -> all + i) AS r FROM t
    SELECT +id AS r FROM t WHERE +1 = 1 AND +id > 2 AND id NOT IN (+3, +4) AND id BETWEEN +1 AND +9 AND NOT +id = 5 LIMIT +3
    SELECT CASE WHEN id = +1 THEN +2 WHEN +id = 2 THEN +4 ELSE +3 END AS r, id div +2 AS d, id IS NOT DISTINCT FROM +1 AS e FROM t
    # Columns of one name.
    SELECT * FROM (SELECT 1 AS x, 2 AS x)
    SELECT * FROM (SELECT a.id, a.i, b.id, b.v, c.v FROM t a LEFT JOIN few_i b ON a.i = b.v AND b.id < 3 JOIN t_i c ON c.id = a.id) q
    SELECT * FROM (SELECT 1, 2, 3) AS t(x, X, \`x:2\`)
    SELECT count(*) AS n, max(y) AS y FROM (SELECT id AS x, g AS x, i AS y FROM t)
    SELECT * FROM (SELECT id, g AS k, i AS k FROM t) a JOIN (SELECT id, g AS k FROM t) b USING (id)
    SELECT * FROM (SELECT id, explode(ints) AS id FROM t UNION ALL SELECT 1, 2)
    # Literals.
    SELECT 1E5BD, 123.0E-28BD, 0E-5BD, 1.5E2BD, 100BD, -1.20E-2BD, 0.00BD, 1E-10BD, 1e0BD, -5E-1BD, 1e37BD
    SELECT 0.0000001, -0.00000010, 0.000001, 000.5, 5., .5, 00012345678901.0, 0.0, -0.0
    SELECT 1.7976931348623157E308, -3.4028234E38f, -NULL, -'3'
    SELECT date_add(day, ' 1 '), date_sub(day, '+1'), dateadd(day, '-2') FROM t
    SELECT date_format(ts, 'yyyyyy') AS r FROM t
    SELECT key, value FROM (SELECT explode(map('a', 1)) AS (key, value))
  `),
  ...statements(`
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
  ...refusedEverywhere(
    lines(`
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
