import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuckdb } from '../src/engines/index.ts'
import { openLakehouse, publish, stageWrite } from '../src/lakehouse/index.ts'
import { customerColumns } from '../src/stacks/mock/customer.ts'
import { indianPlaces, placesByNationality } from '../src/stacks/mock/places.ts'
import { literal, type Sql, sql, trusted } from '../src/sql/index.ts'
import { openDatabase } from '../src/state/database.ts'
import type { Bench, BenchResult } from './bench.ts'
import { command, inFolder, inTurn, median, medianRatio, runNode } from './measure.ts'

const rows = 5_000_000
const customers = 4_000_000
const rounds = 3
const name = 'dedup: 5,000,000 raw rows'
const goal = 'at most 1.10 times the SQL by hand'

/**
 * `millrace run` of a job that keeps the newest version of each customer and writes them by country and state, against
 * a Node program that does the same with one statement of DuckDB. Both read the same Parquet files, and both times are
 * those of whole processes. Only Millrace keeps Spark's cast rules, statistics, flushed files and a table's metadata.
 */
const run = (): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const raw = await prepare(folder)
    const floor = join(import.meta.dirname, 'dedup-floor.ts')
    const target = join(folder, 'by-hand')
    const found = await inTurn(rounds, {
      floor: async () => {
        await rm(target, { recursive: true, force: true })
        return runNode([floor, raw, target], folder)
      },
      ours: () => runNode([command, 'run', 'dedup'], folder),
    })
    const seconds = {
      ours: found.ours.map((each) => each.seconds),
      floor: found.floor.map((each) => each.seconds),
    }
    const ratio = medianRatio(seconds.ours, seconds.floor)
    return {
      name,
      goal,
      measured: {
        seconds: median(seconds.ours),
        floorSeconds: median(seconds.floor),
        peakMegabytes: median(found.ours.map((each) => each.peakMegabytes)),
        floorPeakMegabytes: median(found.floor.map((each) => each.peakMegabytes)),
      },
      ratio,
      met: ratio <= 1.1,
    }
  })

/** A project with a filled raw table. Returns the folder of the table's Parquet files. */
export const prepare = async (folder: string): Promise<string> => {
  await mkdir(join(folder, 'manifests'))
  await writeFile(join(folder, 'millrace.yaml'), project)
  await writeFile(join(folder, 'manifests', 'dedup.yaml'), manifest)
  using database = openDatabase(join(folder, '.millrace', 'millrace.db'))
  const lakehouse = openLakehouse({ database, warehouse: join(folder, '.millrace', 'warehouse') })
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const commit = await stageWrite(lakehouse, {
    connection,
    query: rawRows(),
    identity: { namespace: 'bench', name: 'customer_raw' },
    mode: { kind: 'append' },
    runId: 'bench',
    commitId: 'bench',
  })
  await publish(lakehouse, [commit])
  const [file] = commit.kind === 'staged' ? commit.dataFiles : []
  if (file === undefined) throw new Error('the raw table has no file')
  return join(lakehouse.storage.root, file.slice(0, file.lastIndexOf('/')))
}

/** Customers as the mock stack makes them, but by the engine: text in every column, one in four with an older version. */
const rawRows = (): Sql => {
  const texts = (values: readonly string[]) => sql`([${values.map(literal)}])`
  const one = (values: readonly string[], spread: number): Sql =>
    sql`${texts(values)}[1 + CAST(hash(i * ${spread}) % ${values.length} AS INTEGER)]`
  const places = [
    ...Array.from({ length: 6 }, () => indianPlaces).flat(),
    ...Object.values(placesByNationality).flat(),
  ]
  const place = (part: 'city' | 'state' | 'country'): Sql =>
    one(
      places.map((each) => each[part]),
      3,
    )
  const names = ['Aarav', 'Isha', 'Kabir', 'Meera', 'Rohan', 'Sara', 'Vihaan', 'Zoya', 'Anaya', 'Dev']
  const day = (first: string, days: number, spread: number): Sql =>
    sql`CAST(DATE ${literal(first)} + CAST(hash(i * ${spread}) % ${days} AS INTEGER) AS VARCHAR)`
  const values: Readonly<Record<string, Sql>> = {
    cust_id: sql`CAST(1000000000 + i AS VARCHAR)`,
    cust_dob: day('1950-01-01', 20_000, 5),
    cust_first_name: one(names, 7),
    cust_last_name: one(names, 11),
    cust_middle_name: sql`CASE WHEN hash(i * 13) % 2 = 0 THEN ${one(names, 17)} END`,
    cust_segment: one(['Urban', 'Rural', 'Semi-Urban'], 19),
    cust_title: one(['Mr', 'Miss', 'Mrs', 'Dr'], 23),
    customer_category: one(['Resident Indian', 'Non Resident'], 29),
    customer_privelege: one(['Yes', 'No'], 31),
    customer_type: one(['Personal', 'Merchant', 'Corporate'], 37),
    email_addr: sql`'customer.' || i || '@gmail.com'`,
    gender: one(['Male', 'Female', 'Others'], 41),
    marital_status: one(['Single', 'Married'], 43),
    minor_flag: one(['Yes', 'No'], 47),
    mobile_number1: sql`CAST(1100098143 + i AS VARCHAR)`,
    nationality: one(['Indian', 'American', 'European'], 53),
    occupation: one(['Salaried', 'Non Salaried'], 59),
    senior_citizen_flag: one(['Yes', 'No'], 61),
    sourcing_channel: one(['Branch', 'Online', 'Agent'], 67),
    customer_risk_category: one(['Low', 'Medium', 'High'], 71),
    afflunce_level: one(['Low', 'Medium', 'High'], 73),
    customer_status: one(['Active', 'Dormant', 'Deceased'], 79),
    customer_addressline1: sql`'House ' || (hash(i * 83) % 9999)`,
    customer_addressline2: sql`${one(names, 89)} || ' Street'`,
    customer_addressline3: sql`CASE WHEN hash(i * 97) % 5 < 3 THEN 'Near the station of ' || ${place('city')} END`,
    city: place('city'),
    state: place('state'),
    country: place('country'),
    pin: sql`CAST(110001 + hash(i * 101) % 700000 AS VARCHAR)`,
    created_at: sql`CAST(TIMESTAMP '2015-01-01' + to_seconds(CAST(hash(i * 103) % 200000000 AS BIGINT)) AS VARCHAR)`,
    modified_at: sql`CAST(TIMESTAMP '2022-01-01' + to_seconds(CAST(hash(version * 107) % 50000000 AS BIGINT)) AS VARCHAR)`,
    cibil_check_date: day('2022-01-01', 600, 109),
    cibil_score: sql`CAST(300 + hash(i * 113) % 600 AS VARCHAR)`,
    country_code: one(['+91', '+1', '+44'], 127),
  }
  const columns = customerColumns.flatMap((column) => {
    const value = values[column]
    return value === undefined ? [] : [sql`${value} AS ${trusted(column)}`]
  })
  return sql`SELECT ${columns} FROM (SELECT range AS version, range % ${customers} AS i FROM range(${rows}))`
}

const project = `name: dedup
resources: [manifests]
depots:
  lake: {type: LAKEHOUSE}
computes:
  runnable-default: default
`

const plain = (list: string): string =>
  list
    .split(' ')
    .map((column) => `                      ${column},`)
    .join('\n')

const before =
  'cust_first_name cust_last_name cust_middle_name cust_segment cust_title customer_category customer_privelege ' +
  'customer_type email_addr gender marital_status minor_flag mobile_number1 nationality occupation ' +
  'senior_citizen_flag sourcing_channel customer_risk_category afflunce_level customer_status ' +
  'customer_addressline1 customer_addressline2 customer_addressline3 city state country pin'

const manifest = `name: dedup
version: v1
type: workflow
workflow:
  dag:
    - name: customer
      spec:
        stack: flare:5.0
        compute: runnable-default
        stackSpec:
          job:
            inputs:
              - name: customer_dp
                dataset: dataos://lake:bench/customer_raw
                format: iceberg
                incremental:
                  context: versions
                  sql: |
                    WITH ranked AS (
                      SELECT
                      cust_id,
                      cast(cust_dob AS date) cust_dob,
${plain(before)}
                      cast(created_at AS timestamp) created_at,
                      cast(modified_at AS timestamp) modified_at,
                      date(cast(cibil_check_date AS timestamp)) cibil_check_date,
                      cast(cibil_score AS int) cibil_score,
                      country_code,
                      row_number() OVER (PARTITION BY cust_id ORDER BY modified_at DESC) AS recency
                      FROM versions
                    )
                    SELECT
                      cust_id,
                      cust_dob,
${plain(before)}
                      created_at,
                      modified_at,
                      cibil_check_date,
                      cibil_score,
                      country_code
                    FROM ranked WHERE recency = 1 AND 1 = $|start|
                  keys:
                    - {name: start, sql: SELECT 1}
            steps:
              - sequence:
                  - name: final
                    sql: SELECT * FROM customer_dp
            outputs:
              - name: final
                dataset: dataos://lake:bench/customer
                format: iceberg
                options:
                  saveMode: overwrite
                  iceberg:
                    partitionSpec:
                      - {type: identity, column: country}
                      - {type: identity, column: state}
`

const bench: Bench = { name, goal, run }
export default bench

if (import.meta.main) console.log(await run())
