import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  markDatasetDeleted,
  replaceColumnTags,
  storeDataset,
  storedColumnTags,
  storedDatasets,
  storeDescription,
} from '../../src/state/catalog-store.ts'
import { openDatabase } from '../../src/state/database.ts'
import { registeredResources, registerResource, unregisterResource } from '../../src/state/resource-store.ts'
import { acquireRunLock } from '../../src/state/run-lock.ts'
import { recordFailure, recordSuccess, taskRecords } from '../../src/state/run-store.ts'
import { storeWatermarks, watermarks } from '../../src/state/watermark-store.ts'

const wf = {
  type: 'workflow',
  workspace: 'public',
  name: 'wf',
  version: 'v1',
  file: 'a.yaml',
  manifest: '{}',
  compiled: null,
}

test('a registered resource counts a generation only when its hash moves', () => {
  using database = openDatabase(':memory:')
  registerResource(database, { ...wf, hash: 'a' }, '2026-01-01')
  registerResource(database, { ...wf, hash: 'a', file: 'moved.yaml' }, '2026-01-02')
  registerResource(database, { ...wf, hash: 'b' }, '2026-01-03')
  expect(registeredResources(database)).toMatchObject([
    { hash: 'b', generation: 2, file: 'a.yaml', createdAt: '2026-01-01', updatedAt: '2026-01-03' },
  ])
  unregisterResource(database, wf)
  expect(registeredResources(database)).toEqual([])
})

test('a failed attempt keeps what the last success consumed', () => {
  using database = openDatabase(':memory:')
  const success = { task: 't', run: 'r1', finishedAt: 'x', fingerprint: 'f', inputs: { a: '1' }, outputs: {} }
  recordSuccess(database, success)
  recordFailure(database, { task: 't', run: 'r2', outcome: 'failed', finishedAt: 'y' })
  expect(taskRecords(database)).toEqual([{ ...success, run: 'r2', finishedAt: 'y', outcome: 'failed' }])
})

test('a watermark belongs to its context: a new context starts afresh', () => {
  using database = openDatabase(':memory:')
  const scope = { task: 't', input: 'i', context: 'c1' }
  storeWatermarks(database, scope, new Map([['start', '5']]), 'r')
  storeWatermarks(database, scope, new Map([['start', '6']]), 'r')
  expect([...watermarks(database, scope)]).toEqual([['start', '6']])
  expect([...watermarks(database, { ...scope, context: 'c2' })]).toEqual([])
})

test('a tag that two manifests set stays until both have dropped it', () => {
  using database = openDatabase(':memory:')
  const tag = { address: 'dataos://l:c/d', column: 'email', tag: 'PII.Email' }
  replaceColumnTags(database, 'one', [tag])
  replaceColumnTags(database, 'two', [tag])
  replaceColumnTags(database, 'one', [])
  expect(storedColumnTags(database)).toEqual([tag])
  replaceColumnTags(database, 'two', [])
  expect(storedColumnTags(database)).toEqual([])
})

test('a rescanned dataset comes back from deletion and keeps its description', () => {
  using database = openDatabase(':memory:')
  storeDescription(database, 'a', 'said once')
  storeDataset(database, { address: 'a', facts: '{}', scannedAt: '1' })
  markDatasetDeleted(database, 'a', '2')
  storeDataset(database, { address: 'a', facts: '{"rows":1}', scannedAt: '3' })
  expect(storedDatasets(database)).toEqual([
    { address: 'a', description: 'said once', facts: '{"rows":1}', scannedAt: '3', deletedAt: null },
  ])
})

test('a second run is told who holds the project, and gets it once that one is done', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'millrace-')), 'run.lock')
  const first = acquireRunLock(path, { command: 'apply', at: '10:00' })
  expect(() => acquireRunLock(path, { command: 'run', at: '10:01' })).toThrow(
    /millrace apply \(process \d+\), since 10:00/,
  )
  first[Symbol.dispose]()
  acquireRunLock(path, { command: 'run', at: '10:02' })[Symbol.dispose]()
})
