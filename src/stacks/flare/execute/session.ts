import {
  type Diagnostic,
  DiagnosticsError,
  diagnose,
  hasErrors,
  MillraceError,
  type Place,
} from '../../../diagnostics/index.ts'
import type { Connection, EngineColumn } from '../../../engines/index.ts'
import {
  createSparkTranslator,
  diagnoseRefusal,
  isRefusal,
  sessionZone,
  type Zone,
  ident,
  literal,
  locateEngineError,
  type Sql,
  type SourceText,
  type SparkSettings,
  type SparkTranslator,
  sql,
  type Translation,
} from '../../../sql/index.ts'
import { translationCache } from '../../../state/translation-cache.ts'
import type { TaskContext } from '../../stack.ts'

/** A view of a job: the name that Spark SQL uses, what the engine calls it, and its columns. */
export type View = {
  readonly name: string
  readonly engineName: string
  readonly relation: Sql
  readonly columns: readonly EngineColumn[]
  /** Columns that the engine had to rename because another has their name, in lower case, with the name in Spark. */
  readonly doubled: ReadonlyMap<string, string>
}

/** Views by lower-case name. */
export type Views = ReadonlyMap<string, View>

/**
 * One job's session of the engine: a flat, case-insensitive namespace of views. Each definition gets a view of its
 * own in the engine, so that `x AS SELECT … FROM x` reads the x before it, as in Spark. Views are lazy: nothing is
 * read before an output, a check or a profile asks.
 */
export type Session = {
  readonly connection: Connection
  readonly context: TaskContext
  readonly signal: AbortSignal
  readonly translator: SparkTranslator
  readonly timeParserPolicy: SparkSettings['timeParserPolicy']
  /** The session's time zone; undefined in UTC. */
  readonly zone: Zone | undefined
  /** Visible now. */
  readonly views: Views
  /** A view that no statement sees by name; with a translation, the engine's complaints are told at their place. */
  readonly makeView: (name: string, query: Sql, origin?: Translation, before?: View) => Promise<View>
  /** Lets everything that follows see a view by this name. */
  readonly publish: (name: string, view: View) => void
  /** Spark SQL over the visible views, or over the given ones, as the engine's query. Throws DiagnosticsError. */
  readonly translate: (statement: SourceText, views?: Views) => Promise<Translation | undefined>
  readonly notice: (diagnostics: readonly Diagnostic[]) => void
}

export const openSession = (
  connection: Connection,
  context: TaskContext,
  signal: AbortSignal,
  settings?: SparkSettings,
): Session => {
  const cache = translationCache(context.database)
  const translator = createSparkTranslator(settings === undefined ? { cache } : { cache, settings })
  const views = new Map<string, View>()
  let made = 0
  const notice = (diagnostics: readonly Diagnostic[]) => {
    for (const diagnostic of diagnostics) context.emit({ kind: 'task.noticed', diagnostic })
  }
  const makeView: Session['makeView'] = async (name, query, origin, before) => {
    made += 1
    const engineName = `view_${made}_${name}`
    const relation = ident(engineName)
    return explained(origin, async () => {
      await connection.run(sql`CREATE TEMP VIEW ${relation} AS ${query}`, signal)
      const columns = await columnsOf(connection, engineName, signal)
      const read = origin?.tables.flatMap((table) => views.get(table.toLowerCase()) ?? []) ?? []
      const doubled = doubledColumns(columns, origin, before === undefined ? read : [before])
      return { name, engineName, relation, columns, doubled }
    })
  }
  return {
    connection,
    context,
    signal,
    translator,
    timeParserPolicy: settings?.timeParserPolicy ?? 'EXCEPTION',
    zone: settings === undefined ? undefined : zoneOf(settings),
    views,
    makeView,
    publish: (name, view) => {
      views.set(name.toLowerCase(), { ...view, name })
    },
    translate: async (statement, scope = views) => {
      const visible = [...scope.values()]
      const { value, diagnostics } = await translator.translate(
        statement,
        new Map(visible.map(({ name, columns }) => [name, columns])),
        new Map(visible.map(({ name, relation }) => [name, relation])),
      )
      if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
      notice(diagnostics)
      return value.kind === 'hint' ? undefined : value
    },
    notice,
  }
}

/** Throws DiagnosticsError for a zone that cannot be followed. */
const zoneOf = (settings: SparkSettings): Zone | undefined => {
  try {
    return sessionZone(settings)
  } catch (error) {
    if (!isRefusal(error)) throw error
    throw new DiagnosticsError([diagnoseRefusal(error)])
  }
}

/** What is known of UTC only. Throws DiagnosticsError in a session of another zone. */
export const refuseInZone = ({ zone }: Session, what: string, place: Place, hint: string): void => {
  if (zone === undefined) return
  throw new DiagnosticsError([
    diagnose('MR2008', { what: `${what} in a session that is not in UTC`, hint }, place),
  ])
}

/** Spark lets a view have two columns of one name; the engine appends a number, and views over the view keep it. */
const doubledColumns = (
  columns: readonly EngineColumn[],
  origin: Translation | undefined,
  sources: readonly View[],
): View['doubled'] => {
  const inherited = new Map(sources.flatMap(({ doubled }) => [...doubled]))
  const named = origin?.outputColumns?.length === columns.length ? origin.outputColumns : undefined
  const seen = new Set<string>()
  const doubled = new Map<string, string>()
  for (const [i, column] of columns.entries()) {
    const name = named?.[i]?.name ?? column.name
    const original = seen.has(name.toLowerCase()) ? name : inherited.get(column.name.toLowerCase())
    if (original !== undefined) doubled.set(column.name.toLowerCase(), original)
    seen.add(name.toLowerCase())
  }
  return doubled
}

/** From the engine's catalog: describing the view would bind it, and all those below it, once more. */
const columnsOf = async (
  connection: Connection,
  view: string,
  signal: AbortSignal,
): Promise<readonly EngineColumn[]> => {
  const rows = await connection.rows(
    sql`SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ${literal(view)} ORDER BY column_index`,
    signal,
  )
  return rows.map((row) => ({ name: String(row['column_name']), type: String(row['data_type']) }))
}

/** Runs engine work on behalf of a statement: what the engine says about it is told at its place in the manifest. */
export const explained = async <T>(origin: Translation | undefined, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (cause) {
    if (origin === undefined || !(cause instanceof MillraceError) || cause.diagnostic.code !== 'MR3001')
      throw cause
    throw new DiagnosticsError([locateEngineError(origin, cause.diagnostic.message)])
  }
}

/** The visible view of a name; the spec has checked that there is one. Throws MR3212. */
export const viewOf = (session: Session, name: string): View => {
  const view = session.views.get(name.toLowerCase())
  if (view === undefined) throw new DiagnosticsError([diagnose('MR3212', { name })])
  return view
}
