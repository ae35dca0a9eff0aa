import { loadTable, tableColumns } from '../lakehouse/index.ts'
import { checkSql, type SqlFindings } from '../project/check-sql.ts'
import type { Project } from '../project/index.ts'
import { databaseLocation, openProjectLakehouse } from '../run/index.ts'
import { createSparkTranslator } from '../sql/index.ts'
import { type Database, openDatabaseReadOnly } from '../state/database.ts'
import { translationCache } from '../state/translation-cache.ts'

/**
 * Errors and lineage of all SQL of a project, found without an engine. What the project database knows helps: the columns of
 * tables that exist, and translations made before, which save loading the parser. Writes nothing.
 */
export const checkProjectSql = async (project: Project, signal: AbortSignal): Promise<SqlFindings> => {
  using database = openDatabaseReadOnly(databaseLocation(project.settings))
  const cache = database === undefined ? undefined : translationCache(database)
  const fresh = new Map<string, string>()
  unsaved.set(project, fresh)
  return await checkWith(project, database, signal, {
    get: (key) => fresh.get(key) ?? cache?.get(key),
    put: (key, value) => fresh.set(key, value),
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
  await checkWith(project, database, signal, {
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

const checkWith = async (
  project: Project,
  database: Database | undefined,
  signal: AbortSignal,
  cache: Parameters<typeof createSparkTranslator>[0]['cache'],
): Promise<SqlFindings> => {
  const { settings } = project
  const lakehouse = database === undefined ? undefined : openProjectLakehouse(settings, database)
  const isLakehouse = lakehouseDepots(project)
  return checkSql(project, {
    translator: createSparkTranslator({ cache }),
    tableColumns: async ({ depot, collection, dataset }) => {
      if (lakehouse === undefined || !isLakehouse(depot)) return undefined
      // A table that cannot be read is told by the run that needs it.
      const table = await loadTable(lakehouse, { namespace: collection, name: dataset }, signal).catch(
        () => undefined,
      )
      return table === undefined ? undefined : tableColumns(table)
    },
  })
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
