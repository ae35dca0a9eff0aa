import {
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api'
import type { Sql } from '../../sql/quote.ts'
import {
  type ScriptBody,
  type ScriptFunction,
  scriptFunctions,
} from '../../sql/spark/engines/duckdb/script-functions.ts'

const types: Readonly<Record<ScriptFunction['returns'], DuckDBType>> = {
  VARCHAR,
  'VARCHAR[]': LIST(VARCHAR),
  DOUBLE,
  BOOLEAN,
}

/** The functions in JavaScript that a statement names. */
export const scriptsIn = (statement: Sql): readonly ScriptFunction[] =>
  /spark_(?:xpath_|regex_|zone_of_row|json_path_)/.test(statement)
    ? scriptFunctions.filter(({ name }) => statement.includes(`${name}(`))
    : []

/**
 * Makes a function known to all sessions of the instance. Its calls come from the threads of the engine to this one, a
 * chunk at a time, and wait for each other; an interrupt ends the statement after the chunk.
 */
export const registerScript = async (connection: DuckDBConnection, script: ScriptFunction): Promise<void> => {
  const body = await script.load()
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: script.name,
      parameterTypes: Array.from({ length: script.parameters }, () => VARCHAR),
      returnType: types[script.returns],
      mainFunction: (_, input, output) => {
        const columns = Array.from({ length: script.parameters }, (__, i) => input.getColumnVector(i))
        for (let row = 0; row < input.rowCount; row++)
          output.setItem(
            row,
            valueOf(
              body,
              columns.map((column) => column.getItem(row)),
            ),
          )
        output.flush()
      },
    }),
  )
}

const valueOf = (body: ScriptBody, values: readonly unknown[]) => {
  const texts = values.filter((value) => typeof value === 'string')
  if (texts.length < values.length) return null
  const value = body(texts)
  return typeof value === 'object' ? listValue(value) : value
}
