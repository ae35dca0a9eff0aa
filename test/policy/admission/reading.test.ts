import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { ident, literal, sql, trusted } from '../../../src/sql/quote.ts'
import { confirmAdmitted } from '../../../src/policy/index.ts'
import { serializeStatement } from '../../../src/sql/parse-tree.ts'
import { detachedText } from '../../../src/sql/source-text.ts'
import { openReading, type Reading } from '../reading.ts'

let reading: Reading
beforeAll(async () => {
  reading = await openReading()
})

const T = 'icebase.retail.customers'
const O = 'icebase.retail.orders'
const hex = (text: string) => createHash('sha256').update(text).digest('hex')
const ask = async (text: string, options?: Parameters<Reading['ask']>[1]) =>
  (await reading.ask(text, options)).rows

test('a masked reader sees masks, an unmasked one the values', async () => {
  const query = `SELECT id, email, born FROM ${T} ORDER BY id`
  expect(await ask(query)).toEqual([
    [1, hex('ana@x.io'), '1990-04-01'],
    [2, hex('bo@x.io'), '1985-01-01'],
    [3, null, null],
  ])
  expect(await ask(query, { roles: [] })).toEqual([
    [1, 'ana@x.io', '1990-05-17'],
    [2, 'bo@x.io', '1985-01-01'],
    [3, null, null],
  ])
})

test('predicates, joins, grouping and order only see masked values', async () => {
  expect(await ask(`SELECT id FROM ${T} WHERE email = 'ana@x.io'`)).toEqual([])
  expect(await ask(`SELECT id FROM ${T} WHERE email LIKE '%@%' OR born = DATE '1990-05-17'`)).toEqual([])
  expect(await ask(`SELECT id FROM ${T} WHERE email = '${hex('ana@x.io')}'`)).toEqual([[1]])
  expect(await ask(`SELECT id FROM ${T} JOIN (VALUES ('ana@x.io')) v(e) ON email = e`)).toEqual([])
  expect(await ask(`SELECT email, count(*) FROM ${O} GROUP BY email ORDER BY 2`)).toEqual([
    [hex('bo@x.io'), 1n],
    [hex('ana@x.io'), 2n],
  ])
  expect(await ask(`SELECT min(email), max(born) FROM ${T}`)).toEqual([
    [[hex('ana@x.io'), hex('bo@x.io')].toSorted()[0], '1990-04-01'],
  ])
  expect(await ask(`SELECT c.id FROM ${T} c JOIN ${O} o ON c.email = o.email ORDER BY o.order_id`)).toEqual([
    [1],
    [1],
    [2],
  ])
})

// Every way to write a query that has no mask in it must give what DuckDB gives when it is asked directly.
const equivalent: readonly string[] = [
  `SELECT * FROM @c ORDER BY id`,
  `FROM @c ORDER BY id`,
  `TABLE @c ORDER BY id`,
  `SELECT * EXCLUDE (email) REPLACE (id + 1 AS id) RENAME (state AS s) FROM @c ORDER BY id`,
  `SELECT customers.* FROM @c ORDER BY id`,
  `SELECT customers.id, c2.id FROM @c, @c AS c2 ORDER BY ALL`,
  `SELECT x.i FROM @c AS x(i, e) ORDER BY 1`,
  `SELECT customers FROM @c ORDER BY id`,
  `SELECT COLUMNS('i.*') FROM @c ORDER BY id`,
  `SELECT COLUMNS(c -> c LIKE '%a%') FROM @c ORDER BY id`,
  `SELECT min(COLUMNS(* EXCLUDE (place))) FROM @c`,
  `SELECT place.city, place['zip'][1], place.zip[1:2] FROM @c ORDER BY id`,
  `SELECT c.place.city FROM @c c ORDER BY id`,
  `SELECT state, count(*), sum(id) FILTER (WHERE id > 1) FROM @c GROUP BY ALL ORDER BY ALL`,
  `SELECT state, grouping(state), count(*) FROM @c GROUP BY ROLLUP (state) ORDER BY ALL`,
  `SELECT state, id, count(*) FROM @c GROUP BY GROUPING SETS ((state), (id), ()) ORDER BY ALL`,
  `SELECT state FROM @c GROUP BY 1 HAVING count(*) > 1`,
  `SELECT id FROM @c QUALIFY row_number() OVER (PARTITION BY state ORDER BY id DESC) = 1 ORDER BY id`,
  `SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) FROM @c ORDER BY id`,
  `SELECT id, lead(id, 1, -1) OVER w, first_value(state) OVER w FROM @c WINDOW w AS (ORDER BY id) ORDER BY id`,
  `SELECT DISTINCT ON (state) state, id FROM @c ORDER BY state, id DESC`,
  `SELECT id FROM @c UNION ALL SELECT customer_id FROM @o ORDER BY 1`,
  `SELECT id FROM @c UNION SELECT 1 UNION SELECT 99 ORDER BY 1`,
  `SELECT id FROM @c EXCEPT SELECT 1 EXCEPT SELECT 2`,
  `SELECT id FROM @c EXCEPT (SELECT id FROM @c EXCEPT SELECT 2) ORDER BY 1`,
  `(SELECT id FROM @c INTERSECT SELECT customer_id FROM @o) UNION ALL SELECT 7 ORDER BY 1`,
  `SELECT id FROM @c UNION ALL SELECT 5 UNION SELECT 5 UNION ALL SELECT 5 ORDER BY 1`,
  `SELECT id FROM @c UNION ALL BY NAME SELECT 9 AS z ORDER BY ALL`,
  `WITH a AS (SELECT id FROM @c), b AS MATERIALIZED (SELECT id + 1 AS id FROM a) SELECT * FROM a JOIN b USING (id) ORDER BY 1`,
  `WITH a(x) AS (SELECT id FROM @c) SELECT sum(x) FROM a`,
  `WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r JOIN @c ON n = id ORDER BY 1`,
  `SELECT * FROM (SELECT id AS k FROM @c) s, LATERAL (SELECT count(*) AS n FROM @o WHERE customer_id = s.k) ORDER BY k`,
  `SELECT id, (SELECT sum(amount) FROM @o WHERE customer_id = id) FROM @c ORDER BY id`,
  `SELECT id FROM @c WHERE id IN (SELECT customer_id FROM @o) AND EXISTS (SELECT 1) AND id = ANY (SELECT 1) ORDER BY 1`,
  `SELECT id FROM @c WHERE id NOT IN (1) AND state BETWEEN 'A' AND 'Z' OR state IS NULL ORDER BY 1`,
  `SELECT * FROM @c c LEFT JOIN @o o ON c.id = o.customer_id ORDER BY ALL`,
  `SELECT * FROM @c c SEMI JOIN @o o ON c.id = o.customer_id ORDER BY ALL`,
  `SELECT * FROM @c c ANTI JOIN @o o ON c.id = o.customer_id ORDER BY ALL`,
  `SELECT a.id, b.id FROM @c a POSITIONAL JOIN (SELECT id FROM @c ORDER BY id DESC) b ORDER BY ALL`,
  `SELECT a.id, b.order_id FROM @c a ASOF JOIN @o b ON a.id >= b.customer_id ORDER BY ALL`,
  `SELECT * FROM @c NATURAL JOIN (SELECT 1 AS id) ORDER BY id`,
  `SELECT list_transform(list(id ORDER BY id), x -> x * 2), list_filter([1, 2, 3], lambda x: x > 1) FROM @c`,
  `SELECT [x + 1 FOR x IN [1, 2, 3] IF x > 1], {'a': 1, 'b': [2]}, MAP {'k': 1}, row(1, 'x')`,
  `SELECT CAST(id AS DECIMAL(10, 2)), TRY_CAST(state AS INTEGER), id::VARCHAR, state::JSON IS NULL FROM @c WHERE id < 0`,
  `SELECT CASE state WHEN 'FL' THEN 1 ELSE 2 END, CASE WHEN id > 1 THEN 'a' END, coalesce(state, 'x'), nullif(id, 1), ifnull(state, 'y'), if(id = 1, 2, 3) FROM @c ORDER BY id`,
  `SELECT 9007199254740993, 123456789012345678901234567890, -170141183460469231731687303715884105728, 1.50, 1e0 AS d, 1e300 AS e, 0.1, typeof(2e0), TRUE, NULL, 'it''s', '\\xAA'::BLOB`,
  `SELECT INTERVAL 3 DAY, DATE '2020-02-29' + INTERVAL 1 YEAR, TIMESTAMP '2020-01-01 01:02:03', TIMESTAMPTZ '2020-01-01 00:00:00+02', extract(year FROM DATE '2021-05-06'), DATE '2020-01-01' AT TIME ZONE 'UTC' IS NULL`,
  `SELECT 'abc' LIKE 'a%', 'abc' ILIKE 'A%', 'a_c' LIKE 'a!_c' ESCAPE '!', 'abc' SIMILAR TO 'a.*', 'abc' GLOB 'a*', 'abc' ~ 'a.c', 'a' || 'b', position('b' IN 'abc'), trim(BOTH 'x' FROM 'xax'), substring('abcd' FROM 2 FOR 2)`,
  `SELECT 7 // 2, 7 % 2, 2 ** 3, 2 ^ 3, -id, @(-3), ~1, 1 << 2, 5 & 3, 5 | 2, 3!, NOT TRUE, id IS DISTINCT FROM 1, id IS NOT NULL FROM @c ORDER BY id`,
  `SELECT 'B' COLLATE NOCASE = 'b', upper(state), state.lower() FROM @c ORDER BY id`,
  `SELECT '{"a": {"b": [1, 2]}}'::JSON -> 'a' ->> 'b', json_extract_string('{"a": 1}', '$.a')`,
  `SELECT * FROM range(3) r(i), generate_series(1, 2) g(j), unnest([10, 20]) u(k) ORDER BY ALL`,
  `SELECT unnest(place.zip) FROM @c WHERE id = 1`,
  `VALUES (1, 'a'), (2, 'b')`,
  `SELECT * FROM (VALUES (1, 'a')) v(x, y)`,
  `SELECT id FROM @c ORDER BY id DESC NULLS LAST LIMIT 2 OFFSET 1`,
  `SELECT id FROM @c ORDER BY id LIMIT 50%`,
  `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY id), median(id), quantile_disc(id, 0.5), string_agg(DISTINCT state, ',' ORDER BY state), arg_max(state, id), approx_count_distinct(id) FROM @c`,
  `SELECT count(*) FROM @c USING SAMPLE 100 PERCENT (bernoulli)`,
  `SELECT state AS "weird "" name; --", id AS "select" FROM @c ORDER BY 2`,
  `SELECT id /* comment ; -- */ FROM -- line\n @c ORDER BY 1;`,
  `SELECT CURRENT_DATE IS NOT NULL, now() IS NOT NULL, current_user`,
  `SELECT id AS a, a + 1 AS b FROM @c WHERE a > 1 ORDER BY b`,
  `SELECT sum(amount), avg(amount), count(DISTINCT customer_id) FROM @o`,
  `SELECT TRY(CAST(state AS INTEGER)) FROM @c ORDER BY id`,
  `SELECT "customers"."id" FROM "icebase"."retail"."customers" WHERE 1 = 0`,
]

test.each(equivalent)('reads as DuckDB does: %s', async (query) => {
  const direct = (file: string, alias: string) => `(SELECT * FROM read_parquet('${file}'))${alias}`
  const engineText = query
    .replace('"icebase"."retail"."customers"', direct(reading.files.customers, ' AS customers'))
    .replaceAll(/TABLE @c/g, 'FROM @c')
    .replaceAll(/@([co])( AS)?( \w+)?/g, (whole, which: string, as = '', word = '') => {
      const [file, name] =
        which === 'c' ? [reading.files.customers, 'customers'] : [reading.files.orders, 'orders']
      const keyword =
        /^ (WHERE|GROUP|ORDER|JOIN|LEFT|SEMI|ANTI|POSITIONAL|ASOF|NATURAL|UNION|EXCEPT|QUALIFY|WINDOW|HAVING|USING|INTERSECT|ON|LIMIT)$/i
      if (whole.startsWith('@(')) return whole
      return as === '' && (word === '' || keyword.test(word))
        ? `${direct(file, ` AS ${name}`)}${word}`
        : `${direct(file, '')}${as}${word}`
    })
  const expected = await reading.parser.table(trusted(engineText))
  const actual = await reading.ask(query.replaceAll('@c', T).replaceAll('@o', O), { roles: [] })
  expect(actual.rows).toEqual(expected.rows)
  // The engine names an expression by its text, in which the relation is another one.
  const names = (table: typeof actual) =>
    table.columns.map(({ name }) => (/[( ]/.test(name) ? 'expression' : name))
  expect(names(actual)).toEqual(names(expected))
})

test('columns may be qualified by the whole name of their dataset', async () => {
  expect(
    await ask(`SELECT icebase.retail.customers.id, retail.customers.place.city FROM ${T} WHERE ${T}.id = 1`),
  ).toEqual([[1, 'Miami']])
})

test('names are found without regard to case, quoted or not, and below the default collection', async () => {
  const use = { depot: 'icebase', collection: 'retail' }
  for (const name of [
    'ICEBASE.Retail.Customers',
    '"icebase"."retail"."customers"',
    '"icebase.retail.customers"',
  ])
    expect(await ask(`SELECT count(*) FROM ${name}`)).toEqual([[3n]])
  for (const name of ['customers', 'RETAIL.customers', T])
    expect(await ask(`SELECT count(*), max(customers.id) FROM ${name}`, { use })).toEqual([[3n, 3]])
})

test('two datasets whose names differ in case only must be written exactly', async () => {
  const twin = await openReading()
  const [first] = twin.datasets
  twin.datasets.push({ ...first!, address: { ...first!.address, dataset: 'Customers' } })
  expect((await twin.compile('SELECT * FROM icebase.retail.CUSTOMERS')).codes).toEqual(['MR4010'])
  expect((await twin.compile('SELECT id FROM icebase.retail.Customers')).codes).toEqual([])
})

test('a WITH name that shadows a dataset is not the dataset, and is it inside its own definition', async () => {
  const use = { depot: 'icebase', collection: 'retail' }
  expect(
    await ask(`WITH customers AS (SELECT 'mine' AS email) SELECT email FROM customers`, { use }),
  ).toEqual([['mine']])
  expect(
    await ask(`WITH customers AS (SELECT email FROM customers WHERE id = 1) SELECT email FROM customers`, {
      use,
    }),
  ).toEqual([[hex('ana@x.io')]])
  expect(
    await ask(
      `WITH a AS (SELECT email FROM customers WHERE id = 2), customers AS (SELECT 'x' AS email)
       SELECT email FROM a UNION ALL SELECT email FROM customers ORDER BY 1`,
      { use },
    ),
  ).toEqual([[hex('bo@x.io')], ['x']])
  expect(
    await ask(
      `WITH customers AS (SELECT 'x' AS email) SELECT max(c.email) FROM retail.customers c WHERE c.id = 1`,
      {
        use,
      },
    ),
  ).toEqual([[hex('ana@x.io')]])
})

test('each dataset gets one view, however often it is named', async () => {
  const { value } = await reading.compile(`SELECT * FROM ${T} a, ${T} b, ${O}`)
  expect(value?.views.map((view) => [view.name, view.dataset.address.dataset])).toEqual([
    ['__secured_0', 'customers'],
    ['__secured_1', 'orders'],
  ])
})

test('a column whose mask cannot transform its type is reported', async () => {
  const odd = await openReading()
  const [first] = odd.datasets
  odd.datasets[0] = {
    ...first!,
    columns: first!.columns.map((column) =>
      column.name === 'id' ? { ...column, tags: ['PII.Email'] } : column,
    ),
  }
  const { diagnostics } = await odd.compile(`SELECT id FROM ${T}`)
  expect(diagnostics).toMatchObject([{ code: 'MR4020', severity: 'warning' }])
  expect(diagnostics[0]?.message).toContain('hash, which cannot transform INTEGER')
  expect((await odd.ask(`SELECT count(id), count(*) FROM ${T}`)).rows).toEqual([[0n, 3n]])
})

test('a locked session reads its own folder only and keeps its settings', async () => {
  const session = await reading.readerConnection()
  const count = await session.rows(
    sql`SELECT count(*) AS n FROM read_parquet(${literal(reading.files.orders)})`,
  )
  expect(count).toEqual([{ n: 3n }])
  const other = await openReading()
  for (const statement of [
    sql`SELECT * FROM read_parquet(${literal(other.files.orders)})`,
    sql`SELECT * FROM read_text('/etc/hostname')`,
    sql`SELECT * FROM read_parquet(${literal(`${reading.folder}/../x.parquet`)})`,
    trusted(`COPY (SELECT 1) TO '/tmp/millrace-must-not-exist.csv'`),
    trusted(`ATTACH '/tmp/millrace-must-not-exist.db'`),
    trusted(`SET TimeZone = 'America/Lima'`),
    trusted(`SET enable_external_access = true`),
    trusted(`SET lock_configuration = false`),
    trusted(`SET allowed_directories = ['/']`),
    trusted(`RESET lock_configuration`),
    trusted(`INSTALL httpfs`),
    trusted(`LOAD httpfs`),
  ])
    await expect(session.run(statement), statement).rejects.toThrow()
  expect(await session.rows(trusted(`SELECT current_setting('TimeZone') AS zone`))).toEqual([{ zone: 'UTC' }])
})

test('any name and any text survives the way through the parse tree', async () => {
  const name = fc.string({
    unit: fc.constantFrom('a', '"', "'", ';', '-', ' ', '\\', '/', '*', '\n', 'é', '😀', '.'),
    minLength: 1,
    maxLength: 6,
  })
  await fc.assert(
    fc.asyncProperty(name, name, name, async (alias, table, text) => {
      const quoted = [ident(table), ident(alias)]
      const query = sql`SELECT ${quoted[0]!}.state AS ${quoted[1]!}, ${literal(text)} AS "text" FROM icebase.retail.customers AS ${quoted[0]!} WHERE id = 1`
      fc.pre(alias.toLowerCase() !== 'text')
      const { columns, rows } = await reading.ask(query)
      expect(columns.map((column) => column.name)).toEqual([alias, 'text'])
      expect(rows).toEqual([['FL', text]])
    }),
    { numRuns: 40 },
  )
})

test('a printed text that holds more than the views is stopped by the second look', async () => {
  const look = async (text: string) => {
    const tree = String((await reading.parser.rows(serializeStatement(text)))[0]?.['tree'])
    return confirmAdmitted(tree, [{ name: '__secured_0' }], detachedText(text)).map(({ code }) => code)
  }
  expect(await look('SELECT * FROM main.__secured_0 AS c')).toEqual([])
  expect(await look('WITH a AS (SELECT 1) SELECT * FROM main.__secured_0, a')).toEqual([])
  expect(await look('SELECT * FROM main.__secured_1')).toEqual(['MR4006'])
  expect(await look('SELECT * FROM __secured_0')).toEqual(['MR4006'])
  expect(await look(`SELECT * FROM 'x.parquet'`)).toEqual(['MR4006'])
  expect(await look(`SELECT * FROM main.__secured_0; SELECT 1`)).toEqual(['MR4002'])
  expect(await look(`SELECT getvariable('x') FROM main.__secured_0`)).toEqual(['MR4005'])
})
