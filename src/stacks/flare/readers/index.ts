// How a dataset of files becomes a relation, one file for each format. In: paths, options as written, a connection and
// a scratch folder; out: SQL that stands after FROM, its columns, and located notices. Rows equal those that Spark
// reads. To add a format: a file that exports a Reader, a line in the table below.
import { openCsv } from './csv.ts'
import { openJson } from './json.ts'
import { openParquet } from './parquet.ts'
import type { Reader } from './reader.ts'

export type { Reader } from './reader.ts'

const readers: ReadonlyMap<string, Reader> = new Map([
  ['csv', openCsv],
  ['json', openJson],
  ['parquet', openParquet],
])

/** Formats that can be read, for messages. */
export const readableFormats: readonly string[] = [...readers.keys()]

/** The reader of a format, in any case; undefined for one that cannot be read. */
export const openReader = (format: string): Reader | undefined => readers.get(format.trim().toLowerCase())
