import { refusedEverywhere, refusedHere, statements } from './cases.ts'
import { compareWithSpark } from './compare.ts'
import { languageCases } from './language-cases.ts'

compareWithSpark('clauses of a query', [
  ...languageCases,
  ...statements(`
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x JOIN (SELECT '2' AS b) y USING (b)
    SELECT * FROM VALUES 1, 2
    SELECT (1 < l) AS k, sum(id) FROM t GROUP BY (1 < l)
    SELECT rec FROM t UNION SELECT struct(1L AS a, 'x' AS b)
    SELECT * FROM (SELECT g, tiny, i FROM t) PIVOT (sum(i) FOR tiny IN (1, 7, 100))
    SELECT * FROM (SELECT g, flag, id FROM t) PIVOT (sum(id) / count(*), round(avg(id)) r, max(id) - min(id) AS m, -max(id) FOR flag IN (true, false AS no, NULL))
    SELECT * FROM (SELECT g, flag, id, s FROM t) PIVOT (coalesce(sum(id), 0), concat_ws('|', array_sort(collect_set(id))) AS l, max(s) FOR flag IN (true, false AS no))
    SELECT * FROM (SELECT g, flag, id FROM t) PIVOT (coalesce(sum(id), 0) + 1 total FOR flag IN (true, false AS no))
    SELECT * FROM (SELECT g, flag, id, s FROM t) PIVOT (CASE WHEN sum(id) > 30 THEN 'big' ELSE 'small' END FOR flag IN (true, false AS no))
    SELECT * FROM (SELECT g, flag, id, rec FROM t) PIVOT (count(DISTINCT id) * 10 AS s, max(rec).a AS a, array_sort(collect_list(id))[1], max(id) > 20 AS big FOR flag IN (true AS y, false AS n))
    SELECT g, flag, GROUPING(g) AS gg, grouping(flag) AS gf, count(*) AS n FROM t GROUP BY g, flag GROUPING SETS ((g, flag), g) HAVING n > 1
    SELECT id, struct(flag, g) IN (SELECT flag, g FROM t WHERE id > 20), struct(g) NOT IN (SELECT g FROM t WHERE id = 3) FROM t
    SELECT id, u.* FROM t LEFT JOIN LATERAL explode(ints) AS u(x)
    SELECT id, u.* FROM t LEFT JOIN LATERAL explode(ints) AS u(x) ON true
    SELECT id, u.* FROM t LEFT JOIN LATERAL explode_outer(ints) AS u(x)
    SELECT id, u.* FROM t LEFT JOIN LATERAL (SELECT explode(ints) AS x, 1 AS y) u
    SELECT id, u.* FROM t LEFT JOIN LATERAL (SELECT x + 1 AS z FROM (SELECT explode(ints) AS x)) u
    SELECT id, u.* FROM t LEFT JOIN LATERAL (SELECT x FROM (SELECT explode(ints) AS x) WHERE x > 2) u
    SELECT id, u.x, w.y FROM t LEFT JOIN LATERAL explode(filter(ints, n -> n > 1)) AS u(x) LEFT JOIN LATERAL (SELECT id + u.x AS y) AS w
    SELECT id, u.* FROM t LEFT JOIN explode(CAST(array() AS array<int>)) u
    SELECT * FROM (SELECT g, flag, i, id FROM t) PIVOT (sum(i) AS q, count(id) AS n FOR flag IN (true AS yes, false AS no))
    SELECT * FROM (SELECT g, flag, i, id FROM t) PIVOT (sum(i), count(*) FOR flag IN (true, false, NULL))
    SELECT * FROM (SELECT flag, s, g FROM t) PIVOT (max(s) FOR g IN (0, 1, 2)) ORDER BY flag
    SELECT * FROM (SELECT flag, s, g FROM t) PIVOT (count(s), max(s) AS m FOR g IN (0 AS \`a b\`, 9))
    SELECT * FROM (SELECT i, g FROM t) PIVOT (count(i) FOR g IN (0, 9))
    SELECT * FROM (SELECT i, g, flag FROM t) PIVOT (avg(i) FOR (g, flag) IN ((0, true) AS x, (1, false)))
    SELECT * FROM t_i PIVOT (sum(id) FOR v IN (1, 2))
    SELECT * FROM (SELECT g, day, i FROM t) PIVOT (sum(i) FOR day IN (DATE '2024-02-29', '1970-01-01'))
    SELECT * FROM (SELECT g, flag, i FROM t) PIVOT (first(i) FOR flag IN (true))
    SELECT id, metric, v FROM (SELECT id, i, small FROM t) UNPIVOT (v FOR metric IN (i, small))
    SELECT * FROM (SELECT id, i, small FROM t) UNPIVOT INCLUDE NULLS (v FOR metric IN (i AS \`first one\`, small AS b))
    SELECT * FROM (SELECT id, i, small FROM t) UNPIVOT EXCLUDE NULLS (v FOR metric IN (i, small)) AS u
    SELECT * FROM (SELECT id, i, m, d FROM t) UNPIVOT (v FOR metric IN (i, m))
    SELECT * FROM (SELECT id, i, l, s, numtext FROM t) UNPIVOT ((v, w) FOR metric IN ((i, s) AS a, (l, numtext)))
    SELECT id, count(*) FROM (SELECT id, i, small FROM t) UNPIVOT (v FOR metric IN (i, small)) GROUP BY id
    SELECT * FROM t_i NATURAL JOIN few_i
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x NATURAL JOIN (SELECT 2 AS b, 3 AS c) y
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x NATURAL LEFT JOIN (SELECT 3 AS B, 3 AS c) y
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x NATURAL RIGHT JOIN (SELECT 3 AS b, 3 AS c) y
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x NATURAL FULL OUTER JOIN (SELECT 3 AS b, 3 AS c) y
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x NATURAL JOIN (SELECT 3 AS c) y
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x JOIN (SELECT 2 AS b, 1 AS a, 5 AS c) y USING (b, a)
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x LEFT JOIN (SELECT 3 AS b, 1 AS a, 5 AS c) y USING (b)
    SELECT x.b, y.b, b FROM (SELECT 1 AS a, 2 AS b) x FULL JOIN (SELECT 3 AS b, 1 AS a, 5 AS c) y USING (b)
    SELECT x.b, y.b, b FROM (SELECT 1 AS a, 2 AS b) x RIGHT JOIN (SELECT 3 AS b, 1 AS a, 5 AS c) y USING (b)
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x LEFT SEMI JOIN (SELECT 2 AS b) y USING (b)
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x LEFT ANTI JOIN (SELECT 2 AS b) y USING (b)
    SELECT * FROM (SELECT 1 AS a, 2L AS b) x JOIN (SELECT 2 AS b) y USING (b)
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x JOIN (SELECT 2L AS b) y USING (b)
    SELECT * FROM t_i a LEFT SEMI JOIN few_i b ON a.v = b.v
    SELECT * FROM t_i a LEFT ANTI JOIN few_l b ON a.v = b.v
    SELECT * FROM t_i a SEMI JOIN few_i b ON a.v <=> b.v
    SELECT a.id, b.id FROM t_d a FULL OUTER JOIN few_d b ON a.v = b.v
    SELECT a.id, b.id FROM t_d a CROSS JOIN few_flag b
    SELECT a.id, b.id FROM t_flag a, few_flag b WHERE a.v = b.v
    SELECT a.id, b.id FROM t_flag a JOIN few_flag b
    SELECT a.id, b.id FROM t_s a JOIN t_i b ON a.v = b.v
    SELECT a.id AS x, b.id AS y FROM t_i a LEFT JOIN few_i b ON a.v = b.v AND a.id > 3 RIGHT JOIN few_l c ON c.v = b.v
    SELECT g, flag, sum(i) FROM t GROUP BY g, flag WITH ROLLUP
    SELECT g, flag, sum(i) FROM t GROUP BY g, flag WITH CUBE
    SELECT g, flag, sum(i) FROM t GROUP BY GROUPING SETS ((g), (flag), (), (g, flag))
    SELECT g, flag, sum(i), grouping_id() FROM t GROUP BY g, GROUPING SETS ((flag), ())
    SELECT g, flag, i, count(*) n, grouping_id() d FROM t GROUP BY GROUPING SETS (ROLLUP(g, flag), CUBE(i, (g, flag)), GROUPING SETS((i), ()), i)
    SELECT t.g, flag, count(*) n FROM t GROUP BY CUBE(g, t.flag) ORDER BY grouping(t.g), g
    SELECT i + 1 a, count(*) n FROM t WHERE i < 9 GROUP BY ROLLUP(a) ORDER BY grouping(a), a
    SELECT id, (SELECT sum(v) FROM (SELECT explode(x.ints) AS v)) s, (SELECT max(q.b) FROM (SELECT inline(x.structs)) q) m FROM t x
    SELECT id, (SELECT sum(v) FROM (SELECT y.i AS v FROM t y WHERE y.id = x.id + 1)) s, (SELECT count(w) FROM (SELECT y.tiny + x.id AS w FROM t y) q WHERE q.w > 40) c FROM t x
    SELECT id, (SELECT sum(n) FROM (SELECT count(*) AS n FROM t y WHERE y.g = x.g GROUP BY y.flag HAVING count(*) > x.id - 30)) s FROM t x
    SELECT id FROM t x WHERE EXISTS (SELECT 1 FROM (SELECT y.* FROM t y WHERE y.id = x.i) q WHERE q.flag) OR x.id NOT IN (SELECT z FROM (SELECT y.g AS z FROM t y WHERE y.id > x.id) w)
    SELECT x.id, y.n FROM t x, LATERAL (SELECT count(*) AS n FROM (SELECT explode(x.strs) AS v) JOIN (SELECT z.g FROM t z WHERE z.id = x.id) ON true) y
    SELECT id, (SELECT max(v) FROM (SELECT v FROM (SELECT y.id AS v FROM t y WHERE y.g = x.g))) m FROM t x
    SELECT id, (SELECT count(*) FROM (SELECT y.id AS v FROM t y WHERE y.g = x.g) q LEFT JOIN t_i z ON z.id = q.v) m FROM t x
    SELECT * FROM (SELECT g, flag, i FROM t WHERE i < 100) PIVOT (sum(i) s, max(i) FOR g IN (1 one, 2 AS two, 3))
    SELECT (2 = 1) IS UNKNOWN a, (1 = 1) IS NOT UNKNOWN b, (i > 1) IS UNKNOWN c, NULL IS UNKNOWN d FROM t
    SELECT rec.a, count(*) n FROM t GROUP BY rec.a HAVING count(*) > 1 ORDER BY a
    SELECT rec, count(*) n FROM t GROUP BY rec HAVING count(*) > 1 ORDER BY rec.a, n
    SELECT id FROM t WHERE s IN (SELECT 'abc' AS x) OR s IN (SELECT 'a' FROM t_i)
    SELECT g + 1, count(*) FROM t GROUP BY ROLLUP (g + 1)
    SELECT g AS x, count(*) FROM t GROUP BY CUBE (x)
    SELECT g, flag, count(*) FROM t GROUP BY ROLLUP ((g, flag), tiny)
    SELECT g, sum(g) FROM t GROUP BY ROLLUP (g)
    SELECT g, count(*) FROM t GROUP BY ALL
    SELECT g, flag, i + 1 AS x, count(*) FROM t GROUP BY ALL HAVING count(*) > 0
    SELECT count(*) FROM t GROUP BY ALL
    SELECT g, 1, count(*) FROM t GROUP BY ALL
    SELECT id, i FROM t_i CROSS JOIN (SELECT 1 AS i) ORDER BY ALL
    SELECT id, v FROM t_i ORDER BY ALL DESC LIMIT 3
    SELECT g, count(*) FROM t GROUP BY 1
    SELECT g + 1 AS x, count(*) FROM t GROUP BY x HAVING x > 1
    SELECT count(*) FROM t HAVING count(*) > 1
    SELECT 1 AS x FROM t HAVING true
    SELECT g, i + 1 FROM t GROUP BY g, i
    SELECT g + i FROM t GROUP BY g + i
    SELECT (g + i) * 2 FROM t GROUP BY g + i
    SELECT rec.a FROM t GROUP BY rec
    SELECT rec.a, count(*) FROM t GROUP BY rec.a
    SELECT g, sum(sum(i)) OVER (ORDER BY g), rank() OVER (ORDER BY sum(i)) FROM t GROUP BY g
    SELECT g, count(*) AS n FROM t GROUP BY g HAVING n > 11
    SELECT g, count(*) AS n FROM t GROUP BY g ORDER BY max(i) DESC, g LIMIT 2
    SELECT g, (SELECT max(id) FROM t_i) AS m FROM t GROUP BY g
    SELECT x.g FROM t x GROUP BY x.g
    SELECT G FROM t GROUP BY g
    SELECT DISTINCT g FROM t ORDER BY g
    SELECT DISTINCT g, flag FROM t
    SELECT id FROM t TABLESAMPLE (100 PERCENT)
    SELECT id FROM t_i ORDER BY id LIMIT 1 + 1
    SELECT id FROM t_i ORDER BY id LIMIT ALL
    SELECT id FROM t_i ORDER BY id LIMIT 2 OFFSET 3
    SELECT id FROM t_i ORDER BY id OFFSET 20
    SELECT id FROM t_i LIMIT 0
    SELECT t.id, x.b FROM t_i t, LATERAL (SELECT t.v + 1 AS b) x
    SELECT t.id, x.b FROM t_i t LEFT JOIN LATERAL (SELECT f.v AS b FROM few_i f WHERE f.v = t.v) x
    SELECT t.id, x.b FROM t_i t JOIN LATERAL (SELECT count(*) AS b FROM few_i f WHERE f.v < t.v) x ON true
    SELECT /*+ BROADCAST(b) */ a.id FROM t_i a JOIN few_i b ON a.v = b.v DISTRIBUTE BY a.id SORT BY a.id
    SELECT id FROM t_i CLUSTER BY id
    SELECT id AS a, a + 1 AS b, b * 2 AS c FROM t_i
    SELECT v AS id, id + 1 AS b FROM t_i
    WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM a, b
    WITH a AS (WITH a AS (SELECT 5 AS x) SELECT x FROM a) SELECT * FROM a
    WITH a(p, q) AS (SELECT 1, 2) SELECT q, p FROM a
    SELECT * FROM VALUES (1, 'a'), (2, NULL) AS v(x, y)
    SELECT * FROM VALUES (1), (2.5), (NULL)
    VALUES (1, 2L), (3, 4)
    SELECT * FROM (VALUES (1, 'a'), (2.50, 'b')) AS v
    SELECT i FROM t UNION SELECT l FROM t
    SELECT i, s FROM t UNION ALL SELECT m, i FROM t
    SELECT i FROM t EXCEPT SELECT tiny FROM t
    SELECT i FROM t MINUS SELECT tiny FROM t
    SELECT g FROM t EXCEPT ALL SELECT v FROM t_tiny
    SELECT g FROM t INTERSECT ALL SELECT v FROM t_tiny
    SELECT g FROM t INTERSECT SELECT v FROM t_m
    SELECT d FROM t INTERSECT SELECT i FROM t
    SELECT day FROM t_day CROSS JOIN (SELECT DATE '2024-01-01' AS day) UNION SELECT v FROM t_ts
    SELECT NULL UNION SELECT 1
    SELECT 1 AS a UNION SELECT 2 AS b ORDER BY a DESC
    SELECT 1 AS a UNION ALL SELECT 2 AS b ORDER BY 1
    SELECT ints FROM t UNION SELECT doubles FROM t
    SELECT smap FROM t UNION ALL SELECT smap FROM t
    SELECT d, count(*) FROM t GROUP BY d
    SELECT f, count(*) FROM t GROUP BY f
    SELECT DISTINCT d FROM t
    FROM t_i SELECT id
    SELECT id FROM t WHERE flag AND NULL
    SELECT i, count(*) OVER () FROM t GROUP BY i HAVING count(*) > 1
    SELECT id, id FROM t_i
    SELECT t.*, 1 AS x FROM t_i t
    SELECT a.* FROM t_i a JOIN t_l b ON a.id = b.id
    SELECT * FROM t_i a JOIN t_l b ON a.id = b.id
    SELECT A.ID FROM t_i a
    SELECT max(id) FROM t_i WHERE id IN (SELECT id FROM t_l WHERE v > 0)
    SELECT count(*) FROM (SELECT id FROM t_i ORDER BY id LIMIT 5)
    SELECT DISTINCT g AS x, flag FROM t ORDER BY x, flag DESC
    SELECT DISTINCT g FROM t x ORDER BY x.g
    SELECT CAST(NULL AS struct<a:int,\`b c\`:struct<x:date, order decimal(3,1)>>) AS r, CAST(array(id) AS array<decimal(12,1)>) AS s, CAST(NULL AS void) AS v FROM t
    SELECT x.cast, y.try_cast, CAST(x.cast AS CHARACTER(3)) AS c FROM (SELECT 1 AS cast, 2 AS try_cast) x, (SELECT 3 AS try_cast) y
    SELECT CAST(named_struct('a', 1, 'b', 'x') AS struct<\`x y\`: string NOT NULL, \`y\` string COMMENT 'of y'>) AS r
    SELECT v AS x, x + 1 AS y, sum(id) OVER (ORDER BY v, id) AS z FROM t_i
    SELECT * FROM (SELECT 1Y AS a, 2 AS b) x RIGHT JOIN (SELECT 2L AS b) y USING (b)
  `),
  ...refusedHere(
    statements(`
      SELECT rec FROM t UNION SELECT named_struct('a', 1, 'c', 'x')
    SELECT * FROM (SELECT g, s FROM t) PIVOT (count(*) FOR s IN ('abc', '', 'a b'))
    SELECT g, flag, sum(i) FROM t GROUP BY g, flag GROUPING SETS ((g), ())
    SELECT to_json(struct()) AS a, named_struct() IS NULL AS b
    SELECT sum(sum(i) OVER ()) OVER () FROM t
    SELECT row_number() OVER (ORDER BY sum(i) OVER ()) FROM t
    SELECT id, struct(flag, g + 1) IN (SELECT flag, g FROM t) FROM t
    `),
  ),
  ...refusedEverywhere(
    statements(`
    SELECT CAST(NULL AS bool) AS r
    SELECT CAST(NULL AS text) AS r
    SELECT CAST(NULL AS varchar) AS r
    SELECT CAST(NULL AS char) AS r
    SELECT CAST(NULL AS double precision) AS r
    SELECT CAST(NULL AS string(3)) AS r
    SELECT CAST(NULL AS int(11)) AS r
    SELECT CAST(NULL AS float(5)) AS r
    SELECT CAST(NULL AS timestamp(3)) AS r
    SELECT CAST(NULL AS bigint(20)) AS r
    SELECT CAST(NULL AS binary(3)) AS r
    SELECT CAST(NULL AS timestamp without time zone) AS r
    SELECT CAST(NULL AS timestampntz) AS r
    SELECT CAST(NULL AS array<text>) AS r
    SELECT CAST(NULL AS struct<a: bool>) AS r
    SELECT CAST(NULL AS map<varchar,int>) AS r
    SELECT CAST(NULL AS decimal(39,2)) AS r
    SELECT CAST(NULL AS decimal(3,4)) AS r
    SELECT CAST(NULL AS datetime) AS r
    SELECT CAST(NULL AS uuid) AS r
    SELECT percentile(i, 1.5) FROM t
    SELECT percentile(i, array(0.5, 2)) FROM t
    SELECT i[0] FROM t
    SELECT d['x'] FROM t
    SELECT i.x FROM t
    SELECT * EXCEPT (id) FROM t
    SELECT id ->> 'a' FROM t
    SELECT id:a FROM t
    SELECT DISTINCT ON (id) i FROM t
    SELECT TOP 3 id FROM t
    SELECT id FROM t FOR UPDATE
    SELECT id FROM t a JOIN t b USING (nope)
    SELECT id FROM t WHERE sum(i) > 3
    SELECT id AS r FROM t WHERE row_number() OVER (ORDER BY id) = 1
    SELECT a.id FROM t a JOIN t b ON count(a.i) > 1
    SELECT a.id FROM t a LEFT JOIN t b ON row_number() OVER (ORDER BY a.id) > 1
    SELECT 1 FROM t a LEFT SEMI JOIN t b ON max(b.i) = 1
    SELECT 1 FROM t GROUP BY sum(i)
    SELECT 1 FROM t GROUP BY row_number() OVER (ORDER BY id)
    SELECT sum(1 + sum(i)) FROM t
    SELECT sum(i) FROM t ORDER BY sum(sum(i))
    SELECT sum(i) FILTER (WHERE sum(l) > 1) FROM t
    SELECT sum(row_number() OVER (ORDER BY id)) FROM t
    SELECT count(*) FROM t HAVING row_number() OVER (ORDER BY 1) = 1
    SELECT id FROM t WHERE explode(array(1)) = 1
    SELECT 1 + explode(array(1)) FROM t
    SELECT if(true, 1)
    SELECT id, (SELECT max(v) FROM few_i WHERE max(v) > 1) FROM t
    SELECT * FROM (SELECT g, flag, id FROM t) PIVOT (sum(id) + id AS a FOR flag IN (true, false))
    SELECT id, struct(flag, g) IN (SELECT struct(flag, g) FROM t) AS r FROM t
    SELECT id FROM t WHERE struct(g) IN (SELECT struct(g) FROM t)
    SELECT id FROM t WHERE named_struct('a', flag, 'b', g) IN (SELECT flag, g FROM t)
    SELECT * FROM (SELECT id, i, s FROM t) UNPIVOT (v FOR metric IN (i, s))
    SELECT u.id, u.v FROM t_i t UNPIVOT (x FOR n IN (v)) u
    SELECT rec.a, count(*) FROM t GROUP BY rec.a HAVING count(*) > 1 ORDER BY rec.a
    SELECT id FROM t WHERE s IN (SELECT 'abc')
    SELECT id FROM t WHERE (s, i) IN (SELECT 'abc', 1)
    SELECT 1 IS UNKNOWN
    SELECT id FROM t x WHERE EXISTS (SELECT 1 FROM (SELECT y.tiny + x.id AS w FROM t y) q WHERE q.w > 40)
    SELECT id FROM t x WHERE EXISTS (SELECT 1 FROM (SELECT explode(x.ints) AS v) WHERE v > 1)
    SELECT id, (SELECT count(*) FROM t_i z LEFT JOIN (SELECT y.id AS v FROM t y WHERE y.g = x.g) q ON z.id = q.v) m FROM t x
    SELECT id, (SELECT max(r) FROM (SELECT row_number() OVER (ORDER BY y.id) AS r FROM t y WHERE y.g = x.g)) m FROM t x
    SELECT id, (SELECT max(v) FROM (SELECT y.id AS v FROM t y WHERE y.g = x.g LIMIT 1)) m FROM t x
    SELECT id, (SELECT sum(n) FROM (SELECT sum(y.id * x.id) AS n FROM t y)) n FROM t x
    SELECT g, flag, count(*) FROM t GROUP BY g, flag GROUPING SETS (ROLLUP(g, flag), g)
    SELECT i + 1 a, count(*) FROM t GROUP BY CUBE(i + 1, flag) HAVING grouping(i + 1) = 0
    SELECT g AS a, count(*) FROM t GROUP BY CUBE(g, flag) ORDER BY grouping(g), a
    SELECT g AS g, count(*) FROM t GROUP BY ROLLUP(g) ORDER BY grouping(g)
    SELECT rec.a, count(*) FROM t GROUP BY CUBE(rec.a, flag) ORDER BY grouping(rec.a)
    SELECT * FROM (SELECT 1 AS a, 2 AS b) x NATURAL LEFT SEMI JOIN (SELECT 2 AS b) y
    SELECT g, flag, count(*), grouping(g), grouping(flag), grouping_id(), grouping_id(flag, g) FROM t GROUP BY CUBE (g, flag)
    SELECT g, flag, sum(i), grouping_id(g) FROM t GROUP BY ROLLUP (g, flag)
    SELECT i FROM t HAVING i > 1
    SELECT s, i, count(*) FROM t GROUP BY s
    SELECT g + i FROM t GROUP BY g
    SELECT rec.b, count(*) FROM t GROUP BY rec.a
    SELECT i, sum(l) FROM t
    SELECT *, count(*) FROM t
    SELECT g, sum(i) OVER (ORDER BY g) FROM t GROUP BY g
    SELECT g, count(*) AS n FROM t GROUP BY g HAVING i > 1
    SELECT DISTINCT g FROM t ORDER BY i
    SELECT id FROM t_i ORDER BY id LIMIT NULL
    SELECT id FROM t_i ORDER BY id LIMIT -1
    SELECT id FROM t_i ORDER BY id LIMIT 1.5
    SELECT id FROM t_i ORDER BY id LIMIT '2'
    SELECT i AS x, sum(x) FROM t GROUP BY i
    WITH RECURSIVE a AS (SELECT 1) SELECT * FROM a
    SELECT * FROM VALUES (1, 'a'), (true, 'b')
    SELECT flag FROM t UNION SELECT s FROM t
    SELECT smap FROM t UNION SELECT smap FROM t
    SELECT DISTINCT smap FROM t
    SELECT smap, count(*) FROM t GROUP BY smap
    SELECT count(DISTINCT smap) FROM t
    SELECT id FROM t_i QUALIFY row_number() OVER (ORDER BY id) = 1
    FROM t_i |> WHERE id > 1
    SELECT id FROM t WHERE i
    SELECT id FROM t WHERE s
    SELECT id FROM t WHERE NULL
    SELECT id FROM t WHERE sum(i) > 1
    SELECT id FROM t WHERE row_number() OVER (ORDER BY id) = 1
    SELECT id FROM t_i a JOIN t_l b ON a.id = b.id
    SELECT (SELECT id FROM t_i)
    SELECT (SELECT id, v FROM t_i)
    SELECT DISTINCT g + 1 FROM t ORDER BY g + 1
    SELECT DISTINCT upper(CAST(g AS string)) FROM t ORDER BY g
    SELECT id FROM t_i ORDER BY id LIMIT 2L
    SELECT i AS x, sum(x) OVER (ORDER BY id) FROM t
    `),
  ),
])

compareWithSpark('subqueries', [
  ...statements(`
    SELECT smap.a, smap.a + 1, rec.b || 'x', t.rec.a + 1, t.i + 1, structs.a FROM t
    SELECT id, (i, l) IN (SELECT i, l FROM t WHERE i IS NOT NULL AND l IS NOT NULL) FROM t
    SELECT id, (i, l) IN (SELECT i, l FROM t) FROM t
    SELECT id, i IN (SELECT l FROM t), i NOT IN (SELECT l FROM t WHERE l IS NOT NULL) FROM t
    SELECT id, (i, l) NOT IN (SELECT i, l FROM t) FROM t
    SELECT id FROM t WHERE i IN (SELECT l FROM t) AND NOT i IN (SELECT tiny FROM t WHERE tiny IS NOT NULL)
    SELECT id FROM t WHERE i NOT IN (SELECT l FROM t) OR i IN (SELECT tiny FROM t)
    SELECT id FROM t WHERE (i IN (SELECT l FROM t)) IS NULL
    SELECT id FROM t WHERE (id, i) NOT IN (SELECT id, l FROM t)
    SELECT id, NOT (i IN (SELECT l FROM t)) FROM t
    SELECT id, i IN (SELECT x.l FROM t x WHERE x.id = t.id), i IN (SELECT 5 WHERE false) FROM t
    SELECT id, s IN (SELECT i FROM t), i IN (SELECT s FROM t), m IN (SELECT i FROM t) FROM t
    SELECT id, i IN (SELECT x.l FROM t x WHERE x.id = t.id), (SELECT max(x.l) FROM t x WHERE x.i = t.i AND t.g = x.g), (SELECT max(x.l) FROM t x WHERE x.g = t.g AND t.i = x.i), EXISTS (SELECT 1 FROM t x WHERE x.i = t.i + 1 AND x.i = t.i), (SELECT max(x.l) FROM t x WHERE x.i = T.I) + 1 FROM t
    SELECT id, (SELECT count(*) FROM t x WHERE x.i = t.i), (SELECT count(*) FROM t x WHERE x.i > t.i) FROM t
    SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t_i x WHERE x.v = t.i AND x.id > 3) AND NOT EXISTS (SELECT 1 FROM t_l x WHERE x.v = t.l AND x.id = 2)
    SELECT id FROM t WHERE i > (SELECT avg(v) FROM t_i) OR i = (SELECT max(v) FROM t_i x WHERE x.id = t.id)
  `),
  ...statements(`
    SELECT id, NOT s LIKE 'a%' AS r FROM t
    SELECT a.id, count(b.v) AS many, max(a.i) AS most FROM t a JOIN few_i b ON a.id % 7 = b.id GROUP BY a.id HAVING count(b.id) > 0 AND most > 1
    SELECT id, NOT s LIKE 'a%', ! s LIKE 'a%' AND flag, NOT t.s ILIKE 'A%' OR NOT lower(concat(s, 'x')) LIKE concat('%', s) || 'x' ESCAPE '!' FROM t
    SELECT id FROM t WHERE NOT s LIKE '%a%' AND NOT (NOT s LIKE 'b%') AND NOT i LIKE '1%'
    SELECT id, NOT s LIKE ALL ('a%', '%b') AS a, NOT s ILIKE ANY ('A%', '%e') AS b, CASE WHEN NOT s LIKE 'a' THEN 1 END AS c, NOT s LIKE (SELECT max(v) FROM few_s) AS d FROM t
    SELECT id, like(s, 'a%'), ilike(s, 'A%'), NOT like(s, '%b') FROM t WHERE like(s, replace(s, '\\\\', '')) OR ilike(i, '1%')
    SELECT id, s LIKE '%👩%' AS a, s LIKE '👩%' AS b, s LIKE '_%👩' AS c, s LIKE concat(s, '') AS d, s ILIKE '%👩_' AS e, s LIKE ANY ('_👩%', '%x') AS f FROM t WHERE s NOT LIKE '%\\\\\\\\%'
    SELECT id, trim(FROM s), trim(BOTH FROM s), TRIM(LEADING FROM s), trim(TRAILING FROM upper(s)) FROM t
    SELECT id, NULL IN (SELECT v FROM few_i) AS a, NULL NOT IN (SELECT v FROM few_i WHERE id > 100) AS b, CAST(NULL AS int) NOT IN (SELECT v FROM few_i) AS c, nullif(1, 1) IN (SELECT v FROM few_i) AS d, 1 + 0 IN (SELECT v FROM few_i) AS e, (SELECT CAST(NULL AS int)) IN (SELECT v FROM few_i) AS f FROM t
    SELECT id FROM t WHERE NULL NOT IN (SELECT v FROM few_i WHERE id > 100) OR CAST(NULL AS int) NOT IN (SELECT v FROM few_i WHERE id > 100)
    SELECT DATE'epoch', DATE' Epoch ', TIMESTAMP'epoch', TIMESTAMP_NTZ'epoch', DATE'2024-01-05 10:20:30', DATE'2024-1-5Tx', TIMESTAMP'2024-01-05 10', TIMESTAMP_NTZ'2024-01-05 10:20:30 Europe/Berlin'
    SELECT TIMESTAMP'2024-01-05 10:20:30.5 Europe/Berlin', TIMESTAMP'2024-01-05 10:20:30 PST', TIMESTAMP'2024-01-05 10:20:30UTC+2', TIMESTAMP'2024-01-05 10:20:30+2:30', TIMESTAMP'2024-03-10 02:30:00 America/New_York' AS a, TIMESTAMP'2024-11-03 01:30:00 America/New_York' AS b, TIMESTAMP'2024-11-03 02:00:00 America/New_York', TIMESTAMP'1800-01-05 10:20:30 Europe/Berlin'
    `),
  ...refusedEverywhere(
    statements(`
    SELECT TIMESTAMP'2024-01-05T10:20Z'
    SELECT TIMESTAMP'2024-01-05 10:20:30 Nowhere/X'
    SELECT DATE'2024-01-05x'
    SELECT id, like(s, 'a', 'b') FROM t
    SELECT i FROM t WHERE (i, l) IN ((1, 2), (3, NULL), (0, 0))
    SELECT id, (i, l) IN ((1, 2), (3, NULL), (0, 0)), (i, s) = (1, 'a'), (i, l) NOT IN ((1, 2)) FROM t
    SELECT id, (i, s) IN ((1, 'a'), (3, NULL), (0, '')) , (i, s) = (1, 'a') FROM t
    SELECT id, (SELECT x.l FROM t_l x WHERE x.v = t.i) FROM t
    SELECT id, (SELECT x.v FROM t_l x WHERE x.id = 0 AND x.v = t.i) FROM t
    SELECT id, (SELECT sum(x.i) FROM t x WHERE x.i = t.i GROUP BY x.g LIMIT 1) FROM t
    `),
  ),
])
