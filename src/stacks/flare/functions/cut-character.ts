import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { sparkText } from './parts/spark-text.ts'

export const cutCharacter = defineFunction({
  name: 'cut_character',
  summary: 'Cuts a part out of the values of a column.',
  parameters: {
    column: columnParameter,
    asColumn: asColumnParameter,
    startIndex: { type: 'integer', required: true, summary: 'First character, counted from 1.' },
    endIndex: { type: 'integer', required: true, summary: 'Last character, included.' },
  },
  leaves: 'part',
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const start = args.integer('startIndex')
    const length = args.integer('endIndex') - start + 1
    const expression = await context.translate(
      `substring(${sparkText(args, column)}, ${start}, ${length})`,
      input,
    )
    const name = args.optionalText('asColumn') ?? column.name
    return project('cut_character', args, input, setColumns(input, [{ name, expression }]))
  },
})
