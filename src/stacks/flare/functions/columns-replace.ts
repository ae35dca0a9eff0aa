import { defineFunction } from './parts/define.ts'
import { project, renameColumns } from './parts/projection.ts'
import { readSed } from './parts/read-sed.ts'
import { applySed } from './parts/sed.ts'

export const columnsReplace = defineFunction({
  name: 'columns_replace',
  summary: 'Runs a sed replacement over every column name.',
  parameters: {
    sedExpression: { type: 'text', required: true, summary: 'Such as s/^raw_//.' },
  },
  compile: (args, input) => {
    const replacement = readSed(args, 'sedExpression')
    const rename = (name: string): string => {
      try {
        return applySed(replacement, name)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        return args.refuse('MR2105', { pattern: replacement.regex, reason: error.message }, 'sedExpression')
      }
    }
    return project('columns_replace', args, input, renameColumns(input, rename))
  },
})
