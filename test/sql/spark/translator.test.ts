import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { type EngineColumn, openDuckdb } from '../../../src/engines/index.ts'
import { sparkSettingsOf } from '../../../src/sql/spark/spark-settings.ts'
import {
  createSparkTranslator,
  detachedText,
  ident,
  sparkMacrosFor,
  trusted,
  type TranslationCache,
} from '../../../src/sql/index.ts'

const memory = (): TranslationCache & { readonly entries: Map<string, string> } => {
  const entries = new Map<string, string>()
  return { entries, get: (key) => entries.get(key), put: (key, value) => void entries.set(key, value) }
}

const orders: readonly EngineColumn[] = [
  { name: 'id', type: 'INTEGER' },
  { name: 'amount', type: 'DECIMAL(10,2)' },
  { name: 'placed', type: 'TIMESTAMP WITH TIME ZONE' },
  { name: 'note', type: 'VARCHAR' },
  { name: 'lines', type: 'STRUCT(sku VARCHAR, qty INTEGER)[]' },
]
const relations = new Map<string, readonly EngineColumn[] | undefined>([
  ['orders', orders],
  ['anything', undefined],
])

const translate = (text: string, cache = memory()) =>
  createSparkTranslator({ cache }).translate(detachedText(text, 'job.yaml'), relations)

const query = async (text: string) => {
  const { value, diagnostics } = await translate(text)
  expect(diagnostics).toEqual([])
  if (value?.kind !== 'query') throw new Error('no query')
  return value
}

const findings = async (text: string) =>
  (await translate(text)).diagnostics.map(({ code, hint, place }) => [
    code,
    `${place?.line}:${place?.column}`,
    hint,
  ])

test('relations are named as the caller says, with their alias kept', async () => {
  const translator = createSparkTranslator({ cache: memory() })
  const { value } = await translator.translate(
    detachedText('SELECT o.id FROM Orders o'),
    relations,
    new Map([['orders', ident('v "1"')]]),
  )
  expect(value?.kind === 'query' ? value.sql : '').toBe('SELECT "o"."id" AS "id" FROM "v ""1""" AS "o"')
  expect(value?.kind === 'query' ? value.tables : []).toEqual(['orders'])
})

test.each(["SELECT '${m}x' AS a", 'SELECT 1 AS `${env:HOME}`', 'SELECT 1 -- ${a}\n'])(
  'what Spark replaces before it reads a statement is refused: %s',
  async (statement) => {
    const translator = createSparkTranslator({ cache: memory() })
    const { value, diagnostics } = await translator.translate(detachedText(statement), relations)
    expect(value).toBeUndefined()
    expect(diagnostics[0]?.message).toContain('Spark puts a setting')
  },
)

test('output columns carry names as Spark gives them, types and the columns that they come from', async () => {
  const { outputColumns } = await query(
    'WITH c AS (SELECT id, upper(note) AS loud FROM orders) SELECT concat(loud, id) AS both, count(1), max(ID) FROM c GROUP BY 1',
  )
  expect(outputColumns).toEqual([
    {
      name: 'both',
      type: 'string',
      from: [
        { relation: 'orders', column: 'note' },
        { relation: 'orders', column: 'id' },
      ],
    },
    { name: 'count(1)', type: 'bigint', from: [] },
    { name: 'max(ID)', type: 'int', from: [{ relation: 'orders', column: 'id' }] },
  ])
})

test('a relation without schema passes its names through, and what a star brings is not known', async () => {
  expect((await query('SELECT a, b.c FROM anything b')).outputColumns?.map((column) => column.type)).toEqual([
    undefined,
    undefined,
  ])
  expect((await query('SELECT * FROM anything')).outputColumns).toBeUndefined()
})

test.for<[string, readonly unknown[]]>([
  ['SELECT id\nFROM ordes', ['MR2002', '2:6', 'did you mean "orders"?']],
  ['SELECT id,\n  o.amout FROM orders o', ['MR2003', '2:5', 'did you mean "amount"?']],
  ['SELECT id FROM orders WHERE nte IS NULL', ['MR2003', '1:29', 'did you mean "note"?']],
  ['SELECT x.qqty FROM orders LATERAL VIEW explode(lines) e AS x', ['MR2003', '1:10', 'did you mean "qty"?']],
  ['SELECT uper(note) FROM orders', ['MR2004', '1:8', 'did you mean "upper"?']],
  ['SELECT id FROM orders WHERE', ['MR2001', '1:23', 'statements are Spark SQL']],
  ['SELECT id\nFROM <input-name>', ['MR1021', '2:6', 'replace it by a value']],
  ['SELECT <id column>, note FROM orders', ['MR1021', '1:8', 'replace it by a value']],
  ['SELECT id FROM orders WHERE id < > 3', ['MR2001', '1:34', 'statements are Spark SQL']],
  ["SELECT 'open FROM orders", ['MR2001', '1:8', 'statements are Spark SQL']],
  ['SELECT id, FROM orders', ['MR2001', '1:10', 'statements are Spark SQL']],
  ['SELECT 1; SELECT 2', ['MR2005', '1:11', 'make a step of each statement']],
  ['DROP TABLE orders', ['MR2006', '1:1', 'write a SELECT; tables are written by the outputs of a job']],
])('%s is reported at its place', async ([text, expected]) => {
  expect(await findings(text)).toContainEqual(expected)
})

test.for([
  'SELECT (SELECT max(p.id) FROM orders p WHERE p.id = o.id) FROM orders o;',
  'SELECT x.qty, x.SKU FROM orders LATERAL VIEW explode(lines) e AS x',
  'SELECT transform(lines, l -> l.qty) FROM orders',
  'SELECT id AS k, k + 1 AS next FROM orders ORDER BY next',
  'SELECT count(*) AS n FROM orders HAVING n > 1',
  'SELECT `id`, "text", /* a comment */ note -- and another\nFROM orders',
])('%s gives no false alarm', async (text) => {
  expect((await translate(text)).diagnostics).toEqual([])
})

test.for([
  ['a function that is not known here', 'SELECT xpath(note, note) FROM orders'],
  ['a pattern letter that is not known here', `SELECT date_format(placed, 'YYYY') FROM orders`],
  ['look-behind without bounds', `SELECT note RLIKE '(?<=a+)b' FROM orders`],
])('%s is refused, never guessed', async ([, text]) => {
  expect((await findings(text ?? ''))[0]?.[0]).toBe('MR2008')
})

test('CACHE TABLE is a hint without effect', async () => {
  const { value, diagnostics } = await translate('CACHE TABLE orders')
  expect(value).toMatchObject({ kind: 'hint', table: 'orders' })
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['MR2007', 'info']])
})

test('a hint is remembered like any translation, and still told', async () => {
  const stored = new Map<string, string>()
  const cache = {
    get: (key: string) => stored.get(key),
    put: (key: string, value: string) => void stored.set(key, value),
  }
  const translator = createSparkTranslator({ cache })
  const once = await translator.translate(detachedText('CACHE TABLE orders'), new Map())
  expect(stored.size).toBe(1)
  const again = await translator.translate(detachedText('CACHE TABLE orders'), new Map())
  expect(again.diagnostics).toEqual(once.diagnostics)
  expect(again.value).toMatchObject({ kind: 'hint', table: 'orders' })
})

test('an expression is translated over the columns that it may use', async () => {
  const translator = createSparkTranslator({ cache: memory() })
  const good = await translator.translateExpression(detachedText(`note = 3 AND length(id) > 1`), orders)
  expect(good.value?.type).toBe('boolean')
  expect(good.value?.columns).toEqual(['note', 'id'])
  const bad = await translator.translateExpression(detachedText('idd = 3'), orders)
  expect(bad.diagnostics.map(({ code, place }) => [code, place?.column])).toEqual([['MR2003', 1]])
})

test('a schema that changes makes another cache entry; the same text with the same schema none', async () => {
  const cache = memory()
  const translator = createSparkTranslator({ cache })
  const text = detachedText('SELECT length(id) AS n FROM orders')
  const first = await translator.translate(text, relations)
  expect(await translator.translate(text, relations)).toEqual(first)
  expect(cache.entries.size).toBe(1)
  await translator.translate(text, new Map([['orders', [{ name: 'id', type: 'VARCHAR' }]]]))
  expect(cache.entries.size).toBe(2)
})

test('neither a warm cache nor a plain statement loads the parser', async () => {
  const cache = memory()
  const text = 'SELECT cast(note AS date) AS d FROM orders EXCEPT SELECT NULL'
  await translate(text, cache)
  const script = `
    import { createSparkTranslator, detachedText } from ${JSON.stringify(join(import.meta.dirname, '../../../src/sql/index.ts'))}
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ resolve: (specifier, context, next) => { loaded.push(specifier); return next(specifier, context) } })
    const entries = new Map(${JSON.stringify([...cache.entries])})
    const translator = createSparkTranslator({ cache: { get: (key) => entries.get(key), put: () => {} } })
    const relations = new Map(${JSON.stringify([...relations])}.map(([name, columns]) => [name, columns ?? undefined]))
    const warm = await translator.translate(detachedText(${JSON.stringify(text)}), relations)
    await translator.translate(detachedText('SELECT 1'), relations)
    const warmLoads = loaded.filter((name) => name.includes('polyglot')).length
    await translator.translate(detachedText('SELECT 1 EXCEPT SELECT 2'), relations)
    process.stdout.write(JSON.stringify({ sql: warm.value.sql, warmLoads, coldLoads: loaded.filter((name) => name.includes('polyglot')).length > 0 }))
  `
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--disable-warning=ExperimentalWarning',
    '-e',
    script,
  ])
  expect(JSON.parse(stdout)).toEqual({ sql: (await query(text)).sql, warmLoads: 0, coldLoads: true })
})

test('the macros of a statement are enough to run it', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const { sql } = await query(
    `SELECT cast(s AS int) i, cast(s AS timestamp) t, cast(cast(s AS double) AS string) d FROM VALUES ('12.7'), ('2024-1-5 1:2') AS v(s)`,
  )
  const macros = sparkMacrosFor(sql)
  for (const macro of macros) await connection.run(macro)
  expect(await connection.rows(sql)).toEqual([
    { i: 12, t: null, d: '12.7' },
    { i: null, t: '2024-01-05 01:02:00+00', d: null },
  ])
})

test.each([
  ['SELECT histogram_numeric(x, 2) AS h FROM VALUES 1, 2, 3 AS v(x)', 'more different values than bins'],
  ["SELECT histogram_numeric(x, 9) AS h FROM VALUES 1D, double('NaN') AS v(x)", 'histogram_numeric of NaN'],
])('a histogram whose bins would depend on the order of rows fails: %s', async (statement, message) => {
  await using engine = await openDuckdb({ library: sparkMacrosFor })
  await using connection = await engine.connect()
  const { value, diagnostics } = await translate(statement)
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning'])
  if (value?.kind !== 'query') throw new Error('no query')
  await expect(connection.rows(value.sql)).rejects.toThrow(message)
})

test('a volatile value is drawn once, however often a cast names it', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const { sql } = await query(
    'SELECT count(*) AS wrong FROM (SELECT cast(rand() * 1000 AS string) AS r FROM range(2000)) q WHERE cast(r AS double) IS NULL',
  )
  for (const macro of sparkMacrosFor(sql)) await connection.run(macro)
  expect(await connection.rows(sql)).toEqual([{ wrong: 0n }])
})

test('no macro makes the optimizer join: a cast stays one projection', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  await connection.run(trusted('CREATE TABLE t AS SELECT CAST(range AS VARCHAR) AS s FROM range(10)'))
  const casts = ['int', 'double', 'decimal(10,2)', 'boolean', 'date', 'timestamp'].map(
    (type) => `cast(s AS ${type})`,
  )
  const translator = createSparkTranslator({ cache: memory() })
  const { value } = await translator.translate(
    detachedText(`SELECT ${casts.join(', ')} FROM t`),
    new Map([['t', [{ name: 's', type: 'VARCHAR' }]]]),
  )
  if (value?.kind !== 'query') throw new Error('no query')
  for (const macro of sparkMacrosFor(value.sql)) await connection.run(macro)
  const plan = await connection.rows(trusted(`EXPLAIN ${value.sql}`))
  expect(JSON.stringify(plan)).not.toContain('JOIN')
})

test.for([
  ['FROM', 'SELECT DISTINCT 1 FROM (SELECT id FROM orders) UNION ALL SELECT 1 FROM orders', [1, 1, 1]],
  ['JOIN', 'SELECT count(*) FROM orders JOIN (SELECT 1 AS one) UNION ALL SELECT 5', [2, 5]],
  ['IN', 'SELECT 7 WHERE 3 IN (SELECT count(*) FROM (SELECT id FROM orders) UNION SELECT 3)', [7]],
  ['EXISTS', 'SELECT 7 WHERE EXISTS ((SELECT 1) EXCEPT (SELECT 1))', []],
  ['WHERE', 'SELECT id FROM orders WHERE id = (SELECT 1) UNION ALL SELECT 9', [1, 9]],
  [
    'WITH',
    'WITH a AS (SELECT count(*) FROM (SELECT id FROM orders) MINUS SELECT 5) SELECT * FROM a UNION SELECT 4 UNION ALL SELECT * FROM a',
    [2, 2, 4],
  ],
] as const)(
  'a set operation after brackets stands beside the query, in %s too',
  async ([, text, numbers]) => {
    expect(await numbersOf(text)).toEqual(numbers)
  },
)

test.for([
  ['SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 3', [1]],
  ['SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 2 EXCEPT SELECT 1 INTERSECT ALL SELECT 4', [1, 2]],
  ['(SELECT 1 UNION ALL SELECT 2) INTERSECT SELECT 2', [2]],
] as const)('INTERSECT binds tighter than UNION and EXCEPT: %s', async ([text, numbers]) => {
  expect(await numbersOf(text)).toEqual(numbers)
})

test('a place behind a set operation is where the author wrote it', async () => {
  const at = (text: string) => findings(text).then((found) => found.map(([code, place]) => [code, place]))
  expect(await at('SELECT id FROM (SELECT id FROM orders) UNION SELECT nope FROM orders')).toEqual([
    ['MR2003', '1:53'],
  ])
  expect(await at('SELECT id FROM (SELECT id FROM orders) UNION UNION SELECT 1')).toEqual([
    ['MR2001', '1:46'],
  ])
})

test.for([
  ["'b' NOT LIKE ALL ('a%', 'b%')", 0],
  ["'c' NOT LIKE ALL ('a%', 'b%')", 1],
  ["'b' NOT LIKE ANY ('a%', 'b%')", 1],
  ["'ab' NOT LIKE ANY ('a%', '%b')", 0],
  ["'b' LIKE ALL ('a%', 'b%')", 0],
  ["'B' ILIKE ANY ('a%', 'b%')", 1],
] as const)('%s is %s', async ([condition, expected]) => {
  expect(await numbersOf(`SELECT CASE WHEN ${condition} THEN 1 ELSE 0 END AS a`)).toEqual([expected])
  const { outputColumns } = await query(`SELECT ${condition} AS fits`)
  expect(outputColumns?.map(({ name }) => name)).toEqual(['fits'])
})

test('the name of a constant is no number of a column, neither to sort nor to group by', async () => {
  expect(await numbersOf('SELECT id, 1 AS one FROM orders ORDER BY one, id DESC LIMIT 1')).toEqual([2])
  expect(await numbersOf('SELECT sum(id), 1 AS one FROM orders GROUP BY one')).toEqual([3])
})

test('a name that several tables have is refused, unless the query puts it out', async () => {
  const joined = 'FROM orders a JOIN (SELECT id + 1 AS id FROM orders) b ON true'
  expect((await findings(`SELECT id ${joined}`)).map(([code]) => code)).toEqual(['MR2013'])
  expect(await numbersOf(`SELECT b.id ${joined} ORDER BY id DESC LIMIT 1`)).toEqual([3])
})

/** The first column of the rows, in order of size. */
const numbersOf = async (text: string): Promise<readonly number[]> => {
  const { sql } = await query(text)
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  for (const macro of sparkMacrosFor(sql)) await connection.run(macro)
  await connection.run(
    trusted(
      `CREATE TABLE orders AS SELECT id, 1.5::DECIMAL(10,2) AS amount, now() AS placed, 'a' AS note, [{'sku': 'a', 'qty': 1}] AS lines FROM (VALUES (1), (2)) AS v(id)`,
    ),
  )
  const { rows } = await connection.table(sql)
  return rows.map((row) => Number(row[0])).toSorted((a, b) => a - b)
}

test('settings of Spark under which statements mean something else are refused, and harmless ones are not', async () => {
  const under = (...pairs: readonly (readonly [string, unknown])[]) => {
    const translator = createSparkTranslator({ cache: memory(), settings: sparkSettingsOf(pairs) })
    return translator.translate(detachedText('SELECT size(NULL) AS n'), relations)
  }
  for (const pair of [
    ['spark.sql.mapKeyDedupPolicy', 'LAST_WIN'],
    ['spark.sql.caseSensitive', 'true'],
  ] as const) {
    const { value, diagnostics } = await under(pair)
    expect(value, pair[0]).toBeUndefined()
    expect(diagnostics).toMatchObject([
      { code: 'MR2008', message: expect.stringContaining(pair.join(' = ')) },
    ])
  }
  const { diagnostics } = await under(
    ['spark.sql.ansi.enabled', 'false'],
    ['spark.sql.session.timeZone', 'UTC'],
    ['spark.sql.shuffle.partitions', 2],
  )
  expect(diagnostics).toEqual([])
})

test('a call that may leave the limits of its function is warned of once, also where the translation is cached', async () => {
  const cache = memory()
  const text =
    'SELECT max_by(note, amount) AS a, max_by(id, amount) AS b, lower(note) AS c,\n  min_by(note, id) AS d FROM orders GROUP BY note'
  const first = await translate(text, cache)
  expect(first.value?.kind).toBe('query')
  expect(first.diagnostics).toMatchObject([
    { code: 'MR2020', severity: 'warning', place: { line: 1, column: 8 } },
    { code: 'MR2020', message: expect.stringContaining('min_by'), place: { line: 2, column: 3 } },
  ])
  expect((await translate(text, cache)).diagnostics).toEqual(first.diagnostics)
  expect(cache.entries.size).toBe(1)
})

test('a limit that hardly any data leaves is told of only where a literal leaves it', async () => {
  const codes = async (text: string) =>
    (await translate(`SELECT ${text} FROM orders`)).diagnostics.map(({ code }) => code)
  expect(
    await codes(`from_json(note, 'a INT'), upper(note), from_utc_timestamp(placed, 'Asia/Tokyo')`),
  ).toEqual([])
  expect(await codes(`get_json_object('{"a":"\\\\\\\\ud83d"}', '$.a')`)).toEqual(['MR2020'])
  expect(await codes(`lower('\u{10571}')`)).toEqual(['MR2020'])
  expect(await codes(`from_utc_timestamp('2050-07-01 00:00:00', 'Europe/Berlin')`)).toEqual(['MR2020'])
})

test.each([
  ['operands that do not go together', 'SELECT id,\n  id + array(1) AS x FROM orders', 'MR2013', '2:3'],
  ['what Spark groups otherwise', 'SELECT id,\n  sum(id) FROM orders', 'MR2013', '1:8'],
  ['an argument of another type', 'SELECT 1,\n  size(id) FROM orders', 'MR2013', '2:3'],
  ['a construct that is not read', 'SELECT id FROM orders TABLESAMPLE\n  (5 PERCENT) x', 'MR2008', '1:23'],
  [
    'a clause of another dialect',
    'SELECT id\nFROM orders\nQUALIFY rank() OVER (ORDER BY id) = 1',
    'MR2015',
    '3:1',
  ],
  ['an operator of another dialect', "SELECT\n  note ->> 'a' FROM orders", 'MR2015', '2:8'],
  ['a type of another dialect', 'SELECT\n  CAST(id AS int4) FROM orders', 'MR2001', '2:14'],
  ['a table that is not there', 'SELECT\n  o.id FROM orders x', 'MR2003', '2:3'],
  ['a column of USING', 'SELECT 1 FROM orders a\nJOIN orders b USING (nope)', 'MR2003', '2:22'],
  ['a condition of another type', 'SELECT 1 FROM orders\nWHERE id + 1', 'MR2013', '2:7'],
  ['an aggregate in WHERE', 'SELECT 1 FROM orders\nWHERE sum(id) > 1', 'MR2015', '2:7'],
  ['pipe syntax', 'SELECT id FROM orders\n|> WHERE id > 1', 'MR2001', '2:1'],
])('%s is told at its place', async (_, statement, code, place) => {
  expect((await findings(statement))[0]?.slice(0, 2)).toEqual([code, place])
})
