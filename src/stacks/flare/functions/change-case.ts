import { defineFunction, inPlaceParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { sparkText } from './parts/spark-text.ts'

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
    const wanted = args.text('case')
    // Title case is initcap: the first letter of each word, and the others lower.
    const written = wanted.startsWith('title') ? 'initcap' : wanted.startsWith('lower') ? 'lower' : 'upper'
    const expression = await context.translate(`${written}(${sparkText(args, column)})`, input)
    return project('change_case', args, input, setColumns(input, [{ name: column.name, expression }]))
  },
})
