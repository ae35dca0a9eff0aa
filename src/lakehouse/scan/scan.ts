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
import { type OpenFiles, perFile } from './file-group.ts'
import { groupFiles } from './group-files.ts'
import { locate } from './locate.ts'
import { planScan } from './plan.ts'
import type { ColumnPredicate } from './predicate.ts'
import type { Located, PlannedFile } from './scan-file.ts'

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
 * version), MR3118, MR3133 (columns that cannot be found by id) and MR3132 (a damaged file). That a file is gone, MR3115, is
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
  const files = only === undefined ? planned : planned.filter(({ file }) => only.has(file.path))
  return filesRelation(lakehouse, table, { files, fields, locationColumn }, signal)
}

export type FilesRequest = {
  readonly files: readonly PlannedFile[]
  readonly fields: readonly Field[]
  readonly locationColumn?: string | undefined
  /** Adds a column that tells each row from all others: its place in its file, counted on from `first`. */
  readonly rowNumbers?: { readonly column: string; readonly first: (file: PlannedFile) => bigint }
}

/** As `scanRelation`, of files that a plan has found. */
export const filesRelation = async (
  lakehouse: Lakehouse,
  table: Table,
  request: FilesRequest,
  signal?: AbortSignal,
): Promise<Sql> => {
  const { fields, locationColumn, rowNumbers } = request
  if (request.files.length === 0) return emptyRelation(request)
  refuseUnreadable(table, request.files)
  const files = await locate(lakehouse, request.files)
  const keys = equalityKeys(table, fields, files)
  const branches: Sql[] = []
  for (const group of await groupFiles(lakehouse, table, { fields, files, keys }, signal)) {
    const columnsOf = (some: readonly Located<PlannedFile>[], opened: OpenFiles): readonly Column[] => [
      ...fields.map((field) => ({ name: field.name, value: opened.value(field) })),
      ...(locationColumn === undefined
        ? []
        : [{ name: locationColumn, value: perFile(some.map(({ file }) => literal(file.path))) }]),
      ...(rowNumbers === undefined
        ? []
        : [{ name: rowNumbers.column, value: rowNumber(table, opened, some.map(rowNumbers.first)) }]),
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
      const deleted = { files: holed, opened, columns: columnsOf(holed, opened), keys }
      branches.push(await withoutDeleted(lakehouse, table, deleted, signal))
    }
  }
  return sql`(${join(branches, ' UNION ALL ')})`
}

const rowNumber = (table: Table, { hidesPlaces }: OpenFiles, first: readonly bigint[]): Sql => {
  if (hidesPlaces === true) {
    const reason =
      'its files have a column called file_row_number or file_index, and their columns need renaming'
    throw failure('MR3118', { table: printIdentity(table.identity), reason })
  }
  // Without a cast around the place in the file: a range of numbers then skips what lies outside of it unread.
  return sql`${perFile(first.map((number) => sql`CAST(${number} AS BIGINT)`))} + file_row_number`
}

const emptyRelation = ({ fields, locationColumn, rowNumbers }: FilesRequest): Sql => {
  const columns = fields.map((field) => sql`${nullOf(field)} AS ${ident(field.name)}`)
  if (locationColumn !== undefined) columns.push(sql`CAST(NULL AS VARCHAR) AS ${ident(locationColumn)}`)
  if (rowNumbers !== undefined) columns.push(sql`CAST(NULL AS BIGINT) AS ${ident(rowNumbers.column)}`)
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
