import type { RunEvent, RunOutcome, TaskId, TaskOutcome } from '../events.ts'
import type { Database, DatabaseRow } from './database.ts'

/** Versions of datasets by canonical address. */
export type Versions = Readonly<Record<string, string>>

/** How the last attempt at a task ended, and what its last success had consumed and produced. */
export type TaskRecord = {
  readonly task: TaskId
  readonly run: string
  readonly outcome: TaskOutcome
  readonly finishedAt: string
  /** What is kept of the job as it was at its last success: see `recordedJob`. */
  readonly fingerprint?: string
  readonly inputs?: Versions
  readonly outputs?: Versions
}

export type RunRecord = {
  readonly id: string
  readonly branch: string
  readonly command: string
  readonly outcome: RunOutcome | null
  readonly startedAt: string
  readonly finishedAt: string | null
}

/** The last attempts at all tasks on a branch; at a task that the branch has not tried yet, that on `main`. */
export const taskRecords = (database: Database, branch = 'main'): readonly TaskRecord[] =>
  database
    .all(
      `SELECT * FROM task t WHERE t.branch = ? OR (t.branch = 'main' AND NOT EXISTS (
         SELECT 1 FROM task own WHERE own.task = t.task AND own.branch = ?)) ORDER BY t.task`,
      branch,
      branch,
    )
    .map((row) => ({
      task: String(row['task']),
      run: String(row['run_id']),
      outcome: row['outcome'] as TaskOutcome,
      finishedAt: String(row['finished_at']),
      ...(row['fingerprint'] === null ? {} : { fingerprint: String(row['fingerprint']) }),
      ...versions(row, 'inputs'),
      ...versions(row, 'outputs'),
    }))

const versions = (row: DatabaseRow, column: 'inputs' | 'outputs') =>
  row[column] === null ? {} : { [column]: JSON.parse(String(row[column])) as Versions }

/** A success, with all that the next plan compares. */
export type TaskSuccess = Required<Omit<TaskRecord, 'outcome'>>

/** Records a success with what it consumed and produced. */
export const recordSuccess = (database: Database, record: TaskSuccess, branch = 'main'): void => {
  const { task, run, finishedAt, fingerprint, inputs, outputs } = record
  database.run(
    `INSERT INTO task (task, branch, run_id, outcome, finished_at, fingerprint, inputs, outputs)
     VALUES (?, ?, ?, 'succeeded', ?, ?, ?, ?)
     ON CONFLICT (task, branch) DO UPDATE SET run_id = excluded.run_id, outcome = excluded.outcome,
       finished_at = excluded.finished_at, fingerprint = excluded.fingerprint, inputs = excluded.inputs,
       outputs = excluded.outputs`,
    task,
    branch,
    run,
    finishedAt,
    fingerprint,
    JSON.stringify(inputs),
    JSON.stringify(outputs),
  )
}

/** Records an attempt that did not succeed; what the last success consumed stays known. */
export const recordFailure = (
  database: Database,
  record: Pick<TaskRecord, 'task' | 'run' | 'outcome' | 'finishedAt'>,
  branch = 'main',
): void => {
  database.run(
    `INSERT INTO task (task, branch, run_id, outcome, finished_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (task, branch) DO UPDATE SET run_id = excluded.run_id, outcome = excluded.outcome, finished_at = excluded.finished_at`,
    record.task,
    branch,
    record.run,
    record.outcome,
    record.finishedAt,
  )
}

export const recordRunStart = (
  database: Database,
  run: Pick<RunRecord, 'id' | 'branch' | 'command' | 'startedAt'>,
): void => {
  database.run(
    'INSERT INTO run (id, branch, command, started_at) VALUES (?, ?, ?, ?)',
    run.id,
    run.branch,
    run.command,
    run.startedAt,
  )
}

export const recordRunEnd = (
  database: Database,
  id: string,
  outcome: RunOutcome,
  finishedAt: string,
): void => {
  database.run('UPDATE run SET outcome = ?, finished_at = ? WHERE id = ?', outcome, finishedAt, id)
}

export const recordEvent = (database: Database, event: RunEvent): void => {
  database.run(
    'INSERT INTO event (run_id, seq, event) VALUES (?, ?, ?)',
    event.run,
    event.seq,
    JSON.stringify(event),
  )
}

/** The newest runs first. A run without an outcome is running, or its process died. */
export const runRecords = (database: Database, limit: number): readonly RunRecord[] =>
  database.all('SELECT * FROM run ORDER BY started_at DESC, id DESC LIMIT ?', limit).map(toRun)

const toRun = (row: DatabaseRow): RunRecord => ({
  id: String(row['id']),
  branch: String(row['branch']),
  command: String(row['command']),
  outcome: row['outcome'] === null ? null : (row['outcome'] as RunOutcome),
  startedAt: String(row['started_at']),
  finishedAt: row['finished_at'] === null ? null : String(row['finished_at']),
})

/** The run of that id; undefined where there is none. */
export const runRecord = (database: Database, id: string): RunRecord | undefined =>
  database.all('SELECT * FROM run WHERE id = ?', id).map(toRun)[0]

/** What a run has told after the event of a number, in order; from 0 all of it. */
export const runEvents = (database: Database, id: string, after: number): readonly RunEvent[] =>
  database
    .all('SELECT event FROM event WHERE run_id = ? AND seq > ? ORDER BY seq', id, after)
    .map((row) => JSON.parse(String(row['event'])) as RunEvent)
