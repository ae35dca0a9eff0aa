import type { Migration } from './migration.ts'

/**
 * The first schema. The two iceberg_ tables are those that the Iceberg JDBC catalog and PyIceberg create, column for
 * column, so that other tools open the same file. Times are ISO 8601 text in UTC.
 */
export const catalogAndRuns: Migration = {
  version: 1,
  why: 'Iceberg catalog, registered resources, runs, watermarks, results',
  statements: [
    `CREATE TABLE iceberg_tables (
      catalog_name VARCHAR(255) NOT NULL, table_namespace VARCHAR(255) NOT NULL, table_name VARCHAR(255) NOT NULL,
      metadata_location VARCHAR(1000), previous_metadata_location VARCHAR(1000), iceberg_type VARCHAR(5),
      PRIMARY KEY (catalog_name, table_namespace, table_name))`,
    `CREATE TABLE iceberg_namespace_properties (
      catalog_name VARCHAR(255) NOT NULL, namespace VARCHAR(255) NOT NULL, property_key VARCHAR(255) NOT NULL,
      property_value VARCHAR(1000),
      PRIMARY KEY (catalog_name, namespace, property_key))`,
    `CREATE TABLE resource (
      type TEXT NOT NULL, workspace TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, hash TEXT NOT NULL,
      generation INTEGER NOT NULL, file TEXT NOT NULL, manifest TEXT NOT NULL, compiled TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
      PRIMARY KEY (type, workspace, name)) STRICT`,
    `CREATE TABLE run (
      id TEXT PRIMARY KEY, command TEXT NOT NULL, outcome TEXT, started_at TEXT NOT NULL, finished_at TEXT) STRICT`,
    `CREATE TABLE event (
      run_id TEXT NOT NULL, seq INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (run_id, seq)) STRICT, WITHOUT ROWID`,
    // What the last attempt at a task ended with; `fingerprint` and `inputs` are those of the last success.
    `CREATE TABLE task (
      task TEXT PRIMARY KEY, run_id TEXT NOT NULL, outcome TEXT NOT NULL, finished_at TEXT NOT NULL,
      fingerprint TEXT, inputs TEXT, outputs TEXT) STRICT`,
    `CREATE TABLE watermark (
      task TEXT NOT NULL, input TEXT NOT NULL, context TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, run_id TEXT NOT NULL,
      PRIMARY KEY (task, input, context, key)) STRICT`,
    `CREATE TABLE check_result (
      run_id TEXT NOT NULL, task TEXT NOT NULL, ordinal INTEGER NOT NULL, dataset TEXT NOT NULL, snapshot_id TEXT, result TEXT NOT NULL,
      PRIMARY KEY (run_id, task, ordinal)) STRICT`,
    `CREATE TABLE profile (
      dataset TEXT NOT NULL, run_id TEXT NOT NULL, task TEXT NOT NULL, snapshot_id TEXT, profile TEXT NOT NULL, created_at TEXT NOT NULL,
      PRIMARY KEY (dataset, run_id, task)) STRICT`,
    `CREATE TABLE dataset (
      address TEXT PRIMARY KEY, facts TEXT NOT NULL, scanned_at TEXT NOT NULL, deleted_at TEXT) STRICT`,
    `CREATE TABLE description (address TEXT PRIMARY KEY, description TEXT NOT NULL) STRICT`,
    `CREATE TABLE column_tag (
      address TEXT NOT NULL, column_name TEXT NOT NULL, tag TEXT NOT NULL, source TEXT NOT NULL,
      PRIMARY KEY (address, column_name, tag, source)) STRICT, WITHOUT ROWID`,
    // Translated SQL by content hash: loading the transpiler costs more than a small run.
    `CREATE TABLE translation (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  ],
}
