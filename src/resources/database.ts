import { diagnose } from '../diagnostics/index.ts'
import type { Database } from '../manifest/generated/database.ts'
import { registered } from './registered.ts'

/** A managed PostgreSQL database with migrations. */
export const readDatabase = registered('database', ['v1', 'v1beta1'], (document, report) => {
  const { migrate } = (document.value as Database).database
  if (migrate === undefined) return []
  const place = document.place(['database', 'migrate', 'command'])
  if (!['up', 'down'].includes(migrate.command.toLowerCase())) {
    const params = { what: 'the direction', value: migrate.command, values: ['up', 'down'] }
    report(diagnose('MR1327', params, place))
  }
  if ((migrate.includes ?? []).length === 0 && !migrate.includesInline)
    report(diagnose('MR1346', { what: 'the migration', section: 'includes' }, place))
  return []
})
