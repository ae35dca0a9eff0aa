import { refusedEverywhere, statements } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/* Spark reserves no word by default: these stand as columns, aliases and tables without backticks. */

const columns =
  `all alter binary case cast create cross cube delete distinct div drop except exists from having inner insert intersect
   into join lateral limit minus msck natural on order qualify repair rollup select set tablesample top try_cast union
   using values where with group start end type date timestamp first last range row rows current filter over
   partition key user function`.split(/\s+/)

const every = (word: string): string =>
  `SELECT ${word}, ${word} + 1 AS z, q.${word}, max(${word}) OVER (PARTITION BY ${word} ORDER BY ${word}) AS y
   FROM (SELECT 1 AS \`${word}\`) q WHERE ${word} > 0 AND ${word} = 1 AND ${word} IN (1)
   GROUP BY ${word} HAVING ${word} > 0 ORDER BY ${word}, ${word} DESC`.replaceAll(/\s+/g, ' ')

const named =
  `${columns.join(' ')} and as between collate fetch glob in like ilike not operator or percent regexp rlike`
    .split(' ')
    .filter((word) => !/^(?:all|tablesample)$/.test(word))

// Each is the name of a table in Spark, without AS, too; words of joins are none.
const tables =
  `after always begin check column comment constraint create current database date default delete desc drop
   exclude fetch final first following foreign function generated grant index insert key last load local new next no of
   old operator overwrite primary procedure range references refresh replace restrict role row rows schema
   settings start statement temporary time timestamp to top transaction truncate type unique update use view
   warehouse`
    .split(/\s+/)
    .filter((word) => word !== 'insert')

compareWithSpark('names that are keywords', [
  // `all` in ORDER BY stands for all columns in one of the two.
  ...statements(
    columns
      .filter((word) => word !== 'all')
      .map(every)
      .join('\n'),
  ),
  ...statements(
    named
      // Without AS before it, AS is read as itself.
      .map((word) =>
        word === 'as'
          ? 'SELECT 1 AS as, 2 AS as'
          : `SELECT 1 AS ${word}, 2 ${word}, q.c + 1 ${word} FROM (SELECT 1 AS c) q`,
      )
      .join('\n'),
  ),
  ...statements(
    tables
      .map(
        (word) =>
          `SELECT ${word}.c FROM (SELECT 1 AS c) ${word} JOIN (SELECT 1 AS d) AS ${word}2 ON ${word}.c = ${word}2.d`,
      )
      .join('\n'),
  ),
  ...statements(`
    WITH order AS (SELECT 1 AS limit), group AS (SELECT 1 AS having) SELECT order.limit, group.having FROM order JOIN group ON order.limit = group.having ORDER BY limit LIMIT 1
    SELECT from FROM (SELECT 1 AS from) WHERE from = 1
    SELECT select, from, where FROM (SELECT 1 AS select, 2 AS from, 3 AS where) WHERE where = 3 AND from = 2
    SELECT case, CASE (case) WHEN 1 THEN order ELSE limit END AS r FROM (SELECT 1 AS case, 'a' AS order, 'b' AS limit)
    SELECT count(distinct group) AS a, count(DISTINCT order, limit) AS b, sum(all limit) AS c FROM (SELECT 1 AS group, 2 AS order, 3 AS limit)
    SELECT distinct, all FROM (SELECT 1 AS distinct, 2 AS all)
    SELECT DISTINCT order FROM (SELECT 1 AS order UNION ALL SELECT 1) ORDER BY order
    SELECT values, t.values.a FROM (SELECT named_struct('a', 1) AS values) t
    SELECT values AS v FROM VALUES (1), (2) AS t(values) WHERE values IN (1, 3)
    SELECT struct(order, limit).order AS a, named_struct('group', 1).group AS b, transform(array(1), order -> order + 1) AS c FROM (SELECT 1 AS order, 2 AS limit)
    SELECT order o, limit l, group FROM (SELECT 1 AS order, 2 AS limit, 3 AS group)
    SELECT order[0] * 2, -order[0], limit.a FROM (SELECT array(1) AS order, named_struct('a', 1) AS limit)
    SELECT order * 2, order - 1, -order, order BETWEEN limit AND 3, order IS NULL, order NOT IN (1), order LIKE '1' FROM (SELECT 1 AS order, 2 AS limit)
    SELECT x, row_number() OVER (PARTITION BY order ORDER BY limit DESC) AS r FROM (SELECT 1 AS x, 2 AS order, 3 AS limit)
    SELECT sum(x) OVER (PARTITION BY order ORDER BY limit ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS r FROM (SELECT 1 AS x, 2 AS order, 3 AS limit)
    SELECT group, count(*) AS r FROM (SELECT 1 AS group) GROUP BY group WITH ROLLUP ORDER BY group NULLS FIRST
    SELECT a, b FROM (SELECT 1 AS a) l CROSS JOIN (SELECT 2 AS b) r
    SELECT l.a FROM (SELECT 1 AS a) l LEFT SEMI JOIN (SELECT 1 AS a) r ON l.a = r.a
    SELECT a FROM (SELECT 1 AS a) NATURAL JOIN (SELECT 1 AS a) r
    SELECT trim(BOTH FROM order) AS a, trim(LEADING 'a' FROM order) AS b, extract(year FROM date) AS c FROM (SELECT ' a' AS order, DATE'2024-01-01' AS date)
    SELECT CAST(order AS binary) AS a, CAST(binary AS string) AS b, CAST(array(1) AS array<int>) AS c FROM (SELECT 'a' AS order, X'61' AS binary)
    SELECT EXISTS (SELECT order FROM (SELECT 1 AS order)) AS r
    SELECT 1 IS DISTINCT FROM order AS r FROM (SELECT 1 AS order)
    SELECT order FROM (SELECT 1 AS order) UNION ALL SELECT limit FROM (SELECT 2 AS limit) EXCEPT SELECT 3
    SELECT max(order) FILTER (WHERE limit > 1) AS r FROM (SELECT 1 AS order, 2 AS limit)
    SELECT count(*) FILTER (WHERE flag) AS a, count(1) FILTER (WHERE limit) AS b FROM (SELECT true AS flag, true AS limit)
    SELECT 1 IS NOT DISTINCT FROM order AS r, order IS DISTINCT FROM 2 AS q FROM (SELECT 1 AS order)
    SELECT order, count(*) AS n FROM (SELECT 1 AS order) GROUP BY ALL ORDER BY ALL LIMIT ALL
    SELECT * FROM VALUES array(2)[0] IS NULL, CASE WHEN true THEN NULL END
    SELECT v.a, new.b FROM VALUES 1, CASE WHEN true THEN 2 END AS v(a), VALUES (3), (4) new(b) WHERE v.a < new.b ORDER BY v.a, new.b
    SELECT * FROM VALUES 1, 2 LIMIT 1
    SELECT order FROM (SELECT 1 AS order) DISTRIBUTE BY order SORT BY order
    SELECT k, order FROM (SELECT array(1) AS v, 1 AS k) LATERAL VIEW explode(v) e AS order
    SELECT new.a, old.a FROM (SELECT 1 AS a) new LEFT JOIN (SELECT 1 AS a) old ON new.a = old.a WHERE old.a = 1
  `),
  ...refusedEverywhere(
    statements(`
      SELECT a, FROM (SELECT 1 AS a)
      SELECT a FROM (SELECT 1 AS a) WHERE a = 1 AND
      SELECT a FROM (SELECT 1 AS a) WHERE (a AND)
      SELECT a FROM (SELECT 1 AS a) AS inner
      SELECT a FROM (SELECT 1 AS a) t ON WHERE a = 1
      SELECT FROM (SELECT 1 AS a)
      SELECT a FROM (SELECT 1 AS a) ORDER BY
      SELECT a FROM (SELECT 1 AS a) GROUP BY
      SELECT * EXCEPT (order) FROM (SELECT 1 AS order, 2 AS x)
      SELECT 1 +
      SELECT null.c FROM (SELECT 1 AS c) AS null
    `),
  ),
])
