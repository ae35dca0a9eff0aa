import { type Case, refusedEverywhere, refusedHere, statements } from './cases.ts'

const xs = "(SELECT * FROM VALUES (1, 'a', 2), (1, 'b', NULL), (2, 'a', 1), (NULL, '', 3) AS v(k, s, n)) x"

/** What people write that the parser reads otherwise, or not at all. `x` has the columns k, s and n. */
export const languageCases: readonly Case[] = [
  ...statements(`
    VALUES 1, 2.5, NULL
    VALUES 1, 2 ORDER BY col1 DESC LIMIT 1
    SELECT * FROM VALUES (1) + 1, -2, +3 AS t(a)
    SELECT * FROM VALUES struct(1 AS q, 'a'), (2, 'b') AS t(a, b)
    SELECT * FROM VALUES ((1, 2)), ((3, 4))
    SELECT * FROM VALUES array(2)[0] IS NULL, CASE WHEN true THEN NULL END
    SELECT * FROM VALUES named_struct('a', 1)
    SELECT a FROM VALUES date'2024-01-01', timestamp'2024-01-01 10:00:00' t(a)
    SELECT * FROM (VALUES 'a', 'b') t(a) JOIN VALUES 'a' AS u(a) USING (a)
    WITH w(a) AS (VALUES 1, 2) SELECT a FROM w WHERE a IN (VALUES 2, 3)
    TABLE few_i ORDER BY id LIMIT 2
    SELECT count(*) FROM (TABLE few_i UNION ALL TABLE few_i) z
    SELECT IDENTIFIER('x.k'), IDENTIFIER('upper')(s) FROM ${xs}
    SELECT id FROM IDENTIFIER('few_i') WHERE v > 0
    SELECT struct(k key, s AS text, n) AS r, struct(k + 1 a, CASE WHEN k = 1 THEN 2 END b) AS q FROM ${xs}
    SELECT count(ALL k), sum(ALL n), collect_list(ALL k) FROM ${xs}
    SELECT 1 !< 2, 1 !> 2, 2 == 2, ! true, 7 DIV 2, k <=> NULL FROM ${xs}
    SELECT 1a, x.2b FROM (SELECT 1 AS 1a, 2 AS 2b) x
    SELECT k isnull, n notnull FROM ${xs}
    SELECT +k, + k + +n, -(+k), 1 + + 2, 1 - + 2, -+2, + '5', +1.5, (+k) IS NULL, array(+k) FROM ${xs}
    SELECT t.from + 1, t.values + 2, t.limit - 1, t.table, t.all || 'x' FROM (SELECT 1 AS from, 2 AS values, 3 AS limit, 4 AS table, 'y' AS all) t
    SELECT k FROM ${xs} WHERE +k = 1 AND n IN (+1, 2) AND k BETWEEN +0 AND +5
    SELECT k IS TRUE, k IS NOT TRUE, k IS FALSE, 1.5 IS TRUE, 'true' IS TRUE, (k = 1) IS NOT FALSE FROM ${xs}
    SELECT 1 = 2 IS NULL, 1 = 1 IS TRUE, NOT true IS NULL, NOT 1 + 1 = 2
    SELECT -128Y, -32768S, 127Y, -9223372036854775808L
    SELECT x.k, y.v FROM ${xs} JOIN (SELECT 1 AS k, 'z' AS v) y ON x.k = y.k, VALUES (1) AS z(a)
    SELECT x.k, z.a, w.b FROM ${xs}, VALUES (1), (2) AS z(a) LEFT JOIN VALUES (2, 'q') AS w(a, b) ON w.a = z.a AND x.k = 1
    SELECT x.k, e FROM ${xs}, LATERAL explode(array(x.k, x.n)) AS t(e)
    SELECT x.k, t.e FROM ${xs} LEFT JOIN LATERAL explode(array(x.k, x.n)) t(e)
    SELECT * FROM (few_flag) AS f
    SELECT t.rec.*, rec.* FROM t
    SELECT hash(*), hash(x.*), to_json(struct(*)), count(DISTINCT *), array(k, n) FROM ${xs} GROUP BY k, s, n
    SELECT struct(*), coalesce(*), concat_ws('|', *), concat(*) FROM ${xs}
    SELECT struct(x.*, 1 AS one) AS r FROM ${xs} JOIN few_flag f ON f.id = x.k
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x LEFT JOIN (SELECT '1' AS a, 3 AS c) y USING (a)
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x FULL JOIN (SELECT '7' AS a, 3 AS c) y USING (a)
    SELECT a, x.a, y.a FROM (SELECT 1 AS a) x RIGHT JOIN (SELECT '7' AS a) y USING (a)
    SELECT * FROM (SELECT 1 AS a) x NATURAL JOIN (SELECT '1' AS a, 2 AS c) y
    SELECT * FROM (SELECT date'2024-01-01' AS a) x JOIN (SELECT timestamp'2024-01-01 00:00:00' AS a, 2 AS c) y USING (a)
    SELECT * FROM (SELECT 1 AS a) x JOIN (SELECT '1' AS a, 3 AS c) y USING (a) JOIN (SELECT 1L AS a, 4 AS d) z USING (a)
    SELECT * FROM (SELECT 1 AS a, 1 AS b) x LEFT SEMI JOIN (SELECT '1' AS a, 1L AS b) y USING (a, b)
    SELECT a FROM (SELECT 'x' AS a) x LEFT ANTI JOIN (SELECT 1 AS a) y USING (a)
    SELECT explode(array(1, 2)), explode(array(3, 4)), 5
    SELECT explode(array(1, 2)) AS a, a + 1 AS b, explode_outer(array(a, 9)) AS c, posexplode(map('k', a))
    SELECT k, explode(collect_list(s)) AS e FROM ${xs} GROUP BY k
    SELECT explode(sequence(1, max(k))), count(*) FROM ${xs}
    SELECT upper(s), explode(array(max(k), count(*))) FROM ${xs} GROUP BY ALL
    SELECT explode(collection => array(1, 2))
    SELECT mask('Ab1-', 'Q', digitChar => 'z'), mask(str => 'Ab1-', otherChar => '*'), mask('Ab1', upperChar => NULL)
    SELECT percentile(k, 0.5, n), percentile(n, array(0.0, 0.25, 1.0), 3), percentile(k, 0.3, n) FILTER (WHERE n > 0) FROM ${xs}
    SELECT s, percentile_cont(0.5) WITHIN GROUP (ORDER BY n) FILTER (WHERE k > 0) AS p FROM ${xs} GROUP BY s
    SELECT count(*) FROM t_i TABLESAMPLE (3 ROWS)
    SELECT count(*) FROM t_i TABLESAMPLE (0 PERCENT) x, few_i TABLESAMPLE (100 PERCENT) REPEATABLE (7) y
    SELECT count(*) FROM (SELECT * FROM few_i) TABLESAMPLE (BUCKET 1 OUT OF 1) AS y
    SELECT id, date_format(v, 'yyyy' || '-MM'), date_format(v, if(id > 5, 'yyyy', 'MM')), date_format(v, CASE WHEN id > 5 THEN 'dd' END) FROM t_ts
    SELECT k, regexp_extract('a1b2', CASE WHEN k = 1 THEN '[a-z]' ELSE '[0-9]' END, 0), split('a,b|c', if(k = 1, ',', '[|]')) FROM ${xs}
    SELECT k, sum(n) AS total FROM ${xs} GROUP BY k HAVING sum(n) > 1 ORDER BY total, k
    SELECT sum(n) AS total FROM ${xs} GROUP BY k HAVING count(*) > 0 ORDER BY k
    SELECT s AS t, NULL || 'x' AS c, concat(s, NULL) AS d FROM ${xs}
    SELECT regexp_replace(s, s, 'x') FROM ${xs}
  `),
  ...refusedHere(
    statements(`
    SELECT 'x' RLIKE 'x' = true
    SELECT 1 IS DISTINCT FROM 2 = true
    SELECT count(*) FROM t_i TABLESAMPLE (50 PERCENT)
    SELECT TRANSFORM (id) USING 'cat' AS (a) FROM t_i
    DESCRIBE t_i
    SHOW TABLES
  `),
  ),
  ...refusedEverywhere(
    statements(`
    SELECT * EXCEPT (k) FROM ${xs}
    SELECT * EXCLUDE (k) FROM ${xs}
    FROM ${xs}
    SELECT 128Y
    SELECT k::string FROM ${xs}
    SELECT k FROM ${xs} LIMIT 1, 2
    SELECT k FROM ${xs} LIMIT 10 PERCENT
    SELECT CAST(s AS int FORMAT 'x') FROM ${xs}
    SELECT TIME '10:00:00'
    SELECT 1 AS ünï
    SELECT localtimestamp
    SELECT session_user
    SELECT x.k FROM ${xs} LEFT OUTER SEMI JOIN few_i b ON x.k = b.id
    SELECT sum(n) OVER (ORDER BY k GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM ${xs}
    SELECT sum(n) FILTER (n > 1) FROM ${xs}
    SELECT sum(n) FILTER (WHERE NULL) FROM ${xs}
    SELECT e FROM ${xs} LATERAL VIEW explode(array(1))
    SELECT 1 + 1 IN (2) = true
    SELECT 'a' LIKE 'a' IS NULL
    SELECT 1 IS NULL IS NULL
    SELECT 1 BETWEEN 0 AND 2 = true
    SELECT EXISTS (SELECT 1) IS FALSE
    SELECT count(DISTINCT x.*) FROM ${xs}
    SELECT count(x.*) FROM ${xs}
    SELECT k, count(*) FROM ${xs} GROUP BY k HAVING count(*) > 0 ORDER BY count(*)
    SELECT k FROM ${xs} ORDER BY row_number() OVER (ORDER BY k)
    SELECT k + 1 AS a, a + 1 AS b FROM ${xs} GROUP BY a, b
    SELECT k + 1 AS a, a + 1 AS b FROM ${xs} GROUP BY ALL
    SELECT k, explode(collect_list(n)), explode(array(1)) FROM ${xs} GROUP BY k
    SELECT upper(explode(array('a')))
    SELECT upper(str => 'a')
    SELECT x.IDENTIFIER('k') FROM ${xs}
    SELECT 1 FROM few_i f TABLESAMPLE (3 ROWS)
    SELECT 1 FROM few_i AS f(a, b, c)
    SELECT 1 FROM (SELECT 1 AS a, 2 AS b) AS f(a)
    SELECT mask('Ab1', foo => 'Q')
    SELECT mask('Ab1', digitChar => 'z', 'Q')
    SELECT percentile(k, 0.5, 1.5) FROM ${xs}
    SELECT percentile(k, 0.5, -1) FROM ${xs}
    SELECT * FROM VALUES 1, (2, 3)
  `),
  ),
]
