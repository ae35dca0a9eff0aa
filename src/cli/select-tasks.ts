import { nearest } from '../base/nearest.ts'
import { diagnose, failure } from '../diagnostics/index.ts'
import type { Project, Task } from '../project/index.ts'
import { insteadOf, type Resource } from '../resources/index.ts'
import { condition, projectFacts, select, type Selector, selectionGraph } from '../selection/index.ts'
import { chooseOf, warn } from './choose.ts'
import type { Invocation } from './command.ts'
import { listOption, workspaceOption } from './options.ts'

/**
 * Tasks that a command line asks for: those of the workflows that it names, all where it names none, of them those of
 * `--node`, and of these what `--select` and `--exclude` choose. `words` say it again, for the record of a run.
 */
export const tasksToRun = async (
  invocation: Invocation,
  project: Project,
  signal: AbortSignal,
): Promise<{
  readonly tasks: readonly Task[]
  readonly words: readonly string[]
  readonly isChosen: boolean
}> => {
  const { args, options } = invocation
  const nodes = listOption(options, 'node')
  if (args.length === 0 && nodes.length > 0)
    throw failure('MR9004', {
      message: '--node names nodes of a workflow, and no workflow is named',
      hint: `write --select ${nodes.map((node) => `node:${node}`).join(' ')}`,
    })
  const workspace = workspaceOption(options)
  const there = workspace === undefined ? project : inWorkspace(project, workspace)
  const named =
    args.length === 0
      ? there.tasks
      : [...new Set(args.flatMap((workflow) => selectTasks(there, workflow, nodes)))]
  const choice = await chooseOf(invocation, project, signal)
  const tasks = choice === undefined ? named : named.filter(({ id }) => choice.tasks.has(id))
  if (tasks.length === 0 && choice !== undefined && choice.members.length > 0)
    warn(invocation, [
      diagnose('MR9016', { what: args.length === 0 ? 'a node' : `a node of ${args.join(', ')}` }),
    ])
  const place = workspace === undefined ? [] : ['-w', workspace]
  const words = [...args, ...place, ...nodes.flatMap((node) => ['--node', node]), ...(choice?.words ?? [])]
  return { tasks, words, isChosen: choice !== undefined }
}

const inWorkspace = (project: Declared, workspace: string): Declared => ({
  tasks: project.tasks.filter((task) => task.workspace === workspace),
  resources: project.resources.filter((resource) => resource.workspace === workspace),
})

/** Tasks of a workflow, or those of its nodes that are named. Throws MR9003 for a workflow or a node that the project does not have. */
export const selectTasks = (
  project: Pick<Project, 'tasks' | 'resources'>,
  name: string,
  nodes: readonly string[],
): readonly Task[] => {
  const graph = selectionGraph(projectFacts(project))
  const chosen = (...all: readonly Selector[]) => {
    const { members } = select(graph, { select: [{ text: name, all }] })
    return new Set(members.flatMap(({ task }) => task ?? []))
  }
  const workflow = condition('workflow', name)
  const ofWorkflow = chosen(workflow)
  if (ofWorkflow.size === 0) return refuseWorkflow(project, name)
  const wanted = nodes.map((node) => {
    const found = chosen(workflow, condition('node', node))
    if (found.size === 0) refuseNode(project, name, node, ofWorkflow)
    return found
  })
  return project.tasks.filter(({ id }) =>
    wanted.length === 0 ? ofWorkflow.has(id) : wanted.some((found) => found.has(id)),
  )
}

type Declared = Pick<Project, 'tasks' | 'resources'>

const refuseWorkflow = ({ tasks, resources }: Declared, name: string): never => {
  refuseToRun(calledSo(resources, name))
  throw failure('MR9003', {
    type: 'workflow',
    name,
    near: nearest(
      name,
      tasks.map((task) => task.workflow),
    ),
  })
}

const refuseNode = (
  { tasks, resources }: Declared,
  name: string,
  node: string,
  ofWorkflow: ReadonlySet<string>,
): never => {
  const known = calledSo(resources, name)
  if (known.some((resource) => resource.type === 'workflow' && resource.leftOut.includes(node)))
    throw failure('MR9004', {
      message: `node "${node}" of ${name.split('/').at(-1)} does not run here`,
      hint: 'millrace validate says why, and what does its work instead',
    })
  throw failure('MR9003', {
    type: 'node',
    name: node,
    near: nearest(
      node,
      tasks.filter(({ id }) => ofWorkflow.has(id)).map((task) => task.node),
    ),
  })
}

const calledSo = (resources: readonly Resource[], called: string): readonly Resource[] => {
  const [name, workspace] = called.split('/').toReversed()
  return resources.filter(
    (resource) => resource.name === name && (workspace === undefined || resource.workspace === workspace),
  )
}

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
