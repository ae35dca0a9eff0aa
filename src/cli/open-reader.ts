import { text as readAll } from 'node:stream/consumers'
import { resolve } from 'node:path'
import { closing } from '../base/closing.ts'
import { type Diagnostic, DiagnosticsError, failure, renderText } from '../diagnostics/index.ts'
import type { Use } from '../policy/index.ts'
import { findBranch, mainBranch } from '../lakehouse/index.ts'
import type { Dialect, QueryRequest, QuerySources } from '../reader/index.ts'
import { openDepot, openDeps } from '../run/index.ts'
import type { DepotBinding, Settings } from '../settings/index.ts'
import { detachedText, type SourceText, type SparkSettings, sparkSettingsOf } from '../sql/index.ts'
import type { ExitCode, Invocation, Options } from './command.ts'
import { openSettings, registeredDepotBindings } from './open-project.ts'
import { assignments, branchOption, listOption, textOption, usesColour } from './options.ts'
import { principalOf } from './principal.ts'
import { readText } from './read-text.ts'

/** A reader's statement and what it may read, from the command line. Disposing closes the project. */
export type OpenReader = AsyncDisposable & {
  readonly request: QueryRequest
  readonly sources: QuerySources
  /** Says what is wrong with the statement; throws what is wrong with anything else. */
  readonly explain: (cause: unknown) => ExitCode
}

/** Reads the SQL from the argument, `--file` or standard input, and opens the project for `--as`, `--use`, `--branch`. */
export const openReader = async (invocation: Invocation, signal: AbortSignal): Promise<OpenReader> => {
  const { io, options } = invocation
  await using stack = closing()
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  const source = await querySource(invocation)
  const principal = principalOf(textOption(options, 'as'), settings)
  const deps = stack.use(openDeps({ settings, branch: branchOption(options), isReading: true }))
  // A name that no table has is a mistake: all rows would be those of main.
  if (deps.branch !== mainBranch) await findBranch(deps.lakehouse, deps.branch, signal)
  const bindings = { ...registeredDepotBindings(deps.database, settings), ...settings.depots }
  const tell = (diagnostics: readonly Diagnostic[]) => {
    const colour = usesColour(io.stderr, io.env, options)
    if (diagnostics.length > 0)
      io.stderr.write(renderText(diagnostics, { sources: () => source.text, colour }))
  }
  const kept = stack.move()
  return {
    request: {
      query: source,
      dialect: textOption(options, 'dialect') as Dialect | undefined,
      sparkSettings: sparkSettingsFrom(options),
      principal,
      use: useOf(textOption(options, 'use')),
      strict: settings.masking.strict,
      ...duckdbOf(settings),
      notice: tell,
    },
    sources: {
      database: deps.database,
      lakehouse: deps.lakehouse,
      branch: deps.branch,
      depots: Object.keys(bindings).map((depot) => openDepot({ depot }, bindings)),
      formatOf: (depot: string) => formatOf(bindings[depot]),
      folders: [settings.lakehouse.warehouse, ...Object.values(bindings).flatMap(folderOf)],
    },
    explain: (cause) => {
      if (!(cause instanceof DiagnosticsError)) throw cause
      tell(cause.diagnostics)
      return 2
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}

const duckdbOf = ({ engines }: Settings): { memory?: string; threads?: number } => {
  const engine = engines['default']
  if (engine?.type !== 'duckdb') return {}
  const { type: _type, ...options } = engine
  return options
}

const formatOf = (binding: DepotBinding | undefined) =>
  binding?.type === 'FILE' ? binding.format : undefined

const folderOf = (binding: DepotBinding): readonly string[] => (binding.type === 'FILE' ? [binding.path] : [])

const querySource = async ({ args, options, io }: Invocation): Promise<SourceText> => {
  const file = textOption(options, 'file')
  if (file !== undefined) return detachedText(readText(resolve(io.cwd, file)), file)
  if (args[0] !== undefined) return detachedText(args[0], 'query')
  if (io.stdin.isTTY)
    throw failure('MR9004', {
      message: 'there is no SQL',
      hint: 'write it as an argument, in a file (-f FILE), or on standard input',
    })
  return detachedText(await readAll(io.stdin), 'standard input')
}

/** What `--conf` says, as if it stood in a job's `sparkConf`. */
const sparkSettingsFrom = (options: Options): SparkSettings => {
  const conf = listOption(options, 'conf')
  if (conf.length > 0 && textOption(options, 'dialect') === 'duckdb')
    throw failure('MR9004', {
      message: '--conf sets what a statement in Spark SQL means',
      hint: 'add --dialect spark',
    })
  return sparkSettingsOf(Object.entries(assignments(conf, '--conf')))
}

const useOf = (text: string | undefined): Use | undefined => {
  if (text === undefined) return undefined
  const [depot, collection, ...rest] = text.split('.')
  if (!depot || !collection || rest.length > 0)
    throw failure('MR9004', { message: `--use takes depot.collection, not "${text}"` })
  return { depot: depot.toLowerCase(), collection }
}
