import { boundedCache, type BoundedCache } from '../base/bounded-cache.ts'
import type { EngineColumn } from '../engines/index.ts'
import { type Lakehouse, loadTable, type TableIdentity, tableColumns } from '../lakehouse/index.ts'
import { checkSql, type SqlFindings, type SqlMemo } from '../project/check-sql.ts'
import { jobMemo } from '../project/job-memo.ts'
import type { Project } from '../project/index.ts'
import { databaseLocation, openProjectLakehouse } from '../run/index.ts'
import { createSparkTranslator, type TranslationCache } from '../sql/index.ts'
import { type Database, openDatabaseReadOnly } from '../state/database.ts'
import { translationCache } from '../state/translation-cache.ts'

/** What checks of one process share: a statement is translated once, and a job is judged again only where it must be. */
export type SqlMemory = {
  readonly jobs: SqlMemo
  readonly translations: BoundedCache<string>
  /** By state folder and where the metadata of a table stands, which never changes. */
  readonly columns: BoundedCache<readonly EngineColumn[]>
}

export const openSqlMemory = (): SqlMemory => ({
  jobs: jobMemo(),
  translations: boundedCache(64 * 2 ** 20),
  columns: boundedCache(16 * 2 ** 20),
})

/**
 * Errors and lineage of all SQL of a project, found without an engine. What the project database knows helps: the columns of
 * tables that exist, and translations made before, which save loading the parser. Writes nothing but `stored`.
 */
export const checkProjectSql = async (
  project: Project,
  {
    memory = openSqlMemory(),
    stored,
  }: {
    readonly memory?: SqlMemory
    /** Translations that other processes made: see `openTextCache`. */
    readonly stored?: TranslationCache | undefined
  },
  signal: AbortSignal,
): Promise<SqlFindings> => {
  using database = openDatabaseReadOnly(databaseLocation(project.settings))
  const cache = database === undefined ? undefined : translationCache(database)
  const fresh = new Map<string, string>()
  unsaved.set(project, fresh)
  const { translations } = memory
  return await checkWith(project, { database, memory }, signal, {
    get: (key) => {
      const known = translations.get(key)
      if (known !== undefined) return known
      const value = stored?.get(key) ?? cache?.get(key)
      if (value !== undefined) translations.set(key, value, value.length + key.length)
      return value
    },
    put: (key, value) => {
      fresh.set(key, value)
      translations.set(key, value, value.length + key.length)
      stored?.put(key, value)
    },
  })
}

/** Translations that a check had to make: what is only read must not be written to. */
const unsaved = new WeakMap<Project, ReadonlyMap<string, string>>()

/** Keeps the translations that checking this project made, for later commands; after an update all are made anew. */
export const saveTranslations = (project: Project, database: Database): void =>
  store(unsaved.get(project) ?? new Map(), database)

/**
 * After a run the same check finds tables that were not there before. Done once in the process that has the parser
 * loaded already, it leaves the translations that every later command needs.
 */
export const rememberProjectSql = async (
  project: Project,
  database: Database,
  signal: AbortSignal,
): Promise<void> => {
  const cache = translationCache(database)
  const fresh = new Map<string, string>()
  await checkWith(project, { database, memory: openSqlMemory() }, signal, {
    get: (key) => fresh.get(key) ?? cache.get(key),
    put: (key, value) => fresh.set(key, value),
  })
  store(fresh, database)
}

const store = (translations: ReadonlyMap<string, string>, database: Database): void => {
  if (translations.size === 0) return
  const cache = translationCache(database)
  // One transaction: each of its own would wait for the disk.
  database.transaction(() => {
    for (const [key, value] of translations) cache.put(key, value)
  })
}

type Knowledge = { readonly database: Database | undefined; readonly memory: SqlMemory }

const checkWith = async (
  project: Project,
  { database, memory }: Knowledge,
  signal: AbortSignal,
  cache: TranslationCache,
): Promise<SqlFindings> => {
  const { settings } = project
  const lakehouse = database === undefined ? undefined : openProjectLakehouse(settings, database)
  const isLakehouse = lakehouseDepots(project)
  const known = { columns: memory.columns, within: settings.stateFolder }
  return checkSql(project, {
    translator: createSparkTranslator({ cache }),
    memo: memory.jobs,
    tableColumns: async ({ depot, collection, dataset }) =>
      lakehouse === undefined || !isLakehouse(depot)
        ? undefined
        : // A table that cannot be read is told by the run that needs it.
          columnsOf(lakehouse, { namespace: collection, name: dataset }, known, signal).catch(
            () => undefined,
          ),
  })
}

const columnsOf = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  { columns, within }: Pick<SqlMemory, 'columns'> & { readonly within: string },
  signal: AbortSignal,
): Promise<readonly EngineColumn[] | undefined> => {
  const pointer = await lakehouse.catalog.load(identity, signal)
  if (pointer === undefined || pointer.draft) return undefined
  const known = columns.get(`${within}\0${pointer.metadataLocation}`)
  if (known !== undefined) return known
  const table = await loadTable(lakehouse, identity, signal)
  if (table === undefined) return undefined
  const found = tableColumns(table)
  columns.set(`${within}\0${table.metadataLocation}`, found, 100 * found.length)
  return found
}

/** Whether a depot holds tables, looked up for every dataset. */
const lakehouseDepots = ({ settings, resources }: Project): ((depot: string) => boolean) => {
  const declared = new Set(
    resources.flatMap((resource) =>
      resource.type === 'depot' && resource.depotType === 'LAKEHOUSE' ? [resource.name.toLowerCase()] : [],
    ),
  )
  return (depot) => {
    const bound = settings.depots[depot]
    return bound === undefined ? declared.has(depot) : bound.type === 'LAKEHOUSE'
  }
}
