import { expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostics/index.ts'
import { checkTexts, type NodeText, workflowText } from './linking.ts'

const one = (node: Omit<NodeText, 'name'>) => ({ 'w.yaml': workflowText('w', [{ name: 'n', ...node }]) })
const columns = (...names: readonly string[]) => names.map((name) => ({ name, type: 'VARCHAR' }))
const told = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ code, message }) => `${code} ${message}`)

test('a syntax error is found although nothing is known about the files that are read', async () => {
  const found = await checkTexts(
    one({ reads: { feed: 'landing:shop/orders' }, steps: { a: 'SELECT id FORM feed WHERE' } }),
  )
  expect(found[0]).toMatchObject({ code: 'MR2001', place: { file: 'w.yaml', line: 19 } })
})

test('an unknown function is found, with the nearest name, at its own column', async () => {
  const found = await checkTexts(
    one({ reads: { feed: 'landing:shop/orders' }, steps: { a: 'SELECT uper(id) AS id FROM feed' } }),
  )
  expect(found).toMatchObject([
    { code: 'MR2004', hint: 'did you mean "upper"?', place: { line: 19, column: 34 } },
  ])
})

test('an unknown view is found, and later steps are still checked', async () => {
  const found = await checkTexts(
    one({
      reads: { feed: 'landing:shop/orders' },
      steps: { a: 'SELECT id FROM fed', b: 'SELECT uper(id) FROM a' },
    }),
  )
  expect(found.map(({ code, hint }) => [code, hint])).toEqual([
    ['MR2002', 'did you mean "feed"?'],
    ['MR2004', 'did you mean "upper"?'],
  ])
})

test('any column may be in a file whose header nobody has read yet', async () => {
  expect(
    await checkTexts(
      one({ reads: { feed: 'landing:shop/orders' }, steps: { a: 'SELECT whatever FROM feed' } }),
    ),
  ).toEqual([])
})

test('a column that a table does not have is found before anything runs', async () => {
  const manifests = one({
    reads: { orders: 'lake:shop/orders' },
    steps: { a: 'SELECT id, cuntry FROM orders' },
  })
  const found = await checkTexts(manifests, { 'shop/orders': columns('id', 'country') })
  expect(found).toMatchObject([{ code: 'MR2003', hint: 'did you mean "country"?', place: { line: 19 } }])
})

test('a step knows the columns of the step before it', async () => {
  const found = await checkTexts(
    one({
      reads: { feed: 'landing:shop/orders' },
      steps: { a: 'SELECT id AS order_id FROM feed', b: 'SELECT id FROM a' },
    }),
  )
  expect(told(found)).toEqual(['MR2003 unknown column "id"'])
})

test('what an earlier job will write is known to the job that reads it, in whatever order they are declared', async () => {
  const reader: NodeText = {
    name: 'reader',
    reads: { t: 'lake:shop/clean' },
    steps: { b: 'SELECT total FROM t' },
  }
  const writer: NodeText = {
    name: 'writer',
    reads: { feed: 'landing:shop/orders' },
    steps: { clean: 'SELECT id, sum(amount) AS amount FROM feed GROUP BY id' },
    writes: 'lake:shop/clean',
  }
  const found = await checkTexts({
    'a.yaml': workflowText('a', [reader]),
    'b.yaml': workflowText('b', [writer]),
  })
  expect(found).toMatchObject([{ code: 'MR2003', place: { file: 'a.yaml' } }])
})

test('a table that exists wins over functions that hide what its writer makes', async () => {
  const manifests = {
    'w.yaml': workflowText('w', [
      {
        name: 'writer',
        reads: { feed: 'landing:shop/orders' },
        steps: { a: 'SELECT * FROM feed' },
        functions: '[{name: snake_case}]',
        writes: 'lake:shop/orders',
      },
      { name: 'reader', reads: { t: 'lake:shop/orders' }, steps: { b: 'SELECT nothing FROM t' } },
    ]),
  }
  expect(await checkTexts(manifests)).toEqual([])
  expect(told(await checkTexts(manifests, { 'shop/orders': columns('id') }))).toEqual([
    'MR2003 unknown column "nothing"',
  ])
})

test('a reader is not blamed where the writer wants other columns than the table has', async () => {
  const manifests = {
    'w.yaml': workflowText('w', [
      {
        name: 'writer',
        reads: { feed: 'landing:shop/orders' },
        steps: { a: 'SELECT id, fresh FROM feed' },
        writes: 'lake:shop/orders',
      },
      { name: 'reader', reads: { t: 'lake:shop/orders' }, steps: { b: 'SELECT fresh FROM t' } },
    ]),
  }
  expect(await checkTexts(manifests, { 'shop/orders': columns('id') })).toEqual([])
})

test('a reader of a column that the writer no longer makes is told, also where the table still has it', async () => {
  const manifests = (saveMode: string) => ({
    'w.yaml': workflowText('w', [
      {
        name: 'writer',
        reads: { feed: 'landing:shop/orders' },
        steps: { a: 'SELECT id, kind AS sort FROM feed' },
        writes: 'lake:shop/orders',
      },
      { name: 'reader', reads: { t: 'lake:shop/orders' }, steps: { b: 'SELECT kind FROM t' } },
    ]).replace('saveMode: overwrite', `saveMode: ${saveMode}`),
  })
  const table = { 'shop/orders': columns('id', 'kind') }
  expect(told(await checkTexts(manifests('overwrite'), table))).toEqual(['MR2003 unknown column "kind"'])
  expect(await checkTexts(manifests('append'), table)).toEqual([])
})

test('a reader is not blamed for the type that a column of the table has before its writer changes it', async () => {
  const manifests = (sql: string) => ({
    'w.yaml': workflowText('w', [
      {
        name: 'writer',
        reads: { feed: 'landing:shop/orders' },
        steps: { a: sql },
        writes: 'lake:shop/orders',
      },
      { name: 'reader', reads: { t: 'lake:shop/orders' }, steps: { b: 'SELECT explode(id) AS one FROM t' } },
    ]),
  })
  const table = { 'shop/orders': columns('id') }
  expect(await checkTexts(manifests("SELECT split(id, ',') AS id FROM feed"), table)).toEqual([])
  expect(await checkTexts(manifests('SELECT cast(id AS string) AS id FROM feed'), table)).toHaveLength(1)
})

test('a dataset whose declared columns all have types is known; one that describes only some is not', async () => {
  const manifests = one({ reads: { feed: 'landing:shop/orders' }, steps: { a: 'SELECT amuont FROM feed' } })
  const dataset = (list: string) => `name: orders
version: v1
type: dataset
dataset:
  address: dataos://landing:shop/orders
  columns: [${list}]
`
  const typed = '{name: id, type: string}, {name: amount, type: int}'
  expect(await checkTexts({ ...manifests, 'd.yaml': dataset(typed) })).toMatchObject([
    { code: 'MR2003', hint: 'did you mean "amount"?' },
  ])
  expect(await checkTexts({ ...manifests, 'd.yaml': dataset('{name: amount, tags: [A.B]}') })).toEqual([])
})

test('incremental SQL is checked with the constants of its keys, and with a stand-in for the others', async () => {
  const input = (sql: string) => `                incremental:
                  context: all_orders
                  sql: ${sql}
                  keys:
                    - {name: start, sql: "SELECT '1970-01-01'"}
                    - {name: end, sql: "SELECT max(at) FROM all_orders WHERE at > '$|start|'"}
                  state: [{key: start, value: end}]`
  const tables = { 'shop/orders': columns('id', 'at') }
  const check = (sql: string) =>
    checkTexts(
      one({
        reads: { orders: 'lake:shop/orders' },
        input: input(sql),
        steps: { a: 'SELECT id FROM orders' },
      }),
      tables,
    )
  expect(await check("SELECT * FROM all_orders WHERE at > '$|start|' AND at <= '$|end|'")).toEqual([])
  expect(await check("SELECT * FROM all_orders WHERE moment > '$|start|' AND at <= '$|end|'")).toMatchObject([
    { code: 'MR2003', place: { line: 18, column: 55 } },
  ])
  expect(told(await check("SELECT at FROM all_orders WHERE at > '$|start|' AND at <= '$|end|'"))).toEqual([
    'MR2003 unknown column "id"',
  ])
})

test('a merge condition may only name columns of the table and of the output', async () => {
  const manifests = one({
    reads: { feed: 'landing:shop/orders' },
    steps: { a: 'SELECT cast(id AS bigint) AS id, upper(name) AS name FROM feed' },
    writes: 'lake:shop/orders',
    options: 'iceberg: {merge: {onClause: old.id = new.idd, whenClause: NOT MATCHED THEN INSERT *}}',
  })
  expect(await checkTexts(manifests)).toMatchObject([{ code: 'MR2003', hint: 'did you mean "id"?' }])
})

test('an error in a SQL file is placed in that file', async () => {
  const manifest = workflowText('w', [
    { name: 'n', reads: { feed: 'landing:shop/orders' }, steps: { a: 'SELECT 1' } },
  ]).replace('sql: "SELECT 1"', 'sqlFile: steps/a.sql')
  const found = await checkTexts(
    { 'w.yaml': manifest },
    {},
    { 'steps/a.sql': '-- first\nSELECT id,\n  uper(name)\nFROM feed\n' },
  )
  expect(found).toMatchObject([{ code: 'MR2004', place: { file: 'steps/a.sql', line: 3, column: 3 } }])
})

test('a described column that a table does not have is told, because its tags protect nothing', async () => {
  const described = (...names: readonly string[]) => ({
    'd.yaml': [
      'name: d\nversion: v1\ntype: dataset\ndataset:\n  address: dataos://lake:shop/orders\n  columns:',
      ...names.map((name) => `    - {name: ${name}, tags: [PII.Email]}`),
    ].join('\n'),
  })
  const table = { 'shop/orders': columns('id', 'email') }
  const [found, ...others] = await checkTexts(described('ID', 'emial'), table)
  expect(found).toMatchObject({ code: 'MR1410', hint: 'did you mean "email"?', place: { line: 8 } })
  expect(others).toEqual([])
  // It may come with the next run, and of a table that is not there nothing is known.
  const writer = one({
    reads: { feed: 'landing:shop/orders' },
    steps: { a: 'SELECT cast(id AS int) AS id, email, phone FROM feed' },
    writes: 'lake:shop/orders',
  })
  expect(await checkTexts({ ...writer, ...described('phone') }, table)).toEqual([])
  expect(await checkTexts(described('anything'))).toEqual([])
})

const jobOn = (job: string) => ({
  'w.yaml': `name: w
version: v1
type: workflow
workflow:
  dag:
    - name: n
      spec:
        stack: flare:7.0
        stackSpec:
          job:
${job.trim().replaceAll(/^/gm, '            ')}
`,
})

const stored = { 'shop/orders': columns('id', 'country', 'note') }

test('a merge is checked clause by clause, over the stored rows and the new ones', async () => {
  const found = await checkTexts(
    jobOn(`
inputs: [{name: orders, dataset: "dataos://lake:shop/orders"}]
outputs:
  - name: orders
    dataset: dataos://lake:shop/orders?acl=rw
    options:
      iceberg:
        merge:
          onClause: old.id = new.id
          whenClause: >
            MATCHED AND new.contry = 'IT' THEN UPDATE SET old.nte = new.note
            WHEN NOT MATCHED AND old.id = '1' THEN INSERT *
`),
    stored,
  )
  expect(found.map(({ code, hint, place }) => [code, hint, place?.line])).toEqual([
    ['MR2003', 'did you mean "country"?', 20],
    ['MR2003', 'did you mean "note"?', 20],
    ['MR2003', 'did you mean "new"?', 21],
  ])
})

test('a deletion is checked over the stored rows, and its queries over the views of the job', async () => {
  const deleting = (where: string) =>
    checkTexts(
      jobOn(`
inputs: [{name: orders, dataset: "dataos://lake:shop/orders?acl=rw"}]
steps: [{sequence: [{name: gone, sql: SELECT id AS gone_id FROM orders}]}]
actions: [{name: delete_from_dataset, deleteWhere: "${where}"}]
`),
      stored,
    )
  expect(
    await deleting("target.country = 'IT' AND EXISTS (SELECT 1 FROM gone WHERE gone.gone_id = target.id)"),
  ).toEqual([])
  expect(
    (await deleting("target.contry = 'IT' AND EXISTS (SELECT 1 FROM gone WHERE gone.id = target.id)")).map(
      ({ code, place }) => [code, place?.line, place?.column],
    ),
  ).toEqual([
    ['MR2003', 13, 72],
    ['MR2003', 13, 128],
  ])
})

test('a function that is exact only within limits which the statement may leave is warned of at its place', async () => {
  const found = await checkTexts(
    one({ reads: { feed: 'landing:shop/orders' }, steps: { a: 'SELECT max_by(id, day) AS id FROM feed' } }),
  )
  expect(found).toMatchObject([{ code: 'MR2020', severity: 'warning', place: { line: 19 } }])
})

/** A reader of what a writer makes by these functions. */
const behindFunctions = (sql: string, functions: string, reads: string) => ({
  'w.yaml': workflowText('w', [
    {
      name: 'writer',
      reads: { feed: 'landing:shop/orders' },
      steps: { a: sql },
      functions,
      writes: 'lake:shop/orders',
    },
    { name: 'reader', reads: { t: 'lake:shop/orders' }, steps: { b: `SELECT ${reads} FROM t` } },
  ]),
})

test('columns are known behind the functions of a step, and a call is checked against those before it', async () => {
  const check = (...calls: readonly string[]) => {
    const sql = 'SELECT orderNo, amount AS `the Amount` FROM feed'
    return checkTexts(behindFunctions(sql, `[${calls.join(', ')}]`, 'order_no, amount'))
  }
  const cleansed = '{name: cleanse_column_names}'
  const renamed = '{name: rename, column: the_amount, asColumn: amount}'
  expect(told(await check(cleansed))).toEqual(['MR2003 unknown column "amount"'])
  expect(await check(cleansed, renamed)).toEqual([])
  const [first, ...others] = await check(cleansed, renamed, '{name: set_type, columns: {ordr_no: int}}')
  expect(first).toMatchObject({ code: 'MR2103', hint: 'did you mean "order_no"?', place: { file: 'w.yaml' } })
  expect(others).toEqual([])
})

test('columns that depend on data or on types are not known, and nobody is blamed for them', async () => {
  const sql = 'SELECT shop, kind, amount FROM feed'
  for (const call of [
    '{name: pivot, groupBy: [shop], column: kind, aggregateExpression: sum(amount)}',
    '{name: unfurl, expression: kind.*}',
  ])
    expect(await checkTexts(behindFunctions(sql, `[${call}]`, 'whatever')), call).toEqual([])
})
