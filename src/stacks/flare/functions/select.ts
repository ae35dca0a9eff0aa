import { ident } from '../../../sql/quote.ts'
import { defineFunction } from './parts/define.ts'
import { project } from './parts/projection.ts'

export const select = defineFunction({
  name: 'select',
  summary: 'Keeps these columns, in this order.',
  parameters: {
    columns: { type: 'texts', required: true, aliases: ['column'], summary: 'The columns to keep.' },
  },
  compile: (args, input) => {
    // Spark names the result as the manifest spells it.
    const kept = args
      .texts('columns')
      .map((name) => ({ name, expression: ident(args.named(name, 'columns', input).name) }))
    if (kept.length === 0)
      args.refuse(
        'MR2101',
        { function: 'select', argument: 'columns', expected: 'a list of at least one column' },
        'columns',
      )
    return project('select', args, input, kept)
  },
})
