import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import type { Task } from '../../project/index.ts'
import { run as runPlan } from '../../run/index.ts'
import { rememberProjectSql } from '../check-project-sql.ts'
import type { CommandHandler } from '../command.ts'
import { flag, listOption } from '../options.ts'
import { openProjectDeps, preparePlan, validProject } from '../prepare-plan.ts'
import { showEvents } from '../show-events.ts'
import { lockProject } from './apply.ts'

/** Runs workflows now, changed or not, with nothing before or after them. */
export const run: CommandHandler = async (invocation, signal) => {
  const { options, args } = invocation
  const whole = { ...invocation, args: [] }
  const project = await validProject(whole, signal)
  const selected = args.flatMap((workflow) =>
    selectTasks(project.tasks, workflow, listOption(options, 'node')),
  )
  await using deps = openProjectDeps(project, invocation)
  using _lock = lockProject(project.settings.stateFolder, 'run')
  const fullRefresh = flag(options, 'fullRefresh')
  const selection = new Set(selected.map(({ id }) => id))
  const { tasks } = await preparePlan(project, whole, deps, { selection, force: true, fullRefresh })
  const command = ['run', ...args, ...listOption(options, 'node').flatMap((node) => ['--node', node])].join(
    ' ',
  )
  const code = await showEvents(runPlan(tasks, { command, fullRefresh }, deps, signal), invocation, signal)
  if (!signal.aborted) await rememberProjectSql(project, deps.database, signal)
  return code
}

/** Throws MR9003 for a workflow or a node that the project does not have. */
const selectTasks = (tasks: readonly Task[], name: string, nodes: readonly string[]): readonly Task[] => {
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
