import { expect, test } from 'vitest'
import { failure } from '../../src/diagnostics/index.ts'
import {
  isUnknown,
  type Lakehouse,
  publish,
  publishAudited,
  reject,
  updateTables,
} from '../../src/lakehouse/index.ts'
import { files } from '../harness/files.ts'
import { type Lake, openLake } from './lake.ts'

const t = { namespace: 'demo', name: 't' }
const broken = () => failure('MR3280', { what: 'the catalog', reason: 'the connection broke' })

/** The catalog makes, or does not make, its next commit and says nothing; after that it is away, or it is not. */
const cut = (
  { lakehouse }: Lake,
  { commits, comesBack }: { readonly commits: boolean; readonly comesBack: boolean },
): Lakehouse => {
  const { catalog } = lakehouse
  let isCut = false
  return {
    ...lakehouse,
    catalog: {
      ...catalog,
      load: (identity) => {
        if (isCut && !comesBack) throw failure('MR3010', { database: 'the catalog', reason: 'ECONNREFUSED' })
        return catalog.load(identity)
      },
      commit: async (moves, also) => {
        if (isCut) return catalog.commit(moves, also)
        isCut = true
        if (commits) await catalog.commit(moves, also)
        throw broken()
      },
    },
  }
}

const ids = async (lake: Lake) => (await lake.rows()).map((row) => row['id'])

test.for([true, false])(
  'a commit that the catalog does not answer is made exactly once (it had been made: %s)',
  async (commits) => {
    await using lake = await openLake()
    await lake.write('SELECT 1 AS id')
    let times = 0
    lake.database.run(`INSERT INTO run (id, command, started_at) VALUES ('r', 'apply', 'now')`)
    const also = () => {
      times += 1
      lake.database.run(`UPDATE run SET command = command || '+'`)
    }
    await publish(cut(lake, { commits, comesBack: true }), [await lake.stage('SELECT 2 AS id')], also)
    expect(await ids(lake)).toEqual([1, 2])
    expect(times).toBe(1)
    expect(lake.database.all('SELECT command FROM run')).toEqual([{ command: 'apply+' }])
    await updateTables(cut(lake, { commits, comesBack: true }), [t], ({ metadata }) => ({
      kind: 'change',
      metadata: { ...metadata, properties: { a: '1' } },
    }))
    expect((await lake.table()).metadata.properties).toEqual({ a: '1' })
    const { missing, orphans } = await files(lake.lakehouse)
    expect({ missing, orphans }).toEqual({ missing: [], orphans: [] })
  },
)

test('where the catalog stays away nothing is deleted, since the commit may have happened', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const away = { commits: true, comesBack: false }
  const change = async (work: (lakehouse: Lakehouse) => Promise<unknown>) => {
    const cause: unknown = await work(cut(lake, away)).catch((thrown: unknown) => thrown)
    expect(isUnknown(cause)).toBe(true)
    const { missing, orphans } = await files(lake.lakehouse)
    expect({ missing, orphans }).toEqual({ missing: [], orphans: [] })
  }
  const two = await lake.stage('SELECT 2 AS id')
  await change((lakehouse) => publishAudited(lakehouse, [two]))
  const rejected = await lake.stage('SELECT 3 AS id')
  await change(async (lakehouse) => {
    try {
      await reject(lakehouse, [rejected], { branch: 'audit-1', reason: 'no' })
    } finally {
      // Its first staging is one that nobody needs.
      for (const path of rejected.kind === 'staged' ? rejected.metadataFiles : [])
        await lakehouse.storage.delete(path)
    }
  })
  await change((lakehouse) =>
    updateTables(lakehouse, [t], ({ metadata }) => ({
      kind: 'change',
      metadata: { ...metadata, properties: { a: '1' } },
    })),
  )
  expect(await ids(lake)).toEqual([1, 2])
  const { metadata } = await lake.table()
  expect([metadata.properties, Object.keys(metadata.refs).toSorted()]).toEqual([
    { a: '1' },
    ['audit-1', 'main'],
  ])
})
