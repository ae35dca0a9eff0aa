import { ident, literal, sql } from '../../sql/quote.ts'
import { toDuckdbType } from '../format/duckdb-type.ts'
import { type Field, isPrimitive } from '../format/iceberg-type.ts'
import { allFields } from '../format/schema.ts'
import type { Lakehouse } from '../lakehouse.ts'
import type { Table } from '../table.ts'
import type { EqualityKey } from './equality-keys.ts'
import { type FileGroup, type LocatedFile, type OpenFiles, pathList, virtualColumns } from './file-group.ts'
import { refuseWithoutIds } from './field-ids.ts'
import { groupByLayout } from './file-layouts.ts'
import type { Located, PlannedFile } from './scan-file.ts'

export type Wanted = {
  readonly fields: readonly Field[]
  readonly keys: ReadonlyMap<number, EqualityKey>
  readonly files: readonly Located<PlannedFile>[]
}

/**
 * Groups files by how columns are found in them: by name where the table has had one schema only, by the ids of
 * top-level columns where that is enough, else by looking into each file.
 */
export const groupFiles = async (
  lakehouse: Lakehouse,
  table: Table,
  wanted: Wanted,
  signal: AbortSignal | undefined,
): Promise<readonly FileGroup<PlannedFile>[]> => {
  const { files } = wanted
  const columns = topColumns(wanted)
  if (
    columns === undefined ||
    hasNameMapping(table) ||
    files.some(lacksPartitionColumn) ||
    !nestedNamesArePlain(columns)
  )
    return groupByLayout(lakehouse, table, files, signal)
  if (namesTell(table, columns)) return [{ files, open: byName }]
  if (nestedNamesTell(table, columns)) {
    await refuseWithoutIds(lakehouse, table, files, signal)
    return [{ files, open: byId(columns) }]
  }
  return groupByLayout(lakehouse, table, files, signal)
}

// Measured on two cores: as fast as by id, and what row groups are read side by side does not depend on their number.
const byName = (files: readonly LocatedFile[]): OpenFiles => ({
  from: sql`read_parquet(${pathList(files)}, hive_partitioning = false)`,
  value: ({ name, type }) => sql`CAST(${ident(name)} AS ${toDuckdbType(type)})`,
})

const byId =
  (columns: readonly Field[]) =>
  (files: readonly LocatedFile[]): OpenFiles => {
    // Internal names: a column called like another but for case, or like a virtual column of the reader, stays apart.
    const schema = columns.map(
      ({ id, type }) =>
        sql`${id}: {name: ${literal(`f${id}`)}, type: ${literal(toDuckdbType(type))}, default_value: NULL}`,
    )
    return {
      from: sql`read_parquet(${pathList(files)}, schema = MAP {${schema}}, hive_partitioning = false)`,
      value: ({ id }) => ident(`f${id}`),
    }
  }

/** What is read of the files; undefined where a dropped column is wanted in another shape than its successor has. */
const topColumns = ({ fields, keys }: Wanted): readonly Field[] | undefined => {
  const columns = new Map(fields.map((field) => [field.id, field]))
  for (const { top } of keys.values()) {
    if ((columns.get(top.id) ?? top) !== top) return undefined
    columns.set(top.id, top)
  }
  return [...columns.values()]
}

const hasNameMapping = ({ metadata }: Table): boolean =>
  metadata.properties['schema.name-mapping.default'] !== undefined

/** Files of Hive-style importers do not hold the columns that they are partitioned by: then nothing is known of them. */
const lacksPartitionColumn = ({ file, partition }: LocatedFile): boolean =>
  file.valueCounts.size > 0 &&
  partition.some(({ field }) => field.transform.kind === 'identity' && !file.valueCounts.has(field.sourceId))

/**
 * True where a file's column names are known to be the fields' names: the table has had one schema only, and the
 * names are such that no writer spells them otherwise and none means a virtual column of the reader.
 */
const namesTell = (table: Table, columns: readonly Field[]): boolean => {
  const names = columns.map(({ name }) => name.toLowerCase())
  return (
    hasHadOneSchema(table) &&
    new Set(names).size === names.length &&
    names.every((name) => isPlain(name) && !virtualColumns.includes(name))
  )
}

/** Schemas are counted from zero, and those that no snapshot needs any more may be gone. */
const hasHadOneSchema = ({ metadata: { schemas } }: Table): boolean =>
  schemas.every(({ schemaId }) => schemaId === 0)

/**
 * Where DuckDB finds nested fields by name, one that it does not find is NULL, in silence; and Iceberg's Java writers
 * spell names that Avro cannot have otherwise in their files: `B c` is `B_x20c`.
 */
const nestedNamesArePlain = (columns: readonly Field[]): boolean =>
  allFields(columns.filter((field) => !isPrimitive(field.type))).every(
    ({ field, path }) => path.length === 1 || isPlain(field.name.toLowerCase()),
  )

const isPlain = (name: string): boolean => /^[a-z_][a-z0-9_]*$/.test(name)

/**
 * DuckDB finds top-level columns by id, and what is nested in them by name. That is the same thing unless a nested
 * field was renamed or dropped and made again.
 */
const nestedNamesTell = (table: Table, columns: readonly Field[]): boolean => {
  const byId = new Map<number, string>()
  const byPath = new Map<string, number>()
  const nested = columns.filter((field) => !isPrimitive(field.type))
  const versions = table.metadata.schemas.flatMap((schema) =>
    nested.flatMap((top) =>
      schema.fields.filter(({ id }) => id === top.id).map((before) => ({ ...before, name: top.name })),
    ),
  )
  return allFields([...nested, ...versions]).every(({ field, path }) => {
    const key = JSON.stringify(path).toLowerCase()
    if ((byId.get(field.id) ?? key) !== key || (byPath.get(key) ?? field.id) !== field.id) return false
    byId.set(field.id, key)
    byPath.set(key, field.id)
    return true
  })
}
