import { defineFunction } from './parts/define.ts'
import { everyColumn, project } from './parts/projection.ts'

export const drop = defineFunction({
  name: 'drop',
  summary: 'Drops columns; names that do not exist are ignored.',
  parameters: {
    columns: { type: 'texts', required: true, aliases: ['column'], summary: 'The columns to drop.' },
  },
  compile: (args, input) => {
    const dropped = new Set(args.texts('columns').map((name) => name.toLowerCase()))
    const kept = everyColumn(input).filter((column) => !dropped.has(column.name.toLowerCase()))
    if (kept.length === 0)
      args.refuse(
        'MR2111',
        { expression: args.texts('columns').join(', '), reason: 'no column would be left' },
        'columns',
      )
    return project('drop', args, input, kept)
  },
})
