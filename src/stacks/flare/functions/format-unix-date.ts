import { defineFunction, inPlaceParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { sparkLiteral, sparkName } from './parts/spark-text.ts'

export const formatUnixDate = defineFunction({
  name: 'format_unix_date',
  summary: 'Writes seconds since 1970 as a date in a pattern of Java, in UTC.',
  parameters: {
    column: inPlaceParameter,
    format: { type: 'text', required: true, summary: 'Such as yyyy-MM-dd HH:mm.' },
  },
  leaves: 'part',
  compile: async (args, input, context) => {
    const { name } = args.column('column', input)
    const format = sparkLiteral(args.text('format'))
    const moment = `CAST(CAST(${sparkName(name)} AS BIGINT) AS TIMESTAMP)`
    const expression = await context.translate(`date_format(${moment}, ${format})`, input)
    return project('format_unix_date', args, input, setColumns(input, [{ name, expression }]))
  },
})
