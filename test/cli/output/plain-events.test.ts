import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainEvent, plainEvents, plainStart } from '../../../src/cli/output/plain-events.ts'
import type { RunEvent } from '../../../src/events.ts'
import { arbitraryRun } from '../../tui/arbitrary-run.ts'
import { failingRun, recorded, replay, task } from '../../tui/recorded-run.ts'

const log = (events: readonly RunEvent[], colour = false): readonly string[] => {
  let state = plainStart
  return events.flatMap((event) => {
    const next = plainEvent(event, state, { colour })
    state = next.state
    return next.lines
  })
}

describe('the plain log of a run', () => {
  it('has a line for each event with time and task, and the summary at the end', () => {
    const lines = log(failingRun)
    expect(lines.slice(0, 16)).toEqual([
      '10:02:10  run     started millrace apply -f manifests, 4 tasks (run r-1)',
      '10:02:11  ingest  started (inputs changed)',
      '10:02:12  ingest  manifests/customer.yaml:12:5 warning MR1305 the setting has no effect on this engine',
      '10:02:12  ingest  published lake.fs.customer_raw: +20,000 rows, 20,000 total',
      '10:02:12  ingest  finished in 1.2 s, 20,000 rows',
      '10:02:12  clean   started (its definition changed)',
      '10:02:12  assert  started (inputs changed)',
      '10:02:12  assert  check cust_id duplicate_count == 0: pass (0)',
      '10:02:12  assert  check email missing_count < 10: FAIL (512) in lake.fs.customer_raw',
      '10:02:12  clean   FAILED after 0.3 s',
      '10:02:12  clean   steps/clean.sql:4:7 error MR3009 the statement failed: column "zip" is not there',
      '10:02:12  clean   hint: look at steps/clean.sql',
      '10:02:12  report  skipped (waits for clean, which did not succeed)',
      '10:02:12  assert  FAILED after 0.4 s',
      '10:02:12  run     failed after 2.8 s',
      '',
    ])
    expect(lines[16]).toBe('Failed in 2.8 s. 4 tasks: 2 failed, 1 skipped, 1 succeeded.')
  })

  it('names tasks by workflow too where two nodes share a name', () => {
    const tasks = [task('customer', 'load'), task('product', 'load')]
    const lines = log(
      recorded([
        [0, { kind: 'run.started', command: 'apply', tasks }],
        [1, { kind: 'task.started', task: 'public/product/load', attempt: 2, reason: '' }],
      ]),
    )
    expect(lines[1]).toBe('10:02:10  product/load   started, attempt 2')
  })

  it('tells the progress of a task at most every five seconds, and of a short one never', () => {
    const progress = (rows: number) =>
      ({
        kind: 'task.progress',
        task: 'public/customer/ingest',
        phase: 'reading customer',
        rows,
        totalRows: 200,
      }) as const
    const events = recorded([
      [0, { kind: 'run.started', command: 'apply', tasks: [task('customer', 'ingest')] }],
      [0, { kind: 'task.started', task: 'public/customer/ingest', attempt: 1, reason: 'new' }],
      ...Array.from({ length: 130 }, (_, at) => [at * 100, progress(at)] as const),
    ])
    expect(log(events).slice(2)).toEqual([
      '10:02:15  ingest  reading customer: 50 of 200 rows (25 %)',
      '10:02:20  ingest  reading customer: 100 of 200 rows (50 %)',
    ])
  })

  it('says what a scan, a profile, a write and a retry did', () => {
    const about = { task: 'public/customer/ingest', dataset: 'dataos://lake:fs/customer' }
    const lines = log(
      recorded([
        [0, { kind: 'run.started', command: 'apply', tasks: [task('customer', 'ingest')] }],
        [
          1,
          {
            kind: 'dataset.scanned',
            ...about,
            columns: 12,
            rows: null,
            changes: ['added zip', 'removed plz'],
          },
        ],
        [2, { kind: 'profile.stored', ...about, rows: 1, columns: 2 }],
        [3, { kind: 'files.written', ...about, path: '/x', rows: 1500, sizeBytes: 1_200_000 }],
        [4, { kind: 'dataset.unchanged', ...about, reason: 'no new rows' }],
        [
          5,
          {
            kind: 'task.retried',
            task: about.task,
            attempt: 1,
            delayMs: 5000,
            diagnostic: { severity: 'error', code: 'MR3008', message: 'locked', hint: 'wait' },
          },
        ],
        [
          6,
          {
            kind: 'snapshot.published',
            ...about,
            snapshotId: '1',
            operation: 'overwrite',
            addedRows: 1,
            removedRows: 2000,
            totalRows: 10,
            addedFiles: 1,
          },
        ],
        [
          7,
          {
            kind: 'check.evaluated',
            ...about,
            test: 'freshness < 1d',
            actual: null,
            outcome: 'error',
            reason: 'no such column',
          },
        ],
      ]),
    )
    expect(lines.slice(1).map((line) => line.slice('10:02:10  ingest  '.length))).toEqual([
      'scanned lake.fs.customer: 12 columns: added zip, removed plz',
      'profiled lake.fs.customer: 1 row, 2 columns',
      'wrote 1,500 rows, 1.2 MB for lake.fs.customer',
      'unchanged lake.fs.customer (no new rows)',
      'failed, tries again in 5.0 s',
      'error MR3008 locked',
      'hint: wait',
      'published lake.fs.customer: +1 −2,000 rows, 10 total',
      'check freshness < 1d: ERROR in lake.fs.customer: no such column',
    ])
  })

  it('uses colour only where asked to', () => {
    expect(log(failingRun, true).join('\n')).toContain('\u001b[31mFAILED\u001b[39m after 0.3 s')
    expect(log(failingRun).join('\n')).not.toContain('\u001b')
  })

  it('ends with a summary even where the events break off', async () => {
    const text = (await Array.fromAsync(plainEvents(replay(failingRun.slice(0, 6)), { colour: false }))).join(
      '',
    )
    expect(text).toContain('\n\nUnfinished in 2.2 s. 4 tasks: 3 not finished, 1 succeeded.')
    expect(await Array.fromAsync(plainEvents(replay([]), { colour: false }))).toEqual([])
  })

  it('is one line per entry without control characters, whatever the run', () => {
    fc.assert(
      fc.property(arbitraryRun, ({ events }) => {
        for (const line of log(events)) expect(line).not.toMatch(/\p{Cc}/u)
      }),
    )
  })
})
