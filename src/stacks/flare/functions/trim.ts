import { type Sql, sql } from '../../../sql/quote.ts'
import { defineFunction, inPlaceParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

export const trim = defineFunction({
  name: 'trim',
  summary: 'Removes the spaces around the values of a column.',
  parameters: {
    column: inPlaceParameter,
    method: {
      type: 'text',
      required: false,
      values: ['trim', 'ltrim', 'rtrim'],
      summary: 'Both sides (the default), left or right.',
    },
  },
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const text = await asText(args, column, input, context)
    const expression = methods[args.optionalText('method') ?? 'trim']?.(text) ?? text
    return project('trim', args, input, setColumns(input, [{ name: column.name, expression }]))
  },
})

// Only U+0020 goes, as in Spark.
const methods: Readonly<Record<string, (text: Sql) => Sql>> = {
  trim: (text) => sql`trim(${text}, ' ')`,
  ltrim: (text) => sql`ltrim(${text}, ' ')`,
  rtrim: (text) => sql`rtrim(${text}, ' ')`,
}
