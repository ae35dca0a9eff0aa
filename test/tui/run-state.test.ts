import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../src/events.ts'
import { allTasks, findTask, foldRun, runBeforeEvents, type RunState } from '../../src/tui/index.ts'
import { arbitraryRun } from './arbitrary-run.ts'
import { failingRun, recorded, task } from './recorded-run.ts'

const fold = (events: readonly RunEvent[]): RunState => events.reduce(foldRun, runBeforeEvents)

describe('a run folded from its events', () => {
  it('knows how each task ended and keeps the order of the plan', () => {
    const state = fold(failingRun)
    expect(allTasks(state.tasks).map(({ node, status }) => [node, status])).toEqual([
      ['ingest', 'succeeded'],
      ['clean', 'failed'],
      ['report', 'skipped'],
      ['assert', 'failed'],
    ])
    expect(state).toMatchObject({ outcome: 'failed', durationMs: 2800, command: 'apply -f manifests' })
  })

  it('knows the phase of a running task and forgets it at the end', () => {
    expect(findTask(fold(failingRun.slice(0, 3)).tasks, 'public/customer/ingest')).toMatchObject({
      status: 'running',
      phase: 'reading customer',
      rows: 12_000,
      totalRows: 20_000,
    })
    expect(findTask(fold(failingRun).tasks, 'public/customer/ingest')).not.toHaveProperty('phase')
  })

  it('starts the checks of a task again with every attempt', () => {
    const id = 'public/quality/assert'
    const started = { kind: 'task.started', task: id, reason: 'inputs changed' } as const
    const failing = {
      kind: 'check.evaluated',
      task: id,
      dataset: 'd',
      test: 't',
      actual: '1',
      outcome: 'fail',
    } as const
    const state = fold(
      recorded([
        [0, { kind: 'run.started', command: 'run', tasks: [task('quality', 'assert')] }],
        [1, { ...started, attempt: 1 }],
        [2, failing],
        [
          3,
          {
            kind: 'task.retried',
            task: id,
            attempt: 1,
            delayMs: 10,
            diagnostic: { severity: 'error', code: 'MR3001', message: 'locked' },
          },
        ],
        [4, { ...started, attempt: 2 }],
      ]),
    )
    expect(findTask(state.tasks, id)).toMatchObject({
      status: 'running',
      attempt: 2,
      openChecks: [],
      diagnostics: [],
    })
  })

  it('a task that was cancelled without a reason does not keep the reason of its start', () => {
    const id = 'public/customer/ingest'
    const state = fold([
      ...failingRun.slice(0, 2),
      ...recorded([[9, { kind: 'task.finished', task: id, outcome: 'cancelled', durationMs: 1 }]]),
    ])
    expect(findTask(state.tasks, id)?.reason).toBeUndefined()
  })

  it('a reader that joins late still learns of every task', () => {
    const late = fold(failingRun.slice(6))
    expect(allTasks(late.tasks).map(({ task }) => task)).toEqual([
      'public/customer/clean',
      'public/quality/assert',
      'public/customer/report',
    ])
    expect(findTask(late.tasks, 'public/quality/assert')).toMatchObject({
      workflow: 'quality',
      node: 'assert',
    })
  })

  it('does not change a state that was folded before', () => {
    const before = fold(failingRun.slice(0, 5))
    const copy = structuredClone(before)
    foldRun(before, failingRun[5]!)
    expect(before).toEqual(copy)
  })

  it('keeps each of a thousand tasks once and in order', () => {
    const tasks = Array.from({ length: 1000 }, (_, at) => task('wide', `n${at}`))
    const events = recorded([
      [0, { kind: 'run.started', command: 'apply', tasks }],
      ...tasks
        .toReversed()
        .map(
          ({ task }, at) =>
            [at, { kind: 'task.finished', task, outcome: 'succeeded', durationMs: at }] as const,
        ),
    ])
    const folded = allTasks(fold(events).tasks)
    expect(folded.map(({ task }) => task)).toEqual(tasks.map(({ task }) => task))
    expect(folded.every(({ status }) => status === 'succeeded')).toBe(true)
  })
})

it('any order of events is accepted and every announced task is there once', () => {
  fc.assert(
    fc.property(arbitraryRun, fc.nat(), ({ events, tasks }, seed) => {
      expect(allTasks(fold(events).tasks)).toHaveLength(tasks)
      const from = seed % events.length
      expect(() => fold([...events.slice(from), ...events.slice(0, from)])).not.toThrow()
    }),
  )
})
