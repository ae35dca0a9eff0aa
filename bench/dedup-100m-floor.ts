// The job of dedup-100m.ts by one statement of DuckDB's own client, which takes the memory that it wants. Argument: the
// folder of the lakehouse.
import { DuckDBInstance } from '@duckdb/node-api'

const [folder] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:', { temp_directory: `${folder}/tmp` })
const connection = await instance.connect()
await connection.run(`COPY (
  SELECT * EXCLUDE (recency)
  FROM (
    SELECT *, row_number() OVER (PARTITION BY id ORDER BY sold_at DESC) AS recency
    FROM read_parquet('${folder}/warehouse/bench/versions*/data/**/*.parquet')
  )
  WHERE recency = 1
) TO '${folder}/by-hand.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`)
