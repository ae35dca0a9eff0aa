import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { sparkName } from './parts/spark-text.ts'

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
    const text = `CAST(${sparkName(column.name)} AS STRING)`
    const expression = await context.translate(`substring(${text}, ${start}, ${length})`, input)
    const name = args.optionalText('asColumn') ?? column.name
    return project('cut_character', args, input, setColumns(input, [{ name, expression }]))
  },
})
