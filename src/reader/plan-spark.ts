import { DiagnosticsError, hasErrors } from '../diagnostics/index.ts'
import type { EngineColumn } from '../engines/index.ts'
import { compileNames, confirmTranslated, openConditions } from '../policy/index.ts'
import {
  createSparkTranslator,
  ident,
  parseTree,
  relationNames,
  sparkMacrosFor,
  type Sql,
  sql,
} from '../sql/index.ts'
import { appliedPolicies } from './governance.ts'
import type { Planner } from './planner.ts'
import { serialize } from './serialize.ts'

/**
 * A query in Spark SQL: it is translated over the views that take the place of its datasets, whose columns have the
 * types that they have for this reader. The translator reads nothing but what it is given.
 */
export const planSpark: Planner = async ({ request, sources, datasets, connection, lock }, signal) => {
  const { query, principal, use, strict } = request
  const policies = appliedPolicies(sources.database)
  const names = await relationNames(query)
  const compiled = compileNames({ names, datasets, policies, principal, use, strict })
  if (compiled.value === undefined) throw new DiagnosticsError(compiled.diagnostics)
  const views = compiled.value
  const relations = new Map<string, readonly EngineColumn[]>()
  const engineNames = new Map<string, Sql>()
  for (const { name, names: written, dataset, secure } of views) {
    const columns = await connection.describe(secure(await dataset.read([])), signal)
    for (const each of written) {
      relations.set(each, columns)
      // Qualified, it can never be read as a name of a WITH clause.
      engineNames.set(each, sql`main.${ident(name)}`)
    }
  }
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
  const { value, diagnostics } = await translator.translate(query, relations, engineNames)
  if (value?.kind !== 'query' || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  request.notice([...compiled.diagnostics, ...diagnostics])
  const tree = await serialize(connection, value.sql, signal)
  const doubts = confirmTranslated(tree, views, query)
  if (doubts.length > 0) throw new DiagnosticsError(doubts)
  for (const { name, dataset, decision, secure } of views) {
    const secured = secure(await dataset.read(openConditions(parseTree(tree), name, decision)))
    await connection.run(sql`CREATE TEMPORARY VIEW ${ident(name)} AS ${secured}`, signal)
  }
  for (const macro of sparkMacrosFor(value.sql)) await connection.run(macro, signal)
  await lock()
  return value.sql
}
