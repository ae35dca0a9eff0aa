import { sql } from '../../../sql/quote.ts'
import { columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

export const splitEmail = defineFunction({
  name: 'split_email',
  summary: 'Splits e-mail addresses into account and domain, both NULL for what is not an address.',
  parameters: { column: columnParameter },
  leaves: 'part',
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const text = await asText(args, column, input, context)
    const part = (index: number) =>
      sql`CASE WHEN regexp_full_match(${text}, '[^@\\s]+@[^@\\s]+') THEN split_part(${text}, '@', ${index}) END`
    const changes = [
      { name: `${column.name}_account`, expression: part(1) },
      { name: `${column.name}_domain`, expression: part(2) },
    ]
    return project('split_email', args, input, setColumns(input, changes))
  },
})
