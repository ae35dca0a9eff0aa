import { defineFunction } from './parts/define.ts'

export const incrementVariable = defineFunction({
  name: 'increment_variable',
  summary: 'Refused: it counts records in an order that nothing defines.',
  parameters: {
    column: { type: 'text', required: false, summary: 'The column that would receive the number.' },
  },
  compile: (args) => args.refuse('MR2108', { column: args.optionalText('column') }),
})
