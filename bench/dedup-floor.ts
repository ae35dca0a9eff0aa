// What somebody writes by hand for the job of dedup.ts: one statement, run by DuckDB's own client and nothing else.
// Arguments: a folder that holds the raw Parquet files, and the folder to write.
import { DuckDBInstance } from '@duckdb/node-api'

const [raw, target] = process.argv.slice(2)

const statement = `COPY (
  WITH ranked AS (
    SELECT
      * REPLACE (
        TRY_CAST(cust_dob AS DATE) AS cust_dob,
        TRY_CAST(created_at AS TIMESTAMP) AS created_at,
        TRY_CAST(modified_at AS TIMESTAMP) AS modified_at,
        TRY_CAST(TRY_CAST(cibil_check_date AS TIMESTAMP) AS DATE) AS cibil_check_date,
        TRY_CAST(cibil_score AS INTEGER) AS cibil_score
      ),
      row_number() OVER (PARTITION BY cust_id ORDER BY versions.modified_at DESC) AS recency
    FROM read_parquet('${raw}/**/*.parquet') AS versions
  )
  SELECT * EXCLUDE (recency) FROM ranked WHERE recency = 1
) TO '${target}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARTITION_BY (country, state), WRITE_PARTITION_COLUMNS true)`

const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
await connection.run(statement)
