import { literal, sql } from '../../../sql/quote.ts'
import { defineFunction, inPlaceParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { readSed } from './parts/read-sed.ts'
import { asText } from './parts/spark-text.ts'

export const findAndReplace = defineFunction({
  name: 'find_and_replace',
  summary: 'Replaces what a regular expression matches in the values of a column.',
  parameters: {
    column: inPlaceParameter,
    sedExpression: {
      type: 'text',
      required: true,
      summary: 'Such as s/[0-9]+/#/g; without g the first match only.',
    },
  },
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const { regex, rewrite, flags } = readSed(args, 'sedExpression')
    const text = await asText(column, input, context)
    const expression = sql`regexp_replace(${text}, ${literal(regex)}, ${literal(rewrite)}, ${literal(flags)})`
    return project('find_and_replace', args, input, setColumns(input, [{ name: column.name, expression }]))
  },
})
