import { literal, sql } from '../../../sql/quote.ts'
import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { readMoment, rulesParameter } from './parts/read-moment.ts'

export const anyTimestamp = defineFunction({
  name: 'any_timestamp',
  summary: 'Reads timestamps in many layouts and shows them as the wall clock of a zone.',
  parameters: {
    column: columnParameter,
    asColumn: asColumnParameter,
    timezone: {
      type: 'text',
      required: false,
      summary: 'An IANA name such as Asia/Kolkata; UTC where absent.',
    },
    rules: rulesParameter,
  },
  leaves: 'part',
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const zone =
      zoneName(args.optionalText('timezone') ?? 'UTC') ??
      args.refuse('MR2114', { zone: args.text('timezone') }, 'timezone')
    const utc = await readMoment(args, column, input, context)
    // A Flare timestamp is an instant shown in UTC, so the wall clock is stored as if it were UTC.
    const expression = sql`timezone('UTC', timezone(${literal(zone)}, timezone('UTC', ${utc})))`
    const name = args.optionalText('asColumn') ?? column.name
    return project('any_timestamp', args, input, setColumns(input, [{ name, expression }]))
  },
})

const zoneName = (zone: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone.trim() }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
