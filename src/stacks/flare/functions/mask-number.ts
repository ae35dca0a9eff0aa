import { join, literal, type Sql, sql } from '../../../sql/quote.ts'
import { defineFunction, inPlaceParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

export const maskNumber = defineFunction({
  name: 'mask_number',
  summary: 'Writes a pattern over the values: # keeps the character at its position.',
  parameters: {
    column: inPlaceParameter,
    pattern: { type: 'text', required: true, summary: 'Such as ####-XXXX; longer values are cut.' },
  },
  leaves: 'part',
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const expression = masked(await asText(args, column, input, context), args.text('pattern'))
    return project('mask_number', args, input, setColumns(input, [{ name: column.name, expression }]))
  },
})

const masked = (text: Sql, pattern: string): Sql => {
  let at = 1
  const parts = (pattern.match(/#+|[^#]+/gu) ?? []).map((run) => {
    const length = Array.from(run).length
    const part = run.startsWith('#') ? sql`substr(${text}, ${at}, ${length})` : literal(run)
    at += length
    return part
  })
  // The empty start of the text makes the result NULL where the text is.
  return join([sql`substr(${text}, 1, 0)`, ...parts], ' || ')
}
