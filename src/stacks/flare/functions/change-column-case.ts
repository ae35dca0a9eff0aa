import { defineFunction } from './parts/define.ts'
import { project, renameColumns } from './parts/projection.ts'

export const changeColumnCase = defineFunction({
  name: 'change_column_case',
  summary: 'Writes all column names in lower or upper case.',
  parameters: {
    case: {
      type: 'text',
      required: true,
      values: ['lower', 'upper', 'lowercase', 'uppercase'],
      summary: 'The case.',
    },
  },
  compile: (args, input) => {
    const lower = args.text('case').startsWith('lower')
    const rename = (name: string) => (lower ? name.toLowerCase() : name.toUpperCase())
    return project('change_column_case', args, input, renameColumns(input, rename))
  },
})
