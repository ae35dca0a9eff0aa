import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import {
  type Diagnostic,
  DiagnosticsError,
  failure,
  hasErrors,
  sortDiagnostics,
} from '../diagnostics/index.ts'
import { load, nodeFiles } from '../manifest/index.ts'
import * as validators from '../manifest/generated/validators.js'
import { type DatasetLineage, link, type Project } from '../project/index.ts'
import { readResources } from '../resources/index.ts'
import {
  type DepotBinding,
  findProjectFile,
  parseEnvFile,
  readProjectFile,
  readSettings,
  type Settings,
} from '../settings/index.ts'
import { stacks } from '../stacks/index.ts'
import type { Database } from '../state/database.ts'
import { registeredResources } from '../state/resource-store.ts'
import type { Invocation } from './command.ts'
import { assignments, flag, listOption, textOption } from './options.ts'
import { readText } from './read-text.ts'

/** A project as its files say it, with all that is wrong with them, sorted. */
export type ReadProject = {
  readonly project: Project
  readonly diagnostics: readonly Diagnostic[]
  readonly lineage: readonly DatasetLineage[]
}

/** Settings of the project that the command stands in. Throws DiagnosticsError where they cannot be read. */
export const openSettings = async ({ options, io }: Invocation, signal: AbortSignal): Promise<Settings> => {
  const { value, diagnostics } = await stageSettings({ options, io, args: [] }, signal)
  if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(sortDiagnostics(diagnostics))
  return value
}

/**
 * Load, validate, link: everything left of `plan`. `paths` are the files that the user named (arguments and -f);
 * without any the whole project is read.
 */
export const readProject = async (invocation: Invocation, signal: AbortSignal): Promise<ReadProject> => {
  const settings = await stageSettings(invocation, signal)
  if (settings.value === undefined) throw new DiagnosticsError(sortDiagnostics(settings.diagnostics))
  const paths = namedPaths(invocation)
  const loaded = await load(
    {
      ...(paths.length === 0 ? {} : { paths, isRecursive: flag(invocation.options, 'recursive') }),
      settings: settings.value,
      disableInterpolation: flag(invocation.options, 'disableInterpolation'),
    },
    nodeFiles,
    signal,
  )
  const resources = readResources(loaded.value, stacks)
  const linked = link(resources.value, settings.value)
  const found = [settings, loaded, resources, linked].flatMap((stage) => stage.diagnostics)
  const { checkProjectSql } = await import('./check-project-sql.ts')
  const sql = await checkProjectSql(linked.value, signal)
  // A step that could not be read is a view that those after it miss: that would be told twice.
  const isRead = !hasErrors([...loaded.diagnostics, ...resources.diagnostics])
  const told = isRead ? sql.diagnostics : sql.diagnostics.filter(({ code }) => code !== 'MR2002')
  return {
    project: linked.value,
    diagnostics: sortDiagnostics([...found, ...told]),
    lineage: sql.lineage,
  }
}

/** Files and folders that the command line names, absolute. */
export const namedPaths = ({ args, options, io }: Invocation): readonly string[] =>
  [...args, ...listOption(options, 'manifestFile')].map((path) => resolve(io.cwd, path))

const stageSettings = async ({ options, io }: Invocation, signal: AbortSignal) => {
  const file = await projectFile(textOption(options, 'project'), io.cwd, signal)
  const root = file === undefined ? io.cwd : dirname(file)
  const document =
    file === undefined
      ? { value: undefined, diagnostics: [] }
      : await readProjectFile(file, nodeFiles, signal)
  if (file !== undefined && document.value === undefined)
    return { value: undefined, diagnostics: document.diagnostics }
  const envFiles = listOption(options, 'envFile').map((path) =>
    parseEnvFile(readText(resolve(io.cwd, path)), path),
  )
  const settings = readSettings({
    document: document.value,
    validator: validators.project,
    environment: textOption(options, 'env'),
    env: io.env,
    envFile: Object.assign({}, ...envFiles.map(({ value }) => value)) as Record<string, string>,
    set: assignments([...listOption(options, 'var'), ...listOption(options, 'set')], '--set'),
    root,
    stateFolder: join(root, '.millrace'),
  })
  return {
    value: settings.value,
    diagnostics: [
      ...document.diagnostics,
      ...envFiles.flatMap(({ diagnostics }) => diagnostics),
      ...settings.diagnostics,
    ],
  }
}

const projectFile = async (
  named: string | undefined,
  cwd: string,
  signal: AbortSignal,
): Promise<string | undefined> => {
  if (named === undefined) return findProjectFile(cwd, nodeFiles, signal)
  const path = resolve(cwd, named)
  const located = await nodeFiles.locate(path, signal)
  if (located?.kind === 'file') return path
  const inside =
    located === undefined ? undefined : await nodeFiles.locate(join(path, 'millrace.yaml'), signal)
  if (inside?.kind === 'file') return join(path, 'millrace.yaml')
  throw failure('MR9004', {
    message: `there is no project file at ${path}`,
    hint: 'millrace init writes one',
  })
}

/** Bindings that depot resources of our own types bring; the project file's win over them. */
export const depotBindings = ({ resources, settings }: Project): Readonly<Record<string, DepotBinding>> =>
  Object.fromEntries(
    resources.flatMap((resource) =>
      resource.type === 'depot'
        ? bindingOf(resource.name, { type: resource.depotType, ...resource.connection }, settings.root)
        : [],
    ),
  )

/** The same of the depots that the last apply registered, for commands that read no manifests. */
export const registeredDepotBindings = (
  database: Database,
  { root }: Settings,
): Readonly<Record<string, DepotBinding>> =>
  Object.fromEntries(
    registeredResources(database).flatMap(({ type, name, compiled }) =>
      type === 'depot' && compiled !== null
        ? bindingOf(name, JSON.parse(compiled) as Readonly<Record<string, unknown>>, root)
        : [],
    ),
  )

const bindingOf = (
  name: string,
  { type, path, format }: Readonly<Record<string, unknown>>,
  root: string,
): readonly (readonly [string, DepotBinding])[] => {
  if (type === 'LAKEHOUSE') return [[name.toLowerCase(), { type }]]
  if (type !== 'FILE' || typeof path !== 'string') return []
  const absolute = isAbsolute(path) ? path : join(root, path)
  return [[name.toLowerCase(), { type, path: absolute, ...(typeof format === 'string' ? { format } : {}) }]]
}

/** Texts of the project's files, for code frames. */
export const sourcesOf =
  (root: string) =>
  (file: string): string | undefined => {
    try {
      const text = readFileSync(resolve(root, file), 'utf8')
      // A frame around bytes that are no text shows nothing.
      return text.includes('\0') ? undefined : text
    } catch {
      return undefined
    }
  }
