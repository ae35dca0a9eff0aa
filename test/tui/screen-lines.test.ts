import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../src/events.ts'
import { foldRun, runBeforeEvents } from '../../src/tui/index.ts'
import { screenLines } from '../../src/tui/screen-lines.ts'
import { arbitraryRun } from './arbitrary-run.ts'
import { failingRun, recorded, task } from './recorded-run.ts'

const at = (ms: number): number => Date.UTC(2026, 10, 21, 10, 2, 10) + ms
const screen = (events: readonly RunEvent[], rows = 24, now = at(2300)): readonly string[] =>
  screenLines(events.reduce(foldRun, runBeforeEvents), { rows, now, frame: 0, colour: false })

describe('the screen of a run', () => {
  it('is a tree with phase, progress and elapsed time of what runs', () => {
    expect(screen(failingRun.slice(0, 3))).toEqual([
      'millrace apply -f manifests  0 of 4 tasks done  1 running  2.3 s',
      '⠋ customer  0 of 3',
      '  ⠋ ingest  reading customer  ██████░░░░ 60 % 12,000 of 20,000 rows  1.3 s',
      '  · clean',
      '  · report',
      '· quality/assert',
    ])
  })

  it('shows the cause below a failed node and the reason of a skipped one', () => {
    expect(screen(failingRun)).toEqual([
      'millrace apply -f manifests  4 of 4 tasks done  2 failed  2.8 s',
      '✖ customer  3 of 3  20,000 rows  1.5 s',
      '  ✔ ingest  20,000 rows  1.2 s',
      '  ✖ clean   failed  0.3 s',
      '      MR3009 the statement failed: column "zip" is not there',
      '  ↷ report  skipped  (waits for clean, which did not succeed)',
      '✖ quality/assert  failed  checks: 1 of 2 failed  0.4 s',
      '    check email missing_count < 10: FAIL (512) in lake.fs.customer_raw',
    ])
  })

  it('folds finished workflows where the tree is too long', () => {
    const done = ['a', 'b', 'c'].map((node) => task('first', node))
    const open = ['d', 'e'].map((node) => task('second', node))
    const events = recorded([
      [0, { kind: 'run.started', command: 'apply', tasks: [...done, ...open] }],
      ...done.map(
        ({ task }) => [1, { kind: 'task.finished', task, outcome: 'succeeded', durationMs: 1000 }] as const,
      ),
      [2, { kind: 'task.started', task: 'public/second/d', attempt: 1, reason: 'new' }],
    ])
    expect(screen(events, 24)).toHaveLength(8)
    expect(screen(events, 8)).toEqual([
      'millrace apply  3 of 5 tasks done  1 running  2.3 s',
      '✔ first  3 of 3  3.0 s',
      '⠋ second  0 of 2',
      '  ⠋ d  (new)  2.3 s',
      '  · e',
    ])
  })

  it('shows failed and running tasks first where not even that fits, and counts the rest', () => {
    const tasks = Array.from({ length: 30 }, (_, at) => task(`wf${at}`, 'load'))
    const events = recorded([
      [0, { kind: 'run.started', command: 'apply', tasks }],
      [1, { kind: 'task.finished', task: 'public/wf3/load', outcome: 'succeeded', durationMs: 1 }],
      [2, { kind: 'task.started', task: 'public/wf20/load', attempt: 1, reason: 'new' }],
      [
        3,
        {
          kind: 'task.finished',
          task: 'public/wf25/load',
          outcome: 'failed',
          durationMs: 1,
          diagnostics: [{ severity: 'error', code: 'MR3001', message: 'no space left' }],
        },
      ],
    ])
    expect(screen(events, 7)).toEqual([
      'millrace apply  2 of 30 tasks done  1 running  1 failed  2.3 s',
      '✖ wf25/load  failed  0.0 s  MR3001 no space left',
      '⠋ wf20/load  (new)  2.3 s',
      '· wf0/load',
      '… 27 more: 26 waiting, 1 done',
    ])
  })

  it('never takes more than the terminal less two lines, whatever happens', () => {
    fc.assert(
      fc.property(arbitraryRun, fc.integer({ min: 3, max: 30 }), ({ events }, rows) => {
        let state = runBeforeEvents
        for (const event of events) {
          state = foldRun(state, event)
          const lines = screenLines(state, { rows, now: at(0), frame: 3, colour: false })
          expect(lines.length).toBeLessThanOrEqual(rows - 2)
          expect(lines.join('')).not.toMatch(/\p{Cc}/u)
        }
      }),
    )
  })
})
