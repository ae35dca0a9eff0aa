import { type Diagnostic, sortDiagnostics, type Staged } from '../diagnostics/index.ts'
import {
  createLoader,
  type Files,
  type Loaded,
  type LoadRequest,
  type LoadSettings,
  rememberFiles,
} from '../manifest/index.ts'
import { type DatasetLineage, link, type Project } from '../project/index.ts'
import { createResourceReader } from '../resources/index.ts'
import type { Settings } from '../settings/index.ts'
import { stacks } from '../stacks/index.ts'
import type { TextCache } from '../state/text-cache.ts'
import { type AheadOptions, openStatementsAhead } from './statements-ahead/thread.ts'

/** A project as its files say it, with all that is wrong with them, sorted. */
export type ReadProject = {
  readonly project: Project
  readonly diagnostics: readonly Diagnostic[]
  readonly lineage: readonly DatasetLineage[]
}

export type ReadRequest = Omit<LoadRequest, 'settings'> & {
  /** With what is wrong about them. Others than before are taken as they are. */
  readonly settings: Staged<Settings>
  /** Where the files of the project stand for this reader, if it is not where the settings say. */
  readonly place?: Pick<LoadSettings, 'root' | 'stateFolder' | 'paths'>
  /** Where what belongs to a workspace and names none belongs; `public` where nothing else is said. */
  readonly workspace?: string
  /** Kept for other processes. */
  readonly translations?: TextCache | undefined
  /**
   * Files and folders that came, went or changed since the last time; the rest is not looked at. Undefined: anything
   * may have.
   */
  readonly changed?: readonly string[]
}

export type ProjectReader = {
  readonly read: (request: ReadRequest, signal: AbortSignal) => Promise<ReadProject>
}

/**
 * Reads a project again and again, as an editor or a watcher does: load, validate, link, and the SQL of its jobs. What
 * did not change is remembered: a document by its text, a resource by its document and the files that it names, the
 * SQL of a job by the job and the columns of what it reads. What resources say about each other is always looked at
 * anew. The result is that of a reader who never read before.
 *
 * `files` may be something else than the disk, such as the disk below what an editor has not saved. Where nothing is
 * remembered or kept, a thread translates the statements of many files meanwhile, of which the result knows nothing.
 */
export const createProjectReader = (files: Files, options: AheadOptions = {}): ProjectReader => {
  const remembered = rememberFiles(files)
  const load = createLoader(remembered)
  const resourceReader = createResourceReader(stacks)
  let sqlMemory: SqlMemory | undefined
  return {
    read: async ({ settings, place, workspace, translations, changed, ...request }, signal) => {
      remembered.forget(changed)
      const placed = { ...settings.value, ...place }
      const isCold = sqlMemory === undefined && translations?.isEmpty() !== false
      await using ahead = openStatementsAhead(translations?.file, options)
      const loaded = await load({ ...request, settings: placed }, signal, (some, count) => {
        const read = resourceReader.ahead(some, workspace)
        if (isCold) ahead.add(read, count)
      })
      const resources = resourceReader.read(loaded.value, workspace)
      const linked = link(resources.value, settings.value)
      const found = [settings, loaded, resources, linked].flatMap((stage) => stage.diagnostics)
      const { checkProjectSql, openSqlMemory } = await import('./check-project-sql.ts')
      sqlMemory ??= openSqlMemory()
      for (const [key, text] of await ahead.translations())
        sqlMemory.translations.set(key, text, key.length + text.length)
      const sql = await checkProjectSql(linked.value, { memory: sqlMemory, stored: translations }, signal)
      await ahead.kept()
      translations?.save()
      return {
        project: linked.value,
        diagnostics: sortDiagnostics([...(await withHints(found, loaded.value)), ...sql.diagnostics]),
        lineage: sql.lineage,
      }
    },
  }
}

/** The schemas are needed only where a key is unknown. */
const withHints = async (
  found: readonly Diagnostic[],
  { documents }: Loaded,
): Promise<readonly Diagnostic[]> => {
  if (!found.some(({ code, hint }) => code === 'MR1203' && hint === undefined)) return found
  const { schemas } = await import('../manifest/generated/schemas.ts')
  const { withPlacesOfKeys } = await import('../manifest/misplaced-keys.ts')
  return withPlacesOfKeys(found, documents, schemas)
}

type SqlMemory = import('./check-project-sql.ts').SqlMemory
