import { lines, refusedEverywhere, refusedHere } from './cases.ts'
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
