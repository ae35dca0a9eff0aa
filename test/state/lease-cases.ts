import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { MillraceError } from '../../src/diagnostics/index.ts'
import type { Database } from '../../src/state/database.ts'
import { type Holder, thisHolder } from '../../src/state/holder.ts'
import { acquireLease, currentLeases } from '../../src/state/lease.ts'
import {
  endPublication,
  type Publication,
  recordPublication,
  settlePublications,
} from '../../src/state/publication-store.ts'
import { taskRecords } from '../../src/state/run-store.ts'
import { watermarks } from '../../src/state/watermark-store.ts'

const since = '2026-01-01T10:00:00.000Z'
const me = thisHolder('millrace apply', since)
const elsewhere: Holder = { host: 'another-host', processId: 7, command: 'millrace run', since }
// Long enough for no renewal to come while a test runs.
const ttlMs = 3_600_000

/** A process of this machine that has certainly ended. */
const deadHolder = (): Holder => ({ ...me, processId: spawnSync(process.execPath, ['--version']).pid })

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (cause) {
    if (cause instanceof MillraceError) return cause.diagnostic.code
    throw cause
  }
  return 'nothing was thrown'
}

/** What leases and what is built on them promise, on any database. `open` gives an empty one. */
export const leaseCases = (open: () => Database): void => {
  test('a lease that is held is refused by the name of its holder, and is free once it is released', () => {
    using database = open()
    const first = acquireLease(database, { names: ['a', 'b'], holder: elsewhere, ttlMs })
    expect(() => acquireLease(database, { names: ['c', 'b'], holder: me, ttlMs })).toThrow(
      `b is being written by millrace run (process 7 on another-host), since ${since}`,
    )
    expect(currentLeases(database).map(({ name }) => name)).toEqual(['a', 'b'])
    first[Symbol.dispose]()
    using _second = acquireLease(database, { names: ['c', 'b', 'b'], holder: me, ttlMs })
    expect(currentLeases(database)).toEqual([
      { name: 'b', holder: me },
      { name: 'c', holder: me },
    ])
  })

  test('a process takes no lease twice, not even its own', () => {
    using database = open()
    using _first = acquireLease(database, { names: ['a'], holder: me, ttlMs })
    expect(codeOf(() => acquireLease(database, { names: ['a'], holder: me, ttlMs }))).toBe('MR3020')
  })

  test('a lease that is not renewed expires and can be taken over, and its holder learns who has it', async () => {
    using database = open()
    using first = acquireLease(database, { names: ['a'], holder: elsewhere, ttlMs: 300 })
    // The first holder stands still until its time is over; then it goes on, too late.
    const until = database.now() + 301
    while (database.now() < until) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    expect(currentLeases(database)).toEqual([])
    using second = acquireLease(database, { names: ['a'], holder: me, ttlMs })
    await new Promise((lost) => first.lost.addEventListener('abort', lost))
    expect(first.lost.reason).toMatchObject({
      diagnostic: { code: 'MR3021', message: /millrace apply \(process \d+ on .*\) has it now/ },
    })
    expect(second.lost.aborted).toBe(false)
    first[Symbol.dispose]()
    expect(currentLeases(database)).toEqual([{ name: 'a', holder: me }])
  })

  test('a lease outlives its time while its holder lives', async () => {
    using database = open()
    using lease = acquireLease(database, { names: ['a'], holder: elsewhere, ttlMs: 600 })
    const until = database.now() + 1500
    while (database.now() < until) {
      await sleep(50)
      expect(codeOf(() => acquireLease(database, { names: ['a'], holder: me, ttlMs }))).toBe('MR3020')
    }
    expect(lease.lost.aborted).toBe(false)
  })

  test('what a dead process of this machine holds is free at once', () => {
    using database = open()
    const dead = deadHolder()
    acquireLease(database, { names: ['a'], holder: dead, ttlMs })
    using _mine = acquireLease(database, { names: ['a'], holder: me, ttlMs })
  })

  const publication = (id: string): Publication => ({
    id,
    branch: 'main',
    run: 'r',
    commits: [{ namespace: 'demo', name: 't', commitId: `commit-${id}` }],
    watermarks: [{ scope: { task: id, input: 'i', context: 'c' }, values: { start: '5' } }],
    task: { task: id, run: 'r', finishedAt: since, fingerprint: 'f', inputs: {}, outputs: { t: '1' } },
  })

  test('a publication whose process died is caught up where it happened, and forgotten where it did not', async () => {
    using database = open()
    const dead = deadHolder()
    const lease = acquireLease(database, { names: ['a'], holder: dead, ttlMs })
    for (const id of ['happened', 'did not', 'silent'])
      recordPublication(database, publication(id), { lease, holder: dead })
    using mine = acquireLease(database, { names: ['b'], holder: me, ttlMs })
    recordPublication(database, publication('running'), { lease: mine, holder: me })
    const asked: string[] = []
    const settled = await settlePublications(database, {
      inFlightMs: 0,
      outcomeOf: async ({ id, commits }) => {
        asked.push(...commits.map(({ commitId }) => commitId))
        return id === 'happened' ? 'published' : id === 'did not' ? 'not published' : 'not known'
      },
    })
    expect(asked.toSorted()).toEqual(['commit-did not', 'commit-happened', 'commit-silent'])
    expect(Object.fromEntries(settled.map((each) => [each.publication.id, each.outcome]))).toEqual({
      happened: 'published',
      'did not': 'not published',
    })
    expect(taskRecords(database).map(({ task, outcome }) => [task, outcome])).toEqual([
      ['happened', 'succeeded'],
    ])
    const stored = watermarks(database, { task: 'happened', input: 'i', context: 'c' })
    expect([...stored]).toEqual([['start', '5']])
    expect(endPublication(database, 'happened')).toBe(false)
    expect([endPublication(database, 'silent'), endPublication(database, 'running')]).toEqual([true, true])
  })

  test('a commit that was still under way when its process died is waited for', async () => {
    using database = open()
    const dead = deadHolder()
    const lease = acquireLease(database, { names: ['a'], holder: dead, ttlMs })
    recordPublication(database, publication('late'), { lease, holder: dead })
    const outcomes = ['not published', 'not published', 'published'] as const
    let asked = 0
    const settled = await settlePublications(database, {
      inFlightMs: 60_000,
      outcomeOf: async () => outcomes[asked++] ?? 'not known',
    })
    expect(settled.map(({ outcome }) => outcome)).toEqual(['published'])
  })

  test('a publication ends once, and what it stores is stored with that or not at all', () => {
    using database = open()
    using lease = acquireLease(database, { names: ['a'], holder: me, ttlMs })
    recordPublication(database, publication('p'), { lease, holder: me })
    expect(() =>
      endPublication(database, 'p', () => {
        throw new Error('stop')
      }),
    ).toThrow('stop')
    let stored = 0
    expect([
      endPublication(database, 'p', () => stored++),
      endPublication(database, 'p', () => stored++),
    ]).toEqual([true, false])
    expect(stored).toBe(1)
  })
}
