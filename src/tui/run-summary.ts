import type { TaskId } from '../events.ts'
import { checkCountText, checkText, datasetText, publicationText } from './text/dataset-text.ts'
import { diagnosticLine } from './text/diagnostic-line.ts'
import { paint, type Tone } from './text/paint.ts'
import { counted, countText, durationText } from './text/quantity-text.ts'
import type { RunState, TaskState } from './run-state.ts'
import { retryCommand, taskLabels } from './task-labels.ts'
import { allTasks } from './task-list.ts'
import { oneLine } from './text/terminal-text.ts'

/**
 * What is left of a run when it is over, as lines: the outcome with every task counted once, each failed task with
 * its cause, what waits for it and how to run it again, then checks, published tables and the next command.
 */
export const runSummary = (state: RunState, { colour }: { readonly colour: boolean }): readonly string[] => {
  const tasks = allTasks(state.tasks)
  const labels = taskLabels(tasks)
  const label = (id: TaskId): string => labels.get(id) ?? id
  const failed = tasks.filter(({ status }) => status === 'failed')
  const dependents = dependentsOf(tasks)
  const sections = [
    [headline(state, tasks, colour)],
    ...failed.map((task) => failedLines(task, blockedBy(task.task, dependents).map(label), label, colour)),
    checkLines(tasks, colour),
    publishedLines(tasks),
    nextLines(state, tasks, colour),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

/** Lists longer than this are cut: the whole of it stands in the log above or in `millrace runs`. */
const listLimit = 20

const headline = (state: RunState, tasks: readonly TaskState[], colour: boolean): string => {
  const outcome = state.outcome ?? 'unfinished'
  const durationMs = state.durationMs ?? state.at - (state.startedAt ?? state.at)
  const counts = statusOrder.flatMap(([name, statuses]) => {
    const count = tasks.filter(({ status }) => statuses.includes(status)).length
    return count === 0 ? [] : [`${countText(count)} ${name}`]
  })
  const [word, tone] = outcomes[outcome]
  const total = `${counted(tasks.length, 'task')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`
  return `${paint(word, tone, colour)} in ${durationText(durationMs)}. ${total}.`
}

const outcomes = {
  succeeded: ['Succeeded', 'good'],
  failed: ['Failed', 'bad'],
  cancelled: ['Cancelled', 'warn'],
  unfinished: ['Unfinished', 'warn'],
} as const satisfies Record<string, readonly [string, Tone]>

const statusOrder: readonly (readonly [string, readonly TaskState['status'][]])[] = [
  ['failed', ['failed']],
  ['cancelled', ['cancelled']],
  ['not finished', ['pending', 'running', 'retrying']],
  ['skipped', ['skipped']],
  ['succeeded', ['succeeded']],
]

const failedLines = (
  task: TaskState,
  blocked: readonly string[],
  label: (id: TaskId) => string,
  colour: boolean,
): readonly string[] => {
  const took = task.durationMs === undefined ? '' : ` failed after ${durationText(task.durationMs)}`
  const causes = task.diagnostics.flatMap((diagnostic) => [
    `  ${diagnosticLine(diagnostic)}`,
    ...(diagnostic.hint === undefined ? [] : [`    hint: ${oneLine(diagnostic.hint)}`]),
  ])
  return [
    `${paint('✖', 'bad', colour)} ${paint(label(task.task), 'strong', colour)}${took}`,
    ...causes,
    ...cut(task.openChecks.map((check) => `  check ${checkText(check)}`)),
    ...(blocked.length === 0 ? [] : [`  blocked: ${blocked.slice(0, listLimit).join(', ')}${more(blocked)}`]),
    `  retry it: ${retryCommand(task)}`,
  ]
}

const more = (list: readonly string[]): string =>
  list.length <= listLimit ? '' : ` and ${countText(list.length - listLimit)} more`

const cut = (lines: readonly string[]): readonly string[] =>
  lines.length <= listLimit
    ? lines
    : [...lines.slice(0, listLimit), `  … ${countText(lines.length - listLimit)} more`]

const checkLines = (tasks: readonly TaskState[], colour: boolean): readonly string[] => {
  const passed = tasks.reduce((sum, task) => sum + task.passedChecks, 0)
  const open = tasks.flatMap((task) => task.openChecks)
  const said = checkCountText(passed, open)
  if (said === undefined) return []
  // Those of failed tasks stand with their task.
  const elsewhere = tasks.filter(({ status }) => status !== 'failed').flatMap((task) => task.openChecks)
  return [
    `Checks: ${open.length === 0 ? said : paint(said, 'bad', colour)}`,
    ...cut(elsewhere.map((check) => `  ${checkText(check)}`)),
  ]
}

const publishedLines = (tasks: readonly TaskState[]): readonly string[] => {
  const published = tasks.flatMap((task) => task.published)
  if (published.length === 0) return []
  const datasets = new Set(published.map(({ dataset }) => dataset)).size
  return [
    `Published: ${counted(datasets, 'table')}`,
    ...cut(published.map((snapshot) => `  ${datasetText(snapshot.dataset)}  ${publicationText(snapshot)}`)),
  ]
}

const nextLines = (state: RunState, tasks: readonly TaskState[], colour: boolean): readonly string[] => {
  const isOpen = tasks.some(({ status }) => status !== 'succeeded' && status !== 'skipped')
  if (!isOpen || state.command === undefined) return []
  const command = oneLine(state.command)
  const whole = command.startsWith('millrace') ? command : `millrace ${command}`
  return [`Run what is left: ${paint(whole, 'strong', colour)}`]
}

const dependentsOf = (tasks: readonly TaskState[]): ReadonlyMap<TaskId, readonly TaskState[]> => {
  const dependents = new Map<TaskId, TaskState[]>()
  for (const task of tasks)
    for (const before of task.dependsOn) {
      const known = dependents.get(before)
      if (known) known.push(task)
      else dependents.set(before, [task])
    }
  return dependents
}

/** Tasks that come after this one, near or far, and did not run. */
const blockedBy = (
  task: TaskId,
  dependents: ReadonlyMap<TaskId, readonly TaskState[]>,
): readonly TaskId[] => {
  const found = new Set<TaskId>()
  const queue = [task]
  for (const id of queue)
    for (const next of dependents.get(id) ?? [])
      if ((next.status === 'skipped' || next.status === 'cancelled') && !found.has(next.task)) {
        found.add(next.task)
        queue.push(next.task)
      }
  return [...found]
}
