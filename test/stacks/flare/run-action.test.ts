import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../../src/events.ts'
import { loadTable, publish, scanRelation, stageWrite, type Table } from '../../../src/lakehouse/index.ts'
import { createRef } from '../../../src/lakehouse/maintenance/index.ts'
import { sql, trusted } from '../../../src/sql/index.ts'
import { endings, onBranch, projectRun, type ProjectRun } from '../../run/project-run.ts'

const orders = { namespace: 'shop', name: 'orders' }

/** A workflow of one node whose job keeps the table `shop.orders` in shape. */
const upkeep = (actions: string, more = '') =>
  projectRun({
    'w.yaml': `name: w
version: v1
type: workflow
workflow:
  dag:
    - name: keep
      spec:
        stack: flare:7.0
        stackSpec:
          job:
            inputs: [{name: orders, dataset: "dataos://lake:shop/orders?acl=rw", format: Iceberg}]
${more}            actions:
${actions.trim().replaceAll(/^/gm, '              ')}
`,
  })

let commits = 0
const write = async ({ deps }: ProjectRun, query: string, options = {}): Promise<void> => {
  await using connection = await (await deps.engine('default')).connect()
  const staged = await stageWrite(deps.lakehouse, {
    connection,
    query: trusted(query),
    identity: orders,
    mode: { kind: 'append' },
    runId: 'test',
    commitId: `commit-${++commits}`,
    ...options,
  })
  await publish(deps.lakehouse, [staged])
}

const tableOf = async ({ deps }: ProjectRun): Promise<Table> => {
  const table = await loadTable(deps.lakehouse, orders)
  if (table === undefined) throw new Error('there is no table')
  return table
}

const idsIn = async (project: ProjectRun) => {
  await using connection = await (await project.deps.engine('default')).connect()
  const relation = await scanRelation(project.deps.lakehouse, await tableOf(project))
  return (await connection.rows(sql`SELECT id FROM ${relation} ORDER BY id`)).map((row) => row['id'])
}

const dataFiles = (project: ProjectRun): readonly string[] => {
  const { warehouse } = project.deps.settings.lakehouse
  return readdirSync(warehouse, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.parquet'))
    .map((path) => join(warehouse, path))
}

const summary = async (project: ProjectRun) => (await tableOf(project)).metadata.snapshots.at(-1)?.summary

const told = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'task.finished'
      ? (event.diagnostics ?? []).map(({ code, place }) => `${code} ${place?.file}:${place?.line}`)
      : [],
  )

test('rewrite_dataset compacts the table, in the order and of the files that the job says', async () => {
  await using project = await upkeep(`
- name: rewrite_dataset
  input: orders
  options:
    strategy: sort
    sortOrder: id DESC NULLS LAST
    where: "kind LIKE 'a%'"
    properties: {min-input-files: "2"}`)
  for (let id = 0; id < 4; id++) await write(project, `SELECT ${id} AS id, '${id < 3 ? 'ab' : 'b'}' AS kind`)
  expect(endings(await project.run())).toEqual({ keep: 'succeeded' })
  expect(await summary(project)).toMatchObject({
    operation: 'replace',
    'deleted-data-files': '3',
    'added-data-files': '1',
  })
  expect(await idsIn(project)).toEqual([0, 1, 2, 3])
  // What it has done itself is no reason to do it again.
  expect(await project.plan()).toEqual(['keep: skip'])
})

test('actions run in order: files are merged, old snapshots go, and then what nothing needs', async () => {
  await using project = await upkeep(`
- {name: rewrite_dataset, input: orders, options: {properties: {min-input-files: 2}}}
- {name: rewrite_manifest, input: orders}
- {name: expire_snapshots, input: orders, options: {olderThanTimestamp: "2099-01-01 00:00:00.000", retainLast: 2}}
- {name: remove_orphans, input: orders}`)
  for (let id = 0; id < 3; id++) await write(project, `SELECT ${id} AS id`)
  const { metadata } = await tableOf(project)
  const folder = metadata.location.replace('file://', '')
  const old = new Date(Date.now() - 4 * 86_400_000)
  mkdirSync(join(folder, 'data'), { recursive: true })
  for (const name of ['old', 'young']) writeFileSync(join(folder, 'data', `${name}.parquet`), 'x')
  utimesSync(join(folder, 'data', 'old.parquet'), old, old)
  expect(endings(await project.run())).toEqual({ keep: 'succeeded' })
  expect((await tableOf(project)).metadata.snapshots.map(({ summary: { operation } }) => operation)).toEqual([
    'replace',
    'replace',
  ])
  const files = await project.deps.lakehouse.storage.list('')
  // The merged file and the one that is young; what it was merged from has expired.
  expect(files.filter(({ path }) => path.endsWith('.parquet'))).toHaveLength(2)
  expect(await idsIn(project)).toEqual([0, 1, 2])
})

test('what cannot be done is told at the action, and what was done before it stays', async () => {
  await using project = await upkeep(`
- {name: rewrite_dataset, input: orders, options: {properties: {min-input-files: 2}}}
- {name: expire_snapshots, input: orders, options: {snapshotIds: ["123"]}}
- {name: rewrite_manifest, input: orders}`)
  for (let id = 0; id < 3; id++) await write(project, `SELECT ${id} AS id`)
  const events = await project.run()
  expect(told(events)).toEqual(['MR3117 w.yaml:14'])
  expect(await summary(project)).toMatchObject({ operation: 'replace', 'deleted-data-files': '3' })
  expect(await project.plan()).toEqual(['keep: run'])
})

test('conditions are Spark SQL over the columns of the table, and a wrong name is told at its place', async () => {
  await using project = await upkeep(`
- {name: rewrite_dataset, input: orders, options: {where: "idd > 1"}}`)
  await write(project, 'SELECT 1 AS id')
  expect(told(await project.run())).toEqual([expect.stringMatching(/^MR20\d\d w.yaml:13$/)])
})

test('on a branch only what is its own is rewritten, and history stays', async () => {
  await using project = await upkeep(`
- {name: rewrite_dataset, input: orders, options: {properties: {min-input-files: 2}}}
- {name: expire_snapshots, input: orders, options: {olderThanMillis: "4070908800000"}}`)
  for (let id = 0; id < 3; id++) await write(project, `SELECT ${id} AS id`)
  const pr = onBranch(project, 'pr-1')
  const before = await tableOf(project)
  expect(endings(await pr.run())).toEqual({ keep: 'succeeded' })
  expect(await tableOf(project)).toEqual(before)
  await createRef(project.deps.lakehouse, orders, { name: 'pr-1', kind: 'branch' })
  await write(project, 'SELECT 3 AS id', { branch: 'pr-1' })
  expect(endings(await pr.run())).toEqual({ keep: 'succeeded' })
  const { metadata } = await tableOf(project)
  expect(metadata.snapshots).toHaveLength(5)
  expect(metadata.currentSnapshotId).toBe(before.metadata.currentSnapshotId)
  expect(metadata.snapshots.at(-1)?.summary).toMatchObject({
    operation: 'replace',
    'deleted-data-files': '4',
  })
})

test('delete_from_dataset takes out the rows of its condition, which may ask the views of the job', async () => {
  await using project = await upkeep(
    `
- name: delete_from_dataset
  input: orders
  deleteWhere: "target.kind = 'gone' AND exists (SELECT 1 FROM many WHERE many.kind = target.kind)"
- {name: delete_from_dataset, input: orders, deleteWhere: "id IN (SELECT max(id) FROM many)"}
- {name: rewrite_dataset, input: orders, options: {properties: {min-input-files: 2}}}`,
    `            steps: [{sequence: [{name: many, sql: "SELECT kind, max(id) AS id FROM orders GROUP BY kind HAVING count(*) > 1"}]}]
`,
  )
  await write(project, `SELECT * FROM (VALUES (1, 'gone'), (2, 'gone'), (3, NULL), (4, 'kept')) v(id, kind)`)
  await write(project, `SELECT * FROM (VALUES (5, 'kept'), (6, 'one')) v(id, kind)`)
  const events = await project.run()
  expect(endings(events)).toEqual({ keep: 'succeeded' })
  expect(await idsIn(project)).toEqual([3, 4, 6])
  // The upkeep came after the deletes: it works on what they left.
  const operations = (await tableOf(project)).metadata.snapshots.map(
    ({ summary: { operation } }) => operation,
  )
  expect(operations).toEqual(['append', 'append', 'overwrite', 'overwrite', 'replace'])
})

test('delete_from_dataset opens no file that its condition leaves out', async () => {
  await using project = await upkeep(`
- {name: delete_from_dataset, input: orders, deleteWhere: "target.day >= date '2024-02-01' AND upper(kind) = 'GONE'"}`)
  const day = (text: string) =>
    `SELECT * FROM (VALUES (DATE '${text}', 'gone'), (DATE '${text}', 'kept')) v(day, kind)`
  await write(project, day('2024-01-31'))
  const [old] = dataFiles(project)
  await write(project, day('2024-02-01'))
  writeFileSync(old ?? '', 'no Parquet')
  expect(endings(await project.run())).toEqual({ keep: 'succeeded' })
  expect(await summary(project)).toMatchObject({ operation: 'overwrite', 'deleted-data-files': '1' })
})

test('a delete with a wrong name takes nothing out, neither does one before it', async () => {
  await using project = await upkeep(`
- {name: delete_from_dataset, input: orders, deleteWhere: "target.id = 1"}
- {name: delete_from_dataset, input: orders, deleteWhere: "target.idd = 2"}`)
  await write(project, 'SELECT unnest([1, 2]) AS id')
  expect(told(await project.run())).toEqual([expect.stringMatching(/^MR20\d\d w.yaml:14$/)])
  expect(await idsIn(project)).toEqual([1, 2])
})
