import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { publishAudited, scanRelation } from '../../../src/lakehouse/index.ts'
import { loadTableAt } from '../../../src/lakehouse/table.ts'
import { sql } from '../../../src/sql/quote.ts'
import { canDropRights, canMount, withoutCapabilities } from '../../e2e/bad-input.ts'
import { type Lake, openLake } from '../../lakehouse/lake.ts'
import { files } from '../files.ts'

const t = { namespace: 'demo', name: 't' }
const newFolder = () => mkdtempSync(join(tmpdir(), 'millrace-fault-'))
const ids = async (lake: Lake) => (await lake.rows()).map((row) => row['id'])

const output = (command: string, args: readonly string[]): readonly string[] => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  return stdout.trim().split('\n')
}

test.skipIf(!canMount)(
  'a disk that is full at any point of a write changes nothing and keeps nothing',
  () => {
    const folder = newFolder()
    const program = join(import.meta.dirname, 'full-disk.ts')
    const mounted = `mount -t tmpfs -o size=8m tmpfs "$2" && exec "$0" "$1" "$2"`
    const lines = output('unshare', ['-rm', 'sh', '-c', mounted, process.execPath, program, folder])
    expect(lines.at(-1)).toBe('the end')
    expect(new Set(lines)).toEqual(new Set(['done', 'MR3002', 'the end']))
    expect(lines.filter((line) => line === 'MR3002').length).toBeGreaterThan(20)
  },
)

test.skipIf(!canDropRights)('a folder that may not be written fails the write and nothing else', () => {
  const command = [process.execPath, join(import.meta.dirname, 'read-only.ts'), newFolder()]
  const [program = '', ...args] =
    process.getuid?.() === 0 ? ['setpriv', ...withoutCapabilities(), ...command] : command
  expect(output(program, args)).toEqual(['data MR3003 done', 'metadata MR3003 done', 'database MR3003 done'])
})

test('a torn metadata file is named at whatever byte it ends, and the version before it can be put back', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const before = await lake.table()
  await lake.write('SELECT 2 AS id')
  const torn = await lake.table()
  const { storage, catalog } = lake.lakehouse
  const path = torn.metadataLocation.slice(`file://${storage.root}/`.length)
  const whole = await storage.read(path)
  for (let length = 0; length < whole.length; length += 1 + (whole.length >> 5)) {
    await storage.put(path, whole.subarray(0, length))
    await expect(lake.table(), `${length} bytes`).rejects.toMatchObject({ diagnostic: { code: 'MR3112' } })
    await expect(lake.stage('SELECT 3 AS id')).rejects.toMatchObject({ diagnostic: { code: 'MR3112' } })
  }
  const older = await loadTableAt(lake.lakehouse, {
    identity: t,
    metadataLocation: before.metadataLocation,
    draft: false,
  })
  await catalog.commit([{ identity: t, base: torn, next: older }])
  expect(await ids(lake)).toEqual([1])
  await lake.write('SELECT 3 AS id')
  expect(await ids(lake)).toEqual([1, 3])
})

test('a torn manifest list is named by the readers of its snapshot, and older snapshots stay readable', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const first = await lake.table()
  await lake.write('SELECT 2 AS id')
  const { storage } = lake.lakehouse
  const all = (await storage.list('')).filter(({ path }) => path.endsWith('.avro'))
  const latestList = (await lake.table()).metadata.snapshots[1]?.manifestList ?? ''
  const latest = all.find(({ path }) => latestList.endsWith(path))?.path ?? ''
  const whole = await storage.read(latest)
  for (let length = 0; length < whole.length; length += 1 + (whole.length >> 4)) {
    await storage.put(latest, whole.subarray(0, length))
    await using again = await openLake(lake.folder)
    await expect(again.rows(), `${length} bytes`).rejects.toMatchObject({ diagnostic: { code: 'MR3112' } })
    const relation = await scanRelation(again.lakehouse, await again.table(), {
      version: { kind: 'snapshot', id: String(first.metadata.currentSnapshotId) },
    })
    expect(await again.connection.rows(sql`SELECT id FROM ${relation}`)).toEqual([{ id: 1 }])
  }
})

const holdLock = `
import { DatabaseSync } from 'node:sqlite'
const database = new DatabaseSync(process.argv[1])
database.exec('BEGIN EXCLUSIVE')
process.stdout.write('locked')
process.stdin.once('data', () => { database.exec('COMMIT'); process.exit() })
`

/** Another process that has the catalog for itself until it is told to let go. */
const lockedBy = async (path: string) => {
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', holdLock, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await new Promise((done) => child.stdout.once('data', done))
  return { letGo: () => child.stdin.write('x'), [Symbol.dispose]: () => void child.kill('SIGKILL') }
}

test('a catalog that another process has locked is waited for; after that the write may be tried again, and all is as before', async () => {
  await using lake = await openLake()
  await lake.write('SELECT 1 AS id')
  const staged = await lake.stage('SELECT 2 AS id')
  const { orphans: before } = await files(lake.lakehouse)
  using lock = await lockedBy(lake.databasePath)
  lake.database.run('PRAGMA busy_timeout = 200')
  await expect(publishAudited(lake.lakehouse, [staged])).rejects.toMatchObject({
    retryable: true,
    diagnostic: { code: 'MR3006' },
  })
  // Readers do not wait.
  expect(await ids(lake)).toEqual([1])
  expect((await files(lake.lakehouse)).orphans).toEqual(before)
  lake.database.run('PRAGMA busy_timeout = 20000')
  lock.letGo()
  await publishAudited(lake.lakehouse, [staged])
  expect(await ids(lake)).toEqual([1, 2])
})
