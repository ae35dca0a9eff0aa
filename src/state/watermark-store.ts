import type { Database } from './database.ts'

/** Whose watermark: the task and, within it, one incremental input. A new context name starts afresh. */
export type WatermarkScope = { readonly task: string; readonly input: string; readonly context: string }

/** Stored values by key; empty before the first success. Values are text, as they stand in SQL. */
export const watermarks = (database: Database, scope: WatermarkScope): ReadonlyMap<string, string> =>
  new Map(
    database
      .all(
        'SELECT key, value FROM watermark WHERE task = ? AND input = ? AND context = ?',
        scope.task,
        scope.input,
        scope.context,
      )
      .map((row) => [String(row['key']), String(row['value'])]),
  )

/** Moves watermarks. Call it inside the transaction that publishes what was read up to them. */
export const storeWatermarks = (
  database: Database,
  scope: WatermarkScope,
  values: ReadonlyMap<string, string>,
  run: string,
): void => {
  for (const [key, value] of values)
    database.run(
      `INSERT INTO watermark (task, input, context, key, value, run_id) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (task, input, context, key) DO UPDATE SET value = excluded.value, run_id = excluded.run_id`,
      scope.task,
      scope.input,
      scope.context,
      key,
      value,
      run,
    )
}
