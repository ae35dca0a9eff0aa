import type { Field } from '../format/iceberg-type.ts'
import { literal, type Sql, sql } from '../../sql/quote.ts'
import type { Located, ScanFile } from './scan-file.ts'

export type LocatedFile = Located<ScanFile>

/** Files in which columns are found in the same way. */
export type FileGroup<F extends ScanFile> = {
  readonly files: readonly Located<F>[]
  /** Opens some of them. */
  readonly open: (files: readonly LocatedFile[]) => OpenFiles
}

/** Some files, opened as one relation of the engine. */
export type OpenFiles = {
  /** What stands after FROM. It has `file_index`, the place of a row's file among the files, and `file_row_number`. */
  readonly from: Sql
  /** The value of a top-level field, of the field's own type. */
  readonly value: (field: Field) => Sql
  /** True where the files have columns of these names themselves: then nothing tells the places of rows. */
  readonly hidesPlaces?: true
}

/** The paths of files, in their order, as the reader of Parquet files takes them. */
export const pathList = (files: readonly { readonly localPath: string }[]): Sql =>
  sql`[${files.map(({ localPath }) => literal(localPath))}]`

/** A value that each file has for all of its rows, from one expression a file. */
export const perFile = (values: readonly Sql[]): Sql => {
  const [first] = values
  if (first !== undefined && values.every((value) => value === first)) return first
  return sql`([${values}])[CAST(file_index AS BIGINT) + 1]`
}

/** Where none of a table's columns may have the name of one: what the reader of Parquet files adds by itself. */
export const virtualColumns: readonly string[] = ['filename', 'file_row_number', 'file_index', 'rowid']
