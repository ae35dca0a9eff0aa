import { paint } from './text/paint.ts'
import { counted, countText, durationText } from './text/quantity-text.ts'
import type { RunState, TaskState } from './run-state.ts'
import { causeLine, glyph, type Moment, taskLine } from './task-line.ts'
import { allTasks } from './task-list.ts'
import { displayWidth, oneLine } from './text/terminal-text.ts'

/** How the screen is drawn: `rows` is the height of the terminal. */
export type ScreenSize = Moment & { readonly rows: number }

/**
 * The lines of the screen, at most `rows - 2`: Ink clears the whole terminal when a frame fills it, which flickers
 * and loses what stood above. A tree where it fits; then finished workflows as one line each; then single tasks,
 * failed and running ones first, and a last line that counts the rest.
 */
export const screenLines = (state: RunState, size: ScreenSize): readonly string[] => {
  const room = Math.max(1, size.rows - 2)
  const tasks = allTasks(state.tasks)
  const workflows = [...Map.groupBy(tasks, workflowKey).values()]
  const head = headerLine(state, tasks, size)
  // A long run is not drawn as a tree only to learn that it does not fit.
  if (workflows.length + 1 <= room) {
    if (tasks.length < room) {
      const tree = [head, ...workflows.flatMap((workflow) => treeLines(workflow, size))]
      if (tree.length <= room) return tree
    }
    const folded = [head, ...workflows.flatMap((workflow) => foldedLines(workflow, size))]
    if (folded.length <= room) return folded
  }
  return [head, ...urgentLines(tasks, room - 1, size)].slice(0, room)
}

const workflowKey = ({ task, node }: TaskState): string =>
  task.endsWith(`/${node}`) ? task.slice(0, -node.length - 1) : task

const headerLine = (state: RunState, tasks: readonly TaskState[], size: ScreenSize): string => {
  const done = tasks.filter(isDone).length
  const failed = tasks.filter(({ status }) => status === 'failed').length
  const running = tasks.filter(({ status }) => status === 'running').length
  const elapsed = state.durationMs ?? (state.startedAt === undefined ? undefined : size.now - state.startedAt)
  const command = state.command === undefined ? 'millrace' : `millrace ${oneLine(state.command)}`
  return [
    paint(command, 'strong', size.colour),
    `${countText(done)} of ${counted(tasks.length, 'task')} done`,
    ...(running === 0 ? [] : [`${countText(running)} running`]),
    ...(failed === 0 ? [] : [paint(`${countText(failed)} failed`, 'bad', size.colour)]),
    ...(elapsed === undefined ? [] : [paint(durationText(elapsed), 'dim', size.colour)]),
  ].join('  ')
}

const isDone = ({ status }: TaskState): boolean =>
  status !== 'pending' && status !== 'running' && status !== 'retrying'

const isFine = ({ status }: TaskState): boolean => status === 'succeeded' || status === 'skipped'

const treeLines = (workflow: readonly TaskState[], size: ScreenSize): readonly string[] => {
  const [first] = workflow
  if (first === undefined) return []
  if (workflow.length === 1)
    return withCause(first, taskLine(first, fullName(first), labelWidth([fullName(first)]), size), '', size)
  const width = labelWidth(workflow.map(({ node }) => node))
  return [
    workflowLine(workflow, size),
    ...workflow.flatMap((task) => withCause(task, `  ${taskLine(task, task.node, width, size)}`, '  ', size)),
  ]
}

const foldedLines = (workflow: readonly TaskState[], size: ScreenSize): readonly string[] =>
  workflow.every(isFine) || workflow.every(({ status }) => status === 'pending')
    ? [workflowLine(workflow, size)]
    : treeLines(workflow, size)

const fullName = ({ workflow, node }: TaskState): string =>
  workflow === node ? workflow : `${workflow}/${node}`

/** Names are padded to the longest, but one long name must not push everything else off the screen. */
const labelWidth = (names: readonly string[]): number => Math.min(36, Math.max(...names.map(displayWidth)))

const withCause = (
  task: TaskState,
  line: string,
  indent: string,
  { colour }: ScreenSize,
): readonly string[] => {
  const cause = causeLine(task)
  return cause === undefined ? [line] : [line, `${indent}    ${paint(cause, 'bad', colour)}`]
}

const workflowLine = (workflow: readonly TaskState[], size: ScreenSize): string => {
  const done = workflow.filter(isDone).length
  const spent = workflow.reduce((sum, task) => sum + (task.durationMs ?? 0), 0)
  const rows = workflow.reduce((sum, task) => sum + (task.rowsWritten ?? 0), 0)
  const name = paint(workflow[0]?.workflow ?? '', 'strong', size.colour)
  const facts = [
    `${countText(done)} of ${countText(workflow.length)}`,
    ...(rows === 0 ? [] : [counted(rows, 'row')]),
    ...(spent === 0 ? [] : [paint(durationText(spent), 'dim', size.colour)]),
  ]
  return `${glyph(workflowStatus(workflow), size)} ${name}  ${facts.join('  ')}`
}

/** The worst of the finished, else running while anything goes on. */
const workflowStatus = (workflow: readonly TaskState[]): TaskState['status'] => {
  const has = (status: TaskState['status']): boolean => workflow.some((task) => task.status === status)
  if (has('failed')) return 'failed'
  if (has('cancelled')) return 'cancelled'
  if (workflow.every(({ status }) => status === 'skipped')) return 'skipped'
  if (workflow.every(isFine)) return 'succeeded'
  return workflow.every(({ status }) => status === 'pending') ? 'pending' : 'running'
}

const urgency: Readonly<Record<TaskState['status'], number>> = {
  failed: 0,
  running: 1,
  retrying: 2,
  cancelled: 3,
  pending: 4,
  succeeded: 5,
  skipped: 6,
}

const urgentLines = (tasks: readonly TaskState[], room: number, size: ScreenSize): readonly string[] => {
  const sorted = tasks.toSorted((a, b) => urgency[a.status] - urgency[b.status])
  const shown = sorted.slice(0, Math.max(0, room - 1))
  const rest = sorted.slice(shown.length)
  const width = shown.length === 0 ? 0 : labelWidth(shown.map(fullName))
  const lines = shown.map((task) => {
    const cause = causeLine(task)
    const line = taskLine(task, fullName(task), width, size)
    return cause === undefined ? line : `${line}  ${paint(cause, 'bad', size.colour)}`
  })
  if (rest.length === 0) return lines
  const finished = rest.filter(isDone).length
  const waiting = rest.filter(({ status }) => status === 'pending').length
  const working = rest.length - finished - waiting
  const kinds = [
    ...(working === 0 ? [] : [`${countText(working)} running`]),
    ...(waiting === 0 ? [] : [`${countText(waiting)} waiting`]),
    ...(finished === 0 ? [] : [`${countText(finished)} done`]),
  ]
  return [...lines, paint(`… ${countText(rest.length)} more: ${kinds.join(', ')}`, 'dim', size.colour)]
}
