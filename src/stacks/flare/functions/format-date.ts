import { defineFunction, inPlaceParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { sparkLiteral, sparkName } from './parts/spark-text.ts'

export const formatDate = defineFunction({
  name: 'format_date',
  summary: 'Writes dates, timestamps or ISO texts in a pattern of Java.',
  parameters: {
    column: inPlaceParameter,
    format: { type: 'text', required: true, summary: 'Such as dd/MM/yyyy.' },
  },
  leaves: 'part',
  compile: async (args, input, context) => {
    const { name } = args.column('column', input)
    const format = sparkLiteral(args.text('format'))
    const moment = `CAST(${sparkName(name)} AS TIMESTAMP)`
    const expression = await context.translate(`date_format(${moment}, ${format})`, input)
    return project('format_date', args, input, setColumns(input, [{ name, expression }]))
  },
})
