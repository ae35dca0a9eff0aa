// The customer line of the example, by hand: CSV to raw Parquet, the newest valid version of each customer by country
// and state, and the checks in one scan. Arguments: the CSV file, and a folder to write.
import { mkdirSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'

const [feed, target = ''] = process.argv.slice(2)
mkdirSync(target)

const statements = [
  `COPY (SELECT * EXCLUDE (column00) FROM read_csv('${feed}', all_varchar = true, header = true))
    TO '${target}/raw.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`,
  `COPY (
    WITH ranked AS (
      SELECT
        * REPLACE (
          TRY_CAST(cust_dob AS DATE) AS cust_dob,
          TRY_CAST(cibil_score AS INTEGER) AS cibil_score,
          TRY_CAST(cibil_check_date AS DATE) AS cibil_check_date,
          TRY_CAST(created_at AS TIMESTAMP) AS created_at,
          TRY_CAST(modified_at AS TIMESTAMP) AS modified_at
        ),
        row_number() OVER (PARTITION BY cust_id ORDER BY versions.modified_at DESC) AS recency
      FROM '${target}/raw.parquet' AS versions
    )
    SELECT * EXCLUDE (recency)
    FROM ranked
    WHERE recency = 1
      AND regexp_matches(cust_id, '^[0-9]{10}$')
      AND regexp_matches(cust_first_name, '^[A-Za-z]{1,35}$')
      AND regexp_matches(cust_last_name, '^[A-Za-z]{1,35}$')
      AND (cust_middle_name IS NULL OR regexp_matches(cust_middle_name, '^[A-Za-z]{1,35}$'))
      AND regexp_matches(email_addr, '^[a-z0-9.]+@[a-z]+[.][a-z]{2,3}$')
      AND length(mobile_number1) <= 10
      AND country IS NOT NULL
      AND state IS NOT NULL
      AND country_code IS NOT NULL
      AND cibil_check_date IS NOT NULL
      AND cibil_score BETWEEN 300 AND 900
      AND cust_segment IN ('Urban', 'Semi-Urban', 'Rural')
      AND customer_status IN ('Active', 'Dormant', 'Deceased')
      AND customer_risk_category IN ('Low', 'Medium', 'High')
      AND afflunce_level IN ('Low', 'Medium', 'High')
      AND (
        (customer_type = 'Personal' AND cust_dob IS NOT NULL AND gender IS NOT NULL
          AND minor_flag IN ('Yes', 'No') AND senior_citizen_flag IN ('Yes', 'No'))
        OR (customer_type IN ('Merchant', 'Corporate') AND gender IS NULL AND minor_flag IS NULL)
      )
  ) TO '${target}/customer'
    (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARTITION_BY (country, state), WRITE_PARTITION_COLUMNS true)`,
  `SELECT
    count(*), count(*) - count(cust_id), count(*) - count(DISTINCT cust_id),
    count(*) FILTER (NOT regexp_matches(cust_id, '^[0-9]{10}$')),
    count(*) - count(email_addr), count(*) - count(DISTINCT email_addr),
    count(*) FILTER (NOT regexp_matches(email_addr, '^[a-z0-9.]+@[a-z]+[.][a-z]{2,3}$')),
    count(*) - count(cust_segment), count(DISTINCT cust_segment),
    min(cibil_score), max(cibil_score), avg(cibil_score),
    count(*) FILTER (customer_type = 'Personal' AND cust_dob IS NULL),
    100 * count(*) FILTER (gender IS NULL) / count(*)
  FROM '${target}/customer/**/*.parquet'`,
  `SUMMARIZE FROM '${target}/customer/**/*.parquet'`,
]

const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
for (const statement of statements) await connection.run(statement)
