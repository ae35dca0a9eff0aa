import { refusedEverywhere, refusedHere, statements } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('names that Spark gives', [
  ...statements(`
    SELECT aggregate(array(1), 0, (a, b) -> a + b), reduce(array(1), 0, (a, b) -> a + b), reduce(array(1), 0, (a, b) -> a + b, a -> a)
    SELECT i + l, i - 1, i * 2, i / 2, i % 3, i div 2, -i, - 5, -(5), +i, ~i FROM t
    SELECT - 5, -(5), +i, -1.5, - 1.50, -1e3, -(i), - i FROM (SELECT 1 AS i)
    SELECT struct(i AS a, 2) FROM t
    SELECT day + i, 1 + day, date_add(day, 1), dateadd(day, 1), date_diff(day, day), datediff(day, day), extract(year FROM day), extract(MONTH FROM day), date_part('year', day) FROM t
    SELECT (i), ((i + 1)), (1, 2), (i, s), struct(i, s), struct(i AS a, 2), named_struct('a', i), array(1, i), map('a', i) FROM t
    SELECT i + d, m * i, m / 3, i + 1.5, d + 1e10, 1.5e0, 1.0, 1L, 1S, 1Y, 1.5BD, 1.5F, 1.5D FROM t
    SELECT i = 1, i <> 1, i != 1, i < 1, i <= 1, i > 1, i >= 1, i <=> 1, i == 1, NOT i = 1, !flag FROM t
    SELECT flag AND i = 1, flag OR i > 2, flag AND flag AND flag, (flag OR flag) AND flag FROM t
    SELECT i IS NULL, i IS NOT NULL, flag IS TRUE, flag IS FALSE, flag IS NOT TRUE, flag IS NOT FALSE, flag IS UNKNOWN, flag IS NOT UNKNOWN FROM t
    SELECT i IS DISTINCT FROM 1, i IS NOT DISTINCT FROM 1 FROM t
    SELECT i BETWEEN 1 AND 2, i NOT BETWEEN 1 AND 2 FROM t
    SELECT i IN (1, 2), i NOT IN (1, 2), s IN ('a', 'b'), i IN (1, 2L), i IN (NULL), s IN (1, 2) FROM t
    SELECT s LIKE 'a%', s NOT LIKE 'a%', s ILIKE 'a', s NOT ILIKE 'a', s RLIKE 'a', s REGEXP 'a', s NOT RLIKE 'a' FROM t
    SELECT s LIKE ANY ('a%', 'b'), s LIKE ALL ('a', 'b'), s NOT LIKE ANY ('a'), s NOT LIKE ALL ('a', 'b'), s LIKE 'a' ESCAPE '/' FROM t
    SELECT CASE WHEN i = 1 THEN 'a' WHEN i = 2 THEN 'b' ELSE 'c' END, CASE i WHEN 1 THEN 'x' END, CASE WHEN flag THEN 1 ELSE 2.5 END FROM t
    SELECT CAST(i AS bigint), CAST(i AS long), CAST(i AS byte), CAST(i AS real), CAST(i AS numeric), CAST(s AS varchar(3)), CAST(s AS char(3)) FROM t
    SELECT 1.10, 0.1, .5, 5., 1e3, 1E-5, 1.5e300, 100.0D, 1e7D, 1.0f FROM t
    SELECT s || 'x', s || i || 'y', concat(s, i), concat('a', 'b') FROM t
    SELECT if(flag, 1, 2), coalesce(i, l), nvl(i, 1), ifnull(i, 1), nvl2(i, 1, 2), nullif(i, 1), greatest(i, 1), least(i, l) FROM t
    SELECT count(*), count(1), count(i), count(i, l), count(DISTINCT i), count(DISTINCT i, l), sum(DISTINCT i), sum(i), avg(m), max(d), min(s) FROM t
    SELECT count(*) FILTER (WHERE i > 1), sum(i) FILTER (WHERE flag), count(DISTINCT i) FILTER (WHERE i > 2 AND flag) FROM t
    SELECT first(i), first(i, true), last(i), any_value(i), first_value(i), last_value(i), first(i) IGNORE NULLS, any_value(i) IGNORE NULLS FROM t
    SELECT mean(i), std(i), stddev(i), stddev_samp(i), stddev_pop(i), variance(i), var_samp(i), var_pop(i), bool_or(flag), bool_and(flag), every(flag), some(flag), any(flag) FROM t
    SELECT row_number() OVER (PARTITION BY g ORDER BY i) FROM t
    SELECT count(*) OVER (), count(*) OVER (PARTITION BY g), sum(i) OVER (ORDER BY id), sum(i) OVER (PARTITION BY g ORDER BY id DESC) FROM t
    SELECT rank() OVER (ORDER BY g, id DESC NULLS LAST), dense_rank() OVER (ORDER BY g NULLS LAST), percent_rank() OVER (ORDER BY g), cume_dist() OVER (ORDER BY g), ntile(3) OVER (ORDER BY id) FROM t
    SELECT lag(i) OVER (ORDER BY id), lag(i, 2) OVER (ORDER BY id), lead(i, 1, 0) OVER (ORDER BY id), lag(i) IGNORE NULLS OVER (ORDER BY id), nth_value(i, 2) OVER (ORDER BY id), nth_value(i, 2) IGNORE NULLS OVER (ORDER BY id) FROM t
    SELECT first_value(i) OVER (PARTITION BY g ORDER BY id), last(i) IGNORE NULLS OVER (ORDER BY id), first(i, true) OVER (ORDER BY id) FROM t
    SELECT sum(i) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), sum(i) OVER (ORDER BY id ROWS 2 PRECEDING), sum(i) OVER (ORDER BY id RANGE BETWEEN 2 PRECEDING AND 1 FOLLOWING) FROM t
    SELECT sum(i) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), sum(i) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), sum(i) OVER (ORDER BY id ROWS BETWEEN -1 PRECEDING AND 1+1 FOLLOWING) FROM t
    SELECT sum(i) OVER w, row_number() OVER w, sum(i + 1) OVER (PARTITION BY g + 1 ORDER BY i * 2, s || 'x') FROM t WINDOW w AS (PARTITION BY g ORDER BY id)
    SELECT sum(sum(i)) OVER (ORDER BY g) FROM t GROUP BY g
    SELECT (SELECT 1), (SELECT max(i) FROM t), EXISTS (SELECT 1), i IN (SELECT i FROM t), (SELECT max(i) AS m FROM t) + 1 FROM t
    SELECT i NOT IN (SELECT id FROM t) FROM t
    SELECT NOT EXISTS (SELECT 1) FROM t
    SELECT grouping(g), grouping_id(), grouping_id(g), g FROM t GROUP BY CUBE (g)
    SELECT i & 1, i | 1, i ^ 1, shiftleft(i, 1), i & l FROM t
    SELECT explode(ints), id FROM t
    SELECT posexplode(ints) FROM t
    SELECT T.I, t.\`i\`, \`S\` FROM t
    SELECT count(T.I), sum(I + 1) FROM t
    SELECT sum(x.v) FROM t_i X
    SELECT round(d, 2), round(d), ceil(d), ceiling(d), floor(m, 1), pow(i, 2), power(i, 2), ln(d), log(d), log(2, d), log10(d), mod(i, 2), pmod(i, 2), sign(d), signum(d), negative(i), positive(i), abs(i) FROM t
    SELECT count(s = 'a'), sum(CASE WHEN flag THEN 1 ELSE 0 END), avg(CAST(i AS double)), max(struct(i, s)), max(upper(s)) FROM t
    SELECT size(ints), cardinality(ints), array_contains(ints, 1), sort_array(ints), sort_array(ints, false), concat_ws(',', s, 'x') FROM t
    SELECT CAST(rec.a AS string), rec.a + 1, sum(rec.a) OVER (), CAST(ints[0] AS string), CAST(i + 1 AS bigint), count(rec.a) OVER () FROM t
    SELECT id, id AS x, x + 1, CAST(x AS string) FROM t
    SELECT DATE '2024-01-01', TIMESTAMP '2024-01-01 10:00:00', TIMESTAMP '2024-01-01 10:00:00.120', date'2024-1-1', X'1f' FROM t
    SELECT 'abc', "def", 'it''s', ' x ', NULL, true, FALSE, 1, 12345678901, 123456789012345678901 FROM t
    SELECT (i), ((i + 1)), struct(i, s), named_struct('a', i), array(1, i), map('a', i) FROM t
    SELECT (1, 2), (i, s) FROM t
    SELECT day + 1, day - 1 FROM t
    SELECT day + i, day - i FROM t_i CROSS JOIN (SELECT date'2024-01-01' AS day, 1 AS i)
    SELECT date_add(day, 1), dateadd(day, 1), date_diff(day, day), datediff(day, day), extract(year FROM day), extract(MONTH FROM day), date_part('year', day) FROM t
    SELECT grouping(g), g FROM t GROUP BY CUBE (g)
    SELECT i & 1, i | 1, i ^ 1, i & l FROM t
    SELECT round(d, 2), round(d), ceil(d), ceiling(d), pow(i, 2), power(i, 2), ln(d), log(d), log(2, d), log10(d), sign(d), signum(d), negative(i), positive(i), abs(i) FROM t
    SELECT date_format(ts, 'yyyy'), to_date(s), to_timestamp(s), year(day), month(day), dayofmonth(day), day(day), date_trunc('month', ts), trunc(day, 'MM'), last_day(day), add_months(day, 1), months_between(day, day) FROM (SELECT timestamp'2024-01-01' AS ts, date'2024-01-01' AS day, '2024-01-01' AS s)
    SELECT array_max(ints), array_min(ints), array_distinct(ints), array_position(ints, 1), array_remove(ints, 1), array_repeat(1, 2), array_join(strs, ','), array_sort(ints), slice(ints, 1, 1), flatten(nested), sequence(1, 3), map_keys(smap), map_values(smap), size(smap), reverse(ints), concat(ints, ints) FROM t
    SELECT i + l + 1, (i + l) * 2, -(i + 1), NOT (flag OR flag), i IN (1 + 1, l), CASE i WHEN 1 THEN 'x' WHEN l THEN 'y' END FROM t_i CROSS JOIN (SELECT 1 AS i, 2L AS l, true AS flag)
    SELECT current_date, current_date <> current_date() AS a, current_timestamp + 1 AS b, max(current_date) OVER () AS c FROM (SELECT date'2024-01-01' AS current_date, 2 AS current_timestamp)
    SELECT id AS current_date, current_date() > date'2024-01-01' AS a, current_timestamp() > now AS b FROM (SELECT id, timestamp'2024-01-01' AS now FROM t)
    SELECT current_date FROM (SELECT id AS current_date FROM t) WHERE current_date < 3 ORDER BY current_date
    SELECT if + 1 AS a, if, -if, now, pi * 2, curdate FROM (SELECT id AS if, s AS now, i AS pi, day AS curdate FROM t)
    SELECT \`left\`.id FROM t AS \`left\`
    SELECT -2147483648, -9223372036854775808, -9223372036854775809, 2147483648, 9223372036854775807, 9223372036854775808, -1.5, -.5, 00.5, 007, 1.50, -0.0, -0.0D, -0e0
  `),
  ...refusedHere(
    statements(`
    SELECT 'abc', "def", 'it''s', '', ' x ', NULL, true, FALSE, 1, 12345678901, 123456789012345678901, DATE '2024-01-01', TIMESTAMP '2024-01-01 10:00:00', X'1F' FROM t
    `),
  ),
  ...refusedEverywhere(
    statements(`
    SELECT count(DISTINCT i) OVER (PARTITION BY g) FROM t
    SELECT sum(i) FILTER (WHERE flag) OVER (PARTITION BY g) FROM t
    SELECT now FROM t
    SELECT pi + 1 FROM t
    SELECT id FROM t AS left
    SELECT semi.id FROM (SELECT id FROM t) AS semi
    SELECT a.id FROM t a JOIN t AS right ON a.id = right.id
    `),
  ),
])
