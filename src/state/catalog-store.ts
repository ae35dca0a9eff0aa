import type { Database } from './database.ts'

/** What a scan found about a dataset, as JSON text of the shape that catalog/ defines. */
export type StoredDataset = {
  readonly address: string
  readonly description: string | null
  readonly facts: string
  readonly scannedAt: string
  readonly deletedAt: string | null
}

export const storedDatasets = (database: Database): readonly StoredDataset[] =>
  database.all('SELECT * FROM dataset LEFT JOIN description USING (address) ORDER BY address').map((row) => ({
    address: String(row['address']),
    description: row['description'] === null ? null : String(row['description']),
    facts: String(row['facts']),
    scannedAt: String(row['scanned_at']),
    deletedAt: row['deleted_at'] === null ? null : String(row['deleted_at']),
  }))

/** Creates or refreshes a dataset; what people say about it stays. */
export const storeDataset = (
  database: Database,
  dataset: Pick<StoredDataset, 'address' | 'facts' | 'scannedAt'>,
): void => {
  database.run(
    `INSERT INTO dataset (address, facts, scanned_at) VALUES (?, ?, ?)
     ON CONFLICT (address) DO UPDATE SET facts = excluded.facts, scanned_at = excluded.scanned_at, deleted_at = NULL`,
    dataset.address,
    dataset.facts,
    dataset.scannedAt,
  )
}

/** What people say about a dataset, whether or not a scan has found it yet. */
export const storeDescription = (database: Database, address: string, description: string): void => {
  database.run(
    `INSERT INTO description (address, description) VALUES (?, ?)
     ON CONFLICT (address) DO UPDATE SET description = excluded.description`,
    address,
    description,
  )
}

/** A description that a job brings; it never replaces one that was given. */
export const proposeDescription = (database: Database, address: string, description: string): void => {
  database.run(
    'INSERT INTO description (address, description) VALUES (?, ?) ON CONFLICT DO NOTHING',
    address,
    description,
  )
}

/** Marks a dataset as gone; what was known about it stays. */
export const markDatasetDeleted = (database: Database, address: string, at: string): void => {
  database.run('UPDATE dataset SET deleted_at = ? WHERE address = ? AND deleted_at IS NULL', at, address)
}

/** Tags of columns by dataset address and column, each with where it was said: a manifest is the truth for its own. */
export type StoredColumnTag = { readonly address: string; readonly column: string; readonly tag: string }

/** On a branch: those of `main` and its own, so that what a branch does never takes a tag away. */
export const storedColumnTags = (database: Database, branch = 'main'): readonly StoredColumnTag[] =>
  database
    .all(
      `SELECT DISTINCT address, column_name, tag FROM column_tag WHERE branch IN ('main', ?)
        ORDER BY address, column_name, tag`,
      branch,
    )
    .map((row) => ({
      address: String(row['address']),
      column: String(row['column_name']),
      tag: String(row['tag']),
    }))

/** Replaces all tags that `source` ever set on a branch by the given ones. */
export const replaceColumnTags = (
  database: Database,
  source: string,
  tags: readonly StoredColumnTag[],
  branch = 'main',
): void => {
  database.run('DELETE FROM column_tag WHERE source = ? AND branch = ?', source, branch)
  for (const { address, column, tag } of tags)
    database.run(
      `INSERT INTO column_tag (address, column_name, tag, source, branch) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      address,
      column,
      tag,
      source,
      branch,
    )
}

/**
 * Gives a column that was renamed the tags that it had under its old name, from a source of their own: a manifest that
 * still says the old name must not take them away.
 */
export const carryColumnTags = (
  database: Database,
  address: string,
  { from, to }: { readonly from: string; readonly to: string },
): void => {
  database.run(
    `INSERT INTO column_tag (address, column_name, tag, source, branch)
      SELECT DISTINCT address, ?, tag, ?, branch FROM column_tag WHERE address = ? AND lower(column_name) = lower(?)
      ON CONFLICT DO NOTHING`,
    to,
    `renamed from ${from}`,
    address,
    from,
  )
}
