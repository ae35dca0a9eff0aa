import { defineFunction } from './parts/define.ts'
import { type OutputColumn, project, setColumns } from './parts/projection.ts'
import { sparkName } from './parts/spark-text.ts'
import { nearestSparkType, sparkType } from './parts/spark-types.ts'

export const setType = defineFunction({
  name: 'set_type',
  summary: 'Casts columns; values that cannot be converted become NULL.',
  parameters: {
    columns: {
      type: 'text-map',
      areTypes: true,
      required: true,
      summary: 'The Spark type of each column.',
    },
  },
  leaves: 'part',
  compile: async (args, input, context) => {
    const changes: OutputColumn[] = []
    for (const [column, written] of args.textMap('columns')) {
      const { name } = args.named(column, 'columns', input)
      const type =
        sparkType(written) ??
        args.refuse('MR2109', { type: written, near: nearestSparkType(written) }, 'columns')
      changes.push({
        name,
        expression: await context.translate(`CAST(${sparkName(name)} AS ${type})`, input),
      })
    }
    return project('set_type', args, input, setColumns(input, changes))
  },
})
