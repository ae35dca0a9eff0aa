import { expect } from 'vitest'
import {
  type PartitionBy,
  scanRelation,
  tableColumns,
  type WriteRequest,
} from '../../../src/lakehouse/index.ts'
import { schemaOf } from '../../../src/lakehouse/table.ts'
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
  /** Engines that cannot have this table, each with the reason. */
  readonly without?: Partial<Readonly<Record<'Spark' | 'Trino' | 'PyIceberg', string>>>
  /** What is missing here: the story must fail until it is there, and then this line goes. */
  readonly pending?: string
}

type Condition = string | { readonly ours: string; readonly theirs: string }

type Step =
  | {
      readonly by: 'Millrace'
      readonly write: string
      readonly options?: Partial<Omit<WriteRequest, 'identity'>>
    }
  | { readonly by: 'Spark' | 'Trino'; readonly sql: string }
  | { readonly by: 'PyIceberg'; readonly code: string }

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
  for (const step of story.steps) await act(engines, story.table, step)
  const { lake, spark, trino, pyiceberg } = engines
  const name = `demo.${story.table}`
  for (const each of ['true', ...(story.where ?? [])]) {
    const condition = typeof each === 'string' ? each : each.ours
    const expected = { condition, ...(await wanted(lake, story, condition)) }
    const query = `SELECT * FROM ${name} WHERE ${typeof each === 'string' ? each : each.theirs}`
    const readers: readonly (readonly ['Millrace' | 'Spark' | 'Trino' | 'PyIceberg', () => Promise<Rows>])[] =
      [
        ['Millrace', () => ours(lake, story.table, condition)],
        ['Spark', () => spark.query(query)],
        ['Trino', () => trino.query(query)],
        ...(condition === 'true' ? [['PyIceberg', () => pyiceberg.read(name)] as const] : []),
      ]
    for (const [reader, read] of readers) {
      if (reader !== 'Millrace' && story.without?.[reader] !== undefined) continue
      expect({ reader, condition, ...(await read()) }).toEqual({ reader, ...expected })
    }
  }
}

const act = async ({ lake, spark, trino, pyiceberg }: Engines, table: string, step: Step): Promise<void> => {
  switch (step.by) {
    case 'Millrace':
      await lake.write(step.write, { identity: { namespace: 'demo', name: table }, ...step.options })
      return
    case 'Spark':
      await spark.query(step.sql)
      return
    case 'Trino':
      await trino.query(step.sql)
      return
    case 'PyIceberg':
      await pyiceberg.run(step.code)
  }
}

const ours = async (lake: Lake, name: string, condition: string): Promise<Rows> => {
  const table = await lake.table(name)
  const relation = await scanRelation(lake.lakehouse, table)
  return canonicalRows(
    schemaOf(table).fields,
    await lake.connection.table(sql`SELECT * FROM ${relation} WHERE ${trusted(condition)}`),
  )
}

const wanted = async (lake: Lake, story: Story, condition: string): Promise<Rows> => {
  const table = await lake.table(story.table)
  const columns = tableColumns(table).map(
    ({ name, type }): Sql => sql`CAST(${ident(name)} AS ${trusted(type)}) AS ${ident(name)}`,
  )
  return canonicalRows(
    schemaOf(table).fields,
    await lake.connection.table(
      sql`SELECT ${columns} FROM (${trusted(story.holds)}) WHERE ${trusted(condition)}`,
    ),
  )
}
