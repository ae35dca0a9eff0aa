import { sql } from '../../../sql/quote.ts'
import { defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'

export const generateUuid = defineFunction({
  name: 'generate_uuid',
  summary: 'Adds a random UUID to every row; another one on every run.',
  parameters: {
    asColumn: { type: 'text', required: true, aliases: ['column'], summary: 'The column that receives it.' },
  },
  compile: (args, input) => {
    const change = { name: args.text('asColumn'), expression: sql`CAST(uuid() AS VARCHAR)` }
    return project('generate_uuid', args, input, setColumns(input, [change]))
  },
})
