import { run as runPlan } from '../../run/index.ts'
import { rememberProjectSql } from '../check-project-sql.ts'
import type { CommandHandler } from '../command.ts'
import { flag, listOption } from '../options.ts'
import { openProjectDeps, preparePlan, validProject } from '../prepare-plan.ts'
import { selectTasks } from '../select-tasks.ts'
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
