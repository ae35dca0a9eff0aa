import { ident, literal, sql } from '../../../sql/quote.ts'
import { type Reader, readOptions } from './reader.ts'

/** Parquet files by column name where `mergeSchema` is set; otherwise the first file's columns are the dataset's. */
export const openParquet: Reader = async (request, signal) => {
  const merge = readOptions(request.options).get('mergeschema')?.trim().toLowerCase() === 'true'
  const files = request.files.map(literal)
  const read = sql`read_parquet([${files}], union_by_name = ${merge || request.files.length > 1}, hive_partitioning = false)`
  if (merge || request.files.length <= 1) {
    const columns = await request.connection.describe(sql`SELECT * FROM ${read}`, signal)
    return { relation: read, columns, notices: [] }
  }
  // Without a merge Spark takes one file's schema; a column that another file lacks is NULL there.
  const first = sql`read_parquet([${files.slice(0, 1)}], hive_partitioning = false)`
  const columns = await request.connection.describe(sql`SELECT * FROM ${first}`, signal)
  const names = columns.map((column) => ident(column.name))
  return { relation: sql`(SELECT ${names} FROM ${read})`, columns, notices: [] }
}
