import type { Migration } from './migration.ts'

/** Times that processes compare are milliseconds since 1970 by the database's clock. */
export const leases: Migration = {
  version: 3,
  why: 'leases of tables and of the files of running writes; publications whose outcome is not known yet',
  statements: [
    `CREATE TABLE lease (
      name TEXT PRIMARY KEY, token TEXT NOT NULL, host TEXT NOT NULL, process_id INTEGER NOT NULL, command TEXT NOT NULL,
      since TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT`,
    `CREATE TABLE pending_publication (
      id TEXT PRIMARY KEY, lease_token TEXT NOT NULL, host TEXT NOT NULL, process_id INTEGER NOT NULL,
      recorded_at INTEGER NOT NULL, publication TEXT NOT NULL) STRICT`,
  ],
}
