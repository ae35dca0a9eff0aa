import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DiffRequest, diffRows } from '../../src/reader/index.ts'
import { registerResource } from '../../src/state/resource-store.ts'
import { replaceColumnTags } from '../../src/state/catalog-store.ts'
import { type Lake, openLake } from '../lakehouse/lake.ts'

const address = { depot: 'lake', collection: 'demo', dataset: 't' }
const diff = async (lake: Lake, request: Partial<DiffRequest> = {}, notices: unknown[] = []) =>
  diffRows(
    {
      table: await lake.table(),
      from: { kind: 'current' },
      to: { kind: 'ref', name: 'pr' },
      address,
      aliases: [],
      principal: { name: 'ana', tags: ['users:id:ana'] },
      strict: false,
      branch: 'pr',
      samples: 5,
      notice: (found) => notices.push(...found.map(({ code }) => code)),
      ...request,
    },
    { connection: lake.connection, lakehouse: lake.lakehouse, database: lake.database },
    new AbortController().signal,
  )
const pr = { branch: 'pr' } as const

test('rows are told apart by a key: added, removed, changed, and which columns changed how often', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT range AS id, 'x' AS a, 1 AS b FROM range(5)`)
  await lake.write(
    `SELECT range AS id, CASE WHEN range = 1 THEN 'y' ELSE 'x' END AS a, CASE WHEN range < 3 THEN 2 ELSE 1 END AS b
       FROM range(1, 7)`,
    { ...pr, mode: { kind: 'overwrite' } },
  )
  const found = await diff(lake, { key: ['ID'] })
  expect(found).toMatchObject({
    key: ['id'],
    rows: { added: 2, removed: 1, changed: 2 },
    columns: { added: [], removed: [], changed: { a: 1, b: 2 } },
    samples: { removed: { rows: [[0n, 'x', 1]] } },
  })
  expect(found.samples.added.rows.toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([
    [5n, 'x', 1],
    [6n, 'x', 1],
  ])
  // The two halves of a changed row stand at the same place.
  expect(found.samples['changed-before'].rows.map(([id]) => id)).toEqual(
    found.samples['changed-after'].rows.map(([id]) => id),
  )
})

test('without a key whole rows are compared, and how often each is there', async () => {
  await using lake = await openLake()
  await lake.write('SELECT unnest([1, 1, NULL]) AS id')
  await lake.write('SELECT unnest([1, NULL, NULL, 2]) AS id', { ...pr, mode: { kind: 'overwrite' } })
  expect((await diff(lake)).rows).toEqual({ added: 2, removed: 1, changed: 0 })
  const notices: unknown[] = []
  expect((await diff(lake, { key: ['id'] }, notices)).rows).toEqual({ added: 2, removed: 1, changed: 0 })
  expect(notices).toEqual(['MR3164'])
  await expect(diff(lake, { key: ['idd'] })).rejects.toMatchObject({ diagnostic: { code: 'MR3163' } })
})

test('files that both versions share are not read', async () => {
  await using lake = await openLake()
  const first = await lake.write('SELECT range AS id FROM range(1000)')
  await lake.write('SELECT 1000 AS id', pr)
  for (const path of first.kind === 'staged' ? first.dataFiles : []) await lake.lakehouse.storage.delete(path)
  expect((await diff(lake, { key: ['id'] })).rows).toEqual({ added: 1, removed: 0, changed: 0 })
})

test('samples show what the viewer may see, under tags of the branch as well', async () => {
  await using lake = await openLake()
  await lake.write(`SELECT 1 AS id, 'ana@x.io' AS email`)
  await lake.write(`SELECT 1 AS id, 'ana@y.io' AS email`, { ...pr, mode: { kind: 'overwrite' } })
  const compiled = JSON.stringify({
    name: 'hash-mail',
    priority: 50,
    scope: {},
    user: { match: 'any', tags: ['users:id:ana'] },
    column: { tags: ['PII'], names: [] },
    mask: { operator: 'hash' },
  })
  const policy = {
    type: 'policy',
    workspace: 'public',
    name: 'hash-mail',
    version: 'v1',
    hash: 'h',
    file: 'p.yaml',
  }
  registerResource(lake.database, { ...policy, manifest: '{}', compiled }, 'now')
  replaceColumnTags(
    lake.database,
    'test',
    [{ address: 'dataos://lake:demo/t', column: 'EMAIL', tag: 'PII' }],
    'pr',
  )
  const found = await diff(lake, { key: ['id'] })
  expect(found.rows).toEqual({ added: 0, removed: 0, changed: 1 })
  const shown = JSON.stringify(found.samples, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  expect(shown).not.toContain('ana@')
  expect(
    (await diff(lake, { key: ['id'], principal: { name: 'bo', tags: ['users:id:bo'] } })).samples[
      'changed-after'
    ].rows,
  ).toEqual([[1, 'ana@y.io']])
})

test('what is reported is what a comparison of plain lists finds', async () => {
  const rows = fc.uniqueArray(
    fc.record({ id: fc.integer({ min: 0, max: 9 }), v: fc.option(fc.integer({ min: 0, max: 2 })) }),
    {
      selector: ({ id }) => id,
      maxLength: 8,
    },
  )
  const values = (some: readonly { id: number; v: number | null }[]) =>
    some.length === 0
      ? 'SELECT 1 AS id, 1 AS v WHERE false'
      : `SELECT * FROM (VALUES ${some.map(({ id, v }) => `(${id}, ${v ?? 'NULL::INTEGER'})`).join(', ')}) AS t(id, v)`
  await fc.assert(
    fc.asyncProperty(rows, rows, async (before, after) => {
      await using lake = await openLake()
      await lake.write(values(before))
      await lake.write(values(after), { ...pr, mode: { kind: 'overwrite' } })
      const old = new Map(before.map(({ id, v }) => [id, v]))
      const now = new Map(after.map(({ id, v }) => [id, v]))
      expect((await diff(lake, { key: ['id'] })).rows).toEqual({
        added: after.filter(({ id }) => !old.has(id)).length,
        removed: before.filter(({ id }) => !now.has(id)).length,
        changed: after.filter(({ id, v }) => old.has(id) && old.get(id) !== v).length,
      })
    }),
    { numRuns: 15 },
  )
})
