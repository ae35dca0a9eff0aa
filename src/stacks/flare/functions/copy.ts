import { ident } from '../../../sql/quote.ts'
import { columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'

export const copy = defineFunction({
  name: 'copy',
  summary: 'Copies a column into another, which is created or overwritten.',
  parameters: {
    fromColumn: columnParameter,
    toColumn: { type: 'text', required: true, summary: 'The column to write.' },
  },
  compile: (args, input) => {
    const from = args.column('fromColumn', input)
    const change = { name: args.text('toColumn'), expression: ident(from.name) }
    return project('copy', args, input, setColumns(input, [change]))
  },
})
