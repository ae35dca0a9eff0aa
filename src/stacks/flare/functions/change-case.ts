import { sql } from '../../../sql/quote.ts'
import { defineFunction, inPlaceParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText, sparkName } from './parts/spark-text.ts'

export const changeCase = defineFunction({
  name: 'change_case',
  summary: 'Writes the values of a column in lower, upper or title case.',
  parameters: {
    column: inPlaceParameter,
    case: {
      type: 'text',
      required: true,
      values: ['lower', 'upper', 'title', 'lowercase', 'uppercase', 'titlecase'],
      summary: 'The case.',
    },
  },
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const text = await asText(column, input, context)
    const wanted = args.text('case')
    const expression = wanted.startsWith('title')
      ? await context.translate(`initcap(CAST(${sparkName(column.name)} AS STRING))`, input)
      : wanted.startsWith('lower')
        ? sql`lower(${text})`
        : sql`upper(${text})`
    return project('change_case', args, input, setColumns(input, [{ name: column.name, expression }]))
  },
})
