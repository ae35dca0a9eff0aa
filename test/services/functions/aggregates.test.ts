import { type Case, refusedEverywhere, refusedHere, statements } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const asked = (sql: string): Case => ({ name: sql, sql })
const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Expressions over all rows, and over groups. */
const grouped = (expressions: readonly string[], where = ''): readonly Case[] =>
  expressions.flatMap((expression) => [
    asked(`SELECT ${expression} AS r FROM t ${where}`),
    asked(`SELECT g, ${expression} AS r FROM t ${where} GROUP BY g`),
  ])

const each = (functions: string, columns: string): readonly string[] =>
  words(functions).flatMap((name) => words(columns).map((column) => `${name}(${column})`))

/** What has one answer whatever the order of rows: over a partition, and over ordered frames. */
const windowed = (expressions: readonly string[]): readonly Case[] =>
  expressions.map((one) =>
    asked(
      `SELECT id, ${one} OVER (PARTITION BY g) AS a, ${one} OVER (ORDER BY id) AS b, ${one} OVER (PARTITION BY g ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS c FROM t`,
    ),
  )

/** What depends on the order of rows, over ordered frames only. */
const ordered = (expressions: readonly string[]): readonly Case[] =>
  expressions.map((one) =>
    asked(
      `SELECT id, ${one} OVER (ORDER BY id) AS b, ${one} OVER (PARTITION BY g ORDER BY id DESC) AS c, ${one} OVER (PARTITION BY g ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS d FROM t`,
    ),
  )

/** Groups of all sizes up to some thousands, so that each way of estimating is taken. */
const sized = (expression: string): Case =>
  asked(
    `SELECT n AS id, ${expression} AS r FROM (SELECT CAST(floor(pow(1.25, id)) AS bigint) AS n FROM range(44)) b JOIN range(20000) r ON r.id < n GROUP BY n`,
  )

const spreads = 'stddev stddev_samp stddev_pop std variance var_samp var_pop skewness kurtosis'
const pairs = `corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
  regr_sxy regr_syy`

/** Groups of each size, which Spark's summary cuts at one accuracy. */
const summarized = (sizes: readonly number[], accuracy: number): Case =>
  asked(
    `SELECT n AS id, percentile_approx(${sizes.length} * r.id, array(0.01, 0.07, 0.1, 0.3, 0.5, 0.58, 0.75, 0.9, 0.99, 0.9999), ${accuracy}) AS r FROM (VALUES ${sizes.map((n) => `(${n})`).join(', ')} AS v(n)) JOIN range(50000) r ON r.id < n GROUP BY n`,
  )

const small = [...Array(60).keys()].map((n) => n + 1)

compareWithSpark('histogram_numeric', [
  ...['tiny', 'small', 'i', 'l', 'm', 'day', 'ts', 'ntz'].map(
    (column): Case => ({
      name: `histogram_numeric of ${column}`,
      sql: `SELECT histogram_numeric(${column}, 200) AS a, histogram_numeric(DISTINCT ${column}, 200) AS b FROM t`,
    }),
  ),
  ...statements(`
    SELECT histogram_numeric(d, 200) AS h FROM t WHERE NOT isnan(d) AND d <> 0
    SELECT histogram_numeric(f, 200) FROM t WHERE NOT isnan(f) AND f <> 0
    SELECT g, histogram_numeric(id % 3, 3) h, histogram_numeric(i, 50) FILTER (WHERE i < 0) k FROM t GROUP BY g
    SELECT id, histogram_numeric(id % 2, 2) OVER (PARTITION BY g) AS h FROM t
    SELECT histogram_numeric(i, 5) FROM t WHERE false
    SELECT histogram_numeric(NULL, 5), histogram_numeric(CAST(NULL AS int), 5) FROM t
    SELECT histogram_numeric(c, 2)[0].x FROM VALUES 1, 2, 2 AS v(c)
    SELECT explode(histogram_numeric(c, 4)) FROM VALUES 1.5, 2.5, 2.5 AS v(c)
    SELECT histogram_numeric(9223372036854775807L, 2), histogram_numeric(9007199254740993L, 2) FROM t
  `),
  ...refusedEverywhere(
    statements(`
    SELECT histogram_numeric(i, 1) FROM t
    SELECT histogram_numeric(i, id) FROM t
    SELECT histogram_numeric(flag, 5) FROM t
    SELECT histogram_numeric(i) FROM t
    `),
  ),
  ...refusedHere(
    statements(`
    SELECT histogram_numeric(wide, 900) FROM t
    SELECT histogram_numeric(numtext, 900) FROM t
    `),
  ),
])

compareWithSpark('percentile_approx', [
  ...grouped([
    ...each(
      'percentile_approx',
      'i,0.3 l,0.9 tiny,0.5 small,1 d,0.5 f,0.25 m,0.1D wide,0.9 huge,0.99 day,0.5 ts,0.4 ntz,0.6 numtext,0.5',
    ).map((call) => call.replace(',', ', ')),
    'approx_percentile(i, 0.5, 3)',
    'approx_percentile(l, array(0, 0.2, 0.5, 1), 100L)',
    "percentile_approx(m, '0.5')",
    'percentile_approx(i, array(1e-3, 0.2f))',
    'percentile_approx(ts, array(0.1, 0.9))',
    'percentile_approx(wide, array(0.1, 0.5, 0.9))',
    'CAST(percentile_approx(d, array(0.1, 0.2, 0.3, 0.4)) AS string)',
    'percentile_approx(NULL, 0.5)',
    'percentile_approx(DISTINCT i, 0.5)',
    'percentile_approx(DISTINCT d, array(0.2, 0.8))',
    'percentile_approx(i, 0.5) FILTER (WHERE i > 0)',
    'percentile_approx(day, 0.5) FILTER (WHERE id < 0)',
    'percentile_approx(i, array(0.5)) FILTER (WHERE id < 0)',
    'CAST(percentile_approx(ts - ntz, 0.5) AS string)',
    'CAST(percentile_approx(make_ym_interval(0, tiny), 0.5) AS string)',
    'percentile_approx(i, 0.5) + percentile_approx(i, 0.9)',
  ]),
  ...windowed(['percentile_approx(i, 0.5)', 'percentile_approx(l, array(0.1, 0.9))']),
  ...[3, 5, 10, 33].map((accuracy) => summarized(small, accuracy)),
  summarized([49, 50, 51, 99, 100, 101, 150, 250, 777, 2000], 100),
  summarized([4999, 5000, 5001, 9999, 10000, 10001, 20000, 49999], 10000),
  asked('SELECT percentile_approx(v, array(0, 0.4, 1)) FROM VALUES (1D), (double("NaN")) AS x(v)'),
  asked('SELECT percentile_approx(v, array(0, 0.4, 1)) FROM VALUES (1D), (2D), (double("NaN")) AS x(v)'),
  asked(
    'SELECT CAST(percentile_approx(v, array(0.3, 0.5, 0.6)) AS string) FROM VALUES (0D), (-0D), (-0D), (1D) AS x(v)',
  ),
  asked('SELECT percentile_approx(i, 0.5), approx_percentile(i, 0.5), approx_percentile(i, 1, 5) FROM t'),
  ...statements(`
    SELECT sum(v) s, avg(v) a, try_sum(v) t FROM t_huge
    SELECT sum(v) s, avg(v) a, sum(v * 2) d FROM t_wide
    SELECT id % 2 k, sum(v) s FROM t_wide WHERE v > 0 GROUP BY id % 2
    SELECT k, sum(x) s, avg(x) a FROM VALUES (1, CAST('99999999999999999999999999999999999999' AS DECIMAL(38, 0))), (1, 99999999999999999999999999999999999999), (1, -99999999999999999999999999999999999999) t(k, x) GROUP BY k
    SELECT sum(x) s FROM VALUES (CAST('99999999999999999999999999999999999999' AS DECIMAL(38, 0))), (99999999999999999999999999999999999999), (-99999999999999999999999999999999999999) t(x)
    SELECT k, sum(x) OVER (ORDER BY k) s, sum(x) OVER () u FROM VALUES (1, CAST('99999999999999999999999999999999999999' AS DECIMAL(38, 0))), (2, 99999999999999999999999999999999999999), (3, -5), (4, -99999999999999999999999999999999999998) t(k, x)
    SELECT try_sum(x) s FROM VALUES (9223372036854775807), (5), (-5) t(x)
    SELECT k, stddev_samp(x) a, var_samp(x) b, var_pop(x) c, covar_samp(x, y) d, covar_pop(x, y) e, corr(x, y) f, regr_slope(x, y) g, regr_intercept(x, y) h, regr_r2(x, y) i, regr_sxx(x, y) j, regr_sxy(x, y) l FROM VALUES (1, double('inf'), 1D), (2, double('NaN'), 1D), (3, 1D, double('NaN')), (4, 1D, 1D), (5, double('inf'), NULL), (6, double('inf'), 1D), (6, 1D, 2D), (7, double('-inf'), double('inf')), (8, 1D, 3D), (8, double('NaN'), NULL), (9, double('NaN'), 2D), (9, 3D, 2D) t(k, x, y) GROUP BY k
    SELECT k, try_sum(x) s FROM VALUES (1, 9223372036854775807), (1, -5L), (1, 5L), (2, 5L), (2, 9223372036854775807), (2, -9L), (3, NULL) t(k, x) GROUP BY k
  `),
  ...refusedHere(
    ['i, array()', 'i, array_repeat(0.5, 2)'].map((of) => asked(`SELECT percentile_approx(${of}) FROM t`)),
  ),
  ...refusedEverywhere(
    words(
      'i,NULL i,0.5,NULL i,array(0.5,NULL) i,0.5,"100" i,0.5,100.0 i,0.5,0 i,-0.1 i,1.5 i,array(0.5,2) i,array("0.5") flag,0.5 s,0.5,3000000000 bin,0.5 ints,0.5 i,0.5,-1 i,id i',
    ).map((of) => asked(`SELECT percentile_approx(${of}) FROM t`)),
  ),
  ...refusedEverywhere([
    asked('SELECT percentile_approx(make_interval(1), 0.5)'),
    asked('SELECT percentile_approx(DISTINCT i, 0.5) OVER () FROM t'),
  ]),
])

compareWithSpark('aggregates', [
  ...grouped([
    ...each('sum avg', 'i l tiny small d f m numtext'),
    ...each('try_sum try_avg', 'i tiny d m'),
    ...each('min max', 'i d f m s flag day ts bin rec ints wide'),
    ...['i', '*', '1', 'NULL', 's', 'd', 'i, l'].map((of) => `count(${of})`),
    ...['i', 's', 'i, l', 'd', 'f', 'rec', 'ints', 'tiny, s, g'].map((of) => `count(DISTINCT ${of})`),
    ...each('bool_and bool_or every some any count_if', 'flag'),
    ...each('bit_and bit_or bit_xor', 'i l tiny small id'),
    ...each(spreads, 'i m tiny'),
    ...words(pairs).flatMap((name) => [`${name}(i, tiny)`, `${name}(m, small)`]),
    'median(i)',
    'median(m)',
    'median(l)',
    'percentile(i, 0.3)',
    'percentile(tiny, array(0.1, 0.5, 1))',
    'percentile(m, 0)',
    'percentile(i, 1)',
    'percentile(f, 0.25)',
    'percentile(i, 0.5, 1)',
    'percentile_cont(0.5) WITHIN GROUP (ORDER BY i)',
    'percentile_cont(0.25) WITHIN GROUP (ORDER BY m DESC)',
    'percentile_disc(0.5) WITHIN GROUP (ORDER BY i)',
    'percentile_disc(0.3) WITHIN GROUP (ORDER BY m DESC)',
    'percentile_cont(array(0.1, 0.9)) WITHIN GROUP (ORDER BY tiny)',
    'percentile_cont(0) WITHIN GROUP (ORDER BY l DESC)',
    'percentile_disc(0) WITHIN GROUP (ORDER BY d DESC) FILTER (WHERE i > 0)',
    'percentile_cont(array(0.0)) WITHIN GROUP (ORDER BY l DESC)',
    'percentile_disc(array(0.0, 0.5)) WITHIN GROUP (ORDER BY l DESC)',
    'percentile_disc(array(0.1, 0.9)) WITHIN GROUP (ORDER BY tiny)',
    ...each('max_by min_by', 's,id day,id').map((call) => call.replace(',', ', ')),
    ...['i', 's', 'd', 'f', 'flag', 'm'].map((column) => `sort_array(collect_set(${column}))`),
    ...['i', 's', 'd'].map((column) => `sort_array(collect_list(${column}))`),
    ...each('approx_count_distinct', 'i l tiny small d f m wide huge s bin day ts ntz flag rec'),
    'approx_count_distinct(DISTINCT s)',
    'approx_count_distinct(i) FILTER (WHERE flag)',
    'approx_count_distinct(s, 0.01)',
    'approx_count_distinct(s, 0.39D)',
    'approx_count_distinct(NULL)',
    'approx_count_distinct(NULL, 0.1) + count(i)',
    'sum(DISTINCT i)',
    'avg(DISTINCT m)',
    'sum(DISTINCT d)',
    'max(DISTINCT i)',
    'stddev(DISTINCT tiny)',
    'sort_array(collect_list(DISTINCT i))',
    'count(DISTINCT i) + sum(i)',
    'sum(i) FILTER (WHERE i > 0)',
    'count(*) FILTER (WHERE flag)',
    'avg(m) FILTER (WHERE id > 3)',
    'count(DISTINCT i) FILTER (WHERE flag)',
    'max(rec) FILTER (WHERE id > 2)',
    'stddev(tiny) FILTER (WHERE flag)',
    'median(i) FILTER (WHERE id < 12)',
    'count_if(flag) FILTER (WHERE id > 4)',
    'bool_and(flag) FILTER (WHERE id = 1)',
  ]),
  ...windowed([
    ...each('sum avg', 'i l d m'),
    'approx_count_distinct(i)',
    ...each('min max', 'd s i'),
    'count(i)',
    'count(*)',
    'count(i, s)',
    'bool_and(flag)',
    'count_if(flag)',
    'bit_or(i)',
    'max_by(s, id)',
    ...each('stddev var_pop', 'tiny'),
  ]),
  ...ordered([
    ...each('first last any_value first_value last_value', 'd s rec i'),
    ...words('first last any_value first_value last_value').flatMap((name) => [
      `${name}(i, true)`,
      `${name}(s) IGNORE NULLS`,
      `${name}(i) RESPECT NULLS`,
    ]),
    ...each('collect_list array_agg', 'i s'),
  ]),
  ...words(spreads).flatMap((name) => [
    asked(`SELECT g, ${name}(d) AS r FROM t WHERE abs(d) < 1e10 OR isnan(d) GROUP BY g`),
    asked(`SELECT ${name}(v) FROM t_i WHERE id = 3`),
    asked(`SELECT ${name}(v) FROM t_i WHERE id = 99`),
    asked(`SELECT ${name}(1) FROM t_i`),
    asked(`SELECT ${name}(v) FROM t_i WHERE id IN (3, 4)`),
  ]),
  ...words(pairs).flatMap((name) => [
    asked(`SELECT g, ${name}(d, tiny) AS r FROM t WHERE abs(d) < 1e10 GROUP BY g`),
    asked(`SELECT ${name}(d, tiny) AS r FROM t WHERE isnan(d) OR d < 5`),
    asked(`SELECT ${name}(v, v) FROM t_i WHERE id = 3`),
    asked(`SELECT ${name}(v, v) FROM t_i WHERE id = 99`),
    asked(`SELECT ${name}(v, 1) FROM t_tiny`),
    asked(`SELECT ${name}(1, v) FROM t_tiny`),
  ]),
  asked(
    'SELECT id, median(i) OVER (PARTITION BY g) AS a, percentile(i, 0.2) OVER (PARTITION BY g) AS b FROM t',
  ),
  ...['0.39', '0.2D', '0.05', '0.03D'].map((deviation) =>
    sized(`approx_count_distinct(r.id * n, ${deviation})`),
  ),
  asked("SELECT approx_count_distinct(concat('customer ', r.id)) AS r FROM range(3000) r"),
  asked('SELECT g, flag, approx_count_distinct(s) AS r FROM t GROUP BY CUBE (g, flag)'),
  asked(
    'SELECT g AS id, approx_count_distinct(i) AS r FROM t GROUP BY g HAVING approx_count_distinct(i) > 3',
  ),
  asked('SELECT mode(v) FROM (SELECT i % 2 AS v FROM t)'),
  asked('SELECT sum(NULL), avg(NULL), max(NULL), count(NULL), first(NULL) FROM t'),
  asked('SELECT sum(i) + 1, max(i) - min(i), sum(i) / count(i), avg(i) * 2 FROM t'),
  asked(
    'SELECT sum(i), avg(m), max(s), collect_list(i), count(i), bool_and(flag), stddev(i), median(i), bit_or(i), corr(i, l), first(i), max_by(i, l), min(rec) FROM t WHERE false',
  ),
  asked('SELECT g, sum(i) FROM t WHERE false GROUP BY g'),
  asked('SELECT sum(v) FROM t_l'),
  asked('SELECT sum(v), avg(v) FROM t_wide'),
  asked(
    'SELECT approx_count_distinct(ints), approx_count_distinct(nested), approx_count_distinct(rec) FROM t',
  ),
  ...refusedHere(
    ['approx_count_distinct(smap)', 'approx_count_distinct(i, 0.005)'].map((expression) =>
      asked(`SELECT ${expression} FROM t`),
    ),
  ),
  ...refusedEverywhere(
    [
      'approx_count_distinct(i, 0.5)',
      'approx_count_distinct(i, 1)',
      'approx_count_distinct(i, d)',
      'bool_and(i)',
      'count_if(i)',
      'count_if(s)',
      'every(numtext)',
      "count_if('true')",
      'bit_and(d)',
      'sum(flag)',
      'avg(flag)',
      'sum(day)',
      'max(smap)',
      'count()',
      'sum(i, l)',
      'sum(sum(i))',
      'count(t.*)',
      'percentile(i, NULL)',
      'percentile(i, 1.5)',
      'percentile(i, -0.5)',
      'sqrt(flag)',
      'sqrt(ts)',
      'abs(day)',
      'sum(i) FILTER (WHERE i)',
      'count(DISTINCT i) OVER (PARTITION BY g)',
      'sum(i) FILTER (WHERE flag) OVER (PARTITION BY g)',
    ].map((expression) => asked(`SELECT ${expression} FROM t`)),
  ),
])
