// The rows of append.ts as one Parquet file, by one statement of DuckDB's own client. Arguments: how many, and the file.
import { DuckDBInstance } from '@duckdb/node-api'
import { sales } from './sales.ts'

const [rows, file] = process.argv.slice(2)
const query = sales(0, Number(rows), { perDay: Math.ceil(Number(rows) / 100) })
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`)
