import { failure } from '../../diagnostics/index.ts'
import { ident, join, literal, type Sql, sql } from '../../sql/quote.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import type { Field } from '../format/iceberg-type.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { type ReadVersion, resolveVersion, schemaAt } from '../read-version.ts'
import type { Table } from '../table.ts'
import { type Column, withoutDeleted } from './apply-deletes.ts'
import { nullOf } from './cast-column.ts'
import { equalityKeys } from './equality-keys.ts'
import { type LocatedFile, type OpenFiles, perFile } from './file-group.ts'
import { groupFiles } from './group-files.ts'
import { locate } from './locate.ts'
import { planScan } from './plan.ts'
import type { ColumnPredicate } from './predicate.ts'
import type { PlannedFile } from './scan-file.ts'

export type ScanOptions = {
  /** Default: the current version. */
  readonly version?: ReadVersion
  /**
   * AND-ed. Files that cannot hold a row for which all of it is true are left out; of the other files all rows are
   * there, so whoever asks still has to apply the condition.
   */
  readonly filter?: readonly ColumnPredicate[]
  /** Only these data files, by location. */
  readonly only?: ReadonlySet<string>
  /** Adds a column of this name, which the table must not have: the location of the row's data file. */
  readonly locationColumn?: string
}

/**
 * The rows of a version of a table, as a parenthesised SELECT that stands after FROM. Columns are found by field id,
 * so files written before a rename are read rightly; rows that other engines deleted are left out.
 * Throws MR3112 (damaged metadata), MR3114 (deletion vectors), MR3116 (not Parquet), MR3117, MR3130, MR3131 (no such
 * version), MR3118 (columns that cannot be found by id) and MR3132 (a damaged file). That a file is gone, MR3115, is
 * told by the engine.
 */
export const scanRelation = async (
  lakehouse: Lakehouse,
  table: Table,
  options: ScanOptions = {},
  signal?: AbortSignal,
): Promise<Sql> => {
  const { version, filter = [], only, locationColumn } = options
  const { fields } = schemaAt(table, version)
  const snapshot = resolveVersion(table, version)
  const planned = await planScan(lakehouse, table, { snapshot, fields, filter }, signal)
  const wanted = only === undefined ? planned : planned.filter(({ file }) => only.has(file.path))
  if (wanted.length === 0) return emptyRelation(fields, locationColumn)
  refuseUnreadable(table, wanted)
  const files = await locate(lakehouse, wanted)
  const keys = equalityKeys(table, fields, files)
  const branches: Sql[] = []
  for (const group of await groupFiles(lakehouse, table, { fields, files, keys }, signal)) {
    const columnsOf = (some: readonly LocatedFile[], { value }: OpenFiles): readonly Column[] => [
      ...fields.map((field) => ({ name: field.name, value: value(field) })),
      ...(locationColumn === undefined
        ? []
        : [{ name: locationColumn, value: perFile(some.map(({ file }) => literal(file.path))) }]),
    ]
    const whole = group.files.filter(({ deletes }) => deletes.length === 0)
    if (whole.length > 0) {
      const opened = group.open(whole)
      const selected = columnsOf(whole, opened).map(({ name, value }) => sql`${value} AS ${ident(name)}`)
      branches.push(sql`SELECT ${selected} FROM ${opened.from}`)
    }
    const holed = group.files.filter(({ deletes }) => deletes.length > 0)
    if (holed.length > 0) {
      const opened = group.open(holed)
      const request = { files: holed, opened, columns: columnsOf(holed, opened), keys }
      branches.push(await withoutDeleted(lakehouse, table, request, signal))
    }
  }
  return sql`(${join(branches, ' UNION ALL ')})`
}

const emptyRelation = (fields: readonly Field[], locationColumn: string | undefined): Sql => {
  const columns = fields.map((field) => sql`${nullOf(field)} AS ${ident(field.name)}`)
  if (locationColumn !== undefined) columns.push(sql`CAST(NULL AS VARCHAR) AS ${ident(locationColumn)}`)
  return sql`(SELECT ${columns} WHERE false)`
}

const refuseUnreadable = (table: Table, files: readonly PlannedFile[]): void => {
  const identity = printIdentity(table.identity)
  for (const { file } of files.flatMap((each) => [each, ...each.deletes])) {
    if (file.format === 'PUFFIN') throw failure('MR3114', { table: identity, path: file.path })
    if (file.format !== 'PARQUET')
      throw failure('MR3116', { table: identity, path: file.path, format: file.format })
  }
}
