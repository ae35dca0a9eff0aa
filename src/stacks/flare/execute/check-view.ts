import { type DatasetAddress, printAddress } from '../../../address.ts'
import {
  type Diagnostic,
  diagnose,
  DiagnosticsError,
  failure,
  hasErrors,
  MillraceError,
} from '../../../diagnostics/index.ts'
import type { TaskEvent } from '../../../events.ts'
import {
  type Assertion,
  type CheckResult,
  type CheckStatement,
  type CheckStatementResult,
  planChecks,
  type Translate,
} from '../../../quality/index.ts'
import type { Sql } from '../../../sql/index.ts'
import type { Session, View, Views } from './session.ts'

/**
 * Evaluates assertions on a view in as few scans as they need; every test gets a result, whatever the others do.
 * `views` are those that the SQL of assertions sees: by default all that are visible.
 */
export const checkView = async (
  session: Session,
  assertions: readonly Assertion[],
  view: View,
  views: Views = session.views,
): Promise<readonly CheckResult[]> => {
  const plan = await planChecks(
    assertions,
    { relation: view.relation, columns: view.columns },
    translateFor(session, view, views),
  )
  const results: CheckStatementResult[] = []
  for (const statement of plan.statements) results.push(await runStatement(session, statement))
  return plan.evaluate(results)
}

const translateFor =
  (session: Session, view: View, views: Views): Translate =>
  async (text, kind) => {
    if (kind === 'statement') {
      const translation = await session.translate(text, views).catch((cause: unknown) => {
        throw cause instanceof DiagnosticsError ? firstOf(cause.diagnostics) : cause
      })
      if (translation === undefined) throw failure('MR3219', { name: view.name }, { place: text.place(0) })
      return translation.sql
    }
    const { value, diagnostics } = await session.translator.translateExpression(text, view.columns)
    if (value === undefined || hasErrors(diagnostics)) throw firstOf(diagnostics)
    return value.sql
  }

/** What is wrong with an assertion's SQL is the reason of its own tests, and does not stop the others. */
const firstOf = (diagnostics: readonly Diagnostic[]): MillraceError =>
  new MillraceError(
    diagnostics.find(({ severity }) => severity === 'error') ?? diagnose('MR3001', { message: 'no SQL' }),
  )

const runStatement = async (
  session: Session,
  { sql: statement, parts }: CheckStatement,
): Promise<CheckStatementResult> => {
  const whole = await attempt(session, statement)
  if (whole.kind === 'table' || parts === undefined) return whole
  const each = []
  for (const part of parts) each.push(await attempt(session, part))
  return { kind: 'parts', parts: each }
}

const attempt = async (session: Session, statement: Sql) => {
  try {
    return { kind: 'table', table: await session.connection.table(statement, session.signal) } as const
  } catch (cause) {
    if (!(cause instanceof MillraceError)) throw cause
    return { kind: 'failed', reason: cause.message } as const
  }
}

export const checkEvents = (address: DatasetAddress, results: readonly CheckResult[]): readonly TaskEvent[] =>
  results.map(({ column, test, actual, outcome, reason }) => ({
    kind: 'check.evaluated',
    dataset: printAddress(address),
    ...(column === undefined ? {} : { column }),
    test,
    actual,
    outcome,
    ...(reason === undefined ? {} : { reason }),
  }))

/** Counts and places of what did not pass; undefined where all passed. */
export const failedChecks = (address: DatasetAddress, results: readonly CheckResult[]) => {
  const failed = results.filter(({ outcome }) => outcome !== 'pass')
  const [first] = failed
  if (first === undefined) return undefined
  const related = failed.slice(0, 20).map(({ column, test, actual, reason, place }) => ({
    message: `${column === undefined ? '' : `${column}: `}${test}, ${reason ?? `found ${actual}`}`,
    place,
  }))
  return {
    failed: failed.length,
    total: results.length,
    dataset: printAddress(address),
    place: first.place,
    related,
  }
}
