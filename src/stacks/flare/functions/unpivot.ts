import type { EngineColumn } from '../../../engines/index.ts'
import { ident, literal, sql } from '../../../sql/quote.ts'
import type { FunctionInput } from './function.ts'
import type { Arguments } from './parts/arguments.ts'
import { defineFunction } from './parts/define.ts'
import { project } from './parts/projection.ts'

export const unpivot = defineFunction({
  name: 'unpivot',
  summary: 'Melts columns into rows of name and value.',
  parameters: {
    columns: { type: 'texts', required: true, summary: 'The columns to melt, or "*" for all the rest.' },
    pivotColumns: { type: 'texts', required: true, summary: 'The columns to keep, or "*" for all the rest.' },
    keyColumnName: {
      type: 'text',
      required: true,
      summary: 'The new column that holds the old column names.',
    },
    valueColumnName: { type: 'text', required: true, summary: 'The new column that holds the values.' },
  },
  compile: (args, input) => {
    const [melted, kept] = sides(args, input)
    const types = [...new Set(melted.map(({ column }) => column.type))]
    if (types.length > 1) {
      const first = melted[0]?.column
      const other = melted.find(({ column }) => column.type !== first?.type)?.column
      const reason = `"${first?.name}" is ${first?.type} and "${other?.name}" is ${other?.type}, but the melted columns must share a type; use set_type first`
      args.refuse('MR2113', { reason }, 'columns')
    }
    if (melted.length === 0) args.refuse('MR2113', { reason: 'no column is left to melt' }, 'columns')
    // Two lists of one length unnest in step, and keep the rows whose value is NULL.
    return project('unpivot', args, input, [
      ...kept.map(({ name, column }) => ({ name, expression: ident(column.name) })),
      {
        name: args.text('keyColumnName'),
        expression: sql`unnest([${melted.map(({ name }) => literal(name))}])`,
      },
      {
        name: args.text('valueColumnName'),
        expression: sql`unnest([${melted.map(({ column }) => ident(column.name))}])`,
      },
    ])
  },
})

/** A column, and its name as the manifest spells it, which Spark keeps. */
type Named = { readonly name: string; readonly column: EngineColumn }

const sides = (args: Arguments, input: FunctionInput): readonly [readonly Named[], readonly Named[]] => {
  const read = (argument: string) => {
    const names = args.texts(argument)
    return names.length === 1 && names[0] === '*'
      ? undefined
      : names.map((name) => ({ name, column: args.named(name, argument, input) }))
  }
  const [melted, kept] = [read('columns'), read('pivotColumns')]
  const rest = (taken: readonly Named[]): readonly Named[] =>
    input.columns
      .filter((column) => !taken.some((one) => one.column === column))
      .map((column) => ({ name: column.name, column }))
  if (melted !== undefined && kept !== undefined) return [melted, kept]
  if (melted !== undefined) return [melted, rest(melted)]
  if (kept !== undefined) return [rest(kept), kept]
  return args.refuse('MR2113', { reason: '"*" can stand for one side only' }, 'pivotColumns')
}
