import { type Sql, sql } from '../../../sql/quote.ts'
import { deserialize } from '../../format/bounds.ts'
import type { DataFile } from '../../format/data-file.ts'
import { type Field, isPrimitive } from '../../format/iceberg-type.ts'
import { compareValues, type SingleValue } from '../../format/value.ts'
import { freeName } from '../../free-name.ts'
import { headOf } from '../../head.ts'
import type { Lakehouse } from '../../lakehouse.ts'
import { scopeOf } from '../../scan/delete-index.ts'
import { planScan } from '../../scan/plan.ts'
import type { ColumnPredicate } from '../../scan/predicate.ts'
import { pruner } from '../../scan/prune.ts'
import type { PlannedFile } from '../../scan/scan-file.ts'
import { filesRelation } from '../../scan/scan.ts'
import type { Table } from '../../table.ts'
import type { ReadSet } from '../change.ts'

/** Stored rows that a write may change: those of the files of a branch that can hold them. */
export type StoredRows = {
  readonly table: Table
  /** The columns of the branch. */
  readonly fields: readonly Field[]
  /** A row's number begins with the place of its file in this list. */
  readonly files: readonly PlannedFile[]
  /** The same, by location. */
  readonly places: ReadonlyMap<string, number>
  /** The name of the column of row numbers; no column of the table has it. */
  readonly rowColumn: string
}

/** The files of a branch's head that can hold rows for which all of the filter is true. */
export const filesToRead = (
  lakehouse: Lakehouse,
  table: Table,
  { branch, filter }: { readonly branch: string; readonly filter: readonly ColumnPredicate[] },
  signal: AbortSignal | undefined,
): Promise<readonly PlannedFile[]> => {
  const { snapshot, schema } = headOf(table, branch)
  return planScan(lakehouse, table, { snapshot, fields: schema.fields, filter }, signal)
}

/**
 * Which rows of others are a conflict for a write that read those of a filter. Files of partition specs that came
 * later are known by their bounds only.
 */
export const readsOf = (table: Table, branch: string, filter: readonly ColumnPredicate[]): ReadSet => {
  if (filter.length === 0) return { kind: 'all' }
  const prune = pruner(table, headOf(table, branch).schema.fields, filter)
  const specs = new Set(table.metadata.partitionSpecs.map(({ specId }) => specId))
  return {
    kind: 'matching',
    mayContain: (file: DataFile, specId: number) =>
      prune.file(file) && (!specs.has(specId) || prune.partition(specId, file.partition)),
  }
}

/** Files in an order in which neighbours are of one partition and hold neighbouring values of a column. */
export const inOrder = (files: readonly PlannedFile[], by: Field | undefined): readonly PlannedFile[] => {
  const keyed = files.map((file) => ({ file, scope: scopeOf(file), least: leastValue(file, by) }))
  return keyed
    .toSorted((a, b) => (a.scope === b.scope ? compareLeast(a.least, b.least) : a.scope < b.scope ? -1 : 1))
    .map(({ file }) => file)
}

const leastValue = ({ file }: PlannedFile, by: Field | undefined): SingleValue | undefined => {
  const bytes = by === undefined ? undefined : file.lowerBounds.get(by.id)
  return by === undefined || bytes === undefined || !isPrimitive(by.type)
    ? undefined
    : deserialize(by.type, bytes)
}

const compareLeast = (a: SingleValue | undefined, b: SingleValue | undefined): number => {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return compareValues(a, b)
}

/** The rows of files of a branch; `taken` are names that the column of row numbers must not have either. */
export const numberRows = (
  table: Table,
  branch: string,
  { files, taken }: { readonly files: readonly PlannedFile[]; readonly taken: readonly string[] },
): StoredRows => {
  const { fields } = headOf(table, branch).schema
  return {
    table,
    fields,
    files,
    places: new Map(files.map(({ file }, place) => [file.path, place])),
    rowColumn: freeName('millrace_row', [...fields.map(({ name }) => name), ...taken]),
  }
}

// A trillion rows a file, eight million files.
const bitsOfPlace = 40n

/** The number of the first row of a file, and of what comes after the last that it can have. */
export const rowsOfFile = (
  { places }: StoredRows,
  { file }: PlannedFile,
): { readonly begin: bigint; readonly end: bigint } => {
  const place = BigInt(places.get(file.path) ?? 0)
  return { begin: place << bitsOfPlace, end: (place + 1n) << bitsOfPlace }
}

/** The place of a row's file among the files, from the row's number. */
export const placeOfFile = (row: Sql): Sql => sql`CAST(${row} >> ${bitsOfPlace} AS INTEGER)`

/** Rows of some of the files, with their numbers, as a parenthesised SELECT. */
export const numberedRows = (
  lakehouse: Lakehouse,
  stored: StoredRows,
  files: readonly PlannedFile[],
  signal: AbortSignal | undefined,
): Promise<Sql> => {
  const { table, fields, rowColumn } = stored
  const first = (file: PlannedFile): bigint => rowsOfFile(stored, file).begin
  return filesRelation(lakehouse, table, { files, fields, rowNumbers: { column: rowColumn, first } }, signal)
}
