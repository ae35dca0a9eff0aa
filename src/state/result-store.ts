import type { Database } from './database.ts'

/** Results are stored as JSON text of the shapes that quality/ defines; state/ does not look inside. */
export type StoredCheck = {
  readonly run: string
  readonly task: string
  readonly dataset: string
  readonly snapshotId: string | null
  readonly result: string
}

export const storeChecks = (database: Database, checks: readonly StoredCheck[]): void => {
  checks.forEach((check, ordinal) =>
    database.run(
      `INSERT INTO check_result (run_id, task, ordinal, dataset, snapshot_id, result) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (run_id, task, ordinal) DO UPDATE SET
         dataset = excluded.dataset, snapshot_id = excluded.snapshot_id, result = excluded.result`,
      check.run,
      check.task,
      ordinal,
      check.dataset,
      check.snapshotId,
      check.result,
    ),
  )
}

/** Results of the newest run on `main` that checked the dataset. */
export const latestChecks = (database: Database, dataset: string): readonly StoredCheck[] =>
  database
    .all(
      `SELECT c.* FROM check_result c WHERE c.dataset = ? AND c.run_id = (
         SELECT r.id FROM run r JOIN check_result x ON x.run_id = r.id WHERE x.dataset = ? AND r.branch = 'main' ORDER BY r.started_at DESC, r.id DESC LIMIT 1)
       ORDER BY c.task, c.ordinal`,
      dataset,
      dataset,
    )
    .map((row) => ({
      run: String(row['run_id']),
      task: String(row['task']),
      dataset: String(row['dataset']),
      snapshotId: row['snapshot_id'] === null ? null : String(row['snapshot_id']),
      result: String(row['result']),
    }))

export type StoredProfile = {
  readonly dataset: string
  readonly run: string
  readonly task: string
  readonly snapshotId: string | null
  readonly profile: string
  readonly createdAt: string
}

export const storeProfile = (database: Database, profile: StoredProfile): void => {
  database.run(
    `INSERT INTO profile (dataset, run_id, task, snapshot_id, profile, created_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (dataset, run_id, task) DO UPDATE SET
       snapshot_id = excluded.snapshot_id, profile = excluded.profile, created_at = excluded.created_at`,
    profile.dataset,
    profile.run,
    profile.task,
    profile.snapshotId,
    profile.profile,
    profile.createdAt,
  )
}

export const latestProfile = (database: Database, dataset: string): StoredProfile | undefined => {
  const row = database.get(
    `SELECT p.* FROM profile p JOIN run r ON r.id = p.run_id
      WHERE p.dataset = ? AND r.branch = 'main' ORDER BY p.created_at DESC, p.run_id DESC LIMIT 1`,
    dataset,
  )
  return row === undefined
    ? undefined
    : {
        dataset,
        run: String(row['run_id']),
        task: String(row['task']),
        snapshotId: row['snapshot_id'] === null ? null : String(row['snapshot_id']),
        profile: String(row['profile']),
        createdAt: String(row['created_at']),
      }
}
