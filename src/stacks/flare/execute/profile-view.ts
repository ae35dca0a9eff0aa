import { DiagnosticsError, hasErrors } from '../../../diagnostics/index.ts'
import { planProfile, type Profile } from '../../../quality/index.ts'
import { join, sql } from '../../../sql/index.ts'
import type { FlareProfile } from '../job.ts'
import type { Session, View } from './session.ts'

/** Measures a view; the profile's filters are ANDed. */
export const profileView = async (session: Session, profile: FlareProfile, view: View): Promise<Profile> => {
  session.context.emit({ kind: 'task.progress', phase: `profiling ${view.name}` })
  const conditions = []
  for (const filter of profile.filters) {
    const { value, diagnostics } = await session.translator.translateExpression(filter, view.columns)
    if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
    conditions.push(sql`(${value.sql})`)
  }
  const relation =
    conditions.length === 0
      ? view.relation
      : sql`(SELECT * FROM ${view.relation} WHERE ${join(conditions, ' AND ')})`
  const plan = planProfile({ relation, columns: view.columns })
  const first = await session.connection.table(plan.first, session.signal)
  const statement = plan.second(first)
  const second =
    statement === undefined ? undefined : await session.connection.table(statement, session.signal)
  return plan.decode(first, second)
}
