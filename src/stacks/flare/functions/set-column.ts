import { literal } from '../../../sql/quote.ts'
import { defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'

export const setColumn = defineFunction({
  name: 'set_column',
  summary: 'Writes one text into a column, which is created or overwritten.',
  parameters: {
    column: { type: 'text', required: true, summary: 'The column to write.' },
    value: { type: 'scalar', required: true, summary: 'The text.' },
  },
  compile: (args, input) => {
    const change = { name: args.text('column'), expression: literal(args.text('value')) }
    return project('set_column', args, input, setColumns(input, [change]))
  },
})
