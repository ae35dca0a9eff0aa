// How a dataset of files becomes a relation, one file for each format. In: paths, options as written, a connection and
// a scratch folder; out: SQL that stands after FROM, its columns, and located notices. Rows equal those that Spark
// reads. To add a format: a file that exports a Reader, a line in the table below.
import { failure } from '../../../diagnostics/index.ts'
import { openCsv } from './csv.ts'
import { openJson } from './json.ts'
import { checkReaderOptions } from './known-options.ts'
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
export const openReader = (format: string): Reader | undefined => {
  const name = format.trim().toLowerCase()
  const open = readers.get(name)
  if (open === undefined) return undefined
  return (request, signal) => {
    // A manifest was checked already, unless the format is that of the files.
    for (const finding of checkReaderOptions(name, request.options)) {
      const { kind, option } = finding
      if (kind === 'refused')
        throw failure('MR3223', { option, value: finding.value, reason: finding.instead })
    }
    return open(request, signal)
  }
}
