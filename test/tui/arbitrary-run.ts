import * as fc from 'fast-check'
import type { RunEvent, TaskOutcome } from '../../src/events.ts'
import { recorded, task } from './recorded-run.ts'

type Body = Parameters<typeof recorded>[0][number][1]

const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constant('two\nlines \u001b[2J'))

const diagnostic = fc.record(
  {
    severity: fc.constantFrom('error', 'warning', 'info'),
    code: fc.constant('MR3009'),
    message: hostile,
    hint: hostile,
    place: fc.record({ file: hostile, line: fc.nat(99), column: fc.nat(99) }),
  },
  { requiredKeys: ['severity', 'code', 'message'] },
)

const work = (id: string): fc.Arbitrary<Body> =>
  fc.oneof(
    fc.record(
      {
        kind: fc.constant('task.progress' as const),
        task: fc.constant(id),
        phase: hostile,
        rows: fc.nat(),
        totalRows: fc.nat(),
      },
      { requiredKeys: ['kind', 'task', 'phase'] },
    ),
    fc.record({ kind: fc.constant('task.noticed' as const), task: fc.constant(id), diagnostic }),
    fc.record({
      kind: fc.constant('snapshot.published' as const),
      task: fc.constant(id),
      dataset: hostile,
      snapshotId: fc.constant('1'),
      operation: fc.constantFrom('append', 'overwrite', 'delete'),
      addedRows: fc.nat(),
      removedRows: fc.nat(),
      totalRows: fc.nat(),
      addedFiles: fc.nat(),
    }),
    fc.record({
      kind: fc.constant('check.evaluated' as const),
      task: fc.constant(id),
      dataset: hostile,
      test: hostile,
      actual: fc.option(hostile),
      outcome: fc.constantFrom('pass', 'fail', 'error'),
    }),
    fc.record({
      kind: fc.constant('task.started' as const),
      task: fc.constant(id),
      attempt: fc.integer({ min: 1, max: 3 }),
      reason: hostile,
    }),
    fc.record({
      kind: fc.constant('task.retried' as const),
      task: fc.constant(id),
      attempt: fc.integer({ min: 1, max: 3 }),
      delayMs: fc.nat(),
      diagnostic,
    }),
  )

const outcome = fc.constantFrom<TaskOutcome>('succeeded', 'failed', 'skipped', 'cancelled')

const taskEvents = (id: string): fc.Arbitrary<readonly Body[]> =>
  fc
    .tuple(
      fc.array(work(id), { maxLength: 8 }),
      outcome,
      fc.option(hostile),
      fc.array(diagnostic, { maxLength: 2 }),
    )
    .map(([middle, outcome, reason, diagnostics]) => [
      ...middle,
      {
        kind: 'task.finished' as const,
        task: id,
        outcome,
        durationMs: 5,
        diagnostics,
        ...(reason === null ? {} : { reason }),
      },
    ])

export type ArbitraryRun = { readonly events: readonly RunEvent[]; readonly tasks: number }

/** A run of up to twelve tasks whose events are interleaved in any order; each task's own events keep theirs. */
export const arbitraryRun: fc.Arbitrary<ArbitraryRun> = fc
  .array(fc.tuple(fc.constantFrom('load', 'clean', 'report'), fc.constantFrom('a', 'b', 'c', 'd')), {
    maxLength: 12,
  })
  .chain((names) => {
    const tasks = [...new Map(names.map((name) => [name.join('/'), task(...name)])).values()]
    return fc
      .tuple(fc.tuple(...tasks.map(({ task }) => taskEvents(task))), fc.infiniteStream(fc.nat()))
      .map(([queues, picks]) => {
        const bodies: Body[] = [{ kind: 'run.started', command: 'apply', tasks }]
        const open = queues.map((queue) => [...queue]).filter((queue) => queue.length > 0)
        for (const pick of picks) {
          if (open.length === 0) break
          const at = pick % open.length
          const next = open[at]?.shift()
          if (next !== undefined) bodies.push(next)
          if (open[at]?.length === 0) open.splice(at, 1)
        }
        bodies.push({
          kind: 'run.finished',
          outcome: 'succeeded',
          durationMs: 9,
          tasks: { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 },
        })
        return { events: recorded(bodies.map((body, at) => [at * 700, body])), tasks: tasks.length }
      })
  })
