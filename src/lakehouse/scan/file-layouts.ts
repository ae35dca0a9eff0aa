import { stableJson } from '../../base/stable-json.ts'
import { inParallel } from '../../base/parallel.ts'
import { failure } from '../../diagnostics/index.ts'
import { ident, type Sql, sql } from '../../sql/quote.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import { type Field, isPrimitive } from '../format/iceberg-type.ts'
import { mappedId, type NameMapping, parseNameMapping } from '../format/name-mapping.ts'
import type { ParquetColumn } from '../format/parquet-schema.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { readable, type Table } from '../table.ts'
import { castColumn, nullOf } from './cast-column.ts'
import { type FileGroup, type LocatedFile, type OpenFiles, pathList, perFile } from './file-group.ts'
import { hasIds, withoutIds } from './field-ids.ts'
import { readColumns } from './parquet-file.ts'
import type { Located, ScanFile } from './scan-file.ts'
import { valueSql } from './value-sql.ts'

/**
 * Groups files by the columns that they have themselves, which are read from each of them: what is needed where names
 * and ids of columns have had several meanings, or files have no ids. Throws MR3118, MR3132, MR3133, MR3115.
 */
export const groupByLayout = async <F extends ScanFile>(
  lakehouse: Lakehouse,
  table: Table,
  files: readonly Located<F>[],
  signal: AbortSignal | undefined,
): Promise<readonly FileGroup<F>[]> => {
  const layouts = await inParallel(files, 16, async ({ file }) =>
    withIds(table, file.path, await readColumns(lakehouse, file, signal)),
  )
  const groups = new Map<
    string,
    { readonly columns: readonly ParquetColumn[]; readonly files: Located<F>[] }
  >()
  files.forEach((file, i) => {
    const columns = layouts[i] ?? []
    const key = stableJson(columns)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { columns, files: [file] })
    else known.files.push(file)
  })
  return [...groups.values()].map((group) => ({
    files: group.files,
    open: (some) => openLayout(table, group.columns, some),
  }))
}

const openLayout = (
  table: Table,
  columns: readonly ParquetColumn[],
  files: readonly LocatedFile[],
): OpenFiles => ({
  from: sql`read_parquet(${pathList(files)}, hive_partitioning = false)`,
  value: (field) => {
    const column = columns.find(({ id }) => id === field.id)
    if (column === undefined) return absentColumn(field, files)
    const value = castColumn(field, column, ident(column.name))
    if (value !== undefined) return value
    const reason = `the column ${field.name} is of another kind in ${files[0]?.file.path ?? 'a file'}`
    throw failure('MR3118', { table: printIdentity(table.identity), reason })
  },
  ...(columns.some(({ name }) => placeColumns.includes(name.toLowerCase())) ? { hidesPlaces: true } : {}),
})

const placeColumns = ['file_index', 'file_row_number']

/**
 * The value of a column that files do not have: that of the partition, where it is partitioned by, else NULL.
 * Source: Iceberg table spec, "Column Projection".
 */
const absentColumn = (field: Field, files: readonly LocatedFile[]): Sql => {
  const { type } = field
  if (!isPrimitive(type)) return nullOf(field)
  return perFile(
    files.map(({ file, partition }) => {
      const index = partition.findIndex(
        ({ field: { sourceId, transform } }) => sourceId === field.id && transform.kind === 'identity',
      )
      return index < 0 ? nullOf(field) : valueSql(type, file.partition[index] ?? null)
    }),
  )
}

/** Columns of a file without ids are the fields that the table's name mapping says. */
const withIds = (table: Table, path: string, columns: readonly ParquetColumn[]): readonly ParquetColumn[] => {
  if (hasIds(columns)) return columns
  const text = table.metadata.properties['schema.name-mapping.default']
  if (text !== undefined)
    return mapped(
      readable(table.metadataLocation, () => parseNameMapping(text)),
      columns,
    )
  throw withoutIds(table, path)
}

const mapped = (
  mapping: NameMapping,
  columns: readonly ParquetColumn[],
  above: readonly string[] = [],
): readonly ParquetColumn[] =>
  columns.map((column) => {
    const path = [...above, column.name]
    const id = mappedId(mapping, path)
    const inner = { ...column, children: mapped(mapping, column.children, path) }
    return id === undefined ? inner : { ...inner, id }
  })
