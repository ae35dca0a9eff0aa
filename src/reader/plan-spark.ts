import { DiagnosticsError, hasErrors, type Staged } from '../diagnostics/index.ts'
import type { EngineColumn } from '../engines/index.ts'
import { compileNames, confirmTranslated, openConditions } from '../policy/index.ts'
import {
  createSparkTranslator,
  ident,
  parseTree,
  relationNames,
  type Relations,
  sparkMacrosFor,
  type SparkTranslator,
  type Sql,
  sql,
  trino,
  trinoStatement,
} from '../sql/index.ts'
import { appliedPolicies } from './governance.ts'
import type { Planner, Planning, QueryRequest } from './planner.ts'
import { serialize } from './serialize.ts'

/** A statement translated over the views that take the place of its datasets, with the types that this reader sees. */
export const translateSpark = async (
  { request, sources, datasets, connection }: Omit<Planning, 'lock'>,
  signal: AbortSignal,
) => {
  const { query, principal, use, strict } = request
  const policies = appliedPolicies(sources.database)
  const names = await relationNames(query)
  const compiled = compileNames({ names, datasets, policies, principal, use, strict })
  if (compiled.value === undefined) throw new DiagnosticsError(compiled.diagnostics)
  const views = []
  const relations = new Map<string, readonly EngineColumn[]>()
  const engineNames = new Map<string, Sql>()
  for (const view of compiled.value) {
    const { name, names: written, dataset, secure } = view
    const whole = await dataset.read([])
    views.push({ ...view, whole })
    const columns = await connection.describe(secure(whole), signal)
    for (const each of written) {
      relations.set(each, columns)
      // Qualified, it can never be read as a name of a WITH clause.
      engineNames.set(each, sql`main.${ident(name)}`)
    }
  }
  const { value, diagnostics } = await translatorFor(request).translate(query, relations, engineNames)
  if (value?.kind !== 'query' || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  return { views, translation: value, relations, diagnostics: [...compiled.diagnostics, ...diagnostics] }
}

/** The same statement in Trino's SQL, over the relations under the names that the author gave them; or why it is refused. */
export const translateForTrino = async (
  request: QueryRequest,
  relations: Relations,
): Promise<Staged<Sql | undefined>> => {
  const { value, diagnostics } = await translatorFor(request).on(trino).translate(request.query, relations)
  return { value: value?.kind === 'query' ? trinoStatement(value.sql) : undefined, diagnostics }
}

const translatorFor = ({ sparkSettings }: QueryRequest): SparkTranslator =>
  createSparkTranslator({
    cache: { get: () => undefined, put: () => undefined },
    ...(sparkSettings === undefined ? {} : { settings: sparkSettings }),
  })

/** A query in Spark SQL. The translator reads nothing but the views that it is given. */
export const planSpark: Planner = async (planning, signal) => {
  const { request, connection, lock } = planning
  const { views, translation, diagnostics } = await translateSpark(planning, signal)
  request.notice(diagnostics)
  const tree = await serialize(connection, translation.sql, signal)
  const doubts = confirmTranslated(tree, views, request.query)
  if (doubts.length > 0) throw new DiagnosticsError(doubts)
  for (const { name, dataset, decision, secure, whole } of views) {
    const conditions = openConditions(parseTree(tree), name, decision)
    const secured = secure(conditions.length === 0 ? whole : await dataset.read(conditions))
    await connection.run(sql`CREATE TEMPORARY VIEW ${ident(name)} AS ${secured}`, signal)
  }
  for (const macro of sparkMacrosFor(translation.sql)) await connection.run(macro, signal)
  await lock()
  return translation.sql
}
