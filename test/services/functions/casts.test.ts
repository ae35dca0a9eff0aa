import { lines, overLines, refusedEverywhere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('casts and comparisons', [
  ...overLines(`
    CAST(? AS string): d
    CAST(? AS string): f
    CAST(? AS string): wide
    CAST(? AS string): huge
    CAST(? AS string): m
    CAST(? AS string): l
    CAST(? AS string): flag
    CAST(? AS tinyint): numtext
    CAST(? AS smallint): numtext
    CAST(? AS int): numtext
    CAST(? AS bigint): numtext
    CAST(? AS float): numtext
    CAST(? AS double): numtext
    CAST(? AS boolean): numtext
    CAST(? AS boolean): s
    CAST(? AS int): s
    CAST(? AS double): s
    CAST(? AS decimal(38,0)): s
    CAST(? AS tinyint): d
    CAST(? AS smallint): d
    CAST(? AS int): d
    CAST(? AS bigint): d
    CAST(? AS float): d
    CAST(? AS boolean): d
    CAST(? AS decimal(10,2)): d
    CAST(? AS decimal(38,18)): d
    CAST(? AS decimal(38,0)): d
    CAST(? AS decimal(3,1)): d
    CAST(? AS tinyint): f
    CAST(? AS bigint): f
    CAST(? AS double): f
    CAST(? AS decimal(10,2)): f
    CAST(? AS decimal(38,10)): f
    CAST(? AS boolean): f
    CAST(? AS tinyint): m
    CAST(? AS int): m
    CAST(? AS bigint): m
    CAST(? AS double): m
    CAST(? AS float): m
    CAST(? AS decimal(5,1)): m
    CAST(? AS decimal(12,4)): m
    CAST(? AS decimal(10,0)): m
    CAST(? AS boolean): m
    CAST(? AS tinyint): wide
    CAST(? AS bigint): wide
    CAST(? AS double): wide
    CAST(? AS float): wide
    CAST(? AS decimal(38,2)): wide
    CAST(? AS decimal(20,18)): wide
    CAST(? AS int): huge
    CAST(? AS bigint): huge
    CAST(? AS double): huge
    CAST(? AS decimal(38,18)): huge
    CAST(? AS tinyint): l
    CAST(? AS smallint): l
    CAST(? AS int): l
    CAST(? AS float): l
    CAST(? AS double): l
    CAST(? AS decimal(10,2)): l
    CAST(? AS decimal(3,0)): i
    CAST(? AS tinyint): i
    CAST(? AS smallint): i
    CAST(? AS float): i
    CAST(? AS boolean): i
    CAST(? AS int): flag
    CAST(? AS double): flag
    CAST(? AS decimal(3,2)): flag
    CAST(? AS decimal(2,2)): flag
    CAST(? AS binary): i
    CAST(? AS binary): l
    CAST(? AS binary): tiny
    CAST(? AS binary): s
    CAST(? AS array<string>): ints
    CAST(? AS array<tinyint>): ints
    CAST(? AS array<int>): doubles
    CAST(? AS string): ints
    CAST(? AS string): doubles
    CAST(? AS string): nested
    CAST(? AS string): smap
    CAST(? AS string): rec
    CAST(? AS string): structs
    CAST(? AS map<string,bigint>): smap
    CAST(? AS varchar(3)): s
    CAST(? AS char(3)): s
    CAST(? AS long): i
    try_cast(? AS int): numtext
    try_cast(? AS int): s
    try_cast(? AS tinyint): i
    try_cast(? AS int): l
    try_cast(? AS int): d
    try_cast(? AS decimal(3,1)): m
    try_cast(? AS boolean): s
    try_cast(? AS int): flag
    ? = ?: i, few s
    ? = ?: d, few numtext
    ? < ?: m, few numtext
    ? = ?: flag, few s
    ? = ?: flag, few i
    ? > ?: l, few d
    ? = ?: wide, few d
    ? = ?: m, few i
    ? < ?: huge, few wide
    ? = ?: f, few d
    ? < ?: d, few d
    ? <=> ?: d, few d
    ? <> ?: f, few m
    ? <=> ?: i, few l
    ? = ?: ints, few ints
    ? < ?: ints, few ints
    ? = ?: rec, few rec
    ? < ?: rec, few rec
    ? <=> ?: rec, few rec
    ? < ?: bin, few bin
    ? < ?: s, few s
    ? IN (?, NULL): i, few l
    ? IN (?, '1'): i, few i
    ? IN ('1', 'x', NULL): i
    ? IN (1, 2.50): m
    ? BETWEEN ? AND 10: d, few i
    ? BETWEEN '0' AND '5': i
    ? IN (?, 1): d, few f
    ? = ?: ints, few doubles
    ? = NULL: i
    ? <=> NULL: i
    try_cast(? AS bigint): d
    try_cast(? AS tinyint): f
    try_cast(? AS bigint): numtext
    try_cast(? AS tinyint): numtext
    try_cast(? AS int): wide
    try_cast(? AS bigint): huge
    try_cast(? AS double): numtext
    try_cast(? AS date): datetext
    try_cast(? AS string): d
    try_cast(? AS boolean): numtext
    try_cast(? AS boolean): i
    try_cast(? AS tinyint): ts
    try_cast(? AS int): ts
    try_cast(? AS bigint): ts
    ? >= ?: structs, few structs
    ? <= ?: nested, few nested
    CASE WHEN ? THEN ? ELSE ? END: flag, few m, few d
    CASE WHEN ? THEN ? ELSE ? END: flag, few day, few s
    CASE WHEN ? THEN ? ELSE ? END: flag, few ints, few doubles
    CASE WHEN ? THEN ? ELSE NULL END: flag, few rec
    CASE ? WHEN ? THEN 'x' WHEN '1' THEN 'y' END: i, few l
    CASE ? WHEN ? THEN 1 ELSE 2.5 END: d, few i
  `),
  {
    name: 'texts in unusual forms',
    sql: String.raw`SELECT v, cast(v AS date) d, cast(v AS timestamp) t, cast(v AS int) i, cast(v AS double) x, cast(v AS boolean) b, cast(v AS decimal(10,2)) m, cast(v AS float) f, cast(v AS timestamp_ntz) n
      FROM VALUES ('2024-01-01 1 (BC)'), ('2024-01-01 (BC)'), ('2024-01-01T5x'), ('2024-02-30 10:00:00'), ('2024-01-01 10:00:00'), (' 2024-01-01 10:00:00.5 '), ('2024-01-01T24:00:00'), ('2024-13-01'), ('0000-01-01'), ('2024'), ('2024-3'), ('2024-01-01\n'),
      (' yes '), ('YES'), ('N'), ('1'), ('0'), ('ye\u017f'), ('\u00a0y'), ('true\n'), (' f'), ('\u007f1\u007f'), ('\u007f1.5\u007f'), (' 1.5 '), ('12.5'), ('.5'), ('.'), ('+'), ('-'), ('+-1'), ('1e3'), (' 1e3d '), ('1f'), ('1_0'),
      ('nan'), (' NaN'), ('+NaN'), ('-nan'), ('INF'), ('-Infinity '), ('+inf'), ('1e400'), ('-1e400f'), ('1e-400'), ('\u0001 5\u0002'), ('5\n'), ('\n5'), ('5 \t\r\n'), ('a\n'), (''), (' '), ('N/A'), ('99999999999'), ('٥') AS t(v)`,
  },
  { name: 'a struct of others', sql: 'SELECT id, CAST(v AS struct<x:string,y:string>) AS r FROM t_rec' },
  { name: 'try_cast keeps the name', sql: 'SELECT id, try_cast(s AS int), try_cast(i AS string) FROM t' },
  {
    name: 'texts that are numbers',
    sql: 'SELECT id, CAST(v AS decimal(10,2)) AS a, CAST(v AS decimal(38,18)) AS b, CAST(v AS decimal(3,3)) AS c, try_cast(v AS decimal(3,1)) AS d FROM t_numtext WHERE id <> 45',
  },
  {
    name: 'the greatest structs and arrays',
    sql: 'SELECT max(rec), min(rec), max(ints), min(structs) FROM t',
  },
  {
    name: 'the greatest structs of groups',
    sql: 'SELECT g, max(struct(i, s)), min(struct(i, s)) FROM t GROUP BY g',
  },
  {
    name: 'rows in the order of structs and arrays',
    sql: 'SELECT id, row_number() OVER (ORDER BY rec, id), row_number() OVER (ORDER BY ints DESC, id), row_number() OVER (ORDER BY structs NULLS LAST, id DESC) FROM t',
  },
  ...lines(`
    # Digits as Java 17 finds them: whole numbers beyond 2^53, and texts halfway between two fractions.
    SELECT id, CAST(CAST(id * 9223372036854775L + 3 AS double) AS string) AS a, CAST(CAST(id * 92233720368547L + 9007199254740993L AS double) AS decimal(30,2)) AS b, CAST(-CAST(id * 72057594037927L + 11 AS float) AS string) AS c FROM range(1000)
    SELECT id, CAST((10 + id) * 1e19D AS string) AS a, CAST((10 + id) * 1e20D AS string) AS b, CAST((100 + id) * 1e21D AS string) AS c, CAST(id * 1e300D AS string) AS e FROM range(300)
    SELECT id, CAST(CAST(id * 7 + 4194304 AS float) / 8 AS string) AS a, CAST(CAST(CAST((id * 31 + 8388608) / 64 AS float) AS decimal(20,6)) AS string) AS b, concat(CAST((id * 31 + 8388609) / 64 AS float)) AS c, to_json(struct(CAST((id * 37 + 8388609) / -512 AS float))) AS e FROM range(5000)
    SELECT v, CAST(v AS string) AS a, CAST(v AS decimal(38,18)) AS b, CAST(CAST(v AS float) AS string) AS c, format_number(v, 2) AS e FROM VALUES (double('NaN')), (double('inf')), (1e300D), (9007199254740995D), (9.62E21D), (1.5D), (NULL), (-1e38D) AS q(v)
    # Decimals without a digit before the point; zeros with an exponent.
    SELECT CAST(0.5 AS string) AS a, 0.25 || '' AS b, v IN (0.5, '1.5') AS c, CAST(array(-0.05, NULL) AS string) AS d, CAST(CAST(v AS decimal(38,38)) AS string) AS e, CAST(CAST(v AS decimal(9,9)) AS string) AS f, to_json(named_struct('a', CAST(v AS decimal(2,2)))) AS g, to_csv(named_struct('a', 0.1)) AS h, format_string('%s', 0.1) AS i, length(0.125) AS j FROM VALUES (0.5D), (-0.25D), (0D), (0.00000001D), (NULL) AS q(v)
    SELECT v, CAST(v AS decimal(5,2)) AS a, CAST(v AS decimal(38,0)) AS b, CAST(v AS decimal(38,38)) AS c FROM VALUES ('0e37'), ('0e38'), ('0.0e38'), ('0.00e40'), ('-0E99'), ('00e37'), ('0e-99'), ('0e1') AS q(v)
    SELECT CAST(round(v, 1) AS string) AS a, CAST(bround(v) AS string) AS b, CAST(round(CAST(v AS float)) AS string) AS c, CAST(round(-v, 2) AS string) AS d, CAST(rint(v) AS string) AS e FROM VALUES (-0D), (-0.04D), (0D), (-0.5D), (1.55D), (NULL) AS q(v)
    SELECT id, CAST(CAST(id AS double) * double('4.9E-324') AS string) AS a, CAST(CAST(id AS float) * float('1.4E-45') AS string) AS b, CAST(CAST(-id AS double) * double('4.9E-324') AS string) AS c FROM range(0, 1500)
    SELECT CAST(1.4E-45D AS string) AS a, CAST(1e-45D AS string) AS b, CAST(CAST(1.4E-45D AS float) AS string) AS c, format_number(9007199254740995D, 1) AS e, format_string('%s', 2e18D / 3) AS f
  `),
  ...overLines(`
    ? = ?: bin, few s
    ? < ?: few s, bin
    ? <=> ?: bin, few s
    ? BETWEEN ? AND 'c': bin, few s
    CASE ? WHEN 'abc' THEN 1 WHEN ? THEN 2 END: bin, few s
    nullif(?, 'a'): bin
  `),
  ...refusedEverywhere(
    overLines(`
    CAST(? AS binary): d
    CAST(? AS int): bin
    ? = ?: smap, few smap
    ? IN (true, 1): flag
    CASE WHEN ? THEN ? ELSE ? END: flag, few flag, few s
    CASE WHEN ? THEN 1 END: i
    CASE WHEN NULL THEN ? END: i
    ? < ?: flag, few i
    ? >= ?: few d, flag
    ? BETWEEN 0 AND 1: flag
    try_cast(? AS timestamp): flag
    try_cast(? AS boolean): day
    try_cast(? AS boolean): ts
    try_cast(? AS float): day
    try_cast(? AS double): day
    try_cast(? AS decimal(10,2)): day
    `),
  ),
  ...refusedEverywhere([
    { name: 'a struct of fewer fields', sql: 'SELECT CAST(v AS struct<x:string>) FROM t_rec' },
  ]),
])
