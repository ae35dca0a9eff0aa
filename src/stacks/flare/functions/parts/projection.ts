import { ident, type Sql, sql } from '../../../../sql/quote.ts'
import type { FunctionInput, MadeColumn, Projection } from '../function.ts'
import type { Arguments } from './arguments.ts'

/** A column of a result: its name, how it is computed, and the column it came from where it was only renamed. */
export type OutputColumn = { readonly name: string; readonly expression: Sql; readonly from?: string }

/** SELECT of the given columns. Two with one name are refused (MR2104): DuckDB would rename one in silence. */
export const project = (
  name: string,
  args: Arguments,
  input: FunctionInput,
  outputs: readonly OutputColumn[],
): Projection => {
  const seen = new Map<string, OutputColumn>()
  for (const output of outputs) {
    const before = seen.get(output.name.toLowerCase())
    if (before !== undefined)
      args.refuse('MR2104', {
        function: name,
        name: output.name,
        first: before.from ?? before.name,
        second: output.from ?? output.name,
      })
    seen.set(output.name.toLowerCase(), output)
  }
  const items = outputs.map((output) => sql`${output.expression} AS ${ident(output.name)}`)
  return {
    query: sql`SELECT ${items} FROM ${input.relation}`,
    columns: outputs.map((output) => madeColumn(output, input)),
  }
}

/**
 * What is in a column. Columns are always quoted, so that an expression is made of those at most whose quoted names
 * occur in it.
 */
export const madeColumn = ({ name, expression }: OutputColumn, input: FunctionInput): MadeColumn => {
  const kept = input.columns.find((column) => ident(column.name) === expression)
  if (kept !== undefined) return { name, kept, of: [kept.name] }
  const text = expression.toLowerCase()
  const of = input.columns.flatMap((column) =>
    text.includes(ident(column.name).toLowerCase()) ? [column.name] : [],
  )
  return { name, of }
}

/** All columns of the input as they are. */
export const everyColumn = (input: FunctionInput): readonly OutputColumn[] =>
  input.columns.map((column) => ({ name: column.name, expression: ident(column.name) }))

/** The input's columns with some set: one that exists keeps its position, a new one goes last. */
export const setColumns = (
  input: FunctionInput,
  changes: readonly OutputColumn[],
): readonly OutputColumn[] => {
  const outputs = [...everyColumn(input)]
  for (const change of changes) {
    const at = outputs.findIndex((output) => output.name.toLowerCase() === change.name.toLowerCase())
    if (at < 0) outputs.push(change)
    else outputs[at] = change
  }
  return outputs
}

/** The input's columns under the names that `rename` gives them. */
export const renameColumns = (
  input: FunctionInput,
  rename: (name: string) => string,
): readonly OutputColumn[] =>
  input.columns.map(({ name }) => ({ name: rename(name), expression: ident(name), from: name }))
