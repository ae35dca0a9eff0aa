import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { closing, type Closing } from '../base/closing.ts'
import {
  type Diagnostic,
  diagnose,
  DiagnosticsError,
  failure,
  hasErrors,
  renderText,
} from '../diagnostics/index.ts'
import type { TaskId } from '../events.ts'
import type { Project } from '../project/index.ts'
import { databaseLocation } from '../run/index.ts'
import {
  type Background,
  type Member,
  parseSelectors,
  projectFacts,
  registeredFacts,
  select,
  type SelectionGraph,
  selectionGraph,
  type Term,
} from '../selection/index.ts'
import type { Settings } from '../settings/index.ts'
import { openDatabaseReadOnly } from '../state/database.ts'
import { registeredResources } from '../state/resource-store.ts'
import { taskRecords } from '../state/run-store.ts'
import type { Invocation, Options } from './command.ts'
import { checkOut } from './git-revision.ts'
import { readProject } from './open-project.ts'
import { branchOption, listOption, textOption, usesColour } from './options.ts'

/** What `--select` and `--exclude` choose. */
export type Choice = {
  readonly members: readonly Member[]
  readonly has: (reference: string) => boolean
  readonly tasks: ReadonlySet<TaskId>
  /** The options as they were written, for the record of a run. */
  readonly words: readonly string[]
}

/** Whether the command line says anything about what is meant. */
export const isChoosing = (options: Options): boolean =>
  ['select', 'exclude', 'state'].some((name) => options[name] !== undefined)

/** What is chosen of a project's declarations. Undefined where the command line chooses nothing: then all is meant. */
export const chooseOf = (
  invocation: Invocation,
  project: Project,
  signal: AbortSignal,
): Promise<Choice | undefined> =>
  choose(invocation, project.settings, () => selectionGraph(projectFacts(project)), signal)

/**
 * The one way through which commands choose. Selectors that match nothing are told on standard error; ones that
 * cannot be read throw MR9015.
 */
export const choose = async (
  invocation: Invocation,
  settings: Settings,
  graphOf: () => SelectionGraph,
  signal: AbortSignal,
): Promise<Choice | undefined> => {
  const { options } = invocation
  const wanted = readFlag(options, 'select')
  const left = readFlag(options, 'exclude')
  const terms = [...(wanted ?? []), ...(left ?? [])]
  checkState(options, terms)
  if (wanted === undefined && left === undefined) return undefined
  const request = {
    ...(wanted === undefined ? {} : { select: wanted }),
    ...(left === undefined ? {} : { exclude: left }),
  }
  await using stack = closing()
  const background = await backgroundOf(invocation, settings, terms, stack, signal)
  const { members, unmatched } = select(graphOf(), request, background)
  warn(
    invocation,
    unmatched.map(({ text, near }) => diagnose('MR9014', { text, near })),
  )
  const references = new Set(members.map(({ reference }) => reference))
  return {
    members,
    has: (reference) => references.has(reference),
    tasks: new Set(members.flatMap(({ task }) => task ?? [])),
    words: [...wordsOf(options, 'select'), ...wordsOf(options, 'exclude')],
  }
}

/** Tells findings that do not stop the command. */
export const warn = ({ io, options }: Invocation, diagnostics: readonly Diagnostic[]): void => {
  if (diagnostics.length === 0) return
  const colour = usesColour(io.stderr, io.env, options)
  io.stderr.write(renderText(diagnostics, { sources: () => undefined, colour }))
}

const readFlag = (options: Options, name: string): readonly Term[] | undefined => {
  if (options[name] === undefined) return undefined
  const { value, diagnostics } = parseSelectors(listOption(options, name), `--${name}`)
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics)
  return value
}

const usesState = (terms: readonly Term[]): boolean =>
  terms.some(({ all }) => all.some(({ method }) => method.background === 'state'))

/** An option that would say nothing is a mistake. */
const checkState = (options: Options, terms: readonly Term[]): void => {
  if (textOption(options, 'state') === undefined || usesState(terms)) return
  throw failure('MR9004', {
    message: '--state says what the method state: compares with, and no selector uses it',
    hint: 'write --select state:modified+',
  })
}

const wordsOf = (options: Options, name: string): readonly string[] => {
  const words = listOption(options, name)
  return words.length === 0 ? [] : [`--${name} "${words.join(' ')}"`]
}

/** What the methods in use compare with; nothing is opened for those that are not. */
const backgroundOf = async (
  invocation: Invocation,
  settings: Settings,
  terms: readonly Term[],
  stack: Closing,
  signal: AbortSignal,
): Promise<Background> => {
  const root = settings.root.replaceAll('\\', '/')
  if (terms.every(({ all }) => all.every(({ method }) => method.background === undefined))) return { root }
  using database = openDatabaseReadOnly(databaseLocation(settings))
  const outcomes =
    database === undefined
      ? []
      : taskRecords(database, branchOption(invocation.options)).map(
          ({ task, outcome }) => [task, outcome] as const,
        )
  const registered = database === undefined ? [] : registeredResources(database)
  const known = { root, outcomes: new Map(outcomes) }
  if (!usesState(terms)) return known
  const other = await otherProject(invocation, settings, stack, signal)
  return { ...known, before: other ?? selectionGraph(registeredFacts(registered)) }
}

/** The project that `--state` names: a folder, or a revision of the repository. */
const otherProject = async (
  { io, options }: Invocation,
  { root }: Settings,
  stack: Closing,
  signal: AbortSignal,
): Promise<SelectionGraph | undefined> => {
  const name = textOption(options, 'state')
  if (name === undefined) return undefined
  const named = resolve(io.cwd, name)
  const folder = existsSync(named) ? named : stack.use(await checkOut(name, root, signal)).folder
  const { project, diagnostics } = await readProject(
    { io: { ...io, cwd: folder }, options: { ...options, project: undefined, manifestFile: [] }, args: [] },
    signal,
  )
  if (!hasErrors(diagnostics)) return selectionGraph(projectFacts(project))
  io.stderr.write(`the project that --state names has errors:\n`)
  throw new DiagnosticsError(diagnostics)
}
