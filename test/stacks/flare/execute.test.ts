import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../../src/events.ts'
import { loadTable, publish, scanRelation, stageWrite } from '../../../src/lakehouse/index.ts'
import type { RunRequest } from '../../../src/run/index.ts'
import { sql, trusted } from '../../../src/sql/index.ts'
import { endings, projectRun, type ProjectRun } from '../../run/project-run.ts'

/** A node `load` of the workflow `w` whose job is `job`. */
const jobText = (job: string) => `name: w
version: v1
type: workflow
workflow:
  dag:
    - name: load
      spec:
        stack: flare:7.0
        stackSpec:
          job:
${job.trim().replaceAll(/^/gm, '            ')}
`

const open = (job: string) => projectRun({ 'w.yaml': jobText(job) })

/** The ids in the table `shop.orders`; undefined where there is none. */
const idsIn = async ({ deps }: ProjectRun): Promise<readonly unknown[] | undefined> => {
  const table = await loadTable(deps.lakehouse, { namespace: 'shop', name: 'orders' })
  if (table === undefined) return undefined
  await using connection = await (await deps.engine('default')).connect()
  const rows = await connection.rows(
    sql`SELECT id FROM ${await scanRelation(deps.lakehouse, table)} ORDER BY id`,
  )
  return rows.map((row) => row['id'])
}

const again = (project: ProjectRun, request: Omit<RunRequest, 'command'> = {}) =>
  project.run(undefined, undefined, { force: true, ...request })

const noticed = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'task.noticed' ? [event.diagnostic.code] : []))

const failed = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'task.finished' ? (event.diagnostics ?? []).map(({ code }) => code) : [],
  )

describe('an input that reads new files', () => {
  const job = (options: string, more = '') => `
streaming: {triggerMode: AvailableNow, checkpointLocation: first}
inputs: [{name: feed, dataset: "dataos://landing:shop/orders", format: csv, isStream: true}]
steps: [{sequence: [{name: orders, sql: SELECT cast(id AS int) AS id FROM feed}]}]
outputs:
  - name: orders
    dataset: dataos://lake:shop/orders?acl=rw
    options: ${options}
${more}`

  test('reads each file once, a changed one again, and all of them on a full refresh', async () => {
    await using project = await open(job('{saveMode: append}'))
    project.land('shop/orders/1.csv', 'id\n1\n')
    project.land('shop/orders/2.csv', 'id\n2\n')
    await project.run()
    expect(await idsIn(project)).toEqual([1, 2])
    expect(endings(await again(project))).toEqual({ load: 'succeeded' })
    expect(await idsIn(project)).toEqual([1, 2])
    project.land('shop/orders/3.csv', 'id\n3\n')
    await project.run()
    expect(await idsIn(project)).toEqual([1, 2, 3])
    project.land('shop/orders/2.csv', 'id\n20\n21\n')
    await project.run()
    expect(await idsIn(project)).toEqual([1, 2, 3, 20, 21])
    await again(project, { fullRefresh: true })
    expect(await idsIn(project)).toEqual([1, 1, 2, 3, 3, 20, 20, 21, 21])
  })

  test('reads them again after a run that published nothing', async () => {
    const audited = '    assertions: [{column: id, tests: [max < 10]}]'
    await using project = await open(job('{saveMode: append}', audited))
    project.land('shop/orders/1.csv', 'id\n50\n')
    expect(endings(await project.run())).toEqual({ load: 'failed' })
    project.land('shop/orders/1.csv', 'id\n5\n')
    project.land('shop/orders/2.csv', 'id\n6\n')
    await project.run()
    expect(await idsIn(project)).toEqual([5, 6])
  })

  test('reads them afresh under another checkpoint', async () => {
    await using project = await open(job('{saveMode: append}'))
    project.land('shop/orders/1.csv', 'id\n1\n')
    await project.run()
    const { deps } = project
    await using moved = await open(job('{saveMode: append}').replace('first', 'second'))
    const events = await moved.run(undefined, deps)
    expect(endings(events)).toEqual({ load: 'succeeded' })
    expect(await idsIn(project)).toEqual([1, 1])
  })
})

const window = (options: string, more = '') => `
inputs:
  - name: feed
    dataset: dataos://landing:shop/orders
    format: csv
    incremental:
      context: all
      sql: SELECT cast(id AS int) AS id FROM all WHERE at > '$|from|' AND at <= '$|to|'
      keys:
        - {name: from, sql: "SELECT '2024-01-01'"}
        - name: to
          sql: SELECT max(at) FROM all
      state: [{key: from, value: to}]
${more}
outputs: [{name: feed, dataset: "dataos://lake:shop/orders?acl=rw", options: ${options}}]
`
const day = (id: number, date: string) => `id,at\n${id},${date}\n`

describe('an incremental input', () => {
  test('reads late rows of its window again, from the first run on that has a state', async () => {
    await using project = await open(window('{saveMode: overwritePartitions}', '      lateWindow: 3 days'))
    project.land('shop/orders/1.csv', 'id,at\n1,2024-02-01\n2,2024-02-08\n3,2024-02-10\n')
    await project.run()
    expect(await idsIn(project)).toEqual([1, 2, 3])
    project.land('shop/orders/2.csv', day(4, '2024-02-11'))
    await project.run()
    expect(await idsIn(project)).toEqual([2, 3, 4])
  })

  test('a window that does not go with its key fails the task', async () => {
    await using project = await open(window('{saveMode: overwritePartitions}', '      lateWindow: 5'))
    project.land('shop/orders/1.csv', day(1, '2024-02-01'))
    await project.run()
    expect(failed(await again(project))).toEqual(['MR1448'])
  })

  test('a run over an interval of its own reads just that, and leaves the state as it was', async () => {
    await using project = await open(window('{saveMode: append}'))
    project.land('shop/orders/1.csv', 'id,at\n1,2024-02-01\n2,2024-02-02\n3,2024-02-03\n')
    await project.run()
    await again(project, { interval: { from: '2024-02-01', to: '2024-02-02' } })
    expect(await idsIn(project)).toEqual([1, 2, 2, 3])
    project.land('shop/orders/2.csv', day(4, '2024-02-04'))
    await project.run()
    expect(await idsIn(project)).toEqual([1, 2, 2, 3, 4])
  })

  test('a run of no rows moves the state, and one without a key keeps it', async () => {
    await using project = await open(
      window('{saveMode: append}').replace('max(at)', "nullif(max(at), '2024-03-01')"),
    )
    project.land('shop/orders/1.csv', day(1, '2024-02-01'))
    await project.run()
    project.land('shop/orders/2.csv', day(2, '2024-03-01'))
    expect(noticed(await again(project))).toContain('MR3215')
    expect(await idsIn(project)).toEqual([1])
    project.land('shop/orders/3.csv', day(3, '2024-03-02'))
    await again(project)
    expect(await idsIn(project)).toEqual([1, 2, 3])
  })

  test('an end that is still to come is told', async () => {
    await using project = await open(window('{saveMode: append}'))
    project.land('shop/orders/1.csv', day(1, '2999-01-01'))
    expect(noticed(await project.run())).toEqual(['MR1447'])
    await using present = await open(window('{saveMode: append}').replace('max(at)', 'current_timestamp()'))
    present.land('shop/orders/1.csv', day(1, '2024-01-02'))
    expect(noticed(await present.run())).toEqual([])
  })
})

describe('an incremental input of a table', () => {
  const job = (condition: string) => `
inputs:
  - name: feed
    dataset: dataos://lake:shop/feed
    incremental:
      context: all
      sql: SELECT id, at FROM all WHERE ${condition}
      keys: [{name: from, sql: "SELECT '2024-01-02'"}, {name: number, sql: "SELECT 2"}]
outputs: [{name: feed, dataset: "dataos://lake:shop/orders?acl=rw"}]
`
  test.each([
    ['DATE', `at > '$|from|'`],
    ['TIMESTAMPTZ', `at > '$|from|' AND at <= '2024-02-01 00:00:00'`],
    ['TIMESTAMP', `at > '$|from|'`],
    ['TIMESTAMPTZ', `(at > cast('$|from|' AS timestamp)) AND id IS NOT NULL`],
    ['DATE', 'id > $|number|'],
    ['DATE', `big >= '3'`],
    ['DATE', 'big > 2 AND amount < 3.5'],
    ['DATE', 'ratio > 2 AND ratio < 3.5'],
    ['VARCHAR', `at > '$|from|'`],
    ['VARCHAR', `at LIKE '2024-01-03%'`],
  ])('opens only the files that can hold its rows: %s, %s', async (type, condition) => {
    await using project = await open(job(condition))
    const { lakehouse } = project.deps
    await using connection = await (await project.deps.engine('default')).connect()
    for (const id of [1, 3]) {
      const commit = await stageWrite(lakehouse, {
        connection,
        query: trusted(
          `SELECT ${id} AS id, CAST('2024-01-0${id}' AS ${type}) AS at, ${id}::BIGINT AS big, ${id}::DECIMAL(9,2) AS amount, ${id}::DOUBLE AS ratio`,
        ),
        identity: { namespace: 'shop', name: 'feed' },
        mode: { kind: 'append' },
        runId: 'r',
        commitId: `c${id}`,
      })
      await publish(lakehouse, [commit])
      // A view takes its columns from a file that is there.
      if (id === 1 && commit.kind === 'staged')
        await lakehouse.storage.put(commit.dataFiles[0] ?? '', Buffer.from('PAR1 this is no file PAR1'))
    }
    expect(endings(await project.run())).toEqual({ load: 'succeeded' })
    expect(await idsIn(project)).toEqual([3])
  })

  test('reads the same rows where a condition says nothing of single columns', async () => {
    await using project = await open(job(`id > 0 OR at > '$|from|'`))
    const { lakehouse } = project.deps
    await using connection = await (await project.deps.engine('default')).connect()
    const commit = await stageWrite(lakehouse, {
      connection,
      query: trusted(`SELECT 1 AS id, DATE '2024-01-01' AS at`),
      identity: { namespace: 'shop', name: 'feed' },
      mode: { kind: 'append' },
      runId: 'r',
      commitId: 'c',
    })
    await publish(lakehouse, [commit])
    expect(endings(await project.run())).toEqual({ load: 'succeeded' })
    expect(await idsIn(project)).toEqual([1])
  })
})

const copy = (options: string) => `
inputs: [{name: feed, dataset: "dataos://landing:shop/orders", format: csv}]
steps: [{sequence: [{name: orders, sql: "SELECT cast(id AS int) AS id, cast(at AS date) AS at FROM feed"}]}]
outputs: [{name: orders, dataset: "dataos://lake:shop/orders?acl=rw", options: ${options}}]
`

describe('an output of a table that exists', () => {
  test.each([
    ['ignore', [1], []],
    ['errorIfExists', [1], ['MR3121']],
    ['append', [1, 1], []],
  ] as const)('under saveMode %s', async (saveMode, ids, codes) => {
    await using project = await open(copy(`{saveMode: ${saveMode}}`))
    project.land('shop/orders/1.csv', day(1, '2024-02-01'))
    expect(endings(await project.run())).toEqual({ load: 'succeeded' })
    expect(failed(await again(project))).toEqual(codes)
    expect(await idsIn(project)).toEqual(ids)
  })
})

test.each([
  ['of its own', '{type: day, column: at, name: ID}'],
  ['as Iceberg derives it', '{type: day, column: at}'],
])('a partition field with a name %s that is one of a column of the view is told', async (_, partition) => {
  const job = copy(`{iceberg: {partitionSpec: [${partition}]}}`).replace(
    'AS at FROM',
    'AS at, 1 AS at_day FROM',
  )
  await using project = await open(job)
  project.land('shop/orders/1.csv', day(1, '2024-02-01'))
  expect(failed(await project.run())).toEqual(['MR1398'])
})

test('an action on files, which are no table, fails its task before anything is done', async () => {
  await using project = await open(
    `${copy('{}').replace('feed, dataset: "dataos://landing:shop/orders"', 'feed, dataset: "dataos://landing:shop/orders?acl=rw"')}actions: [{name: rewrite_dataset}]`,
  )
  project.land('shop/orders/1.csv', day(1, '2024-02-01'))
  expect(failed(await project.run())).toEqual(['MR3213'])
  expect(await idsIn(project)).toBeUndefined()
})

describe('an output and an input on a branch of the table', () => {
  const job = `
inputs: [{name: feed, dataset: "dataos://landing:shop/orders", format: csv}]
steps: [{sequence: [{name: orders, sql: SELECT cast(id AS int) AS id FROM feed}]}]
outputs:
  - name: orders
    dataset: dataos://lake:shop/orders?acl=rw
    options: {saveMode: append, extraOptions: {branch: staging}}
`
  const reader = (option: string) => `
inputs: [{name: staged, dataset: "dataos://lake:shop/orders", options: {${option}}}]
outputs: [{name: staged, dataset: "dataos://lake:shop/copy?acl=rw"}]
`

  test('keep main as it is, until somebody reads the branch', async () => {
    await using project = await open(job)
    project.land('shop/orders/1.csv', 'id\n1\n2\n')
    expect(endings(await project.run())).toEqual({ load: 'succeeded' })
    expect(await idsIn(project)).toBeUndefined()
    expect(await project.plan()).toEqual(['load: skip'])
    await using branch = await open(reader('branch: staging'))
    expect(endings(await branch.run(undefined, project.deps))).toEqual({ load: 'succeeded' })
    const copied = await loadTable(project.deps.lakehouse, { namespace: 'shop', name: 'copy' })
    expect(copied?.metadata.snapshots.map(({ summary }) => summary['total-records'])).toEqual(['2'])
  })

  test('a branch that is not there is told where the input stands', async () => {
    await using project = await open(job)
    project.land('shop/orders/1.csv', 'id\n1\n')
    await project.run()
    await using branch = await open(reader('branch: stagging'))
    const events = await branch.run(undefined, project.deps)
    expect(
      events.flatMap((event) => (event.kind === 'task.finished' ? (event.diagnostics ?? []) : [])),
    ).toMatchObject([
      { code: 'MR3130', hint: 'did you mean "staging"?', place: { file: 'w.yaml', line: 11 } },
    ])
  })
})

test('what is staged on a branch is planned by what changes there', async () => {
  await using project = await projectRun({
    'stage.yaml': jobText(`
inputs: [{name: feed, dataset: "dataos://landing:shop/orders", format: csv}]
steps: [{sequence: [{name: orders, sql: SELECT cast(id AS int) AS id FROM feed}]}]
outputs: [{name: orders, dataset: "dataos://lake:shop/orders?acl=rw", options: {extraOptions: {branch: staging}}}]
`).replace('name: load', 'name: stage'),
    'release.yaml': jobText(`
inputs: [{name: staged, dataset: "dataos://lake:shop/orders", options: {branch: staging}}]
steps: [{sequence: [{name: orders, sql: SELECT id FROM staged WHERE id > 0}]}]
outputs: [{name: orders, dataset: "dataos://lake:shop/orders?acl=rw"}]
`)
      .replace('name: w', 'name: x')
      .replace('name: load', 'name: release'),
  })
  project.land('shop/orders/1.csv', 'id\n-1\n1\n')
  expect(endings(await project.run())).toEqual({ stage: 'succeeded', release: 'succeeded' })
  expect(await idsIn(project)).toEqual([1])
  expect(await project.plan()).toEqual(['stage: skip', 'release: skip'])
  project.land('shop/orders/2.csv', 'id\n2\n')
  await project.run()
  expect(await idsIn(project)).toEqual([1, 2])
})

describe('an output whose columns are other ones than those of its table', () => {
  const job = (columns: string) => `
inputs: [{name: feed, dataset: "dataos://landing:shop/orders", format: csv}]
steps: [{sequence: [{name: orders, sql: 'SELECT ${columns} FROM feed'}]}]
outputs:
  - name: orders
    dataset: dataos://lake:shop/orders?acl=rw
    options: {saveMode: overwrite, sort: {columns: [{name: id, order: desc}]}}
`
  const changes = (events: readonly RunEvent[]) =>
    events.flatMap((event) =>
      event.kind === 'task.noticed' && event.diagnostic.code === 'MR3126' ? [event.diagnostic.message] : [],
    )

  test('adds what is new, refuses what would be lost, and takes all of it on a full refresh, telling each', async () => {
    await using first = await open(job('cast(id AS int) AS id, name'))
    const { deps } = first
    first.land('shop/orders/1.csv', 'id,name\n1,a\n')
    expect(endings(await first.run())).toEqual({ load: 'succeeded' })

    await using wider = await open(job('cast(id AS bigint) AS id, name, true AS flag'))
    expect(changes(await wider.run(undefined, deps))).toEqual([
      'the columns of shop.orders change with this run: id INTEGER becomes BIGINT, flag BOOLEAN is added',
    ])

    await using other = await open(job('cast(id AS string) AS id, NULL AS flag'))
    const refused = await other.run(undefined, deps)
    expect(failed(refused)).toEqual(['MR3102'])
    const events = await other.run(undefined, deps, { force: true, fullRefresh: true })
    expect(endings(events)).toEqual({ load: 'succeeded' })
    expect(changes(events)).toEqual([
      'the columns of shop.orders change with this run: id is made anew as VARCHAR, name is dropped',
    ])
    expect(await idsIn(first)).toEqual(['1'])
    const table = await loadTable(deps.lakehouse, { namespace: 'shop', name: 'orders' })
    expect(
      table?.metadata.sortOrders.find(({ orderId }) => orderId === table.metadata.defaultSortOrderId)?.fields,
    ).toMatchObject([{ direction: 'desc', nulls: 'last' }])
  })
})

describe('a session that is not in UTC', () => {
  const zoned = (step: string, more = '') => `
sparkConf: [{spark.sql.session.timeZone: America/New_York}]
inputs:
  - name: feed
    dataset: dataos://landing:shop/orders
    format: csv
    options: {inferSchema: "true"}
${more}
steps: [{sequence: [{name: orders, ${step}}]}]
outputs: [{name: orders, dataset: "dataos://lake:shop/orders?acl=rw", options: {saveMode: append}}]
`
  const feed =
    'id,at\n1,2024-03-10 01:30:00\n2,2024-03-10 02:30:00\n3,2024-11-03 01:30:00\n4,2024-07-01T00:00:00Z\n'

  /** What the table holds, in UTC. */
  const stored = async ({ deps }: ProjectRun) => {
    const table = await loadTable(deps.lakehouse, { namespace: 'shop', name: 'orders' })
    if (table === undefined) return undefined
    await using connection = await (await deps.engine('default')).connect()
    return await connection.rows(
      sql`SELECT * REPLACE (CAST("at" AS VARCHAR) AS "at") FROM ${await scanRelation(deps.lakehouse, table)} ORDER BY id`,
    )
  }

  test('texts of a file and times of day are those of its clock, and what is stored are instants', async () => {
    await using project = await open(
      zoned('sql: "SELECT id, at, hour(at) AS h, CAST(at + INTERVAL 1 DAY AS STRING) AS next FROM feed"'),
    )
    project.land('shop/orders/1.csv', feed)
    expect(endings(await project.run())).toEqual({ load: 'succeeded' })
    expect(await stored(project)).toEqual([
      { id: 1, at: '2024-03-10 06:30:00+00', h: 1, next: '2024-03-11 01:30:00' },
      { id: 2, at: '2024-03-10 07:30:00+00', h: 3, next: '2024-03-11 03:30:00' },
      { id: 3, at: '2024-11-03 05:30:00+00', h: 1, next: '2024-11-04 01:30:00' },
      { id: 4, at: '2024-07-01 00:00:00+00', h: 20, next: '2024-07-01 20:00:00' },
    ])
  })

  test('a reader that is told UTC, and a pattern with an offset, read by those', async () => {
    const of = async (options: string, text: string) => {
      await using project = await open(
        zoned('sql: "SELECT id, at FROM feed"').replace(
          'inferSchema: "true"',
          `schema: "id INT, at TIMESTAMP", ${options}`,
        ),
      )
      project.land('shop/orders/1.csv', `id,at\n1,${text}\n`)
      expect(endings(await project.run())).toEqual({ load: 'succeeded' })
      return (await stored(project))?.[0]?.['at']
    }
    expect(await of('timeZone: UTC', '2024-03-10 02:30:00')).toBe('2024-03-10 02:30:00+00')
    expect(await of('timestampFormat: dd.MM.yyyy HH:mm', '10.03.2024 02:30')).toBe('2024-03-10 07:30:00+00')
    expect(await of('timestampFormat: "yyyy-MM-dd HH:mmXXX"', '2024-03-10 02:30+01:00')).toBe(
      '2024-03-10 01:30:00+00',
    )
  })

  test('what counts in UTC alone is refused with nothing done', async () => {
    const key = `    incremental:
      context: all
      sql: SELECT * FROM all WHERE at > '$|from|'
      keys: [{name: from, sql: "SELECT max(at) - INTERVAL 1 HOUR FROM all"}]
      state: [{key: from, value: from}]`
    const cases = [
      [zoned('sql: SELECT * FROM feed', key), 'an incremental read'],
      [zoned('sql: SELECT * FROM feed, functions: [{name: any_date, column: at}]'), 'the function any_date'],
      [zoned('sql: "SELECT id, sequence(at, at + INTERVAL 2 DAY) AS s FROM feed"'), 'the function sequence'],
      [
        zoned('sql: SELECT * FROM feed').replace('America/New_York', 'Europe/Nowhere'),
        'spark.sql.session.timeZone = Europe/Nowhere',
      ],
    ] as const
    for (const [job, what] of cases) {
      await using project = await open(job)
      project.land('shop/orders/1.csv', feed)
      const said = (await project.run()).flatMap((event) =>
        event.kind === 'task.finished' ? (event.diagnostics ?? []) : [],
      )
      expect(said, what).toMatchObject([{ code: 'MR2008', message: expect.stringContaining(what) }])
      expect(await stored(project)).toBeUndefined()
    }
  })

  test('a date does not become an instant of a table in passing', async () => {
    await using project = await open(zoned('sql: "SELECT id, at FROM feed"'))
    project.land('shop/orders/1.csv', feed)
    await project.run()
    await using other = await open(zoned('sql: "SELECT id, CAST(at AS DATE) AS at FROM feed"'))
    const events = await other.run(undefined, project.deps)
    expect(failed(events)).toEqual(['MR2008'])
  })
})
