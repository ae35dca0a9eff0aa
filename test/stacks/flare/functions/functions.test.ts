import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connection, type Engine, openDuckdb } from '../../../../src/engines/index.ts'
import { ident, trusted } from '../../../../src/sql/quote.ts'
import { compileCall, prepare, runCalls } from './compile-call.ts'

let engine: Engine
let connection: Connection

beforeAll(async () => {
  engine = await openDuckdb()
  connection = await engine.connect()
  await prepare(connection)
})

afterAll(async () => {
  await connection[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
})

type Call = Parameters<typeof compileCall>[2]

const over = async (select: string, ...calls: Call[]) => {
  await connection.run(trusted(`CREATE OR REPLACE TABLE v AS ${select}`))
  const { columns, table } = await runCalls(connection, 'v', calls)
  return {
    names: columns.map((column) => column.name),
    types: columns.map((column) => column.type),
    rows: table.rows,
  }
}

const refusal = async (select: string, call: Call) => {
  await connection.run(trusted(`CREATE OR REPLACE TABLE v AS ${select}`))
  const [diagnostic] = (await compileCall(connection, ident('v'), call)).diagnostics
  return {
    code: diagnostic?.code,
    at: diagnostic?.place?.file,
    hint: diagnostic?.hint,
    message: diagnostic?.message,
  }
}

test('a value may hold what would be a setting in a statement', async () => {
  const call = { name: 'add_column', column: 'b', value: '${x} $1', type: 'string' }
  await connection.run(trusted('CREATE OR REPLACE TABLE v AS SELECT 1 AS a'))
  const { query } = await compileCall(connection, ident('v'), call)
  expect(query === undefined ? [] : await connection.rows(query)).toEqual([{ a: 1, b: '${x} $1' }])
})

test('column names are cleansed to snake case, and cleansing twice changes nothing', async () => {
  const select = `SELECT 1 AS "dataosRunId", 2 AS "MEMBERID", 3 AS "HTTPServer", 4 AS " First Name ", 5 AS "__eventTime", 6 AS "_c0", 7 AS "a-é", 8 AS "customer2Id"`
  const once = [
    'dataos_run_id',
    'memberid',
    'http_server',
    'first_name',
    '__event_time',
    '_c0',
    'a__',
    'customer2_id',
  ]
  const cleanse = { name: 'cleanse_column_names' }
  expect((await over(select, cleanse)).names).toEqual(once)
  expect((await over(select, cleanse, cleanse)).names).toEqual(once)
})

test('two names that meet after cleansing are an error that names both', async () => {
  const { code, message } = await refusal(`SELECT 1 AS "userId", 2 AS "user id"`, {
    name: 'cleanse_column_names',
  })
  expect(code).toBe('MR2104')
  expect(message).toMatch(/"userId" and "user id".*"user_id"/)
})

test('snake_case splits camel case and leaves other characters', async () => {
  expect((await over(`SELECT 1 AS "orderId", 2 AS "a b"`, { name: 'snake_case' })).names).toEqual([
    'order_id',
    'a b',
  ])
})

test('columns_replace edits every name, with groups and flags', async () => {
  const call = { name: 'columns_replace', sedExpression: 's#^RAW_(\\w)#$1-#i' }
  expect((await over(`SELECT 1 AS raw_a, 2 AS b`, call)).names).toEqual(['a-', 'b'])
})

test('a replaced column keeps its place and a new one goes last', async () => {
  const { names } = await over(
    `SELECT 1 AS a, 2 AS b`,
    { name: 'copy', fromColumn: 'B', toColumn: 'a' },
    { name: 'set_column', column: 'c', value: 'x' },
  )
  expect(names).toEqual(['a', 'b', 'c'])
})

test('a missing column is an error at its argument with the nearest name', async () => {
  expect(await refusal(`SELECT 1 AS amount`, { name: 'trim', column: 'amuont' })).toMatchObject({
    code: 'MR2103',
    at: 'manifest#column',
    hint: 'did you mean "amount"?',
  })
})

test('a missing, a misshapen and an unknown argument value are found together with their places', async () => {
  await connection.run(trusted(`CREATE OR REPLACE TABLE v AS SELECT 1 AS a`))
  const { diagnostics } = await compileCall(connection, ident('v'), {
    name: 'hash',
    column: ['a'],
    algo: 'SHA-255',
  })
  expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.place?.file])).toEqual([
    ['MR2101', 'manifest#column'],
    ['MR2102', 'manifest#algo'],
  ])
})

test('names with quotes and keywords survive', async () => {
  const { names, rows } = await over(
    `SELECT 'x ' AS "a""b", 1 AS "select"`,
    { name: 'trim', column: 'a"b' },
    { name: 'rename', column: 'SELECT', asColumn: "it's" },
  )
  expect([names, rows]).toEqual([['a"b', "it's"], [['x', 1]]])
})

test('increment_variable is refused with the SQL that replaces it', async () => {
  expect((await refusal(`SELECT 1 AS a`, { name: 'increment_variable', column: 'n' })).hint).toContain(
    'row_number()',
  )
})

test('a regular expression that looks around is refused', async () => {
  const call = { name: 'find_and_replace', column: 'a', sedExpression: 's/(?<=a)b/c/' }
  expect(await refusal(`SELECT 'ab' AS a`, call)).toMatchObject({
    code: 'MR2105',
    at: 'manifest#sedExpression',
  })
})

test('sed takes any separator, escaped ones are text, and without g one match is replaced', async () => {
  const replace = async (sedExpression: string) =>
    (await over(`SELECT 'a/b/c$1' AS a`, { name: 'find_and_replace', column: 'a', sedExpression }))
      .rows[0]?.[0]
  expect(await replace('s/\\//-/')).toBe('a-b/c$1')
  expect(await replace('s|/|-|g')).toBe('a-b-c$1')
  expect(await replace('s/([a-z])\\/([a-z])/$2\\1/')).toBe('ba/c$1')
  expect(await replace('s/B/\\$x/i')).toBe('a/$x/c$1')
})

test('a malformed sed expression says what is missing', async () => {
  const call = { name: 'find_and_replace', column: 'a', sedExpression: 's/a/b' }
  expect(await refusal(`SELECT 'ab' AS a`, call)).toMatchObject({
    code: 'MR2106',
    message: expect.stringContaining('needs three /') as string,
  })
})

test('SHA-384 and SHA-512 equal another implementation for texts of all lengths around a block', async () => {
  for (const bits of [384, 512]) {
    const { rows } = await over(
      `SELECT CASE WHEN i % 50 = 7 THEN NULL ELSE repeat('é' || chr(97 + CAST(i % 26 AS INTEGER)), CAST(i AS INTEGER)) END AS a FROM range(150) t(i)`,
      { name: 'copy', fromColumn: 'a', toColumn: 'b' },
      { name: 'hash', column: 'b', algo: `SHA-${bits}` },
    )
    for (const [text, hash] of rows)
      expect(hash).toBe(text === null ? null : createHash(`sha${bits}`).update(String(text)).digest('hex'))
  }
})

test('what is no base32, base64 or hex decodes to NULL', async () => {
  for (const algo of ['base32', 'base64', 'hex'])
    expect((await over(`SELECT 'é?!' AS a`, { name: 'decode', column: 'a', algo })).rows).toEqual([[null]])
  expect((await over(`SELECT 'ff' AS a`, { name: 'decode', column: 'a', algo: 'hex' })).rows).toEqual([
    [null],
  ])
})

test('dates are read in many layouts, day first where that is possible', async () => {
  const texts: readonly (readonly [string, string | null])[] = [
    ['2020-03-01', '2020-03-01'],
    ['2020/3/1', '2020-03-01'],
    ['2020.03.01 10:11', '2020-03-01'],
    ['20200301', '2020-03-01'],
    ['20200301101112', '2020-03-01'],
    ['2020-03', '2020-03-01'],
    ['01/03/2020', '2020-03-01'],
    ['03/13/2020', '2020-03-13'],
    ['13.03.20', '2020-03-13'],
    ['1 March 2020', '2020-03-01'],
    ['Mar 1, 2020 3:04 PM', '2020-03-01'],
    ['Sunday, 1st of March 2020', '2020-03-01'],
    ['Sun Mar 01 10:11:12 UTC 2020', '2020-03-01'],
    ['1583020800', '2020-03-01'],
    ['1583020800000', '2020-03-01'],
    ['2020-03-01T23:30:00-05:00', '2020-03-02'],
    ['2020-02-30', null],
    ['31/31/2020', null],
    ['nonsense', null],
    ['', null],
  ]
  const values = texts.map(([text], i) => `(${i}, '${text}')`).join(', ')
  const { rows, types } = await over(`SELECT * FROM (VALUES ${values}) t(i, a) ORDER BY i`, {
    name: 'any_date',
    column: 'a',
    asColumn: 'd',
  })
  expect(types.at(-1)).toBe('DATE')
  expect(rows.map((row) => [row[1], row[2]])).toEqual(texts.map(([text, date]) => [text, date]))
})

test('a timestamp is shown as the wall clock of its zone', async () => {
  const call = { name: 'any_timestamp', column: 'a', timezone: 'Asia/Kolkata' }
  const { rows } = await over(
    `SELECT unnest(['2020-03-01T05:07:38Z', '2020-03-01 05:07:38.123456', '2020-03-01 12:07:38 AM PST', '1583039258123']) AS a`,
    call,
  )
  expect(rows.flat()).toEqual([
    '2020-03-01 10:37:38+00',
    '2020-03-01 10:37:38.123456+00',
    '2020-03-01 13:37:38+00',
    '2020-03-01 10:37:38.123+00',
  ])
})

test('rules of the manifest come before the built-in layouts, under either spelling', async () => {
  const rule = '(?<month>\\d{2})-(?<day>\\d{2})-(?<year>\\d{4})'
  for (const argument of ['rules', 'rule']) {
    const call = { name: 'any_date', column: 'a', [argument]: [rule] }
    expect((await over(`SELECT '02-03-2020' AS a`, call)).rows).toEqual([['2020-02-03']])
  }
})

test('an unknown time zone is an error', async () => {
  const call = { name: 'any_timestamp', column: 'a', timezone: 'Asia/Nowhere' }
  expect(await refusal(`SELECT '' AS a`, call)).toMatchObject({ code: 'MR2114', at: 'manifest#timezone' })
})

test('mask_number keeps the characters under # and cuts the rest', async () => {
  const call = { name: 'mask_number', column: 'a', pattern: '####-XX-##' }
  expect((await over(`SELECT unnest(['1234567890123', '12', NULL]) AS a`, call)).rows.flat()).toEqual([
    '1234-XX-90',
    '12-XX-',
    null,
  ])
})

test('a URL is split into seven columns, and what is no URL into seven NULLs', async () => {
  const call = { name: 'split_url', column: 'u' }
  const { names, rows } = await over(
    `SELECT unnest(['http://user@host.org:8080/a/b.txt?x=1#top', 'no url', NULL]) AS u`,
    call,
  )
  expect(names.slice(1)).toEqual(
    ['protocol', 'authority', 'host', 'port', 'path', 'filename', 'query'].map((part) => `u_${part}`),
  )
  expect(rows.map((row) => row.slice(1))).toEqual([
    ['http', 'user@host.org:8080', 'host.org', 8080, '/a/b.txt', '/a/b.txt?x=1', 'x=1'],
    Array(7).fill(null),
    Array(7).fill(null),
  ])
  expect((await over(`SELECT 1 AS a`, { name: 'split_url', column: 'gone' })).names).toHaveLength(8)
})

test('an e-mail address is split, anything else gives NULLs', async () => {
  const { rows } = await over(`SELECT unnest(['a.b@c.org', 'a@b@c', 'x']) AS e`, {
    name: 'split_email',
    column: 'e',
  })
  expect(rows.map((row) => row.slice(1))).toEqual([
    ['a.b', 'c.org'],
    [null, null],
    [null, null],
  ])
})

test('HTML loses tags, scripts and comments and keeps its text', async () => {
  const html =
    '<html><head><style>p{}</style></head><body><!-- no --><p>Fish &amp; <b>chips</b></p><p>caf&#233; &#x41;&nbsp;&lt;b&gt;</p><script>x<1</script></body>'
  expect((await over(`SELECT '${html}' AS h`, { name: 'parse_html', column: 'h' })).rows).toEqual([
    ['Fish & chips café A <b>'],
  ])
})

test('pivot without values reads them first, and NULL becomes a column called null', async () => {
  const call = { name: 'pivot', groupBy: ['g'], column: 'c', aggregateExpression: 'sum(n) as n' }
  const { names, rows } = await over(
    `SELECT * FROM (VALUES (1, 'b', 2), (1, 'a', 3), (1, NULL, 4), (1, 'a', 5)) t(g, c, n)`,
    call,
  )
  expect([names, rows]).toEqual([['g', 'null', 'a', 'b'], [[1, 4n, 8n, 2n]]])
})

test('columns of different types cannot be melted into one', async () => {
  const call = {
    name: 'unpivot',
    columns: ['a', 'b'],
    pivotColumns: '*',
    keyColumnName: 'k',
    valueColumnName: 'w',
  }
  expect((await refusal(`SELECT 1 AS a, 'x' AS b, 2 AS c`, call)).code).toBe('MR2113')
})

test('a star on both sides of unpivot is refused', async () => {
  const call = { name: 'unpivot', columns: '*', pivotColumns: '*', keyColumnName: 'k', valueColumnName: 'w' }
  expect(await refusal(`SELECT 1 AS a`, call)).toMatchObject({ code: 'MR2113', at: 'manifest#pivotColumns' })
})

test('unfurling a struct whose field is already a column is refused', async () => {
  expect((await refusal(`SELECT 1 AS a, {'a': 2} AS s`, { name: 'unfurl', expression: 's.*' })).code).toBe(
    'MR2104',
  )
})

test('unfurl reaches into nested structs and lists', async () => {
  const { names, rows } = await over(
    `SELECT [{'p q': 1, 'r': {'t': 'x'}}] AS items`,
    { name: 'unfurl', expression: 'explode(items) as item' },
    { name: 'unfurl', expression: 'item.*' },
    { name: 'unfurl', expression: 'item.r.*' },
    { name: 'select', columns: ['p q', 't'] },
  )
  expect([names, rows]).toEqual([['p q', 't'], [[1, 'x']]])
})

test('only an array can be flattened', async () => {
  expect((await refusal(`SELECT 1 AS a`, { name: 'flatten', column: 'a', asColumn: 'x' })).code).toBe(
    'MR2107',
  )
})

test('JSON is parsed by a Spark, a DDL or an Avro schema alike', async () => {
  const avro =
    '{"type":"record","name":"r","fields":[{"name":"a","type":["null","int"]},{"name":"m","type":{"type":"map","values":"long"}}]}'
  const ddl = 'a INT, m MAP<STRING, BIGINT>'
  const spark =
    '{"type":"struct","fields":[{"name":"a","type":"integer"},{"name":"m","type":{"type":"map","keyType":"string","valueType":"long"}}]}'
  for (const schema of [{ avroSchema: avro }, { sparkSchema: ddl }, { sparkSchema: spark }]) {
    const { types } = await over(`SELECT '{"a": 1, "m": {"k": 2}}' AS j`, {
      name: 'parse_as_json',
      column: 'j',
      ...schema,
    })
    expect(types).toEqual(['STRUCT(a INTEGER, m MAP(VARCHAR, BIGINT))'])
  }
})

test('a schema that is none is refused with the reason', async () => {
  const call = { name: 'parse_as_json', column: 'j', sparkSchema: 'a WIBBLE' }
  expect((await refusal(`SELECT '' AS j`, call)).message).toContain('"WIBBLE" is not a type')
})

test('an unknown type is refused with the nearest one', async () => {
  expect((await refusal(`SELECT 1 AS a`, { name: 'set_type', columns: { a: 'strng' } })).hint).toBe(
    'did you mean "string"?',
  )
})

test('every row gets another UUID', async () => {
  const { rows } = await over(`SELECT * FROM range(100) t(a)`, { name: 'generate_uuid', asColumn: 'u' })
  expect(new Set(rows.map((row) => row[1])).size).toBe(100)
})
