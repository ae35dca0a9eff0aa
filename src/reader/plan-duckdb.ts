import { Bug } from '../base/bug.ts'
import { DiagnosticsError, hasErrors, MillraceError } from '../diagnostics/index.ts'
import { compileQuery, confirmAdmitted } from '../policy/index.ts'
import { ident, locateEngineError, type SourceText, sql, trusted } from '../sql/index.ts'
import { appliedPolicies } from './governance.ts'
import type { Planner } from './planner.ts'
import { serialize } from './serialize.ts'

/** A query in the engine's own SQL: every dataset that it names is replaced in its parse tree. */
export const planDuckdb: Planner = async ({ request, sources, datasets, connection, lock }, signal) => {
  const { query, principal, use, strict } = request
  const tree = await serialize(connection, query.text, signal)
  const policies = appliedPolicies(sources.database)
  const { value: compiled, diagnostics } = compileQuery({
    tree,
    query,
    datasets,
    policies,
    principal,
    use,
    strict,
  })
  if (compiled === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  request.notice(diagnostics)
  for (const { name, dataset, conditions, secure } of compiled.views) {
    const secured = secure(await dataset.read(conditions))
    await connection.run(sql`CREATE TEMPORARY VIEW ${ident(name)} AS ${secured}`, signal)
  }
  await lock()
  const printed = (await connection.rows(compiled.statement, signal))[0]?.['query']
  if (typeof printed !== 'string') throw new Bug('the engine did not print a statement that it had parsed')
  const doubts = confirmAdmitted(await serialize(connection, printed, signal), compiled.views, query)
  if (doubts.length > 0) throw new DiagnosticsError(doubts)
  await located(query, () => connection.describe(trusted(printed), signal))
  return trusted(printed)
}

/** What the engine says against the query is told at its place, without the names that only the engine knows. */
const located = async (query: SourceText, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
  } catch (cause) {
    if (!(cause instanceof MillraceError) || cause.diagnostic.code !== 'MR3001') throw cause
    throw new DiagnosticsError([locateEngineError({ statement: query }, cause.diagnostic.message)])
  }
}
