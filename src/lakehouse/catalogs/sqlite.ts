import { failure } from '../../diagnostics/index.ts'
import type { Database } from '../../state/database.ts'
import { type IcebergCatalog, type PointerMove, printIdentity } from './catalog.ts'

const catalogName = 'millrace'

/** The Iceberg JDBC catalog in the project database: PyIceberg, Trino and Spark open the same two tables. */
export const sqliteCatalog = (database: Database): IcebergCatalog => ({
  name: catalogName,
  load: async ({ namespace, name }) => {
    const row = database.get(
      `SELECT metadata_location FROM iceberg_tables
        WHERE catalog_name = ? AND table_namespace = ? AND table_name = ? AND ${isTable}`,
      catalogName,
      namespace,
      name,
    )
    const location = row?.['metadata_location']
    return typeof location === 'string' ? location : undefined
  },
  list: async (namespace) =>
    database
      .all(
        `SELECT table_namespace, table_name FROM iceberg_tables
          WHERE catalog_name = ? AND (? IS NULL OR table_namespace = ?) AND ${isTable}
          ORDER BY table_namespace, table_name`,
        catalogName,
        namespace ?? null,
        namespace ?? null,
      )
      .map((row) => ({ namespace: String(row['table_namespace']), name: String(row['table_name']) })),
  commit: async (moves, also) => {
    database.transaction(() => {
      for (const move of moves) movePointer(database, move)
      also?.()
    })
  },
})

// The JDBC catalog keeps views in the same table, marked; rows of older writers have no mark.
const isTable = `(iceberg_type IS NULL OR iceberg_type = 'TABLE')`

const movePointer = (database: Database, { identity, base, next }: PointerMove): void => {
  const { namespace, name } = identity
  const { changes } =
    base === undefined
      ? database.run(
          `INSERT INTO iceberg_tables
             (catalog_name, table_namespace, table_name, metadata_location, previous_metadata_location, iceberg_type)
             VALUES (?, ?, ?, ?, NULL, 'TABLE') ON CONFLICT DO NOTHING`,
          catalogName,
          namespace,
          name,
          next,
        )
      : database.run(
          `UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?
            WHERE catalog_name = ? AND table_namespace = ? AND table_name = ? AND metadata_location = ?
              AND ${isTable}`,
          next,
          base,
          catalogName,
          namespace,
          name,
          base,
        )
  if (changes !== 1) throw failure('MR3110', { table: printIdentity(identity) }, { retryable: true })
  if (base !== undefined) return
  // A namespace exists through its properties; Trino marks one that has no others like this.
  database.run(
    `INSERT INTO iceberg_namespace_properties (catalog_name, namespace, property_key, property_value)
       VALUES (?, ?, 'exists', 'true') ON CONFLICT DO NOTHING`,
    catalogName,
    namespace,
  )
}
