import type { RunEvent, TaskSummary } from '../../src/events.ts'

type Body<E = RunEvent> = E extends RunEvent ? Omit<E, 'run' | 'seq' | 'at'> : never

/** Events of one run, numbered, each `ms` after 10:02:10 UTC. */
export const recorded = (bodies: readonly (readonly [ms: number, body: Body])[]): readonly RunEvent[] =>
  bodies.map(([ms, body], at) => ({
    run: 'r-1',
    seq: at + 1,
    at: new Date(Date.UTC(2026, 10, 21, 10, 2, 10) + ms).toISOString(),
    ...body,
  }))

export const task = (workflow: string, node: string, dependsOn: readonly string[] = []): TaskSummary => ({
  task: `public/${workflow}/${node}`,
  workflow,
  node,
  stack: 'flare',
  dependsOn,
})

export async function* replay(events: readonly RunEvent[]): AsyncIterable<RunEvent> {
  for (const event of events) yield event
}

/** A run in which one workflow is published, one node fails at its input, one is blocked and one fails its check. */
export const failingRun: readonly RunEvent[] = recorded([
  [
    0,
    {
      kind: 'run.started',
      command: 'apply -f manifests',
      tasks: [
        task('customer', 'ingest'),
        task('customer', 'clean', ['public/customer/ingest']),
        task('customer', 'report', ['public/customer/clean']),
        task('quality', 'assert', ['public/customer/ingest']),
      ],
    },
  ],
  [1000, { kind: 'task.started', task: 'public/customer/ingest', attempt: 1, reason: 'inputs changed' }],
  [
    1500,
    {
      kind: 'task.progress',
      task: 'public/customer/ingest',
      phase: 'reading customer',
      rows: 12_000,
      totalRows: 20_000,
    },
  ],
  [
    2000,
    {
      kind: 'task.noticed',
      task: 'public/customer/ingest',
      diagnostic: {
        severity: 'warning',
        code: 'MR1305',
        message: 'the setting has no effect on this engine',
        place: { file: 'manifests/customer.yaml', line: 12, column: 5 },
      },
    },
  ],
  [
    2100,
    {
      kind: 'snapshot.published',
      task: 'public/customer/ingest',
      dataset: 'dataos://lake:fs/customer_raw',
      snapshotId: '9007199254740993',
      operation: 'append',
      addedRows: 20_000,
      removedRows: 0,
      totalRows: 20_000,
      addedFiles: 1,
    },
  ],
  [
    2200,
    {
      kind: 'task.finished',
      task: 'public/customer/ingest',
      outcome: 'succeeded',
      durationMs: 1200,
      rowsWritten: 20_000,
    },
  ],
  [
    2300,
    { kind: 'task.started', task: 'public/customer/clean', attempt: 1, reason: 'its definition changed' },
  ],
  [2300, { kind: 'task.started', task: 'public/quality/assert', attempt: 1, reason: 'inputs changed' }],
  [
    2400,
    {
      kind: 'check.evaluated',
      task: 'public/quality/assert',
      dataset: 'dataos://lake:fs/customer_raw',
      column: 'cust_id',
      test: 'duplicate_count == 0',
      actual: '0',
      outcome: 'pass',
    },
  ],
  [
    2500,
    {
      kind: 'check.evaluated',
      task: 'public/quality/assert',
      dataset: 'dataos://lake:fs/customer_raw',
      column: 'email',
      test: 'missing_count < 10',
      actual: '512',
      outcome: 'fail',
    },
  ],
  [
    2600,
    {
      kind: 'task.finished',
      task: 'public/customer/clean',
      outcome: 'failed',
      durationMs: 300,
      diagnostics: [
        {
          severity: 'error',
          code: 'MR3009',
          message: 'the statement failed:\n  column "zip" is not there',
          hint: 'look at steps/clean.sql',
          place: { file: 'steps/clean.sql', line: 4, column: 7 },
        },
      ],
    },
  ],
  [
    2600,
    {
      kind: 'task.finished',
      task: 'public/customer/report',
      outcome: 'skipped',
      reason: 'waits for clean, which did not succeed',
      durationMs: 0,
    },
  ],
  [2700, { kind: 'task.finished', task: 'public/quality/assert', outcome: 'failed', durationMs: 400 }],
  [
    2800,
    {
      kind: 'run.finished',
      outcome: 'failed',
      durationMs: 2800,
      tasks: { succeeded: 1, failed: 2, skipped: 1, cancelled: 0 },
    },
  ],
])
