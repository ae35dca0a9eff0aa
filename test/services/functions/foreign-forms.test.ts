import { lines, refusedEverywhere, refusedHere, statements } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/* What other dialects have and Spark refuses: nothing of it may be answered. */
compareWithSpark('foreign forms', [
  ...refusedEverywhere(
    lines(`
    # Clauses.
    SELECT g, count(*) FROM t GROUP BY DISTINCT g
    SELECT id FROM t GROUP BY DISTINCT
    SELECT id FROM t ORDER BY id LIMIT 3 WITH TIES
    SELECT id FROM t LIMIT 10%
    SELECT id FROM t ORDER BY id LIMIT 3 OFFSET 2 ROWS
    SELECT id FROM t ORDER BY id OFFSET 1 LIMIT 2
    SELECT id FROM t LIMIT (SELECT 3)
    SELECT id FROM t OFFSET 1 + (SELECT 3)
    SELECT * FROM (TABLE few_i WHERE id = 1)
    SELECT * FROM (TABLE few_i, few_l)
    SELECT a.* AS x FROM few_i a
    SELECT sum(id) OVER (ORDER BY id ROWS BETWEEN 1 AND 2) FROM t
    SELECT id FROM "few_i"
    SELECT a.id FROM few_i a JOIN 'few_i' b ON a.id = b.id
    SELECT * FROM few_i NATURAL JOIN few_l ON true
    SELECT id FROM t LATERAL VIEW explode(ints)
    # Operators and calls.
    SELECT id FROM t WHERE s ~ 'x'
    SELECT s REGEXP BINARY 'x' FROM t
    SELECT int '5', string 'a'
    SELECT double '1.5'
    SELECT id mod 2 FROM t
    SELECT (id) MOD (2) FROM t
    SELECT s LIKE '%a' ESCAPE 'ab' FROM t
    SELECT s LIKE '%a' ESCAPE '' FROM t
    SELECT substring('abc' FOR 2)
    SELECT percentile_cont(0.5, id) FROM t
    SELECT percentile_disc(0.5, id) OVER () FROM t
    SELECT extract(year, day) FROM t
    SELECT extract('year' FROM day) FROM t
    SELECT first(id IGNORE NULLS) OVER (ORDER BY id) FROM t
    SELECT first(id IGNORE NULLS) FILTER (WHERE id > 1) FROM t
    SELECT last_value(id IGNORE NULLS) OVER (ORDER BY id) FROM t
    # Types.
    SELECT cast(id AS varchar) FROM t
    SELECT cast(id AS char) FROM t
    SELECT cast(id AS text) FROM t
    SELECT cast(id AS bool) FROM t
    SELECT cast(id AS double precision) FROM t
    SELECT cast(id AS int(11)) FROM t
    SELECT cast(id AS tinyint(1)) FROM t
    SELECT try_cast(s AS datetime) FROM t
    SELECT cast(s AS timestamp with time zone) FROM t
    SELECT cast(ints AS int[]) FROM t
    SELECT cast(ints AS array) FROM t
    SELECT cast(ints AS array<int4>) FROM t
    SELECT cast(rec AS struct<a: int, b text>) FROM t
    SELECT cast(smap AS map<string>) FROM t
    SELECT cast(id AS decimal(39, 2)) FROM t
    SELECT cast(id AS decimal(5, 6)) FROM t
    SELECT cast(id AS int NOT NULL) FROM t
    # Subqueries.
    SELECT id FROM few_i a WHERE EXISTS (SELECT count(*) FROM few_l b WHERE b.id > a.id)
    SELECT id FROM few_i a WHERE NOT EXISTS (SELECT max(b.id) FROM few_l b WHERE b.id = a.id AND b.v > a.v HAVING max(b.id) > 1)
    SELECT id FROM few_i a WHERE id IN (SELECT max(b.id) FROM few_l b WHERE b.v < a.v OR b.id = a.id)
    # Names of several columns.
    SELECT a.id, b.id FROM few_i a JOIN few_l b ON a.id = b.id ORDER BY id
    SELECT a.*, b.* FROM few_i a JOIN few_i b ON a.id = b.id SORT BY v
    SELECT id AS a, id AS a FROM t ORDER BY a + 1
    SELECT DISTINCT g AS a, i AS a FROM t ORDER BY a
    SELECT rec.a, rec.a FROM t ORDER BY a
    SELECT id, v AS id FROM few_i UNION ALL SELECT 1, 2 ORDER BY id
    SELECT id AS a, v AS a FROM few_i GROUP BY ALL ORDER BY a
    SELECT g AS a, count(*) AS a FROM t GROUP BY g HAVING a > 1
    SELECT id AS a, g AS a, a + 1 AS b FROM t
    SELECT id AS a, explode(ints) AS a, a + 1 FROM t
    SELECT rec AS a, rec AS a, a.b FROM t
    # Maps, which Spark compares with nothing.
    SELECT a.id FROM t a JOIN t b USING (smap)
    SELECT a.id FROM t a NATURAL JOIN (SELECT smap FROM t) b
    SELECT id FROM t WHERE smap IN (map('a', 1))
    SELECT id FROM t WHERE smap IN (SELECT smap FROM t)
    SELECT struct(smap) = struct(smap) FROM t
    SELECT array(smap) <=> array(smap) FROM t
    SELECT collect_set(smap) FROM t
    SELECT collect_set(struct(smap)) FROM t
    SELECT row_number() OVER (PARTITION BY smap ORDER BY id) FROM t
    SELECT count(*) OVER (PARTITION BY struct(smap)) FROM t
    SELECT * FROM (SELECT id, smap FROM t) PIVOT (max(id) FOR smap IN (map('a', 1) AS x))
    SELECT map(map('a', 1), 1)
    SELECT map_from_arrays(array(map('a', 1)), array(1))
    SELECT map_from_entries(array(struct(array(map('a', 1)), 1)))
    SELECT transform_keys(map('a', 1), (k, v) -> map(k, v))
    `),
  ),
  // Spark puts the groups of values that stand twice into wrong places.
  ...refusedHere(
    lines(`
    SELECT * FROM (SELECT g, tiny, id FROM t) PIVOT (sum(id) FOR tiny IN (1, 1 AS b))
    SELECT * FROM (SELECT g, tiny, id FROM t) PIVOT (sum(id) FOR tiny IN (1, '01' AS b, 2))
    SELECT * FROM (SELECT g, tiny, id FROM t) PIVOT (sum(id) FOR tiny IN ('x', NULL, 2))
    SELECT * FROM (SELECT g, tiny, id FROM t) PIVOT (sum(id) FOR tiny IN (1, 1.5 AS b))
    SELECT id, id FROM few_i UNION ALL SELECT 1, 2 ORDER BY id
    `),
  ),
  ...lines(`
    SELECT * FROM (SELECT g, tiny, id FROM t) PIVOT (array_sort(collect_list(id)) FOR tiny IN (1, '1' AS b, 2))
    SELECT * FROM (SELECT g, s, id FROM t) PIVOT (sum(id) AS n, count(*) AS c FOR s IN ('', 'abc', ' abc', '0'))
    SELECT * FROM (SELECT g, tiny, id FROM t) PIVOT (sum(id) FOR tiny IN ('1', '2', '03'))
    `),
])

/* The same family by family, and what is written nearly so and is Spark SQL. */
compareWithSpark('forms of other dialects', [
  ...refusedEverywhere(
    statements(`
    SELECT 1.e
    SELECT i ~ 2 FROM t
    SELECT s ~ 'a' FROM t
    SELECT s SOUNDS LIKE 'a' FROM t
    SELECT s LIKE 'a' ESCAPE '' FROM t
    SELECT s LIKE 'a' ESCAPE 'ab' FROM t
    SELECT i BETWEEN ASYMMETRIC 1 AND 2 FROM t
    SELECT i IN (VALUES (1), (2)) FROM t
    SELECT ints[] FROM t
    SELECT flag AND FROM t
    SELECT i MOD 2 FROM t
    SELECT i AS (x) FROM t
    SELECT i AS (x, y) FROM t
    SELECT t.* AS x FROM t
    SELECT DISTINCTROW i FROM t
    SELECT upper(s) IGNORE NULLS FROM t
    SELECT first(i) IGNORE NULLS FILTER (WHERE flag) FROM t
    SELECT explode(ints) FILTER (WHERE flag) FROM t
    SELECT explode(DISTINCT ints) FROM t
    SELECT extract('year' FROM ts) FROM t
    SELECT extract(year, ts) FROM t
    SELECT trim(LEADING s) FROM t
    SELECT trim(BOTH s) FROM t
    SELECT trim(BOTH 'x', s) FROM t
    SELECT substring(s FROM 2 FOR 3), substring(s FOR 3) FROM t
    SELECT substring(s FOR 3 FROM 2) FROM t
    SELECT position('a' IN s, 2) FROM t
    SELECT overlay(s, 'x' FROM 2) FROM t
    SELECT CAST(s AS void) FROM t
    SELECT if(flag, 1, 2, 3) FROM t
    SELECT transform(ints, lambda x: x) FROM t
    SELECT GETDATE()
    SELECT (1, )
    SELECT id FROM few_i ORDER BY id OFFSET 1 ROWS
    SELECT id FROM few_i ORDER BY id OFFSET 1 ROW
    SELECT id FROM few_i ORDER BY id OFFSET 1 LIMIT 1
    SELECT id FROM few_i ORDER BY id LIMIT 1 OFFSET 1 ROWS
    SELECT id FROM few_i ORDER BY id LIMIT 2 WITH TIES
    SELECT id FROM few_i ORDER BY id LIMIT (SELECT 1)
    SELECT id FROM few_i ORDER BY id OFFSET ALL
    SELECT v, count(*) FROM few_i GROUP BY DISTINCT v
    SELECT v, count(*) FROM few_i GROUP BY ALL v
    SELECT id FROM few_i ORDER BY *
    SELECT id FROM few_i ORDER SIBLINGS BY id
    SELECT id FROM few_i SORT BY id ORDER BY id
    SELECT id FROM few_i CLUSTER BY id SORT BY id
    SELECT id FROM few_i CLUSTER BY id ORDER BY id
    SELECT id FROM few_i DISTRIBUTE BY id CLUSTER BY id
    SELECT id FROM few_i CLUSTER BY id DESC
    SELECT id FROM few_i *
    SELECT * FROM few_i, explode(array(v)) AS u(x)
    SELECT * FROM "few_i"
    SELECT * FROM (few_i, few_l)
    VALUES (1,)
    VALUES ((SELECT 1))
    TABLE few_i WHERE id = 1
    TABLE few_i AS x
    TABLE few_i x
    SELECT 1 AS a, 2 AS a, a + 1
    SELECT v FROM few_i ORDER BY v UNION SELECT v FROM few_l
    SELECT v FROM few_i LIMIT 1 UNION SELECT v FROM few_l
    WITH a AS (SELECT 1) WITH b AS (SELECT 2) SELECT * FROM b
    SELECT sum(v) OVER (ORDER BY id ROWS BETWEEN 1 AND 2) FROM few_i
    SELECT sum(v) OVER w FROM few_i WINDOW w AS (ORDER BY id), x AS (w ROWS 1 PRECEDING)
    SELECT sum(v) OVER x FROM few_i WINDOW x AS (w ORDER BY id), w AS (PARTITION BY v)
    SELECT sum(v) OVER FROM few_i
    SELECT explode(array(1)) OVER () FROM few_i
    SELECT * FROM few_i NATURAL JOIN few_l USING (id)
    SELECT * FROM few_i NATURAL JOIN few_l ON few_i.id = few_l.id
    SELECT * FROM few_i a LEFT INNER JOIN few_l b ON a.id = b.id
    SELECT * FROM few_i a JOIN few_l b USING id
    SELECT * FROM few_i a JOIN few_l b USING (a.id)
    SELECT * FROM few_i UNPIVOT (x FOR n IN (id AS 'a'))
    SELECT * FROM few_i LATERAL VIEW explode(array(v)) x AS (y)
    SELECT * FROM few_i LATERAL VIEW explode(DISTINCT array(v)) x AS y
    SELECT smap IN (smap) FROM t
    SELECT collect_set(smap) FROM t
    SELECT /*+ REPARTITION(1 */ id FROM few_i
    SELECT /*+ */ id FROM few_i
    SELECT /*+ BROADCAST(few_i), */ id FROM few_i
    SELECT id /*+ BROADCAST(few_i) */ FROM few_i
    SELECT id FROM /*+ BROADCAST(few_i) */ few_i
    SELECT count(*) OVER (PARTITION BY smap) FROM t
    SELECT * FROM VALUES (1, array(1)), (2, transform(array(1), x -> x + 1))
    SELECT s LIKE ANY () FROM t
    SELECT count(*) FROM few_i GROUP BY ()
    SELECT * FROM few_i UNPIVOT (x FOR n IN ())
    SELECT id FROM few_i ORDER BY id OFFSET -1
    VALUES (1, 2), (3)
    VALUES (sum(1))
    WITH a AS (SELECT 1), a AS (SELECT 2) SELECT * FROM a
    SELECT sum(i) IGNORE NULLS FROM t
    `),
  ),
  ...statements(`
    SELECT i mod FROM t
    SELECT mod(i, 2), mod (l, 3) FROM t
    SELECT mod + 1 AS mod, q.mod, mod FROM (SELECT 1 AS mod) q WHERE mod > 0 GROUP BY mod ORDER BY mod
    SELECT lambda, distinctrow AS x, siblings siblings FROM (SELECT 1 AS lambda, 2 AS distinctrow, 3 AS siblings) lambda
    SELECT transform(array(1), lambda -> lambda + 1) AS r
    SELECT id, position('a' IN s), position('a', s), position('a', s, 2) FROM t
    SELECT id, extract(year FROM ts), extract(DAY FROM day), extract(\`month\` FROM ts), extract('year', ts), extract('YEAR', ts) FROM t
    SELECT substring('abc' FROM length(trim(BOTH 'x' FROM 'xaax')) FOR position('b' IN 'abc'))
    SELECT /*+ BROADCAST(a, b), MERGE(c) */ a.id FROM few_i a JOIN few_l b ON a.id = b.id
    SELECT /*+ REPARTITION(3, id) */ id FROM few_i
    SELECT /*+ COALESCE(1) REPARTITION_BY_RANGE(id) */ id FROM few_i
    SELECT /*+ COALESCE(1) */ /*+ REBALANCE */ id FROM few_i
    SELECT /*+ BROADCAST(few_i),SHUFFLE_HASH(x , y) */ DISTINCT id FROM few_i
    SELECT /*+ SKEW('few_i', 'c') */ id FROM few_i
    SELECT /*+ BROADCAST(\`few_i\`) */ id FROM few_i
    SELECT /*+ RANGE_JOIN(a, 10) */ id FROM few_i
    SELECT /*+ BROADCASTJOIN(few_i) MAPJOIN(few_i) */ id FROM few_i
    SELECT range BETWEEN 1 AND 2 AS a, sum(range) OVER (PARTITION BY range ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING) AS b FROM (SELECT 1 AS range) WHERE true AND range BETWEEN 1 AND 2
    SELECT sum(v) OVER (ORDER BY id DESC NULLS LAST RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING), sum(v) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), sum(v) OVER w FROM few_i WINDOW w AS (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING)
    SELECT sum(v) OVER x, sum(v) OVER (w), sum(v) OVER w FROM few_i WINDOW w AS (PARTITION BY v ORDER BY id), x AS (w)
    SELECT distinct, count(*) FROM (SELECT 1 AS distinct) GROUP BY distinct ORDER BY distinct
    SELECT v, count(*) FROM few_i GROUP BY ALL HAVING count(*) > 0 ORDER BY v
    SELECT id, u.* FROM t JOIN LATERAL explode(ints) AS u(x)
    SELECT id, u.* FROM t, LATERAL explode(ints) AS u(x)
    SELECT id, u.* FROM t LEFT JOIN LATERAL explode_outer(ints) AS u(x) ON true
    SELECT a.x, b.y FROM explode(array(1, 2)) AS a(x), explode(array(3)) AS b(y)
    SELECT a.x, b.y FROM explode(array(1, 2)) AS a(x) JOIN explode(array(1)) AS b(y) ON a.x = b.y
    SELECT id, (SELECT sum(u.x) FROM explode(array(1, 2)) AS u(x)) FROM few_i
    SELECT few_i.id, u.x FROM few_i CROSS JOIN LATERAL explode(array(v)) u(x)
    SELECT CAST(NULL AS void) IS NULL
    SELECT 1 AS a UNION (SELECT 2 ORDER BY 1 LIMIT 1) ORDER BY a
    (SELECT id FROM few_i ORDER BY id LIMIT 1) UNION SELECT 2
    (SELECT id FROM few_i ORDER BY id LIMIT 1) EXCEPT (SELECT id FROM few_i ORDER BY id DESC LIMIT 1) ORDER BY 1 LIMIT 5
    SELECT 1 AS a UNION SELECT 2 INTERSECT SELECT 2 ORDER BY 1 LIMIT 1
    SELECT 1 AS a UNION SELECT 2 UNION ALL SELECT 3 EXCEPT SELECT 1 ORDER BY 1 DESC LIMIT 2 OFFSET 1
    WITH a AS (SELECT 1 AS x UNION SELECT 2 ORDER BY x LIMIT 1) SELECT * FROM a UNION ALL SELECT * FROM (SELECT x FROM a ORDER BY x LIMIT 1) ORDER BY x
    SELECT * FROM (SELECT id FROM few_i ORDER BY id LIMIT 2) x UNION SELECT * FROM (SELECT id FROM few_i LIMIT 0) ORDER BY id
    SELECT id FROM few_i WHERE id IN (SELECT id FROM few_i ORDER BY id LIMIT 1) UNION SELECT 5
    TABLE few_i UNION TABLE few_i ORDER BY id
    SELECT stack(2, 1, 'a', 2, 'b') AS (n, s)
    SELECT explode(smap) AS (k, v) FROM t
    SELECT posexplode_outer(ints) AS (p, c) FROM t
    SELECT explode(ints) AS (c) FROM t
    SELECT inline(array(struct(1, 'a'))) AS (a, b)
    SELECT json_tuple('{"a":1,"b":2}', 'a', 'b') AS (a, b)
    SELECT 1 AS a, 2 AS a
    SELECT id AS a, v AS a FROM few_i ORDER BY few_i.id
    SELECT id AS v, id AS v, v + 1 FROM few_i
    SELECT i AS k, l AS k, k FROM (SELECT 1 AS i, 2 AS l, 3 AS k)
    SELECT * FROM VALUES 1, (2), (CASE WHEN true THEN 3 END)
    SELECT * FROM VALUES named_struct('a', 1), named_struct('a', 2)
    VALUES struct(1, 2), struct(3, 4)
    WITH a AS (TABLE few_i) SELECT * FROM a
    SELECT * FROM (TABLE few_i) x WHERE EXISTS (TABLE few_l)
    SELECT id FROM few_i CROSS JOIN few_l USING (id)
    SELECT count(*) WITH FROM few_i
    SELECT v, count(*) FROM few_i GROUP BY (v) WITH ROLLUP
    SELECT id FROM few_i DISTRIBUTE BY id SORT BY id DESC
    SELECT id FROM few_i CLUSTER BY id LIMIT 3
    SELECT id FROM (SELECT id FROM few_i SORT BY id) ORDER BY id
    SELECT first(i) IGNORE NULLS, last(i) RESPECT NULLS, any_value(i) IGNORE NULLS FROM t
    SELECT sum(i) RESPECT NULLS FROM t
    SELECT first(i) FILTER (WHERE flag) IGNORE NULLS FROM t
    SELECT count(DISTINCT i) FILTER (WHERE flag) FROM t
    SELECT sounds LIKE 'a', q.sounds LIKE 'b', sounds FROM (SELECT 'a' AS sounds) q WHERE sounds LIKE 'a%'
    SELECT id FROM few_i LIMIT 2 OFFSET 1
    SELECT id FROM few_i OFFSET 1
    WITH ties AS (SELECT 1) SELECT * FROM ties LIMIT 2
    SELECT * FROM few_i a LEFT JOIN few_l b ON a.id = b.id INNER JOIN few_s c ON c.id = a.id
    SELECT flag AND from FROM (SELECT true AS flag, true AS from) AS q
    SELECT flag AND, 1 OR FROM (SELECT true AS flag)
    SELECT sum(v) over, v over FROM (SELECT 1 AS v) GROUP BY v
    SELECT i IN (VALUES 1, 2) FROM t
    SELECT 1 IN (VALUES (1), (2) AS v(a))
    SELECT ints[0], ints[size(ints) - 1], array()[0], nested[0][0] FROM t
    SELECT if(flag, 1, 2), concat(s, 'a'), struct(i, l) FROM t
    SELECT curdate() IS NULL, now() IS NULL
    SELECT * FROM few_i NATURAL JOIN few_l
    SELECT * FROM ((few_i a JOIN few_l b USING (id)) JOIN few_s c USING (id))
    SELECT * FROM few_i JOIN few_l USING (id, \`v\`)
    SELECT * FROM few_i LATERAL VIEW posexplode(array(v)) x AS p, y LATERAL VIEW OUTER explode(array(y)) z AS \`q r\`
    SELECT * FROM few_i UNPIVOT (x FOR n IN (id AS a, v AS \`b c\`))
    SELECT * FROM few_i PIVOT (sum(v) AS \`s t\` FOR id IN (0 AS \`x y\`, 1))
    SELECT /*+ SKEW('few_i', 'c', ('x', 'y')) */ id FROM few_i
    SELECT * FROM few_i a JOIN few_l b USING (id)
    SELECT substring(s, 2 FOR 3), substring(s FROM 2, 3), substr(s, 1 FOR 2), overlay(s PLACING 'x' FROM 2), overlay(s PLACING 'x' FROM 2 FOR 1), overlay(s, 'x', 2) FROM t
    SELECT i BETWEEN asymmetric AND 5 FROM (SELECT 1 AS i, 0 AS asymmetric)
    SELECT ~i, -~i, i + ~i, CASE WHEN ~i = 1 THEN ~2 ELSE ~i END, i IN (~1), i BETWEEN ~5 AND ~-5, i = ~1, exists(array(i), x -> ~x = 1), i div ~1 FROM t
    SELECT count(*) FILTER (WHERE ~i > 0), sum(i) FILTER (WHERE +i > 0), max(i) FILTER (WHERE -i > 0) FROM t
    SELECT rows BETWEEN 1 AND 2, (rows BETWEEN 1 AND 2), count(rows BETWEEN 1 AND 2) OVER (ORDER BY rows ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), NOT rows BETWEEN 1 AND 2, r.rows BETWEEN 1 AND 2 FROM (SELECT 1 AS rows) r WHERE rows BETWEEN 1 AND 2
    SELECT s LIKE 'a/%' ESCAPE '/', s LIKE 'a' ESCAPE '#' FROM t
  `),
])
