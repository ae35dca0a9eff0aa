import { type Diagnostic, DiagnosticsError, diagnose, hasErrors } from '../../../diagnostics/index.ts'
import { detachedText, type Sql } from '../../../sql/index.ts'
import { anyDate } from '../functions/any-date.ts'
import { anyTimestamp } from '../functions/any-timestamp.ts'
import type { FunctionContext } from '../functions/function.ts'
import { functionByName } from '../functions/index.ts'
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
  const result = await known.compile(call, input, contextOf(session, call))
  switch (result.kind) {
    case 'query':
      return result.query
    case 'refused':
      throw new DiagnosticsError(result.diagnostics)
  }
}

const contextOf = (session: Session, call: FlareFunctionCall): FunctionContext => {
  const translateNamed: FunctionContext['translateNamed'] = async (expression, input) => {
    const { value, diagnostics } = await session.translator.translateExpression(
      detachedText(expression),
      input.columns,
    )
    if (value === undefined || hasErrors(diagnostics))
      throw new DiagnosticsError(diagnostics.map((found) => at(call, found)))
    return value
  }
  return {
    translate: async (expression, input) => (await translateNamed(expression, input)).sql,
    translateNamed,
    lookUp: (query) => session.connection.rows(query, session.signal),
  }
}

/** An expression that a function made has no place of its own; its call has. */
const at = (call: FlareFunctionCall, diagnostic: Diagnostic): Diagnostic => ({
  ...diagnostic,
  place: call.place(),
})
