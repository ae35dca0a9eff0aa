import { defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'

export const setVariable = defineFunction({
  name: 'set_variable',
  summary: 'Computes a column from a Spark SQL expression.',
  parameters: {
    column: { type: 'text', required: true, summary: 'The column to write.' },
    expression: { type: 'text', required: true, summary: 'A Spark SQL expression over the row.' },
  },
  compile: async (args, input, context) => {
    const expression = await context.translate(args.text('expression'), input)
    return project(
      'set_variable',
      args,
      input,
      setColumns(input, [{ name: args.text('column'), expression }]),
    )
  },
})
