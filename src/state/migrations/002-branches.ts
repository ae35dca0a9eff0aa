import type { Migration } from './migration.ts'

/**
 * Runs, tasks, watermarks and tags on a branch are kept beside those of `main`. Keys grow by the branch, and neither
 * database can change a primary key in place in the same words, so the tables are made anew.
 */
export const branches: Migration = {
  version: 2,
  why: 'what happens on a branch does not touch what is known of main',
  statements: [
    `ALTER TABLE run ADD COLUMN branch TEXT NOT NULL DEFAULT 'main'`,
    `CREATE TABLE branch_task (
      task TEXT NOT NULL, branch TEXT NOT NULL, run_id TEXT NOT NULL, outcome TEXT NOT NULL, finished_at TEXT NOT NULL,
      fingerprint TEXT, inputs TEXT, outputs TEXT,
      PRIMARY KEY (task, branch)) STRICT`,
    `INSERT INTO branch_task (task, branch, run_id, outcome, finished_at, fingerprint, inputs, outputs)
      SELECT task, 'main', run_id, outcome, finished_at, fingerprint, inputs, outputs FROM task`,
    `DROP TABLE task`,
    `ALTER TABLE branch_task RENAME TO task`,
    `CREATE TABLE branch_watermark (
      task TEXT NOT NULL, branch TEXT NOT NULL, input TEXT NOT NULL, context TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
      run_id TEXT NOT NULL,
      PRIMARY KEY (task, branch, input, context, key)) STRICT`,
    `INSERT INTO branch_watermark (task, branch, input, context, key, value, run_id)
      SELECT task, 'main', input, context, key, value, run_id FROM watermark`,
    `DROP TABLE watermark`,
    `ALTER TABLE branch_watermark RENAME TO watermark`,
    `CREATE TABLE branch_column_tag (
      address TEXT NOT NULL, column_name TEXT NOT NULL, tag TEXT NOT NULL, source TEXT NOT NULL, branch TEXT NOT NULL,
      PRIMARY KEY (address, column_name, tag, source, branch)) STRICT, WITHOUT ROWID`,
    `INSERT INTO branch_column_tag (address, column_name, tag, source, branch)
      SELECT address, column_name, tag, source, 'main' FROM column_tag`,
    `DROP TABLE column_tag`,
    `ALTER TABLE branch_column_tag RENAME TO column_tag`,
  ],
}
