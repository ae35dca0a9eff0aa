import { columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { sparkLiteral } from './parts/spark-text.ts'
import { nearestSparkType, sparkType } from './parts/spark-types.ts'

export const addColumn = defineFunction({
  name: 'add_column',
  summary: 'Adds a column that holds one constant.',
  parameters: {
    column: { ...columnParameter, summary: 'The new column; an existing one is overwritten.' },
    value: { type: 'scalar', required: true, summary: 'The constant.' },
    type: { type: 'text', required: true, summary: 'Its Spark type, such as int or decimal(10,2).' },
  },
  compile: async (args, input, context) => {
    const written = args.text('type')
    const type =
      sparkType(written) ?? args.refuse('MR2109', { type: written, near: nearestSparkType(written) }, 'type')
    const value = await context.translate(`CAST(${sparkLiteral(args.text('value'))} AS ${type})`, input)
    return project(
      'add_column',
      args,
      input,
      setColumns(input, [{ name: args.text('column'), expression: value }]),
    )
  },
})
