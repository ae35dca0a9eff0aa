import { expect } from 'vitest'
import { toDuckdbType } from '../../../src/lakehouse/format/duckdb-type.ts'
import {
  type PartitionBy,
  type ReadVersion,
  scanRelation,
  type TableIdentity,
  type WriteRequest,
} from '../../../src/lakehouse/index.ts'
import { schemaAt } from '../../../src/lakehouse/read-version.ts'
import { ident, type Sql, sql, trusted } from '../../../src/sql/quote.ts'
import { type Lake, openLake } from '../../lakehouse/lake.ts'
import { canonicalRows, type Rows } from '../engines/canonical.ts'
import { catalogOf } from '../engines/catalog.ts'
import { type PyIceberg, startPyIceberg } from '../engines/pyiceberg.ts'
import { type SqlEngine, startSpark } from '../engines/spark.ts'
import { startTrino } from '../engines/trino.ts'

/**
 * One table, what engines do to it in turn, and what it must hold then. Every engine reads it, so a story proves what
 * was written as well as what was understood of the writing of others.
 */
export type Story = {
  /** The table is `demo.<table>` in every engine. */
  readonly table: string
  readonly steps: readonly Step[]
  /** The rows at the end: a query in DuckDB's SQL that knows nothing of the table. */
  readonly holds: string
  /** Conditions, where DuckDB does not spell them like Spark and Trino in two forms: each must find the same rows, so no bound hides one. */
  readonly where?: readonly Condition[]
  /** Rows of branches and tags by their names, which every engine reads by the name. */
  readonly versions?: Readonly<Record<string, string>>
  /** Engines that cannot have this table, each with the reason. */
  readonly without?: Partial<Readonly<Record<'Spark' | 'Trino' | 'PyIceberg', string>>>
  /** What is missing here: the story must fail until it is there, and then this line goes. */
  readonly pending?: string
}

type Condition = string | { readonly ours: string; readonly theirs: string }

export type Step =
  | {
      readonly by: 'Millrace'
      readonly write: string
      readonly options?: Partial<Omit<WriteRequest, 'identity'>>
    }
  | {
      readonly by: 'Millrace'
      readonly act: (lake: Lake, identity: TableIdentity) => Promise<unknown>
    }
  | { readonly by: 'Spark' | 'Trino'; readonly sql: string }
  | { readonly by: 'PyIceberg'; readonly code: string }
  /** Every engine reads these rows at this point of the story. */
  | { readonly by: 'everyone'; readonly reads: string }

/** Partitions by the values of columns. */
export const identity = (...columns: readonly string[]): readonly PartitionBy[] =>
  columns.map((column) => ({ column, transform: 'identity' }))

export type Engines = AsyncDisposable & {
  readonly lake: Lake
  readonly spark: SqlEngine
  readonly trino: SqlEngine
  readonly pyiceberg: PyIceberg
}

/** All engines over one empty lakehouse that has the namespace `demo`. */
export const startEngines = async (): Promise<Engines> => {
  const lake = await openLake()
  const catalog = catalogOf(lake)
  const [spark, trino, pyiceberg] = await Promise.all([
    startSpark(catalog),
    startTrino(catalog),
    startPyIceberg(catalog),
  ])
  await pyiceberg.run('catalog.create_namespace("demo")')
  return {
    lake,
    spark,
    trino,
    pyiceberg,
    [Symbol.asyncDispose]: async () => {
      for (const each of [spark, trino, pyiceberg, lake]) await each[Symbol.asyncDispose]()
    },
  }
}

/** Does what a story tells and compares what every engine reads, with and without conditions. */
export const tell = async (engines: Engines, story: Story): Promise<void> => {
  for (const step of story.steps) await act(engines, story, step)
  for (const condition of ['true', ...(story.where ?? [])])
    await agree(engines, story, { holds: story.holds, condition })
  for (const [ref, holds] of Object.entries(story.versions ?? {})) await agree(engines, story, { holds, ref })
}

const act = async (engines: Engines, story: Story, step: Step): Promise<void> => {
  const { lake, spark, trino, pyiceberg } = engines
  const identity = { namespace: 'demo', name: story.table }
  switch (step.by) {
    case 'Millrace':
      if ('act' in step) await step.act(lake, identity)
      else await lake.write(step.write, { identity, ...step.options })
      return
    case 'Spark':
      await spark.query(step.sql)
      return
    case 'Trino':
      await trino.query(step.sql)
      return
    case 'PyIceberg':
      await pyiceberg.run(step.code)
      return
    case 'everyone':
      await agree(engines, story, { holds: step.reads })
  }
}

type Expected = { readonly holds: string; readonly condition?: Condition; readonly ref?: string }

const agree = async (engines: Engines, story: Story, expected: Expected): Promise<void> => {
  const { spark, trino, pyiceberg } = engines
  const { condition = 'true', ref } = expected
  const name = `demo.${story.table}`
  const where = typeof condition === 'string' ? condition : condition.theirs
  const [inSpark, inTrino] =
    ref === undefined ? ['', ''] : [`VERSION AS OF '${ref}'`, `FOR VERSION AS OF '${ref}'`]
  const readers: readonly (readonly ['Spark' | 'Trino' | 'PyIceberg', () => Promise<Rows>])[] = [
    ['Spark', () => spark.query(`SELECT * FROM ${name} ${inSpark} WHERE ${where}`)],
    ['Trino', () => trino.query(`SELECT * FROM ${name} ${inTrino} WHERE ${where}`)],
    ...(condition === 'true'
      ? [['PyIceberg', () => pyiceberg.read(name, ref === undefined ? {} : { ref })] as const]
      : []),
  ]
  const { mine, wanted } = await here(engines.lake, story, expected)
  expect({ reader: 'Millrace', expected, ...mine }).toEqual({ reader: 'Millrace', expected, ...wanted })
  for (const [reader, read] of readers) {
    if (story.without?.[reader] !== undefined) continue
    expect({ reader, expected, ...(await read()) }).toEqual({ reader, expected, ...wanted })
  }
}

/** What is read here, and what the story says in the types of the table. */
const here = async (
  lake: Lake,
  story: Story,
  { holds, condition = 'true', ref }: Expected,
): Promise<{ readonly mine: Rows; readonly wanted: Rows }> => {
  const table = await lake.table(story.table)
  const version: ReadVersion = ref === undefined ? { kind: 'current' } : { kind: 'ref', name: ref }
  const { fields } = schemaAt(table, version)
  const relation = await scanRelation(lake.lakehouse, table, { version })
  const columns = fields.map(
    ({ name, type }): Sql => sql`CAST(${ident(name)} AS ${toDuckdbType(type)}) AS ${ident(name)}`,
  )
  const where = trusted(typeof condition === 'string' ? condition : condition.ours)
  const read = async (query: Sql): Promise<Rows> => canonicalRows(fields, await lake.connection.table(query))
  return {
    mine: await read(sql`SELECT * FROM ${relation} WHERE ${where}`),
    wanted: await read(sql`SELECT ${columns} FROM (${trusted(holds)}) WHERE ${where}`),
  }
}
