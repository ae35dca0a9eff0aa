import { expect, test } from 'vitest'
import { forgetBranch, promoteBranch } from '../../src/state/branch-store.ts'
import {
  markDatasetDeleted,
  proposeDescription,
  replaceColumnTags,
  storeDataset,
  storedColumnTags,
  storedDatasets,
  storeDescription,
} from '../../src/state/catalog-store.ts'
import type { Database } from '../../src/state/database.ts'
import { registeredResources, registerResource, unregisterResource } from '../../src/state/resource-store.ts'
import { latestChecks, latestProfile, storeChecks, storeProfile } from '../../src/state/result-store.ts'
import {
  recordEvent,
  recordFailure,
  recordRunEnd,
  recordRunStart,
  recordSuccess,
  runRecords,
  taskRecords,
} from '../../src/state/run-store.ts'
import { translationCache } from '../../src/state/translation-cache.ts'
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

/** What the stores promise, on any database. `open` gives an empty one. */
export const storeCases = (open: () => Database): void => {
  test('a registered resource counts a generation only when its hash moves', () => {
    using database = open()
    registerResource(database, { ...wf, hash: 'a' }, '2026-01-01')
    registerResource(database, { ...wf, hash: 'a', file: 'moved.yaml' }, '2026-01-02')
    expect(registeredResources(database)).toMatchObject([
      { hash: 'a', generation: 1, file: 'moved.yaml', updatedAt: '2026-01-01' },
    ])
    registerResource(database, { ...wf, hash: 'b' }, '2026-01-03')
    expect(registeredResources(database)).toMatchObject([
      { hash: 'b', generation: 2, file: 'a.yaml', createdAt: '2026-01-01', updatedAt: '2026-01-03' },
    ])
    unregisterResource(database, wf)
    expect(registeredResources(database)).toEqual([])
  })

  test('a failed attempt keeps what the last success consumed', () => {
    using database = open()
    const success = {
      task: 't',
      run: 'r1',
      finishedAt: 'x',
      fingerprint: 'f',
      inputs: { a: '1' },
      outputs: {},
    }
    recordSuccess(database, { ...success, fingerprint: 'e' })
    recordSuccess(database, success)
    recordFailure(database, { task: 't', run: 'r2', outcome: 'failed', finishedAt: 'y' })
    expect(taskRecords(database)).toEqual([{ ...success, run: 'r2', finishedAt: 'y', outcome: 'failed' }])
  })

  test('a watermark belongs to its context: a new context starts afresh', () => {
    using database = open()
    const scope = { task: 't', input: 'i', context: 'c1' }
    storeWatermarks(database, scope, new Map([['start', '5']]), { run: 'r' })
    storeWatermarks(database, scope, new Map([['start', '6']]), { run: 'r' })
    expect([...watermarks(database, scope)]).toEqual([['start', '6']])
    expect([...watermarks(database, { ...scope, context: 'c2' })]).toEqual([])
  })

  test('a tag that two manifests set stays until both have dropped it', () => {
    using database = open()
    const tag = { address: 'dataos://l:c/d', column: 'email', tag: 'PII.Email' }
    replaceColumnTags(database, 'one', [tag, tag])
    replaceColumnTags(database, 'two', [tag])
    replaceColumnTags(database, 'one', [])
    expect(storedColumnTags(database)).toEqual([tag])
    replaceColumnTags(database, 'two', [])
    expect(storedColumnTags(database)).toEqual([])
  })

  test('a rescanned dataset comes back from deletion and keeps its description', () => {
    using database = open()
    storeDescription(database, 'a', 'said once')
    proposeDescription(database, 'a', 'said by a job')
    storeDataset(database, { address: 'a', facts: '{}', scannedAt: '1' })
    markDatasetDeleted(database, 'a', '2')
    storeDataset(database, { address: 'a', facts: '{"rows":1}', scannedAt: '3' })
    expect(storedDatasets(database)).toEqual([
      { address: 'a', description: 'said once', facts: '{"rows":1}', scannedAt: '3', deletedAt: null },
    ])
  })

  test('what is known of a branch stays apart from main, becomes its own when published, or is forgotten', () => {
    using database = open()
    const scope = { task: 't', input: 'i', context: 'c' }
    const tag = { address: 'a', column: 'c', tag: 'PII.Email' }
    const success = { task: 't', finishedAt: 'x', fingerprint: 'f', inputs: {}, outputs: {} }
    for (const branch of ['main', 'side', 'other']) {
      recordSuccess(database, { ...success, run: `on ${branch}` }, branch)
      storeWatermarks(database, scope, new Map([['start', branch]]), { run: 'r', branch })
    }
    replaceColumnTags(database, 'm', [tag], 'side')
    expect(taskRecords(database).map(({ run }) => run)).toEqual(['on main'])
    expect(storedColumnTags(database)).toEqual([])
    promoteBranch(database, 'side')
    expect(taskRecords(database).map(({ run }) => run)).toEqual(['on side'])
    expect(storedColumnTags(database)).toEqual([tag])
    expect([...watermarks(database, scope)]).toEqual([['start', 'side']])
    forgetBranch(database, 'other')
    expect([...watermarks(database, scope, 'other')]).toEqual([['start', 'side']])
  })

  test('names are listed in the order of their bytes', () => {
    using database = open()
    for (const address of ['b', 'Z', 'a', 'ä', '_', 'B'])
      storeDataset(database, { address, facts: '{}', scannedAt: '1' })
    expect(storedDatasets(database).map(({ address }) => address)).toEqual(['B', 'Z', '_', 'a', 'b', 'ä'])
  })

  test('the newest runs come first, and one without an end has no outcome', () => {
    using database = open()
    recordRunStart(database, { id: 'r1', branch: 'main', command: 'apply', startedAt: '2026-01-01' })
    recordRunStart(database, { id: 'r2', branch: 'main', command: 'run', startedAt: '2026-01-02' })
    recordRunEnd(database, 'r1', 'failed', '2026-01-03')
    const at = '2026-01-01'
    recordEvent(database, { run: 'r1', seq: 1, at, kind: 'run.started', command: 'apply', tasks: [] })
    expect(runRecords(database, 5)).toEqual([
      { id: 'r2', branch: 'main', command: 'run', outcome: null, startedAt: '2026-01-02', finishedAt: null },
      {
        id: 'r1',
        branch: 'main',
        command: 'apply',
        outcome: 'failed',
        startedAt: '2026-01-01',
        finishedAt: '2026-01-03',
      },
    ])
    expect(runRecords(database, 1)).toHaveLength(1)
  })

  test('checks and profiles of the newest run are found, also when a run stores them again', () => {
    using database = open()
    const check = { run: 'r1', task: 't', dataset: 'd', snapshotId: null, result: '{"passed":false}' }
    recordRunStart(database, { id: 'r1', branch: 'main', command: 'apply', startedAt: '2026-01-01' })
    recordRunStart(database, { id: 'r2', branch: 'main', command: 'apply', startedAt: '2026-01-02' })
    storeChecks(database, [check, check])
    storeChecks(database, [{ ...check, run: 'r2', snapshotId: '7' }])
    storeChecks(database, [{ ...check, run: 'r2', snapshotId: '8' }])
    expect(latestChecks(database, 'd')).toEqual([{ ...check, run: 'r2', snapshotId: '8' }])
    const profile = {
      dataset: 'd',
      run: 'r1',
      task: 't',
      snapshotId: '9223372036854775807',
      profile: '{}',
      createdAt: '1',
    }
    storeProfile(database, profile)
    storeProfile(database, { ...profile, createdAt: '2' })
    expect(latestProfile(database, 'd')).toEqual({ ...profile, createdAt: '2' })
  })

  test('a translation is replaced', () => {
    using database = open()
    const cache = translationCache(database)
    cache.put('k', "it's ? and $1 and \\")
    cache.put('k', 'two')
    expect([cache.get('k'), cache.get('l')]).toEqual(['two', undefined])
  })
}
