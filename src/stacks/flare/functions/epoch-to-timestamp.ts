import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { sparkName } from './parts/spark-text.ts'

export const epochToTimestamp = defineFunction({
  name: 'epoch_to_timestamp',
  summary: 'Turns seconds since 1970 into a timestamp.',
  parameters: { column: columnParameter, asColumn: asColumnParameter },
  leaves: 'part',
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const seconds = `CAST(${sparkName(column.name)} AS BIGINT)`
    const expression = await context.translate(`CAST(${seconds} AS TIMESTAMP)`, input)
    const name = args.optionalText('asColumn') ?? column.name
    return project('epoch_to_timestamp', args, input, setColumns(input, [{ name, expression }]))
  },
})
