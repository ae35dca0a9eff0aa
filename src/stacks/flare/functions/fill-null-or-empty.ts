import { literal, sql } from '../../../sql/quote.ts'
import { defineFunction } from './parts/define.ts'
import { type OutputColumn, project, setColumns } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

export const fillNullOrEmpty = defineFunction({
  name: 'fill_null_or_empty',
  summary: 'Replaces NULL and empty values by a text.',
  parameters: {
    columns: { type: 'text-map', required: true, summary: 'The text for each column.' },
  },
  compile: async (args, input, context) => {
    const changes: OutputColumn[] = []
    for (const [name, value] of args.textMap('columns')) {
      const column = args.named(name, 'columns', input)
      const text = await asText(args, column, input, context)
      changes.push({ name: column.name, expression: sql`coalesce(nullif(${text}, ''), ${literal(value)})` })
    }
    return project('fill_null_or_empty', args, input, setColumns(input, changes))
  },
})
