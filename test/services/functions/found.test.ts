import { lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/* What random statements found to be otherwise than in Spark, each made small. */
compareWithSpark('what random statements found', [
  ...lines(`
    # Aggregates that a value does without are still what makes one group of all rows.
    SELECT typeof(sum(i)) AS a FROM t
    SELECT typeof(count(*)) AS a, typeof(max(s)) AS b FROM t WHERE id < 0
    SELECT concat(NULL, max(s)) AS a FROM t
    SELECT (SELECT typeof(max(i)) FROM t) AS a
    SELECT id, (SELECT typeof(max(x.v)) FROM few_i x WHERE x.id = t.id) AS a, (SELECT coalesce(max(x.v), 0) FROM few_i x WHERE x.id = t.id) AS b FROM t
    SELECT typeof(count(*) FILTER (WHERE i > 1)) AS a, nvl(min(i), 0) AS b FROM t GROUP BY ALL
    # EXISTS and IN are joins: an aggregate has no group where no row meets the conditions on columns from around it.
    SELECT id FROM t WHERE EXISTS (SELECT max(x.v) FROM few_i x WHERE x.v = t.i)
    SELECT id FROM t WHERE NOT EXISTS (SELECT count(*) FROM few_i x WHERE x.v = t.i)
    SELECT id, EXISTS (SELECT coalesce(max(x.v), 1) FROM few_i x WHERE x.v <=> t.i) AS a, 0 NOT IN (SELECT count(*) FROM few_i x WHERE x.v = t.i) AS b FROM t
    SELECT id FROM t WHERE 0 IN (SELECT count(*) FROM few_i x WHERE x.v = t.i + 1 AND x.id > 0 AND t.i > -5)
    SELECT id FROM t WHERE (0, 0) IN (SELECT count(*), count(x.v) FROM few_i x WHERE x.v = t.i)
    SELECT id FROM t WHERE EXISTS (SELECT 1 FROM few_i x WHERE t.i = x.v HAVING count(*) = 0 OR max(x.id) IS NOT NULL)
    SELECT id FROM t WHERE EXISTS (SELECT * FROM (SELECT count(*) AS n FROM few_i x WHERE x.v = t.i) q WHERE q.n < 2)
    SELECT id FROM t WHERE EXISTS (SELECT count(*) FROM few_i x WHERE x.v > 100) AND EXISTS (SELECT count(*) FROM few_i x HAVING count(*) > t.i) AND EXISTS (SELECT x.v FROM few_i x WHERE t.i > 0 GROUP BY x.v)
    SELECT id FROM t WHERE 0 = (SELECT count(*) FROM few_i x WHERE x.v = t.i) OR 5 > (SELECT max(x.v) FROM few_i x WHERE x.v > t.i)
    # The name behind a list in brackets is that of the whole item.
    SELECT id, (i, l) = (i, l) AS a, (i, 1) <=> (i, 1) AS b, NOT (i, 1) <> (i, 2) AS c, s IS NOT NULL AND (i, s) < (i, s) d, (i, 1) BETWEEN (i, 0) AND (i, 2) AS e, (i, 1) AS f FROM t
    SELECT a.id, (a.v, a.id) = (b.v, b.id) AS same FROM few_i a JOIN few_i b ON a.id = b.id
  `),
  ...refusedHere(
    lines(`
      SELECT id FROM t WHERE EXISTS (SELECT count(*) FROM few_i x WHERE t.i > 5)
      SELECT id FROM t WHERE EXISTS (SELECT count(*) FROM few_i x WHERE CAST(x.v AS bigint) = t.i)
      SELECT id FROM t WHERE EXISTS (SELECT count(*) FROM (SELECT * FROM few_i x WHERE x.v = t.i) q)
      SELECT i, sum(grouping(i)) AS a FROM t GROUP BY ROLLUP(i)
    `),
  ),
  ...refusedEverywhere(
    lines(`
      SELECT 1 AS a FROM t ORDER BY count(*)
      SELECT 1 AS a FROM t ORDER BY typeof(count(*))
      SELECT id, (i, 1) AS a = (i, 1) FROM t
      SELECT id, (i, 1) AS a IS NULL FROM t
      SELECT id FROM t WHERE EXISTS (SELECT count(*) FROM few_i x WHERE x.v > t.i)
      SELECT id FROM t WHERE EXISTS (SELECT x.id FROM few_i x WHERE x.v + 1 = t.i + 1 GROUP BY x.id)
      SELECT id FROM t WHERE EXISTS (SELECT count(*) FROM few_i x WHERE x.v = t.i AND x.id <> t.id)
      SELECT id FROM t WHERE 5 IN (SELECT max(x.v) FROM few_i x WHERE x.v = t.i OR x.id = 1)
      SELECT id FROM t WHERE EXISTS (SELECT count(*) FROM few_s x WHERE x.v = t.i)
      SELECT id FROM t a WHERE EXISTS (SELECT count(*) FROM t x WHERE x.rec.a = a.rec.a)
    `),
  ),
  ...lines(`
    # Beside a text the others become text, also where they have nothing in common.
    SELECT coalesce(d, i, s) AS a, CASE WHEN i > 1 THEN d WHEN i = 1 THEN i ELSE s END AS b FROM (SELECT * FROM VALUES (date'2024-01-01', 1, 'x'), (NULL, 2, 'y'), (NULL, NULL, 'z'), (date'2020-02-29', 0, NULL) AS v(d, i, s))
    SELECT d IN (1, 'x', date'2024-01-01', '2024-01-01') AS c, i IN (d, '1') AS e, map('a', d, 'b', i, 'c', s) AS m FROM (SELECT * FROM VALUES (date'2024-01-01', 1, 'x'), (NULL, 2, 'y'), (NULL, NULL, 'z'), (date'2020-02-29', 0, NULL) AS v(d, i, s))
    SELECT decode(i, 1, d, 2, i, s) AS a, decode(i, 1, d, 2, 5) AS b, array(d, i, s) AS e FROM (SELECT * FROM VALUES (date'2024-01-01', 1, 'x'), (NULL, 2, 'y'), (NULL, NULL, 'z'), (date'2020-02-29', 0, NULL) AS v(d, i, s))
    # A cast to something nested has no name of its own; defaults have.
    SELECT id, CAST(strs AS array<int>), CAST(NULL AS map<string, int>), CAST(rec AS struct<a: bigint, b: string>) FROM t
    SELECT id, array(CAST(NULL AS array<string>), strs), coalesce(CAST(NULL AS array<int>), ints) FROM t
    SELECT id, convert_timezone('UTC', ntz), regexp_instr(s, ','), from_json(s, 'a INT') FROM t
    SELECT id, aggregate(ints, 0, (y, x) -> x), reduce(ints, 0, (y, x) -> y + 1) FROM t
    SELECT id, str_to_map(CAST(i AS STRING)), to_json(rec) FROM t
    # The engine's optimizer compares what stands inside TRY_CAST.
    SELECT id, CAST(CAST(m + m AS decimal(10,2)) AS boolean) AS a, CAST(l AS decimal(3,0)) <> 7 AS b FROM t
    SELECT id, try_add(i, i) > 0 AS a, try_cast(l AS int) <> 0 AS b, CAST(wide AS decimal(5,1)) >= 0 AS c FROM t
    SELECT id, CAST(l AS decimal(3,0)) IN (1, 2) AS a, CAST(huge AS decimal(3,0)) NOT IN (1, 2) AS b FROM t
    SELECT id, CAST(l AS decimal(3,0)) BETWEEN 1 AND 2 AS a, nullif(CAST(l AS decimal(3,0)), 1) AS b FROM t
    SELECT id FROM (SELECT *, CAST(l AS decimal(3,0)) AS q FROM t) WHERE q > 0
    SELECT first_value(i) IGNORE NULLS, last_value(s) IGNORE NULLS, any_value(i) IGNORE NULLS, last_value(i) FROM t
    SELECT id, rtrim(s, numtext), ltrim(s, numtext), btrim(s, numtext), rtrim(s) FROM t
    SELECT id, replace(s, 'a'), last_value(i) IGNORE NULLS OVER (ORDER BY id) FROM t
    # Expressions that are NULL whatever the row keep their type.
    SELECT id, overlay(s, CAST(NULL AS string), 2, 0) AS r FROM t
    SELECT id, s || CAST(NULL AS string) AS r FROM t
    SELECT id FROM (SELECT id, s || CAST(NULL AS string) AS r FROM t) WHERE r = 'a'
    SELECT map_entries(array(map(1, 'x', 2, NULL))[CAST(NULL AS int)]) AS r
    # A member of what a call with OVER or WITHIN GROUP gives.
    SELECT id, lag(rec) OVER (ORDER BY id).a, first_value(ints) IGNORE NULLS OVER (PARTITION BY g ORDER BY id)[0], max(rec) OVER w.b, lag(structs) OVER w[0].a + 1 FROM t WINDOW w AS (ORDER BY id)
    SELECT g, percentile_cont(array(0.5, 0.1)) WITHIN GROUP (ORDER BY id)[1], max(rec) FILTER (WHERE id > 3).a, first(rec, true).b, max(array(id)) FILTER (WHERE id > 3)[0] FROM t GROUP BY g
    SELECT id, over[0] AS over, lag(over) OVER (ORDER BY id)[0] AS r, lag(over.a) OVER (ORDER BY id)[0] AS q FROM (SELECT id, structs AS over FROM t)
    # Columns that are called as the names of lambdas inside a rendering.
    SELECT q.id, sort_array(q.nested) AS a, array_max(structs) AS b, o FROM (SELECT id, nested, structs, s AS o FROM t) q
    SELECT e, max(ints) AS m FROM (SELECT ints, g AS e FROM t) GROUP BY e
    SELECT id, transform(ints, x -> struct(x)) AS r, p_x FROM (SELECT id, ints, s AS p_x FROM t)
    SELECT b AS id, xxhash64(s) AS r FROM (SELECT s, json AS b FROM t) r
    # Beside values that the engine leaves out.
    SELECT id, crc32(rec.b) AS r FROM t
    # Sets of groups of no rows.
    SELECT g AS id, count(*) AS r FROM t WHERE id < 0 GROUP BY CUBE (g)
    SELECT count(*) AS r FROM t WHERE id < 0 GROUP BY GROUPING SETS (())
    SELECT g, sum(i) AS r FROM t WHERE id < 3 GROUP BY ROLLUP (g) HAVING g > 1 OR sum(i) IS NULL
    # Digits of other scripts, and values that could fail inside TRY.
    SELECT id, CAST(numtext AS decimal(10,2)) AS r FROM t
    SELECT CAST('１２.5' AS decimal(10,2)) AS a, CAST('-٣e1' AS decimal(10,2)) AS b, CAST('१२x' AS decimal(5,1)) AS c
    SELECT id, make_date(CAST(CAST(numtext AS decimal(10,0)) AS INT), 1, 2) AS r FROM t
    SELECT id, CAST(CAST(numtext AS decimal(38,18)) + wide AS decimal(38,18)) AS r FROM t
    # Separators that look at the start or the end of the text, and where a match begins.
    SELECT id, split(numtext, '^\\\\s*(\\\\w+)') AS a, split(numtext, '^\\\\s*(\\\\w+)', 7) AS b, split(s, '^.|b', 2) AS c FROM t
    SELECT id, split(concat(s, ',\\n'), ',$') AS a, split(concat(s, ',,'), ',$', 2) AS b, split(s, '[^a]') AS c FROM t
    SELECT id, regexp_instr(s, 'a\\\\b') AS a, regexp_instr(s, ' ?\\\\w+') AS b FROM t
    SELECT id, flag IS UNKNOWN, (i > 1) IS NOT UNKNOWN, exists(ints, x -> (x > 1) IS UNKNOWN), NULL IS UNKNOWN FROM t
    SELECT id, bit_get(CAST(NULL AS tinyint), 8) AS r FROM t
    # Digits that a float does not have, and a NULL that is found before the type.
    SELECT id, CAST(CAST(id AS float) * 1000000007 AS string) AS a, CAST(CAST(id AS float) * 100000000007 * 1000 AS string) AS c, CAST(CAST(id AS float) * 30000001 AS string) AS d, CAST(f + f + f AS string) AS b FROM t WHERE abs(f) > 1e-30
    SELECT id, s || conv(get_json_object('-3.5', '$.b'), 10, 16) AS r FROM t
    # The column of a full join is called as a lambda's parameter inside a rendering.
    SELECT xxhash64(CAST(k AS decimal(38,18))) AS r, count(*) FROM (SELECT tiny AS k FROM t WHERE id < 10) NATURAL FULL JOIN (SELECT tiny AS k FROM t WHERE id % 4 = 2) GROUP BY xxhash64(CAST(k AS decimal(38,18)))
    SELECT id, CAST(signum(d) AS string) AS a, CAST(sign(-d) AS string) AS b FROM t
    # More microseconds than fit.
    SELECT id, from_unixtime(l) AS a, from_unixtime(d, 'yyyy') AS b, from_unixtime(-l) AS c FROM t
    SELECT id, CAST(huge AS timestamp) AS a, CAST(wide AS timestamp) AS b, CAST(CAST(l AS decimal(38,8)) AS timestamp) AS c FROM t
    # Values with a $ in their SQL, calls within calls, and subqueries where a rendering has a lambda.
    SELECT id, date_format(to_timestamp_ntz(json, 'hh:mm a'), 'yyyy-MM-dd') AS r FROM t
    SELECT id, get_json_object(overlay(TIMESTAMP '1969-12-31 23:59:59', CAST('Infinity' AS DOUBLE), 0), '$.a.b') AS r FROM t
    SELECT id, array_except(strs, nullif((SELECT max(z.v) FROM few_strs z WHERE z.id = t.i), strs)) AS r FROM t
    SELECT id, months_between(concat(s, ''), ts), months_between(datetext, day, false) AS r FROM t
    SELECT id, to_json(map_zip_with(map('a', 1, 'q', 2), map('q', id, 'b', 2, 'a', 3, '0', 4), (k, v, y) -> coalesce(v, 0) + coalesce(y, 0))) AS r FROM t
    SELECT id, to_json(map_zip_with(map('a', 1), smap, (k, v, y) -> CAST(NULL AS int))) AS r FROM t
    # Casts that Spark has although they say nothing.
    SELECT id, CAST(day AS boolean), CAST(ts AS boolean), CAST(day AS tinyint), CAST(day AS float), boolean(day), decimal(day), bigint(day) FROM t
    SELECT id, CAST(flag AS timestamp), timestamp(flag), timestamp_seconds(m) FROM t
    # Bytes that are no text, where the text is not asked for.
    SELECT id, CAST(CAST(bin AS STRING) AS INT) a, CAST(CAST(bin AS STRING) AS DATE) b, double(CAST(bin AS STRING)) c, CAST(CAST(bin AS STRING) AS BINARY) d, CAST(CAST(bin AS STRING) AS decimal(10,2)) e FROM t
    # What the engine finds to be NULL before it looks at the type.
    SELECT id, get(nested, minute(CAST(' x ' AS timestamp))) AS c0 FROM t
    SELECT id, get_json_object('é', '$.b[*]') AS a, get_json_object('é', '$.b[*].c') AS b, get_json_object(CAST(NULL AS string), '$[*]') AS c FROM t
    SELECT id, CASE WHEN flag THEN array(CAST(NULL AS timestamp))[CAST('a' AS int)] ELSE 'n' END AS a, year(array(day)[nullif(1, 1)]) AS b FROM t
    SELECT id, ints[NULL] AS a, array(1)[NULL] AS b FROM t
    # Types of NULL beside a number, and quotients whose remainders have no room in 128 bits.
    SELECT id, f + NULL a, NULL - f b, f * NULL c, NULL % f d, NULL / f e, NULL / m h, NULL / wide i, m / NULL j, NULL / i l, NULL div i n, pmod(NULL, f) o FROM t
    SELECT id, l / wide AS r, wide / l AS q, m / wide AS p, huge / wide AS o, wide / huge AS n, i / wide AS z FROM t
    SELECT id, l / (SELECT max(v) FROM few_wide) AS r FROM t
    SELECT NULL & NULL AS a, NULL | 1Y AS b, i ^ NULL AS c, ~NULL AS d FROM t
    SELECT id, arrays_zip((SELECT max(z.v) FROM few_ints z), strs) AS a, arrays_zip(ints, arrays_zip(strs, transform(ints, x -> x + 1))) AS b FROM t
    SELECT CAST(a AS decimal(38,0)) / CAST(b AS decimal(38,0)) AS r, CAST(a AS decimal(38,18)) / CAST(b AS decimal(38,10)) AS q FROM VALUES ('99999999999999999999999999999999999998', '99999999999999999999999999999999999999'), ('-50000000000000000000000000000000000000', '99999999999999999999999999999999999999'), ('33333333333333333333.3', '77777777777777777777.7'), ('9223372036854775807', '-12345678901234567890.1234567') AS v(a, b)
    SELECT id, year(get(array(day), CAST('a' AS int))) AS a, year(element_at(array(day), CAST('a' AS int))) AS b FROM t
    SELECT id, year(CAST(NULL AS array<date>)[0]) AS a, year(CAST(NULL AS array<date>)[i]) AS b, year(element_at(CAST(NULL AS array<date>), 1)) AS c, year(get(CAST(NULL AS array<date>), i)) AS d FROM t
    # Outside of aggregates HAVING knows keys first, and then the columns of the SELECT.
    SELECT g, count(*) AS i FROM t GROUP BY g HAVING i > 12 AND max(i) > 12
    SELECT max(i) AS i FROM t GROUP BY g HAVING i > 2147483646
    SELECT g + 1 AS g, tiny AS g2, count(*) AS tiny FROM t GROUP BY g, tiny HAVING g > 1 AND tiny IS NOT NULL
    SELECT g, sum(i) AS i FROM t GROUP BY g HAVING i > 10 AND sum(i) > 0
    SELECT id, concat_ws(',', transform(array_min(CAST(NULL AS array<array<int>>)), x -> CAST(x AS STRING))) AS r, array_max(nested) AS s, array_min(structs) AS u FROM t
    # A value that is a column from around it.
    SELECT id, (SELECT a.i) AS r, (SELECT a.i + a.g WHERE a.flag) AS w, (SELECT max(v) FROM few_i HAVING count(*) > a.g) AS x FROM t a
    SELECT id FROM t a WHERE EXISTS (SELECT 1 FROM few_i z WHERE z.v = a.i AND EXISTS (SELECT 1 FROM few_l w WHERE w.id = z.id))
    # Words that are no numbers, inside of strings.
    SELECT from_json('{"q": "x, NaN, y", "p": 1}', 'p INT, q STRING') a, from_json('{"q": "[NaN, Infinity]"}', 'q STRING') b, get_json_object('{"q": "a,] :inf,"}', '$.q') c, from_json("{'q': 'x, NaN'}", 'q STRING') d
    SELECT id, from_json(to_json(named_struct('p', i, 'q', CAST(doubles AS string))), 'p INT, q STRING') AS r FROM t
    SELECT id, aggregate(ints, named_struct('s', 0, 'n', 0), (acc, x) -> named_struct('s', acc.s + coalesce(x, 0), 'n', acc.n + 1)) AS r, aggregate(ints, array(0, 1), (acc, x) -> array(acc[0] + 1, acc[1])) AS q FROM t
    SELECT id, aggregate(ints, CAST(array() AS array<int>), (acc, x) -> concat(acc, array(x))) AS r, aggregate(strs, named_struct('s', ''), (acc, x) -> named_struct('s', concat(acc.s, coalesce(x, '')))) AS s FROM t
    SELECT if(flag, structs, structs).b AS r, if(flag, rec, rec).b, structs.b FROM t
    # A float has not the digits of microseconds.
    SELECT id, CAST(f AS timestamp) AS a, CAST(CAST(id + 1234.567 AS FLOAT) AS timestamp) AS b FROM t WHERE abs(f) < 1e9
    SELECT bit_xor(array(tiny, getbit(id, 2))[map('a', 1)['true']]) AS r, max(map('a', tiny)['b']) AS s FROM t
    SELECT id, nvl2(ints, 1, 2) a, nvl2(rec, array(1), array(2.5)) b FROM t
    SELECT id, greatest(ints, array(1, NULL)) a, least(nested, array(array(1))) b, least(rec, named_struct('a', 1, 'b', 'x'), named_struct('a', 0, 'b', s)) c, greatest(structs, structs, array(rec)) d, greatest(doubles, array(d), ints) e FROM t
    SELECT collect_set(1.5D) a, collect_set(CAST(NULL AS DOUBLE)) c, collect_set(1.5F) FILTER (WHERE id < 0) d FROM t
    SELECT id, width_bucket(m, d, l, 4) AS a, width_bucket(d, l, m, 7) AS b FROM t
    # Lambdas of aggregate that read what stands around them.
    SELECT id, aggregate(ints, 0, (a, x) -> a + x + i) a, aggregate(ints, i, (a, x) -> CASE WHEN flag THEN a ELSE x + tiny END) b, reduce(strs, s, (a, x) -> concat(a, x, numtext, s), a -> concat(a, s)) c, reduce(doubles, 0D, (a, x) -> a + x * d) d, reduce(ints, 0, (a, x) -> rec.a + x + smap['a']) e FROM t
    SELECT id, transform(ints, z -> aggregate(ints, 0, (a, x) -> a + x + z)) a, transform(strs, z -> aggregate(ints, length(z), (y, x) -> y + length(z) + i)) b FROM t
    SELECT map_zip_with(CASE 0 WHEN (SELECT max(v) FROM few_i) THEN map('a', 1) ELSE map('a', 1) END, map('a', 1), (k, v, y) -> k) a, transform(array((SELECT max(v) FROM few_i)), x -> x + 1) b, aggregate(array((SELECT max(v) FROM few_i)), 0, (a, x) -> x + a) c FROM few_i
    # Patterns without the group that is asked for, and arguments that are no literals.
    SELECT id, regexp_extract(s, 'q7q') a, regexp_extract_all(s, 'q7q') b, regexp_extract(s, 'q7(q)', 2) c, regexp_extract_all(s, 'q7(q)*', 2) d FROM t
    SELECT id, split(s, 'a', i) a, split(s, '[ab]+', tiny) b, split(s, '', id) c, split(s, '^.|b', g) d, split(s, 'a', -id) e FROM t
    SELECT id, regexp_replace(s, '[ab]', datetext) a, regexp_replace(s, 'b$', json) b, regexp_replace(s, 'a', CAST(NULL AS STRING)) c FROM t
    SELECT id, ints IN (SELECT v FROM few_ints) a, ints NOT IN (SELECT v FROM few_ints) b, nested IN (SELECT v FROM few_nested) c, structs IN (SELECT v FROM few_structs WHERE v IS NOT NULL) d FROM t
    SELECT id FROM t WHERE ints NOT IN (SELECT v FROM few_ints WHERE v IS NOT NULL)
    SELECT id, split(s, '\\\\ba') AS r FROM t
    SELECT q.n FROM VALUES (1), (NULL), (7) AS q(n) WHERE q.n NOT IN (SELECT id FROM few_f z WHERE z.id < q.n)
    SELECT v.n, v.n IN (SELECT id FROM few_f) a, v.n NOT IN (SELECT id FROM few_f WHERE id < 0) b FROM VALUES (1), (NULL), (70) AS v(n)
    SELECT DISTINCT doubles AS o0 FROM t ORDER BY 1 DESC NULLS FIRST LIMIT 3
    SELECT DISTINCT nested, structs FROM t ORDER BY 1 NULLS LAST, 2 DESC LIMIT 7
    SELECT array_remove(nested, ints) AS o0, tiny AS o1 FROM t ORDER BY 1 DESC, 2 LIMIT 20
    SELECT i AS a FROM t UNION SELECT v FROM few_i ORDER BY a + 1 LIMIT 4
    SELECT doubles d FROM t UNION SELECT v FROM few_doubles ORDER BY d LIMIT 4
    SELECT strs, doubles d FROM t EXCEPT SELECT strs, doubles FROM t WHERE id < 5 ORDER BY 2, 1 LIMIT 4
    SELECT id, map_from_entries(CASE WHEN false THEN array(named_struct('a', 1, 'b', 'x')) END) AS c0 FROM t
    SELECT corr(d, tiny) AS r, regr_r2(d, tiny) a, regr_r2(tiny, d) b FROM t WHERE d < 1e155D AND d > -1e155D
    SELECT corr(v, v) r, regr_r2(v, v) r2, corr(v, w) c, regr_r2(v, w) d, regr_r2(w, v) e, skewness(v) s FROM VALUES (1e100D, 1), (2e100D, 1), (3e101D, 1) AS t(v, w)
    SELECT format_number(v, 0) AS r, format_number(-v, '#,##0.##') b FROM VALUES (9.62499972010344448e17D), (9007199254740993D), (4.5D) AS t(v)
    SELECT id, try_cast(v AS int) AS r, try_cast(v AS smallint) s, try_cast(v AS bigint) l, CAST(v AS double) d FROM VALUES (1, 99999999.999999999999999999BD), (2, 32767.99999999999999999BD), (3, -32768.99999999999999999BD), (4, 0.009007199254740993BD) AS t(id, v)
    SELECT make_date(5881581, 13, 1) a, make_date(2000000000, 1, 1) b, make_date(5881581, 2, 30) c
    SELECT CAST(d AS string) a, CAST(d * 2 AS string) b, count(*) n, CAST(first(d) AS string) c FROM VALUES (double('-0.0')), (1D) AS v(d) GROUP BY d
    SELECT CAST(c AS string) a, CAST(e AS string) b FROM (SELECT DISTINCT doubles AS c, struct(d, f) e FROM t)
    SELECT CAST(d AS string) a FROM (SELECT d, f FROM t INTERSECT SELECT d, f FROM t)
    SELECT CAST(d AS string) a FROM (SELECT d, f FROM t EXCEPT SELECT 1D, f FROM t)
    SELECT CAST(d AS string) a FROM (SELECT d, f FROM t UNION SELECT 1D, f FROM t)
    SELECT CAST(d AS string) s, CAST(f AS string), count(*) FROM t GROUP BY ROLLUP(d, f)
    SELECT CAST(d AS string) q, * FROM (SELECT d, id, g FROM t) PIVOT (max(id) FOR g IN (1, 2))
    SELECT array(rec, rec).a, sort_array(structs).b, slice(structs, 1, 1).a FROM t
    # Lambdas of a subquery that read what stands around it.
    SELECT id FROM t WHERE EXISTS (SELECT 1 FROM few_i u WHERE size(filter(array(1, 2), x -> x > t.id)) > 0)
    SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t_ints u WHERE u.id = t.id AND exists(u.v, x -> x > t.id + u.id))
    SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t_ints u WHERE u.id = t.id AND exists(t.ints, x -> x > u.id))
    SELECT id FROM t WHERE id IN (SELECT u.id FROM t_ints u WHERE exists(u.v, x -> exists(t.ints, y -> y = x AND t.id > u.id)))
    SELECT id FROM t WHERE id IN (SELECT u.id FROM t_ints u WHERE exists(transform(u.v, y -> y + t.id), x -> x > t.id))
    SELECT id, (SELECT max(u.id) FROM t_ints u WHERE u.id <= t.id AND aggregate(u.v, 0, (s, x) -> s + x + t.id) > 3) AS r FROM t
    SELECT t.id, r FROM t, LATERAL (SELECT filter(u.v, x -> x > t.id) AS r FROM t_ints u WHERE u.id < 3)
    SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t_strs u WHERE u.id = t.id AND exists(u.v, x -> x LIKE concat('%', t.s, '"a"."b"')))
    SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM t_ints u WHERE u.id = t.id AND array_contains(filter(u.v, x -> x > t.rec.a), 3))
    SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t_ints u WHERE u.id = t.id AND size(array_distinct(zip_with(u.v, t.ints, (x, y) -> x + y + t.id))) > 2)
    SELECT id, transform(ints, i -> struct(t.*)) AS r FROM (SELECT id, ints FROM t) t
    # A list that is always NULL, in the order of a comparison.
    SELECT id, array_sort(flatten(CAST(NULL AS array<array<int>>)), (a, b) -> a - b) AS a, array_sort(flatten(nested), (a, b) -> CASE WHEN a IS NULL THEN 1 WHEN b IS NULL THEN -1 ELSE int(signum(b - a)) END) AS b FROM t
    SELECT id, array_sort(map_values(CAST(NULL AS map<string, int>)), (a, b) -> a - b) AS a, array_sort(CAST(NULL AS array<int>), (a, b) -> a - b + i) AS b FROM t
    # NULL without a type beside dates and intervals, and as what a lambda gives.
    SELECT day + NULL, NULL + day, day - NULL, ts - NULL IS NULL, NULL - day IS NULL, NULL - ts IS NULL FROM t
    SELECT CAST(INTERVAL 1 DAY * NULL AS string), CAST(NULL * INTERVAL '1' MONTH AS string), CAST(INTERVAL 1 DAY / NULL AS string), CAST(NULL - INTERVAL 1 DAY AS string), CAST(INTERVAL '1' YEAR + NULL AS string)
    SELECT CAST(2 * INTERVAL '1' MONTH AS string), CAST(tiny * INTERVAL '2' DAY AS string), CAST(1.5D * INTERVAL '1' HOUR AS string) FROM t
    SELECT id, filter(ints, x -> NULL) AS a, exists(ints, x -> NULL) AS b, forall(ints, x -> NULL) AS c, map_filter(smap, (k, v) -> NULL) AS e FROM t
    # A name of several tables is in HAVING that of the SELECT.
    SELECT a.id, max(b.id) AS m FROM t_i a JOIN t_s b ON a.id = b.id GROUP BY a.id HAVING id > 2
    SELECT a.id AS id, count(*) AS n FROM t_i a JOIN t_s b ON a.id = b.id GROUP BY a.id HAVING id + 1 > 2 AND n > 0 AND count(*) > 0
    SELECT a.id AS k, max(b.id) AS id FROM t_i a JOIN t_s b ON a.id = b.id GROUP BY a.id HAVING id > 2
    SELECT a.id AS k, a.id + 1 AS id FROM t_i a JOIN t_s b ON a.id = b.id GROUP BY a.id HAVING id > 2 OR id IS NULL
  `),
  ...refusedHere(
    lines(`
    SELECT id, (false IS UNKNOWN), exists(ints, x -> (1 > 2) AND true IS NOT UNKNOWN) FROM t
    SELECT count(*) AS tiny FROM t HAVING tiny > 3
    SELECT if(flag, structs, structs).b FROM t
    SELECT CAST(NULL AS array<struct<a:int,b:string>>).b FROM t
    SELECT collect_list(rec).a FROM t
    SELECT array(struct(1 AS a)).a FROM t
    SELECT g, count(*) AS s FROM t GROUP BY g HAVING s > 3
    SELECT 'a' AS k, g, count(*) AS n FROM t GROUP BY ROLLUP ('a', g)
    SELECT id, aggregate(ints, 0, (y, x) -> y + size(filter(strs, z -> z = s))) AS r FROM t
    SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t_i u WHERE u.id = t.id HAVING exists(array(1, 2, 3), x -> x > t.id + max(u.id)))
    SELECT TIMESTAMP'294247-01-01 00:00:00' AS r
    SELECT DATE'1000000-01-01' AS r
  `),
  ),
  // Within arrays and structs no text is made for the sake of a comparison, and no wider decimal.
  ...lines(`
    SELECT id, array(i) = array(l) AS r, array(l) < array(d) AS s, named_struct('a', tiny) = named_struct('A', i) AS u, array(day) = array(ts) AS v FROM t
    SELECT id, array(i) = array(huge) AS r, named_struct('a', m, 'b', NULL) = named_struct('a', m, 'b', i) AS s, array(ints) = array(array(l)) AS u FROM t
    SELECT id, array_append(ints, huge) AS r, array_position(ints, huge) AS p, array_remove(array(l), huge) AS q, array_union(ints, array(huge)) AS u FROM t
    SELECT id FROM t WHERE (numtext, 1) IN (SELECT v, 1 FROM few_d)
    SELECT id FROM t WHERE (numtext, 1) NOT IN (SELECT v, 1 FROM few_m)
    SELECT id FROM t WHERE (datetext, 1) IN (SELECT v, 1 FROM t_day)
    SELECT * FROM VALUES (1, 1.50), (2, 3), (3, 1e300) AS q(k, v)
    SELECT id, ceil(numtext, 1) AS r, floor(numtext, 0) AS s, ceil(numtext, -2) AS u, ceil(numtext) AS v, floor(s, 3) AS w, ceil(NULL, 1) AS x, floor(NULL) AS y FROM t
    SELECT CAST((SELECT max(v) FROM t_f WHERE v < 100) AS STRING) AS r, coalesce('a', (SELECT min(v) FROM t_f)) AS s
    SELECT id, substring(bin, -2147483648) AS r, substring(bin, -2147483648, 1) AS s, substring(bin, -2147483647) AS u, substring(s, -2147483648) AS v FROM t
    SELECT nanvl(NULL, 1f) a, nanvl(1f, NULL) b, nanvl(NULL, 1D) c, nanvl(NULL, NULL) d, nanvl(1f, '2') e, nanvl('1', 2f) f, nanvl(1, 2f) g, nanvl(float('nan'), 3) h, nanvl(1, NULL) i
    SELECT make_timestamp(1000000000, 1, 1, 1, 1, 1) a, make_timestamp(300000, 2, 30, 1, 1, 1) b, make_timestamp_ntz(300001, 2, 29, 1, 1, 1) c, make_timestamp(-400000, 1, 1, 24, 1, 1) d, make_timestamp(290400, 1, 1, 1, 1, 1) e, make_timestamp(i, 1, 1, 1, 1, NULL) f FROM t WHERE i < 100 AND i > -100
    SELECT id, array_join(array(CAST(i AS binary), X'4142'), '-') AS r, array_join(array(X'4142', NULL), ',', '?') AS q FROM t WHERE i = 100
    SELECT id, regexp_instr('xabc', 'abc', i) AS r, regexp_instr(s, 'a', NULL) AS q, regexp_instr('xabc', 'abc', 2) AS u FROM t
    SELECT id, make_timestamp(2024, 1, 1, 1, 1, i) AS r, make_timestamp_ntz(2024, 1, 1, 1, 1, l) AS s, make_timestamp(2024, 1, 1, 1, 1, m) AS u, make_timestamp(2024, 1, 1, 1, 59, d) AS v, make_timestamp(2024, 1, 1, 1, 59, numtext) AS w FROM t
    SELECT id, CAST(make_dt_interval(1, 1, 1, i) AS STRING) AS r, CAST(make_dt_interval(0, 0, 0, m) AS STRING) AS s FROM t
    SELECT id, imap.a AS r, imap.\`1\` AS q, imap['1'] AS s, imap[1.5] AS u, imap[d] AS v, smap[flag] AS w, smap[day] AS x, map(DATE'2024-01-02', i)[datetext] AS y, map(DATE'2024-01-02', i).\`2024-01-02\` AS z FROM t
    SELECT k, v FROM VALUES (1, 1.50), (2, NULL), (3, 300000) AS q(k, v)
    SELECT * FROM VALUES (DATE'2024-01-02'), (TIMESTAMP'2024-01-02 03:04:05') AS q(v)
    SELECT * FROM VALUES (array(1)), (array(1.5)), (array(NULL)) AS q(v)
    SELECT id, i LIKE '1%' AS r, day LIKE '%-0_-%' AS s, flag ILIKE 'T%' AS u, d LIKE m AS v FROM t
    SELECT id, lag(i, 1, '7') OVER (ORDER BY id) AS r, lead(s, 1, i) OVER (ORDER BY id) AS q, lag(m, 2, d) OVER (ORDER BY id) AS u, lead(day, 1, s) OVER (ORDER BY id) AS v FROM t
  `),
  ...refusedEverywhere(
    lines(`
      SELECT id, array(i) = array(s) AS r FROM t
      SELECT id, array(i) < array(m) AS r FROM t
      SELECT id, array(m) >= array(wide) AS r FROM t
      SELECT id, struct(i) <=> struct(s) AS r FROM t
      SELECT id, named_struct('a', f) = named_struct('a', m) AS r FROM t
      SELECT id, array(array(day)) <> array(array(s)) AS r FROM t
      SELECT id, struct(tiny) = struct(i) AS r FROM t
      SELECT id, concat(ints, array(flag)) AS r FROM t
      SELECT id, concat(ints, structs) AS r FROM t
      SELECT id, ints LIKE 'a' AS r FROM t
      SELECT id, s LIKE rec AS r FROM t
      SELECT id, smap ILIKE ALL ('a', 'b') AS r FROM t
      SELECT id, lag(i, 1, day) OVER (ORDER BY id) AS r FROM t
      SELECT id, lead(s, 1, ints) OVER (ORDER BY id) AS r FROM t
      SELECT id, lag(day, 1, flag) OVER (ORDER BY id) AS r FROM t
      SELECT id, concat_ws(',', structs) AS r FROM t
      SELECT id, concat_ws(',', 'a', smap) AS r FROM t
      SELECT id, format_number(i, tiny) AS r FROM t
      SELECT id, format_number(d, l) AS r FROM t
      SELECT id, unix_timestamp(day, i) AS r FROM t
      SELECT id, to_unix_timestamp(s, day) AS r FROM t
      SELECT id FROM t WHERE (i, 1) IN (SELECT v, 1 FROM few_flag)
      SELECT stack(2, id, x) FROM (SELECT id, NULL AS x FROM t)
      SELECT id, to_date(day, ints) AS r FROM t
      SELECT id, to_timestamp(ts, rec) AS r FROM t
      SELECT json_tuple(NULL, 'a')
      SELECT id, sum(id) OVER (PARTITION BY smap) AS r FROM t
      SELECT id, count(*) OVER (PARTITION BY struct(imap)) AS r FROM t
      SELECT id, day IS TRUE AS r FROM t
      SELECT id, ts IS NOT FALSE AS r FROM t
      SELECT id, imap[day] AS r FROM t
      SELECT id, imap[flag] AS r FROM t
      SELECT id, smap[ints] AS r FROM t
      SELECT id, map(true, i).a AS r FROM t
      SELECT id, map(true, i)['true'] AS r FROM t
      SELECT id, months_between(ts, day, i) AS r FROM t
      SELECT id, months_between(ts, day, 'true') AS r FROM t
      SELECT id, parse_url(s, 'QUERY', flag) AS r FROM t
      SELECT trim('abc', s, 'abc') AS r FROM t
      SELECT first(s, i) AS r FROM t
      SELECT last(s, 'true') AS r FROM t
      SELECT any_value(s, flag) AS r FROM t
      SELECT first_value(s, NULL) AS r FROM t
      SELECT id, map(map('a', 1), i) AS r FROM t
      SELECT id, map_from_arrays(array(smap), array(1)) AS r FROM t
      SELECT id, map_from_entries(array(struct(struct(smap), 1))) AS r FROM t
      SELECT id, transform_keys(smap, (k, v) -> map(k, v)) AS r FROM t
      SELECT id, CAST(make_dt_interval(1, 1, 1, flag) AS STRING) AS r FROM t
      SELECT id, make_interval(1, 1, 1, 1, 1, 1, day) IS NULL AS r FROM t
      SELECT json_tuple('{}', NULL)
      SELECT * FROM VALUES ('1'), (1) AS q(v)
      SELECT * FROM VALUES (1, DATE'2024-01-02'), (2, '2024-01-02') AS q(k, v)
      SELECT * FROM VALUES (array(1)), (array('a')) AS q(v)
      SELECT id, array_append(NULL, s) AS r FROM t
      SELECT id, array_insert(NULL, 1, s) AS r FROM t
      SELECT id, array_contains(NULL, s) AS r FROM t
      SELECT id, array_union(NULL, strs) AS r FROM t
      SELECT id, arrays_overlap(strs, NULL) AS r FROM t
      SELECT id, array_position(array(NULL), NULL) AS r FROM t
      SELECT id, smap IN (smap) AS r FROM t
      SELECT id, NULL IN (smap, NULL) AS r FROM t
      SELECT id, struct(smap) NOT IN (struct(smap)) AS r FROM t
      SELECT id FROM t WHERE smap IN (SELECT v FROM t_smap)
      SELECT CAST(NULL / INTERVAL '1' DAY AS STRING) AS r
      SELECT CAST(NULL % INTERVAL '1' MONTH AS STRING) AS r
    `),
  ),
  ...refusedHere(
    lines(`
      SELECT to_date('x', '1') AS r
      SELECT id, x IN (SELECT v FROM few_i) AS r FROM (SELECT id, NULL AS x FROM t)
    `),
  ),
  ...refusedEverywhere(
    lines(`
      SELECT id, elt(1, ints) AS r FROM t
      SELECT id, elt(2, s, rec) AS r FROM t
      SELECT id, greatest(i) AS r FROM t
      SELECT id, least(s) AS r FROM t
      SELECT id, make_timestamp(1, 1, 1, 1, 1, flag) AS r FROM t
      SELECT id, make_timestamp_ntz(1, 1, 1, 1, 1, day) AS r FROM t
    `),
  ),
  ...refusedEverywhere(
    lines(`
    SELECT make_date(5881581, 1, 1)
    SELECT make_timestamp(300000, 1, 1, 1, 1, 1)
    SELECT make_timestamp_ntz(-300000, 2, 29, 23, 59, 59.5)
    SELECT make_timestamp(999999999, 12, 31, 1, 1, 60, 'Europe/Berlin')
    SELECT transform(array(named_struct('a', 1, 'b', 2)), i -> i.*) AS r
    SELECT transform(array(named_struct('a', 1, 'b', 2)), i -> struct(i.*)) AS r
    SELECT a.id AS k, max(b.id) AS v FROM t_i a JOIN t_s b ON a.id = b.id GROUP BY a.id HAVING max(v) > 2
    SELECT NULL + ts FROM t
    SELECT NULL / INTERVAL '1' DAY
    SELECT id, parse_url(i, 'REF') AS r FROM t
    SELECT id, array_join(ints, l) AS r FROM t
    SELECT id, str_to_map(i) AS r FROM t
    SELECT id, mask(i) AS r FROM t
    SELECT id, crc32(i) AS r FROM t
    SELECT id, base64(i) AS r FROM t
    SELECT id, sha2(i, 256) AS r FROM t
    SELECT id, regexp_extract(s, 'a') AS r FROM t
    SELECT DISTINCT i AS o FROM t ORDER BY i
    SELECT id FROM t a WHERE EXISTS (SELECT max(v) + a.g FROM few_i)
    SELECT id, (SELECT max(v + a.g) FROM few_i) AS r FROM t a
    SELECT id FROM t a WHERE a.i IN (SELECT v + a.g FROM few_i)
    SELECT id, y.n FROM t a, LATERAL (SELECT max(v) + a.g AS n FROM few_i) y
    SELECT id, (SELECT max(z.v) FROM few_i z JOIN few_l w ON z.id = w.id AND w.id < a.id) AS r FROM t a
    SELECT DISTINCT i AS i FROM t ORDER BY t.i
    SELECT id, regexp_extract_all(s, 'a', 3) AS r FROM t
    SELECT id, months_between(ts, day, day) AS r FROM t
    SELECT a FROM (SELECT id, i FROM t) AS q(a)
    SELECT a FROM t_i AS q(a)
    WITH q(a) AS (SELECT id, i FROM t) SELECT a FROM q
  `),
  ),
])
