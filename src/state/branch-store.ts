import type { Database } from './database.ts'

/**
 * Makes what is known of a branch known of `main`: records of tasks, watermarks and tags of columns. Call it inside
 * the transaction that publishes the branch's tables.
 */
export const promoteBranch = (database: Database, branch: string): void => {
  database.run(
    `DELETE FROM task WHERE branch = 'main' AND task IN (SELECT own.task FROM task own WHERE own.branch = ?)`,
    branch,
  )
  database.run(
    `DELETE FROM watermark WHERE branch = 'main' AND EXISTS (
       SELECT 1 FROM watermark own WHERE own.branch = ? AND own.task = watermark.task
         AND own.input = watermark.input AND own.context = watermark.context)`,
    branch,
  )
  database.run(
    `DELETE FROM column_tag WHERE branch = 'main' AND source IN (
       SELECT own.source FROM column_tag own WHERE own.branch = ?)`,
    branch,
  )
  for (const table of ['task', 'watermark', 'column_tag'])
    database.run(`UPDATE ${table} SET branch = 'main' WHERE branch = ?`, branch)
}

/** Forgets what is known of a branch; the history of its runs stays. */
export const forgetBranch = (database: Database, branch: string): void => {
  for (const table of ['task', 'watermark', 'column_tag'])
    database.run(`DELETE FROM ${table} WHERE branch = ? AND branch <> 'main'`, branch)
}
