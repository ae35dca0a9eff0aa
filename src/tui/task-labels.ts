import type { TaskId, TaskSummary } from '../events.ts'

/**
 * What to call each task of a run: the node where no two nodes share a name, else `workflow/node`, else the whole
 * id. One form for the whole run, so that a log can be searched.
 */
export const taskLabels = (tasks: readonly TaskSummary[]): ReadonlyMap<TaskId, string> => {
  const form = forms.find((form) => new Set(tasks.map(form)).size === tasks.length) ?? wholeId
  return new Map(tasks.map((task) => [task.task, form(task)]))
}

/** The command that runs one task again. */
export const retryCommand = ({ task, workflow, node }: TaskSummary): string => {
  const [workspace, ...rest] = task.split('/')
  const elsewhere = rest.length === 2 && workspace !== undefined && workspace !== 'public'
  return `millrace run ${workflow} --node ${node}${elsewhere ? ` -w ${workspace}` : ''}`
}

const wholeId = (task: TaskSummary): string => task.task
const forms = [
  (task: TaskSummary): string => task.node,
  (task: TaskSummary): string => `${task.workflow}/${task.node}`,
  wholeId,
]
