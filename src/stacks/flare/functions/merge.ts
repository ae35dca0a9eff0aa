import { literal, type Sql, sql } from '../../../sql/quote.ts'
import { defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

export const merge = defineFunction({
  name: 'merge',
  summary: 'Joins the texts of several columns; NULL parts are left out.',
  parameters: {
    columns: { type: 'texts', required: true, summary: 'The columns, in the order of the result.' },
    separator: { type: 'text', required: true, summary: 'What stands between two parts.' },
    asColumn: { type: 'text', required: true, summary: 'The column that receives the text.' },
  },
  compile: async (args, input, context) => {
    const parts: Sql[] = []
    for (const name of args.texts('columns'))
      parts.push(await asText(args.named(name, 'columns', input), input, context))
    const expression = sql`concat_ws(${[literal(args.text('separator')), ...parts]})`
    return project('merge', args, input, setColumns(input, [{ name: args.text('asColumn'), expression }]))
  },
})
