import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { beforeAll, describe, expect, test } from 'vitest'
import { exampleProject, folder, millrace, root, write } from '../e2e/millrace.ts'
import {
  addToFeed,
  publishedTable,
  rawTable,
  seedFolder,
  seedIsHere,
  seedProject,
} from '../seed/seed-project.ts'
import { hostileFeed } from './hostile-feed.ts'
import { python, runPython } from './python.ts'

/** One pipeline of two tables, as this project ran it and as Spark is to run it. */
type Pipeline = {
  readonly name: string
  /** Files of the first delivery and of both: what each of the runs of the raw job found. */
  readonly deliveries: readonly (readonly string[])[]
  /** Spark SQL in order, each under the name that the next one reads; the first one reads `versions`. */
  readonly steps: readonly { readonly reads: string; readonly sql: string }[]
  readonly database: string
  readonly warehouse: string
  readonly raw: string
  readonly published: string
}

type Difference = {
  readonly rows: number
  readonly types: { readonly spark: Record<string, string>; readonly ours: Record<string, string> }
  readonly onlySpark: readonly unknown[]
  readonly onlyOurs: readonly unknown[]
}

// Spark reads the files and does the work; PyIceberg reads what this project wrote; rows compare as multisets.
const oracle = String.raw`
import collections, json, re, sys
import pyarrow as pa
from pyiceberg.catalog.sql import SqlCatalog
from pyspark.sql import SparkSession
import pyspark.sql.functions as F
spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    .config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "2").getOrCreate())
spark.sparkContext.setLogLevel("OFF")

def tidy(frame):
    for name in frame.columns:
        frame = frame.withColumnRenamed(name, re.sub("[^A-Za-z0-9_]", "_", name.strip()).lower())
    return frame.drop("_c0")

def feed(files):
    return tidy(spark.read.option("header", "true").option("escape", '"').csv(files))

def merged(deliveries):
    stored = feed(deliveries[0]).localCheckpoint()
    for files in deliveries[1:]:
        old, new = stored.alias("old"), feed(files).alias("new")
        match = (F.col("old.cust_id") == F.col("new.cust_id")) & (F.col("old.modified_at") == F.col("new.modified_at"))
        stored = stored.unionByName(new.join(old, match, "left_anti")).localCheckpoint()
    return stored

def comparable(frame):
    exact = {"date": "unix_date", "timestamp": "unix_micros"}
    columns = [F.expr(f"{exact[t]}({c})").alias(c) if t in exact else F.col(c) for c, t in frame.dtypes]
    return [tuple(row) for row in frame.select(columns).collect()], dict(frame.dtypes)

names = {"timestamptz": "timestamp"}
def stored(pipeline, name):
    catalog = SqlCatalog("millrace", uri="sqlite:///" + pipeline["database"], warehouse="file://" + pipeline["warehouse"])
    table = catalog.load_table(name)
    types = {f.name: names.get(str(f.field_type), str(f.field_type)) for f in table.schema().fields}
    arrow = table.scan().to_arrow()
    columns = []
    for column in arrow.columns:
        if pa.types.is_timestamp(column.type): column = column.cast(pa.timestamp("us", "UTC")).cast(pa.int64())
        if pa.types.is_date(column.type): column = column.cast(pa.int32())
        columns.append(column.to_pylist())
    return list(zip(*columns)), types

def difference(frame, pipeline, table):
    theirs, types = comparable(frame)
    ours, our_types = stored(pipeline, table)
    order = lambda found: sorted(map(repr, found.elements()))[:8]
    a, b = collections.Counter(theirs), collections.Counter(ours)
    return {"rows": len(theirs), "types": {"spark": types, "ours": our_types},
        "onlySpark": order(a - b), "onlyOurs": order(b - a)}

results = []
for pipeline in json.load(open(sys.argv[1])):
    raw = merged(pipeline["deliveries"])
    frame = raw
    for step in pipeline["steps"]:
        frame.createOrReplaceTempView(step["reads"])
        frame = spark.sql(step["sql"])
    results.append({"raw": difference(raw, pipeline, pipeline["raw"]), "published": difference(frame, pipeline, pipeline["published"])})
print("\n" + json.dumps(results))
`

const { files, later } = hostileFeed()

/** Each runs three times: on the first delivery, on the same again, and after the second delivery. */
const runThrice = (place: string, rawWorkflow: string, deliver: () => void): void => {
  succeed(place, 'apply')
  succeed(place, 'run', rawWorkflow, ...(rawWorkflow === 'customer' ? ['--node', 'customer-raw'] : []))
  deliver()
  succeed(place, 'apply')
}

const succeed = (place: string, ...args: readonly string[]): void => {
  const { code, stdout, stderr } = millrace(args, { cwd: place })
  expect(code, `${args.join(' ')}\n${stdout}\n${stderr}`).toBe(0)
}

const seedPipeline = (): Pipeline => {
  const place = seedProject(files, 'quality: {failedAssertions: warn}\n')
  runThrice(place, 'wf-customer-overview-raw-data', () => addToFeed(place, later))
  const change = parse(readFileSync(join(seedFolder, 'workflows/change.yaml'), 'utf8'))
  const { context, sql } = change.workflow.dag[0].spec.stackSpec.job.inputs[0].incremental
  const filter = readFileSync(
    join(seedFolder, 'jobsfolder/data-product/transformation/steps/customer-overview.sql'),
    'utf8',
  )
  return {
    name: 'the original manifests',
    deliveries: deliveries(join(place, 'feed/finance_service/customer_overview')),
    steps: [
      { reads: context, sql: sql.replaceAll('$|start|', '1') },
      { reads: 'customer_dp', sql: filter },
    ],
    ...lake(place),
    raw: rawTable.replace('icebasetw.', ''),
    published: publishedTable.replace('icebasetw.', ''),
  }
}

const examplePipeline = (): Pipeline => {
  const place = exampleProject()
  // Only the customer workflow, over files that no mock stack wrote.
  const project = readFileSync(join(place, 'millrace.yaml'), 'utf8')
  write(join(place, 'millrace.yaml'), project.replace('[manifests, policies]', '[manifests/customer.yaml]'))
  const folderOfFeed = join(place, '.millrace/landing/bank/customer')
  deliver(folderOfFeed, files)
  runThrice(place, 'customer', () => deliver(folderOfFeed, later))
  return {
    name: 'the example',
    deliveries: deliveries(folderOfFeed),
    steps: [
      { reads: 'versions', sql: readFileSync(join(root, 'steps/customer-latest.sql'), 'utf8') },
      { reads: 'latest', sql: readFileSync(join(root, 'steps/customer-valid.sql'), 'utf8') },
    ],
    ...lake(place),
    raw: 'financial_services.customer_raw',
    published: 'financial_services.customer',
  }
}

const deliver = (place: string, feed: Readonly<Record<string, string>>): void => {
  for (const [name, content] of Object.entries(feed)) write(join(place, name), content)
}

const deliveries = (place: string): Pipeline['deliveries'] => {
  const first = Object.keys(files).map((name) => join(place, name))
  return [first, first, [...first, ...Object.keys(later).map((name) => join(place, name))]]
}

const lake = (place: string) => ({
  database: join(place, '.millrace/millrace.db'),
  warehouse: join(place, '.millrace/warehouse'),
})

describe.skipIf(python() === undefined)('tables equal what Spark 3.5 makes of the same hostile files', () => {
  let pipelines: readonly Pipeline[]
  let differences: readonly { readonly raw: Difference; readonly published: Difference }[]

  beforeAll(async () => {
    pipelines = [examplePipeline(), ...(seedIsHere ? [seedPipeline()] : [])]
    const work = join(folder({ 'work.json': JSON.stringify(pipelines) }), 'work.json')
    differences = JSON.parse((await runPython(oracle, [work])).trim().split('\n').at(-1) ?? '[]')
  })

  const found = (name: string, table: 'raw' | 'published'): Difference => {
    const difference = differences[pipelines.findIndex((pipeline) => pipeline.name === name)]?.[table]
    if (difference === undefined) throw new Error(`no result for ${name}`)
    return difference
  }

  const equal = (difference: Difference, rowsAtLeast: number): void => {
    expect(Object.entries(difference.types.ours)).toEqual(Object.entries(difference.types.spark))
    expect({ spark: difference.onlySpark, ours: difference.onlyOurs }).toEqual({ spark: [], ours: [] })
    expect(difference.rows).toBeGreaterThan(rowsAtLeast)
  }

  for (const [name, skipped] of [
    ['the example', false],
    ['the original manifests', !seedIsHere],
  ] as const)
    for (const table of ['raw', 'published'] as const)
      test.skipIf(skipped)(`${name}: the ${table} table`, () => equal(found(name, table), 500))
})
