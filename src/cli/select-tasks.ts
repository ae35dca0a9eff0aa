import { nearest } from '../base/nearest.ts'
import { failure } from '../diagnostics/index.ts'
import type { Task } from '../project/index.ts'

/** Tasks of a workflow, or those of its nodes that are named. Throws MR9003 for a workflow or a node that the project does not have. */
export const selectTasks = (
  tasks: readonly Task[],
  name: string,
  nodes: readonly string[],
): readonly Task[] => {
  const [workflow = name, workspace] = name.split('/').toReversed()
  const ofWorkflow = tasks.filter(
    (task) => task.workflow === workflow && (workspace === undefined || task.workspace === workspace),
  )
  if (ofWorkflow.length === 0)
    throw failure('MR9003', {
      type: 'workflow',
      name,
      near: nearest(
        name,
        tasks.map((task) => task.workflow),
      ),
    })
  for (const node of nodes)
    if (!ofWorkflow.some((task) => task.node === node))
      throw failure('MR9003', {
        type: 'node',
        name: node,
        near: nearest(
          node,
          ofWorkflow.map((task) => task.node),
        ),
      })
  return nodes.length === 0 ? ofWorkflow : ofWorkflow.filter((task) => nodes.includes(task.node))
}
