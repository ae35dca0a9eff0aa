import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLocalStorage } from '../../src/depots/index.ts'
import { type Diagnostic, DiagnosticsError } from '../../src/diagnostics/index.ts'
import { openDuckdb } from '../../src/engines/index.ts'
import { type Lakehouse, openLakehouse, publish, stageWrite } from '../../src/lakehouse/index.ts'
import type { MaskPolicy, Principal } from '../../src/policy/index.ts'
import { describeDataset, type Dialect, queryAs } from '../../src/reader/index.ts'
import { detachedText, trusted } from '../../src/sql/index.ts'
import { replaceColumnTags } from '../../src/state/catalog-store.ts'
import { type Database, openDatabase } from '../../src/state/database.ts'
import { registerResource } from '../../src/state/resource-store.ts'
import { recordRunStart } from '../../src/state/run-store.ts'
import { storeChecks, storeProfile } from '../../src/state/result-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-reader-'))
const landing = join(folder, 'landing')
let database: Database
let lakehouse: Lakehouse

const hashMail: MaskPolicy = {
  name: 'hash-mail',
  priority: 50,
  scope: {},
  user: { match: 'any', tags: ['roles:id:support'] },
  column: { tags: ['PII.Email'], names: [] },
  mask: { operator: 'hash' },
}
const support: Principal = { name: 'support', tags: ['users:id:support', 'roles:id:support'] }
const owner: Principal = { name: 'owner', tags: ['users:id:owner'] }

beforeAll(async () => {
  database = openDatabase(join(folder, 'millrace.db'))
  lakehouse = openLakehouse({ database, warehouse: join(folder, 'warehouse') })
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const commit = await stageWrite(lakehouse, {
    connection,
    query: trusted(`SELECT * FROM (VALUES (1, 'ana@x.io', 5), (2, 'bo@x.io', 7)) t(id, email, amount)`),
    identity: { namespace: 'shop', name: 'customer' },
    mode: { kind: 'append' },
    runId: 'r',
    commitId: 'c',
  })
  await publish(lakehouse, [commit])
  mkdirSync(join(landing, 'shop', 'visits'), { recursive: true })
  writeFileSync(join(landing, 'shop', 'visits', 'a.csv'), 'email,page\nana@x.io,home\n')
  const policy = {
    type: 'policy',
    workspace: 'public',
    name: 'hash-mail',
    version: 'v1',
    hash: 'h',
    file: 'p.yaml',
    manifest: '{}',
  }
  registerResource(database, { ...policy, compiled: JSON.stringify(hashMail) }, 'now')
  const tag = { column: 'EMAIL', tag: 'PII.Email' }
  replaceColumnTags(database, 'test', [
    { address: 'dataos://lake:shop/customer', ...tag },
    { address: 'dataos://landing:shop/visits', ...tag },
  ])
})

afterAll(() => database[Symbol.dispose]())

const read = async (
  query: string,
  principal: Principal = support,
  notices: Diagnostic[] = [],
  moreLakes: readonly string[] = [],
  dialect: Dialect = 'duckdb',
) => {
  const notice = (found: readonly Diagnostic[]) => void notices.push(...found)
  const batches = queryAs(
    { query: detachedText(query), dialect, principal, strict: false, notice },
    {
      database,
      lakehouse,
      branch: 'main',
      depots: [
        { kind: 'lakehouse', name: 'lake' },
        ...moreLakes.map((name) => ({ kind: 'lakehouse' as const, name })),
        { kind: 'file', name: 'landing', storage: openLocalStorage(landing) },
      ],
      formatOf: () => undefined,
      folders: [join(folder, 'warehouse'), landing],
    },
    new AbortController().signal,
  )
  const rows = []
  for await (const batch of batches) rows.push(...batch.rows)
  return rows
}

const spark = (query: string, principal: Principal = support) => read(query, principal, [], [], 'spark')

const refusal = async (query: string, dialect: Dialect = 'duckdb'): Promise<readonly string[]> => {
  try {
    await read(query, support, [], [], dialect)
    return []
  } catch (cause) {
    if (cause instanceof DiagnosticsError) return cause.diagnostics.map(({ code }) => code)
    throw cause
  }
}

test('a masked reader never reaches the value: not by predicate, join, group or another dataset of files', async () => {
  expect(await read(`SELECT id FROM lake.shop.customer WHERE email = 'ana@x.io'`)).toEqual([])
  expect(await read(`SELECT id FROM lake.shop.customer WHERE email = 'ana@x.io'`, owner)).toEqual([[1]])
  const [[digest]] = (await read(`SELECT email FROM lake.shop.customer WHERE id = 1`)) as [[string]]
  expect(digest).toMatch(/^[0-9a-f]{64}$/)
  // The same person in a file: the same digest, so joins still work, and no raw value either.
  expect(
    await read(`SELECT v.email, c.id FROM landing.shop.visits v JOIN lake.shop.customer c USING (email)`),
  ).toEqual([[digest, 1]])
})

test('a mask holds whatever the letter case of the address it was tagged by, and by every name of the lakehouse', async () => {
  const address = 'dataos://lake:Shop/CUSTOMER'
  replaceColumnTags(database, 'dataset public/other-case', [{ address, column: 'id', tag: 'PII.Email' }])
  const [[id]] = (await read('SELECT id FROM lake.shop.customer LIMIT 1')) as [[unknown]]
  expect(String(id)).not.toMatch(/^[12]$/)
  replaceColumnTags(database, 'dataset public/other-case', [])
  const digests = await read('SELECT email FROM lake.shop.customer ORDER BY 1')
  expect(await read('SELECT email FROM other.shop.customer ORDER BY 1', support, [], ['other'])).toEqual(
    digests,
  )
})

test('files that a query cannot need are not opened; what is masked is never looked at to tell', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const files: string[] = []
  for (const [id, email] of [
    [1, 'ana@x.io'],
    [2, 'bo@x.io'],
    [3, 'cy@x.io'],
  ] as const) {
    const commit = await stageWrite(lakehouse, {
      connection,
      query: trusted(`SELECT ${id} AS id, '${email}' AS email`),
      identity: { namespace: 'shop', name: 'order' },
      mode: { kind: 'append' },
      runId: 'r',
      commitId: `order-${id}`,
    })
    await publish(lakehouse, [commit])
    files.push(...(commit.kind === 'staged' ? commit.dataFiles : []))
  }
  replaceColumnTags(database, 'orders', [
    { address: 'dataos://lake:shop/order', column: 'email', tag: 'PII.Email' },
  ])
  const digests = (await read('SELECT email FROM lake.shop.order ORDER BY id')) as [string][]
  for (const [i, [digest]] of digests.entries())
    expect(await read(`SELECT id FROM lake.shop.order WHERE email = '${digest}'`)).toEqual([[i + 1]])
  rmSync(join(folder, 'warehouse', files[2] ?? 'none'))
  const told = (query: string, principal = support) =>
    read(query, principal).catch((cause: { diagnostic?: Diagnostic }) => cause.diagnostic?.code)
  expect(await told('SELECT id FROM lake.shop.order')).toBe('MR3115')
  expect(await told('SELECT id FROM lake.shop.order WHERE id < 3 ORDER BY id')).toEqual([[1], [2]])
  expect(await told(`SELECT id FROM lake.shop.order WHERE email = 'ana@x.io'`, owner)).toEqual([[1]])
  expect(await told(`SELECT id FROM lake.shop.order WHERE email = 'ana@x.io'`)).toBe('MR3115')
})

test('what is no dataset is refused with its place, and files cannot be opened directly', async () => {
  expect(await refusal(`SELECT * FROM lake.shop.custmer`)).toHaveLength(1)
  expect(await refusal(`SELECT * FROM read_csv('${landing}/shop/visits/a.csv')`)).not.toEqual([])
  expect(await refusal(`SELECT * FROM '${landing}/shop/visits/a.csv'`)).not.toEqual([])
  expect(await refusal(`SELECT * FROM iceberg_tables`)).not.toEqual([])
  expect(await refusal(`DELETE FROM lake.shop.customer`)).not.toEqual([])
  expect(await refusal(`SELECT 1; SELECT 2`)).not.toEqual([])
})

test('Spark SQL is masked like the engine’s own, whatever names a statement takes', async () => {
  const [[digest]] = (await read(`SELECT email FROM lake.shop.customer WHERE id = 1`)) as [[string]]
  expect(await spark('SELECT email FROM lake.shop.customer WHERE id = 1')).toEqual([[digest]])
  expect(await spark(`SELECT email FROM lake.shop.customer WHERE id = 1`, owner)).toEqual([['ana@x.io']])
  expect(await spark(`SELECT id FROM lake.shop.customer WHERE email = 'ana@x.io'`)).toEqual([])
  expect(await spark(`SELECT id FROM lake.shop.customer WHERE upper(email) LIKE 'ANA%'`)).toEqual([])
  expect(
    await spark('SELECT v.email, c.id FROM landing.shop.visits v JOIN lake.shop.customer c USING (email)'),
  ).toEqual([[digest, 1]])
  for (const query of [
    'WITH `__secured_0` AS (SELECT 9 AS id, "x" AS email) SELECT email FROM lake.shop.customer c',
    'SELECT * FROM __secured_0',
    'SELECT email FROM lake.shop.customer JOIN __secured_0 ON true',
    'SELECT * FROM iceberg_tables',
    `SELECT * FROM parquet.\`${landing}/shop/visits/a.csv\``,
    `SELECT * FROM \`${landing}/shop/visits/a.csv\``,
    'SELECT * FROM lake.shop.custmer',
    'SELECT * FROM sqlite_master',
    'SELECT 1; SELECT 2',
    'DROP TABLE lake.shop.customer',
    `SELECT read_text('/etc/passwd')`,
    'SELECT getenv("HOME")',
    `SELECT spark_trim('x')`,
    // Refused as they are read, before it is known which datasets they name.
    'SELECT CAST(id AS int4) FROM lake.shop.customer',
    'SELECT TOP 3 * FROM lake.shop.customer',
    'SELECT * FROM lake.shop.customer QUALIFY row_number() OVER (ORDER BY id) = 1',
    `SELECT email ->> 'a' FROM lake.shop.customer`,
    'SELECT * FROM lake.shop.customer TABLESAMPLE (10 PERCENT)',
  ])
    expect(await refusal(query, 'spark'), query).not.toEqual([])
})

test('a dataset of one file answers to its name without the extension', async () => {
  writeFileSync(join(landing, 'shop', 'pages.csv'), 'page,email\nhome,ana@x.io\n')
  const rows = await read('SELECT page FROM landing.shop.pages')
  expect(rows).toEqual([['home']])
  expect(await read('SELECT page FROM landing.shop."pages.csv"')).toEqual(rows)
  expect(await spark('SELECT page FROM landing.shop.pages')).toEqual(rows)
  rmSync(join(landing, 'shop', 'pages.csv'))
})

test('a description shows values of a profile only where the viewer sees the column', () => {
  const column = (name: string, ordinal: number) => ({
    name,
    ordinal,
    type: 'VARCHAR',
    count: 2,
    nulls: 0,
    nullShare: 0,
    distinct: 2,
    distinctShare: 1,
    statistics: { kind: 'text', minLength: 7, meanLength: 7.5, maxLength: 8, emptyCount: 0 },
    top: [{ value: `${name} value`, count: 1 }],
  })
  const rowsLong = [{ field: 'email', analyzer_name: 'Minimum', result: 'email value' }]
  const profile = JSON.stringify({ rows: 2, columns: [column('id', 1), column('email', 2)], rowsLong })
  const dataset = 'dataos://lake:shop/customer'
  recordRunStart(database, { id: 'r', branch: 'main', command: 'apply', startedAt: 'now' })
  storeProfile(database, { dataset, run: 'r', task: 't', snapshotId: null, profile, createdAt: 'now' })
  const columns = [
    { name: 'id', type: 'VARCHAR' },
    { name: 'email', type: 'VARCHAR' },
  ]
  const facts = { format: 'iceberg' as const, columns, rows: 2, snapshotId: null, partitions: [] }
  const seen = (principal: Principal) =>
    JSON.stringify(
      describeDataset(database, { address: dataset, description: null, facts }, principal, false),
    )
  expect(seen(support)).toContain('id value')
  expect(seen(support)).not.toContain('email value')
  expect(seen(owner)).toContain('email value')
})

test('a description shows results of checks that are values only where the viewer sees what they come from', () => {
  const dataset = 'dataos://lake:shop/customer'
  database.run(`INSERT INTO run (id, command, started_at) VALUES ('checked', 'test', 'now')`)
  const check = { operator: '>', threshold: 1, outcome: 'pass', place: { file: 'q.yaml' } }
  const results = [
    { ...check, column: 'Email', test: 'a', metric: 'max_length', actual: 'secret length' },
    { ...check, column: 'EMAIL', test: 'b', metric: 'avg', actual: null, reason: 'secret@x.io is no number' },
    { ...check, test: 'c', metric: 'worst', actual: 'secret of a query' },
    { ...check, column: 'email', test: 'd', metric: 'missing_count', actual: '42' },
    { ...check, column: 'id', test: 'e', metric: 'max', actual: '77' },
  ]
  storeChecks(
    database,
    results.map((result) => {
      return { run: 'checked', task: 't', dataset, snapshotId: null, result: JSON.stringify(result) }
    }),
  )
  const columns = [
    { name: 'id', type: 'INTEGER' },
    { name: 'email', type: 'VARCHAR' },
  ]
  const facts = { format: 'iceberg' as const, columns, rows: 2, snapshotId: null, partitions: [] }
  const seen = (principal: Principal) =>
    JSON.stringify(
      describeDataset(database, { address: dataset, description: null, facts }, principal, false).checks,
    )
  expect(seen(support)).not.toContain('secret')
  expect(seen(support)).toMatch(/42.*77/)
  expect(seen(owner).match(/secret/g)).toHaveLength(3)
})
