import { DiagnosticsError, diagnose } from '../../../diagnostics/index.ts'
import type { Sql } from '../../../sql/index.ts'
import { anyDate } from '../functions/any-date.ts'
import { anyTimestamp } from '../functions/any-timestamp.ts'
import { callContext, functionByName } from '../functions/index.ts'
import type { FlareFunctionCall, FlareStep } from '../job.ts'
import { refuseInZone, type Session, type View } from './session.ts'

/** Defines a step's view: its SQL, then its functions, each over the result of the one before. */
export const runStep = async (session: Session, step: FlareStep): Promise<void> => {
  const translation = await session.translate(step.sql)
  // CACHE TABLE and the like advise Spark and define nothing.
  if (translation === undefined) return
  let view = await session.makeView(step.name, translation.sql, translation)
  for (const call of step.functions)
    view = await session.makeView(step.name, await compileCall(session, call, view), undefined, view)
  session.publish(step.name, view)
}

const compileCall = async (session: Session, call: FlareFunctionCall, view: View): Promise<Sql> => {
  const known = functionByName(call.name)
  if (known === undefined) throw new DiagnosticsError([diagnose('MR3216', { name: call.name }, call.place())])
  if (known === anyDate || known === anyTimestamp)
    refuseInZone(
      session,
      `the function ${call.name}`,
      call.place(),
      'it reads texts as times in UTC; write to_timestamp(text, pattern) in the SQL of a step',
    )
  const input = { relation: view.relation, columns: view.columns }
  const result = await known.compile(
    call,
    input,
    callContext(call, session.translator, (query) => session.connection.rows(query, session.signal)),
  )
  switch (result.kind) {
    case 'query':
      return result.query
    case 'refused':
      throw new DiagnosticsError(result.diagnostics)
  }
}
