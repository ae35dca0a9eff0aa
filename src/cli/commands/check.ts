import { failure } from '../../diagnostics/index.ts'
import { findBranch, mainBranch } from '../../lakehouse/index.ts'
import { run } from '../../run/index.ts'
import { stacks } from '../../stacks/index.ts'
import type { CommandHandler } from '../command.ts'
import { listOption } from '../options.ts'
import { openProjectDeps, preparePlan, validProject } from '../prepare-plan.ts'
import { selectTasks } from '../select-tasks.ts'
import { showEvents } from '../show-events.ts'

/** Evaluates the assertions of workflows, or of all, on the data as it is. Changes no table and no record of a task. */
export const check: CommandHandler = async (invocation, signal) => {
  const { options, args } = invocation
  const whole = { ...invocation, args: [] }
  const project = await validProject(whole, signal)
  const selected =
    args.length === 0
      ? project.tasks
      : args.flatMap((workflow) => selectTasks(project, workflow, listOption(options, 'node')))
  const checked = selected.filter(({ job }) => job.kind === 'flare' && stacks.flare.hasChecks(job))
  if (checked.length === 0)
    throw failure('MR9006', { what: args.length === 0 ? 'the project' : args.join(', ') })
  await using deps = openProjectDeps(project, invocation)
  if (deps.branch !== mainBranch) await findBranch(deps.lakehouse, deps.branch, signal)
  const selection = new Set(checked.map(({ id }) => id))
  const { tasks } = await preparePlan(project, whole, deps, { selection, force: true })
  // Checks wait for nothing: none of them changes what another one reads.
  const alone = tasks.map(({ task, decision }) => ({ task: { ...task, dependsOn: [] }, decision }))
  const command = ['check', ...args].join(' ')
  return await showEvents(run(alone, { command, checksOnly: true }, deps, signal), invocation, signal)
}
