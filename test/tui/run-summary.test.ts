import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../src/events.ts'
import { foldRun, runBeforeEvents, runSummary } from '../../src/tui/index.ts'
import { arbitraryRun } from './arbitrary-run.ts'
import { failingRun, recorded, task } from './recorded-run.ts'

const summary = (events: readonly RunEvent[], colour = false): string =>
  runSummary(events.reduce(foldRun, runBeforeEvents), { colour }).join('\n')

describe('the summary of a run', () => {
  it('names failures first, with cause, what they block and the command to retry', () => {
    expect(summary(failingRun)).toBe(`Failed in 2.8 s. 4 tasks: 2 failed, 1 skipped, 1 succeeded.

✖ clean failed after 0.3 s
  steps/clean.sql:4:7 error MR3009 the statement failed: column "zip" is not there
    hint: look at steps/clean.sql
  blocked: report
  retry it: millrace run customer --node clean

✖ assert failed after 0.4 s
  check email missing_count < 10: FAIL (512) in lake.fs.customer_raw
  retry it: millrace run quality --node assert

Checks: 1 of 2 failed

Published: 1 table
  lake.fs.customer_raw  +20,000 rows, 20,000 total

Run what is left: millrace apply -f manifests`)
  })

  it('of a run without failures is short', () => {
    const id = 'public/customer/ingest'
    const events = recorded([
      [0, { kind: 'run.started', command: 'run customer', tasks: [task('customer', 'ingest')] }],
      [1, { kind: 'task.started', task: id, attempt: 1, reason: 'asked for' }],
      [2, { kind: 'task.finished', task: id, outcome: 'succeeded', durationMs: 1 }],
      [
        12_000,
        {
          kind: 'run.finished',
          outcome: 'succeeded',
          durationMs: 12_000,
          tasks: { succeeded: 1, failed: 0, skipped: 0, cancelled: 0 },
        },
      ],
    ])
    expect(summary(events)).toBe('Succeeded in 12 s. 1 task: 1 succeeded.')
    expect(summary(events, true)).toContain('\u001b[32mSucceeded')
  })

  it('of events that break off counts what was not finished', () => {
    expect(summary(failingRun.slice(0, 7)).split('\n')[0]).toBe(
      'Unfinished in 2.3 s. 4 tasks: 3 not finished, 1 succeeded.',
    )
  })

  it('names the workspace of a retry that is not in the usual one', () => {
    const elsewhere = { ...task('customer', 'ingest'), task: 'sales/customer/ingest' }
    const events = recorded([
      [0, { kind: 'run.started', command: 'apply', tasks: [elsewhere] }],
      [1, { kind: 'task.finished', task: elsewhere.task, outcome: 'failed', durationMs: 1 }],
    ])
    expect(summary(events)).toContain('millrace run customer --node ingest -w sales')
  })

  it('counts each task of any run once and never hands a control character on', () => {
    fc.assert(
      fc.property(arbitraryRun, ({ events, tasks }) => {
        const text = summary(events)
        const [, total = '', counts = ''] = /(\d+) tasks?(.*)\.$/.exec(text.split('\n')[0] ?? '') ?? []
        expect(Number(total)).toBe(tasks)
        const sum = [...counts.matchAll(/(\d+) /g)].reduce((sum, [, count]) => sum + Number(count), 0)
        expect(sum).toBe(tasks)
        expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
      }),
    )
  })
})
