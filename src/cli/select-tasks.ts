import { nearest } from '../base/nearest.ts'
import { failure } from '../diagnostics/index.ts'
import type { Project, Task } from '../project/index.ts'
import { insteadOf, type Resource } from '../resources/index.ts'

/** Tasks of a workflow, or those of its nodes that are named. Throws MR9003 for a workflow or a node that the project does not have. */
export const selectTasks = (
  { tasks, resources }: Pick<Project, 'tasks' | 'resources'>,
  name: string,
  nodes: readonly string[],
): readonly Task[] => {
  const [workflow = name, workspace] = name.split('/').toReversed()
  const ofWorkflow = tasks.filter(
    (task) => task.workflow === workflow && (workspace === undefined || task.workspace === workspace),
  )
  const known = resources.filter(
    (resource) => resource.name === workflow && (workspace === undefined || resource.workspace === workspace),
  )
  if (ofWorkflow.length === 0) {
    refuseToRun(known)
    throw failure('MR9003', {
      type: 'workflow',
      name,
      near: nearest(
        name,
        tasks.map((task) => task.workflow),
      ),
    })
  }
  for (const node of nodes)
    if (!ofWorkflow.some((task) => isOf(task, node))) {
      if (known.some((resource) => resource.type === 'workflow' && resource.leftOut.includes(node)))
        throw failure('MR9004', {
          message: `node "${node}" of ${workflow} does not run here`,
          hint: 'millrace validate says why, and what does its work instead',
        })
      throw failure('MR9003', {
        type: 'node',
        name: node,
        near: nearest(
          node,
          ofWorkflow.map((task) => task.node),
        ),
      })
    }
  return nodes.length === 0 ? ofWorkflow : ofWorkflow.filter((task) => nodes.some((node) => isOf(task, node)))
}

/** A node that runs the workflow of another file is named for all of its nodes. */
const isOf = (task: Task, node: string): boolean => task.node === node || task.node.startsWith(`${node}.`)

/** Throws MR9004 for something that is declared and does not run here. */
const refuseToRun = (known: readonly Resource[]): void => {
  for (const { type, name } of known) {
    if (type === 'workflow')
      throw failure('MR9004', {
        message: `no node of workflow "${name}" runs here`,
        hint: 'millrace validate says why, and what does their work instead',
      })
    const instead = insteadOf(type)
    if (instead !== undefined)
      throw failure('MR9004', { message: `${type} "${name}" does not run here`, hint: instead })
  }
}
