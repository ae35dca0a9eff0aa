import { expect } from 'vitest'
import { type Diagnostic, DiagnosticsError, hasErrors } from '../../../../src/diagnostics/index.ts'
import type { Connection, EngineColumn } from '../../../../src/engines/index.ts'
import { ident, type Sql, sql } from '../../../../src/sql/quote.ts'
import { detachedText } from '../../../../src/sql/source-text.ts'
import { sparkMacros } from '../../../../src/sql/spark/engines/duckdb/macros.ts'
import { createSparkTranslator } from '../../../../src/sql/spark/translator.ts'
import { functionByName } from '../../../../src/stacks/flare/functions/index.ts'

const cache = new Map<string, string>()
const translator = createSparkTranslator({
  cache: { get: (key) => cache.get(key), put: (key, value) => void cache.set(key, value) },
})

export type Compiled = { readonly query?: Sql; readonly diagnostics: readonly Diagnostic[] }

/** Compiles one call over a table. Places say `manifest:1:<argument>`, so that a test can see which argument is meant. */
export const compileCall = async (
  connection: Connection,
  relation: Sql,
  call: { readonly name: string; readonly [argument: string]: unknown },
): Promise<Compiled> => {
  const { name, ...args } = call
  const found = functionByName(name)
  if (found === undefined) throw new Error(`no function ${name}`)
  const columns = await connection.describe(sql`SELECT * FROM ${relation}`)
  const result = await found.compile(
    { name, args, place: (arg) => ({ file: `manifest#${arg ?? ''}`, line: 1, column: 1 }) },
    { relation, columns },
    {
      translate: async (expression, input) => (await translateNamed(expression, input.columns)).sql,
      translateNamed: (expression, input) => translateNamed(expression, input.columns),
      lookUp: (query) => connection.rows(query),
    },
  )
  if (result.kind === 'refused') return { diagnostics: result.diagnostics }
  // What a function says that it gives is what the engine gets.
  const given = await connection.describe(result.query)
  const said = result.columns.map(({ name, kept }, i) => ({ name, type: kept?.type ?? given[i]?.type }))
  expect(said).toEqual(given)
  return { query: result.query, diagnostics: [] }
}

/** A Spark SQL expression over columns as DuckDB SQL. */
export const translate = async (expression: string, columns: readonly EngineColumn[]): Promise<Sql> =>
  (await translateNamed(expression, columns)).sql

const translateNamed = async (expression: string, columns: readonly EngineColumn[]) => {
  const { value, diagnostics } = await translator.translateExpression(detachedText(expression), columns)
  if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  return value
}

/** Runs the macros that translated SQL calls. */
export const prepare = async (connection: Connection): Promise<void> => {
  for (const macro of sparkMacros) await connection.run(macro)
}

/** Columns and rows after the calls ran one on the other. */
export const runCalls = async (
  connection: Connection,
  table: string,
  calls: readonly { readonly name: string; readonly [argument: string]: unknown }[],
) => {
  let relation: Sql = ident(table)
  for (const call of calls) {
    const { query, diagnostics } = await compileCall(connection, relation, call)
    if (query === undefined) throw new DiagnosticsError(diagnostics)
    relation = sql`(${query})`
  }
  const columns = await connection.describe(sql`SELECT * FROM ${relation}`)
  return { relation, columns, table: await connection.table(sql`SELECT * FROM ${relation}`) }
}
