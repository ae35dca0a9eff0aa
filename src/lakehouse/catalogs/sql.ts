import { failure } from '../../diagnostics/index.ts'
import type { Database } from '../../state/database.ts'
import {
  byIdentity,
  type IcebergCatalog,
  printIdentity,
  type TableMove,
  type TablePointer,
} from './catalog.ts'

const catalogName = 'millrace'
// Drafts are in the same table under another catalog's name: other engines do not see them, and can when asked to.
const draftsName = 'millrace_drafts'

/**
 * The Iceberg JDBC catalog in the project database, SQLite or PostgreSQL: PyIceberg, Trino and Spark open the same two
 * tables.
 */
export const sqlCatalog = (database: Database): IcebergCatalog => ({
  name: catalogName,
  transactional: true,
  load: async ({ namespace, name }) => {
    const rows = database.all(
      `SELECT catalog_name, metadata_location FROM iceberg_tables
        WHERE catalog_name IN (?, ?) AND table_namespace = ? AND table_name = ? AND ${isTable}`,
      catalogName,
      draftsName,
      namespace,
      name,
    )
    return rows.flatMap((row): TablePointer[] => {
      const location = row['metadata_location']
      const draft = row['catalog_name'] === draftsName
      return typeof location === 'string' ? [{ metadataLocation: location, draft }] : []
    })[0]
  },
  list: async (namespace) =>
    database
      .all(
        `SELECT catalog_name, table_namespace, table_name FROM iceberg_tables
          WHERE catalog_name IN (?, ?) AND ${isTable} AND table_namespace = coalesce(?, table_namespace)`,
        catalogName,
        draftsName,
        namespace ?? null,
      )
      .map((row) => ({
        namespace: String(row['table_namespace']),
        name: String(row['table_name']),
        draft: row['catalog_name'] === draftsName,
      }))
      // Not by the database: a server sorts by its language.
      .toSorted(byIdentity),
  others: async () =>
    database
      .all(
        `SELECT metadata_location FROM iceberg_tables WHERE NOT (catalog_name IN (?, ?) AND ${isTable})`,
        catalogName,
        draftsName,
      )
      .flatMap(({ metadata_location: location }) => (typeof location === 'string' ? [location] : [])),
  commit: async (moves, also) => {
    database.transaction(() => {
      for (const move of moves) movePointer(database, move)
      also?.()
    })
  },
})

// The JDBC catalog keeps views in the same table, marked; rows of older writers have no mark.
const isTable = `(iceberg_type IS NULL OR iceberg_type = 'TABLE')`

const movePointer = (database: Database, move: TableMove): void => {
  const { identity, base, next } = move
  const staysInCatalog = base !== undefined && next !== undefined && base.draft === next.draft
  const moved = staysInCatalog
    ? updatePointer(database, move)
    : (base === undefined || removePointer(database, move)) &&
      (next === undefined || insertPointer(database, move))
  if (!moved) throw failure('MR3110', { table: printIdentity(identity) }, { retryable: true })
}

const catalogOf = ({ draft }: { readonly draft: boolean }) => (draft ? draftsName : catalogName)

const updatePointer = (database: Database, { identity, base, next }: TableMove): boolean =>
  base !== undefined &&
  next !== undefined &&
  database.run(
    `UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?
      WHERE catalog_name = ? AND table_namespace = ? AND table_name = ? AND metadata_location = ? AND ${isTable}`,
    next.metadataLocation,
    base.metadataLocation,
    catalogOf(base),
    identity.namespace,
    identity.name,
    base.metadataLocation,
  ).changes === 1

const removePointer = (database: Database, { identity, base }: TableMove): boolean =>
  base !== undefined &&
  database.run(
    `DELETE FROM iceberg_tables
      WHERE catalog_name = ? AND table_namespace = ? AND table_name = ? AND metadata_location = ? AND ${isTable}`,
    catalogOf(base),
    identity.namespace,
    identity.name,
    base.metadataLocation,
  ).changes === 1

const insertPointer = (database: Database, { identity, base, next }: TableMove): boolean => {
  if (next === undefined) return false
  const { namespace, name } = identity
  // A table is either a draft or published: the other catalog's row of its name is in the way, too.
  const { changes } = database.run(
    `INSERT INTO iceberg_tables
       (catalog_name, table_namespace, table_name, metadata_location, previous_metadata_location, iceberg_type)
       SELECT ?, ?, ?, ?, ?, 'TABLE' WHERE NOT EXISTS (
         SELECT 1 FROM iceberg_tables WHERE catalog_name IN (?, ?) AND table_namespace = ? AND table_name = ?)
       ON CONFLICT DO NOTHING`,
    catalogOf(next),
    namespace,
    name,
    next.metadataLocation,
    base?.metadataLocation ?? null,
    catalogName,
    draftsName,
    namespace,
    name,
  )
  if (changes !== 1) return false
  // A namespace exists through its properties; Trino marks one that has no others like this.
  database.run(
    `INSERT INTO iceberg_namespace_properties (catalog_name, namespace, property_key, property_value)
       VALUES (?, ?, 'exists', 'true') ON CONFLICT DO NOTHING`,
    catalogOf(next),
    namespace,
  )
  return true
}
