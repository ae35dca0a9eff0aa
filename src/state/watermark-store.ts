import type { Database } from './database.ts'

/** Whose watermark: the task and, within it, one incremental input. A new context name starts afresh. */
export type WatermarkScope = { readonly task: string; readonly input: string; readonly context: string }

/** Watermarks that move when what was read up to them is published. */
export type MovedWatermarks = { readonly scope: WatermarkScope; readonly values: ReadonlyMap<string, string> }

/**
 * Stored values by key; empty before the first success. Values are text, as they stand in SQL. On a branch that has
 * none for this scope they are those of `main`.
 */
export const watermarks = (
  database: Database,
  scope: WatermarkScope,
  branch = 'main',
): ReadonlyMap<string, string> => {
  const stored = database.all(
    'SELECT branch, key, value FROM watermark WHERE task = ? AND input = ? AND context = ? AND branch IN (?, ?)',
    scope.task,
    scope.input,
    scope.context,
    'main',
    branch,
  )
  const own = stored.filter((row) => row['branch'] === branch)
  return new Map((own.length > 0 ? own : stored).map((row) => [String(row['key']), String(row['value'])]))
}

/** Moves watermarks. Call it inside the transaction that publishes what was read up to them. */
export const storeWatermarks = (
  database: Database,
  scope: WatermarkScope,
  values: ReadonlyMap<string, string>,
  { run, branch = 'main' }: { readonly run: string; readonly branch?: string },
): void => {
  for (const [key, value] of values)
    database.run(
      `INSERT INTO watermark (task, branch, input, context, key, value, run_id) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (task, branch, input, context, key) DO UPDATE SET value = excluded.value, run_id = excluded.run_id`,
      scope.task,
      branch,
      scope.input,
      scope.context,
      key,
      value,
      run,
    )
}
