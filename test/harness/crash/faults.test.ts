import { describe, expect, test } from 'vitest'
import { failure } from '../../../src/diagnostics/index.ts'
import { openLake } from '../../lakehouse/lake.ts'
import { files } from '../files.ts'
import { interposed, interposedDatabase, type Reach } from '../interposed.ts'
import { emptyWorld, foresee } from '../model.ts'
import type { Mode, Operation, Rows, World, Write } from '../operation.ts'
import { checkHistory, observe, printWorld } from '../observe.ts'
import { perform, type Place } from '../perform.ts'

/** Rows of a write that is like no other one. */
const rows = (n: number): Rows => [
  { id: n, part: 0, v: n },
  { id: n, part: 1, v: n },
]
const write = (n: number, kind: 'append' | 'overwrite' | 'overwrite-partitions' = 'append'): Write => ({
  table: 't',
  branch: 'main',
  mode: { kind },
  rows: rows(n),
})
const insertNew: Mode = { kind: 'merge', clauses: [{ kind: 'insert' }] }

/** Each is done again and again on the same tables, with another fault every time. */
const operations: Readonly<Record<string, (n: number) => Operation>> = {
  append: (n) => ({ kind: 'publish', writes: [write(n)] }),
  overwrite: (n) => ({ kind: 'publish', writes: [write(n, 'overwrite')] }),
  'overwrite of partitions': (n) => ({ kind: 'publish', writes: [write(n, 'overwrite-partitions')] }),
  'two tables and a watermark': (n) => ({
    kind: 'publish',
    writes: [write(n), { ...write(n, 'overwrite'), table: 'u' }],
    watermark: n,
  }),
  'append that is overtaken': (n) => ({ kind: 'overtaken', first: write(n), write: write(-n) }),
  'merge that is overtaken': (n) => ({
    kind: 'overtaken',
    first: write(n),
    write: { ...write(-n), mode: insertNew },
  }),
  'write to a branch': (n) => ({ kind: 'publish', writes: [{ ...write(n), branch: 'one' }] }),
  'merge of all kinds': (n) => ({
    kind: 'publish',
    writes: [
      {
        ...write(n),
        mode: {
          kind: 'merge',
          clauses: [
            { kind: 'delete', condition: { side: 'old', column: 'part', operator: '=', value: 1 } },
            { kind: 'update' },
            { kind: 'insert' },
          ],
        },
        rows: [
          { id: n, part: 0, v: n },
          { id: n - 1, part: 2, v: n },
        ],
      },
    ],
  }),
  delete: (n) => ({
    kind: 'publish',
    writes: [
      write(n),
      {
        ...write(n),
        mode: { kind: 'delete', where: { side: 'old', column: 'id', operator: '<', value: n - 1 } },
      },
    ],
  }),
  compaction: () => ({ kind: 'compact', table: 't', branch: 'main' }),
  expiry: () => ({ kind: 'expire', table: 't', keep: 1 }),
  'roll back': () => ({ kind: 'roll-back', table: 't', steps: 1 }),
  reject: (n) => ({ kind: 'reject', writes: [write(n)], branch: 'audit-1' }),
}

describe('where any one call to disk or catalog fails', () => {
  test.for(Object.entries(operations))('%s is done whole or not at all', async ([_name, operationOf]) => {
    await using lake = await openLake()
    let world = emptyWorld
    const startOver = async (n: number) => {
      const rewritten: Operation = {
        kind: 'publish',
        writes: [write(-n, 'overwrite'), { ...write(-n, 'overwrite'), table: 'u' }],
      }
      const steps: readonly Operation[] = [
        { kind: 'expire', table: 't', keep: 1 },
        { kind: 'expire', table: 'u', keep: 1 },
        rewritten,
      ]
      for (const [i, step] of steps.entries()) {
        await perform(lake, step, `start-${n}-${i}`)
        world = foresee(world, step, `start-${n}-${i}`).at(-1) ?? world
      }
    }
    await startOver(0)
    const failed = new Map<string, number>()
    for (let n = 1; ; n++) {
      // The same to read, and so the same that can fail, every time.
      await startOver(n)
      const operation = operationOf(n)
      let points = 0
      let point: string | undefined
      const reach: Reach = (name) => {
        points += 1
        if (points !== n) return
        point = name
        throw faultAt(name)
      }
      const allowed: readonly World[] = [world, ...foresee(world, operation, `op-${n}`)]
      const before = (await files(lake.lakehouse)).orphans.length
      const outcome = await perform(faulty(lake, reach), operation, `op-${n}`).then(
        () => 'done',
        () => 'failed',
      )
      if (point === undefined) {
        expect(outcome).toBe('done')
        world = allowed.at(-1) ?? world
        break
      }
      const where = `${n}: ${point}, ${outcome}`
      failed.set(point, (failed.get(point) ?? 0) + Number(outcome === 'failed'))
      const found = await observe(lake)
      const at = allowed.findLastIndex((each) => printWorld(each) === found)
      expect(at, `${where}\n${found}`).toBeGreaterThanOrEqual(0)
      if (outcome === 'done') expect(at, where).toBe(allowed.length - 1)
      // Files that expired are deleted after the commit.
      else if (operation.kind !== 'expire') expect(at, where).toBeLessThan(allowed.length - 1)
      world = allowed[at] ?? world
      const { missing, orphans } = await files(lake.lakehouse)
      expect(missing, where).toEqual([])
      // What could not be deleted stays, and a file that was stored after all although the disk said no.
      const mayStay = operation.kind === 'expire' ? 99 : /delete|after put|after make/.test(point) ? 2 : 0
      expect(orphans.length - before, `${where}: ${orphans.join(' ')}`).toBeLessThanOrEqual(mayStay)
    }
    await checkHistory(lake, world)
    expect(failed.size).toBeGreaterThan(10)
    // Whether a commit has happened is found out.
    expect([failed.get('before commit'), failed.get('after commit')]).toEqual([0, 0])
    expect(failed.get('before put metadata')).toBeGreaterThan(0)
  })
})

const faulty = (place: Place, reach: Reach): Place => ({
  lakehouse: interposed(place.lakehouse, reach),
  database: interposedDatabase(place.database, reach),
  connection: place.connection,
})

const faultAt = (point: string): Error =>
  point.endsWith('commit')
    ? failure('MR3280', { what: 'the catalog', reason: 'the connection broke' })
    : failure('MR3203', { path: point, action: 'write', reason: 'EIO' })
