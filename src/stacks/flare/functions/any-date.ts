import { sql } from '../../../sql/quote.ts'
import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { readMoment, rulesParameter } from './parts/read-moment.ts'

export const anyDate = defineFunction({
  name: 'any_date',
  summary: 'Reads dates in many layouts; what none of them fits becomes NULL.',
  parameters: { column: columnParameter, asColumn: asColumnParameter, rules: rulesParameter },
  leaves: 'part',
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const expression = sql`CAST(${await readMoment(args, column, input, context)} AS DATE)`
    const name = args.optionalText('asColumn') ?? column.name
    return project('any_date', args, input, setColumns(input, [{ name, expression }]))
  },
})
