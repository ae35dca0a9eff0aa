import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import {
  type Diagnostic,
  DiagnosticsError,
  failure,
  hasErrors,
  sortDiagnostics,
} from '../diagnostics/index.ts'
import { type Files, nodeFiles, placeFiles, rememberFiles } from '../manifest/index.ts'
import * as validators from '../manifest/generated/validators.js'
import { checkPlatform, nextEnd, type Project } from '../project/index.ts'
import {
  type DepotBinding,
  findProjectFile,
  parseEnvFile,
  readProjectFile,
  readSettings,
  type Settings,
} from '../settings/index.ts'
import type { Database } from '../state/database.ts'
import { registeredResources } from '../state/resource-store.ts'
import { openTextCache, type TextCache } from '../state/text-cache.ts'
import type { Invocation } from './command.ts'
import { namedElsewhere } from './named-elsewhere.ts'
import { assignments, flag, listOption, textOption, workspaceOption } from './options.ts'
import type { Verdict } from './project-cache.ts'
import { createProjectReader, type ReadProject, type ReadRequest } from './project-reader.ts'
import { readText } from './read-text.ts'

type StagedSettings = {
  readonly settings: Settings
  readonly diagnostics: readonly Diagnostic[]
  /** False where there is no project file, and the settings are the defaults. */
  readonly hasFile: boolean
}

/** Settings of the project that the command stands in. Throws DiagnosticsError where they cannot be read. */
export const openSettings = async ({ options, io }: Invocation, signal: AbortSignal): Promise<Settings> => {
  const { settings, diagnostics } = await stageSettings({ options, io, args: [] }, signal)
  if (hasErrors(diagnostics)) throw new DiagnosticsError(sortDiagnostics(diagnostics))
  return settings
}

/**
 * Load, validate, link: everything left of `plan`. `paths` are the files that the user named (arguments and -f);
 * without any the whole project is read.
 */
export const readProject = async (invocation: Invocation, signal: AbortSignal): Promise<ReadProject> => {
  const staged = await stageSettings(invocation, signal)
  return createProjectReader(nodeFiles).read(requestOf(invocation, staged), signal)
}

/**
 * A `readProject` for one version of a project after another. What they say in the same words is read once, wherever
 * they stand and whatever their settings are.
 */
export const createVersionReader = (): typeof readProject => {
  const place = resolve(sep, `millrace-${randomUUID()}`)
  let files: Files = nodeFiles
  const reader = createProjectReader({
    read: (path, signal) => files.read(path, signal),
    list: (path, signal) => files.list(path, signal),
    locate: (path, signal) => files.locate(path, signal),
  })
  return async (invocation, signal) => {
    const staged = await stageSettings(invocation, signal)
    const { root, stateFolder, paths } = staged.settings
    const moved = placeFiles(nodeFiles, root, place)
    files = moved
    const request = requestOf(invocation, staged)
    const read = await reader.read(
      {
        ...request,
        place: {
          root: place,
          stateFolder: moved.placed(stateFolder),
          paths: paths.map(({ prefix, target }) => ({ prefix, target: moved.placed(target) })),
        },
      },
      signal,
    )
    // What is outside of it is another thing for each version: it has to be read where it stands.
    return moved.hasLeft() ? createProjectReader(nodeFiles).read(request, signal) : read
  }
}

/**
 * What `readProject` finds, and what DataOS would ask for besides: taken from the last command that found it, where
 * nothing changed.
 */
export const checkProject = async (
  invocation: Invocation,
  signal: AbortSignal,
): Promise<Verdict & { readonly root: string }> => {
  const staged = await stageSettings(invocation, signal)
  const { root } = staged.settings
  const request = requestOf(invocation, staged)
  const files = rememberFiles(nodeFiles)
  const { settings: _settings, translations: _translations, ...asked } = request
  const others = [build, process.version, asked, root, staged.diagnostics]
  const { openVerdictCache } = await import('./project-cache.ts')
  const cache = isCached(invocation, staged)
    ? openVerdictCache({ settings: staged.settings, others, files })
    : undefined
  const now = new Date()
  const known = await cache?.find(now, signal)
  if (known !== undefined) return { ...known, root }
  const reader = createProjectReader(cache?.files ?? files)
  const { diagnostics, project } = await reader.read(request, signal)
  const verdict: Verdict = {
    diagnostics: sortDiagnostics([
      ...diagnostics,
      ...checkPlatform(project, now, workspaceOption(invocation.options)),
      ...namedElsewhere(project, invocation),
    ]),
    resources: project.resources.length,
    tasks: project.tasks.length,
    from: now.getTime(),
    until: nextEnd(project, now),
  }
  await cache?.keep(verdict, signal)
  return { ...verdict, root }
}

// The build's own mark: what another build found may be wrong, whatever the version says.
declare const MILLRACE_BUILD: string
const build = typeof MILLRACE_BUILD === 'string' ? MILLRACE_BUILD : undefined

/** Only beside a project file, and only of code that cannot change: what is run from its sources keeps nothing. */
const isCached = ({ options }: Invocation, { hasFile }: StagedSettings): boolean =>
  build !== undefined && hasFile && options['cache'] !== false

const translationsFor = (invocation: Invocation, staged: StagedSettings): TextCache | undefined =>
  build !== undefined && isCached(invocation, staged)
    ? openTextCache({
        path: join(staged.settings.stateFolder, 'cache', 'statements'),
        version: build,
        limit: 64 * 2 ** 20,
      })
    : undefined

const requestOf = (invocation: Invocation, staged: StagedSettings): ReadRequest => {
  const { settings, diagnostics } = staged
  const paths = namedPaths(invocation)
  const workspace = workspaceOption(invocation.options)
  return {
    ...(workspace === undefined ? {} : { workspace }),
    ...(paths.length === 0 ? {} : { paths, isRecursive: flag(invocation.options, 'recursive') }),
    settings: { value: settings, diagnostics },
    translations: translationsFor(invocation, staged),
    disableInterpolation: flag(invocation.options, 'disableInterpolation'),
  }
}

/** Files and folders that the command line names, absolute. */
export const namedPaths = ({ args, options, io }: Invocation): readonly string[] =>
  [...args, ...listOption(options, 'manifestFile')].map((path) => resolve(io.cwd, path))

/** Throws DiagnosticsError where the project file says nothing at all. */
const stageSettings = async ({ options, io }: Invocation, signal: AbortSignal): Promise<StagedSettings> => {
  const file = await projectFile(textOption(options, 'project'), io.cwd, signal)
  const root = file === undefined ? io.cwd : dirname(file)
  const document =
    file === undefined
      ? { value: undefined, diagnostics: [] }
      : await readProjectFile(file, nodeFiles, signal)
  if (file !== undefined && document.value === undefined)
    throw new DiagnosticsError(sortDiagnostics(document.diagnostics))
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
    settings: settings.value,
    diagnostics: [
      ...document.diagnostics,
      ...envFiles.flatMap(({ diagnostics }) => diagnostics),
      ...settings.diagnostics,
    ],
    hasFile: file !== undefined,
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
