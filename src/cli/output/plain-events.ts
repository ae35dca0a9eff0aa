import type { RunEvent } from '../../events.ts'
import {
  allTasks,
  clockText,
  displayWidth,
  foldRun,
  padToWidth,
  paint,
  runBeforeEvents,
  type RunState,
  runSummary,
  taskLabels,
} from '../../tui/index.ts'
import { eventLines } from './event-lines.ts'

export type PlainOptions = { readonly colour: boolean }

/** What the log remembers between two events. */
export type PlainState = {
  readonly run: RunState
  readonly labels: ReadonlyMap<string, string>
  readonly labelWidth: number
  /** When each task last said how far it is, in milliseconds since the epoch. */
  readonly spokenAt: ReadonlyMap<string, number>
}

export const plainStart: PlainState = {
  run: runBeforeEvents,
  labels: new Map(),
  labelWidth: 0,
  spokenAt: new Map(),
}

/** A task tells its progress at most this often, and a task that is done before not at all. */
const progressEveryMs = 5000

/**
 * The lines of the log for one event, each beginning with the time (UTC) and the task, so that it can be searched and
 * cut into columns; the end of the run adds the summary. Lines have no line end.
 */
export const plainEvent = (
  event: RunEvent,
  before: PlainState,
  { colour }: PlainOptions,
): { readonly state: PlainState; readonly lines: readonly string[] } => {
  const folded = { ...before, run: foldRun(before.run, event) }
  const named = event.kind === 'run.started' ? { ...folded, ...labelling(folded.run) } : folded
  const { state, isQuiet } = withProgress(event, named)
  if (isQuiet) return { state, lines: [] }
  const subject = 'task' in event ? (state.labels.get(event.task) ?? event.task) : 'run'
  const start = `${paint(clockText(event.at), 'dim', colour)}  ${padToWidth(subject, state.labelWidth)}`
  const lines = eventLines(event, colour).map((line) => `${start}  ${line}`)
  if (event.kind !== 'run.finished') return { state, lines }
  return { state, lines: [...lines, '', ...runSummary(state.run, { colour })] }
}

/** The log of a run as text, line by line; a run whose events break off still gets its summary. */
export async function* plainEvents(
  events: AsyncIterable<RunEvent>,
  options: PlainOptions,
): AsyncIterable<string> {
  let state = plainStart
  for await (const event of events) {
    const next = plainEvent(event, state, options)
    state = next.state
    for (const line of next.lines) yield `${line}\n`
  }
  if (state.run.outcome === undefined && state.run.run !== undefined)
    yield `\n${runSummary(state.run, options).join('\n')}\n`
}

const labelling = (run: RunState): Pick<PlainState, 'labels' | 'labelWidth'> => {
  const labels = taskLabels(allTasks(run.tasks))
  return { labels, labelWidth: Math.min(40, Math.max(3, ...[...labels.values()].map(displayWidth))) }
}

const withProgress = (
  event: RunEvent,
  state: PlainState,
): { readonly state: PlainState; readonly isQuiet: boolean } => {
  if (event.kind === 'task.started') return { state: spoken(state, event.task), isQuiet: false }
  if (event.kind === 'task.finished') return { state: silent(state, event.task), isQuiet: false }
  if (event.kind !== 'task.progress') return { state, isQuiet: false }
  const last = state.spokenAt.get(event.task)
  if (last !== undefined && state.run.at - last < progressEveryMs) return { state, isQuiet: true }
  return { state: spoken(state, event.task), isQuiet: false }
}

/** Only running tasks are remembered: the map is copied for every line. */
const silent = (state: PlainState, task: string): PlainState => {
  const spokenAt = new Map(state.spokenAt)
  spokenAt.delete(task)
  return { ...state, spokenAt }
}

const spoken = (state: PlainState, task: string): PlainState => ({
  ...state,
  spokenAt: new Map(state.spokenAt).set(task, state.run.at),
})
