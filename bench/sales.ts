import { type Sql, sql } from '../src/sql/index.ts'

/** Sales with the ids `from` to below `to`, in their order: a day has as many as another, eight columns of six types. */
export const sales = (
  from: number,
  to: number,
  { perDay, version = 0 }: { readonly perDay: number; readonly version?: number },
): Sql => sql`SELECT
    range AS id,
    CAST(DATE '2024-01-01' + CAST(range // ${perDay} AS INTEGER) AS DATE) AS day,
    TIMESTAMP '2024-01-01' + to_seconds(CAST(range * 86400 // ${perDay} AS BIGINT)) AS sold_at,
    CAST(hash(range * 3) % 1000000 AS INTEGER) AS customer,
    ['Berlin', 'Delhi', 'Lagos', 'Lima', 'Oslo', 'Osaka', 'Paris', 'Turin'][1 + CAST(hash(range * 5) % 8 AS INTEGER)] AS city,
    CAST(hash(range * 7) % 100000 / 100 AS DECIMAL(12, 2)) AS amount,
    CAST(1 + hash(range * 11) % 9 AS INTEGER) AS quantity,
    ${version} AS version
  FROM range(${from}, ${to})`
