import type { EngineColumn } from '../../../engines/index.ts'
import { literal, type Sql, sql } from '../../../sql/quote.ts'
import type { FunctionContext, FunctionInput } from './function.ts'
import type { Arguments } from './parts/arguments.ts'
import { defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText, isNestedType, sparkLiteral, sparkName } from './parts/spark-text.ts'

export const merge = defineFunction({
  name: 'merge',
  summary: 'Joins the texts of several columns, and those in arrays; NULL parts are left out.',
  parameters: {
    columns: { type: 'texts', required: true, summary: 'The columns, in the order of the result.' },
    separator: { type: 'text', required: true, summary: 'What stands between two parts.' },
    asColumn: { type: 'text', required: true, summary: 'The column that receives the text.' },
  },
  compile: async (args, input, context) => {
    const columns = args.texts('columns').map((name) => args.named(name, 'columns', input))
    const joined = columns.some(({ type }) => isNestedType(type)) ? joinedLists : joinedTexts
    const expression = await joined(args, columns, input, context)
    return project('merge', args, input, setColumns(input, [{ name: args.text('asColumn'), expression }]))
  },
})

type Join = (
  args: Arguments,
  columns: readonly EngineColumn[],
  input: FunctionInput,
  context: FunctionContext,
) => Promise<Sql>

const joinedTexts: Join = async (args, columns, input, context) => {
  const parts: Sql[] = []
  for (const column of columns) parts.push(await asText(args, column, input, context))
  return sql`concat_ws(${[literal(args.text('separator')), ...parts]})`
}

/** Spark's own function takes arrays of texts apart. */
const joinedLists: Join = (args, columns, input, context) => {
  const parts = columns.map(({ name, type }) =>
    isNestedType(type) ? sparkName(name) : `CAST(${sparkName(name)} AS STRING)`,
  )
  return context.translate(`concat_ws(${[sparkLiteral(args.text('separator')), ...parts].join(', ')})`, input)
}
