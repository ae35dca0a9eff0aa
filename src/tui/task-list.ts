import type { TaskId } from '../events.ts'
import type { TaskState } from './task-state.ts'

/**
 * The tasks of a run in the order of the plan, replaced one at a time. Paged, because a run of ten thousand tasks
 * reports a hundred thousand events and a copy of the whole list for each would cost more than the run.
 */
export type TaskList = {
  readonly pages: readonly (readonly TaskState[])[]
  readonly positions: ReadonlyMap<TaskId, number>
}

const pageSize = 100

/** A list of the tasks; of several with one id only the first is kept. */
export const taskList = (tasks: readonly TaskState[]): TaskList => {
  const positions = new Map<TaskId, number>()
  const pages: TaskState[][] = []
  for (const task of tasks) {
    if (positions.has(task.task)) continue
    if (positions.size % pageSize === 0) pages.push([])
    pages.at(-1)?.push(task)
    positions.set(task.task, positions.size)
  }
  return { pages, positions }
}

export const findTask = (list: TaskList, task: TaskId): TaskState | undefined => {
  const position = list.positions.get(task)
  return position === undefined
    ? undefined
    : list.pages[Math.floor(position / pageSize)]?.[position % pageSize]
}

/** The list with this task in place of the one of the same id, or at the end. */
export const withTask = (list: TaskList, task: TaskState): TaskList => {
  const position = list.positions.get(task.task)
  if (position === undefined) return taskList([...list.pages.flat(), task])
  const at = Math.floor(position / pageSize)
  const page = (list.pages[at] ?? []).with(position % pageSize, task)
  return { pages: list.pages.with(at, page), positions: list.positions }
}

export const allTasks = (list: TaskList): readonly TaskState[] => list.pages.flat()
