import { diagnose, failure } from '../../diagnostics/index.ts'
import { findBranch, mainBranch } from '../../lakehouse/index.ts'
import { run } from '../../run/index.ts'
import { stacks } from '../../stacks/index.ts'
import { warn } from '../choose.ts'
import type { CommandHandler } from '../command.ts'
import { openProjectDeps, preparePlan, refuseUnknownWorkspace, validProject } from '../prepare-plan.ts'
import { tasksToRun } from '../select-tasks.ts'
import { showEvents } from '../show-events.ts'

/** Evaluates the assertions of workflows, or of all, on the data as it is. Changes no table and no record of a task. */
export const check: CommandHandler = async (invocation, signal) => {
  const { args } = invocation
  const whole = { ...invocation, args: [] }
  const project = await validProject(whole, signal)
  const { tasks: selected, words, isChosen } = await tasksToRun(invocation, project, signal)
  const checked = selected.filter(({ job }) => job.kind === 'flare' && stacks.flare.hasChecks(job))
  if (checked.length === 0) {
    if (!isChosen) throw failure('MR9006', { what: args.length === 0 ? 'the project' : args.join(', ') })
    if (selected.length > 0) warn(invocation, [diagnose('MR9016', { what: 'a node with assertions' })])
    invocation.io.stderr.write('nothing to check\n')
    return 0
  }
  await using deps = openProjectDeps(project, invocation)
  refuseUnknownWorkspace(invocation, deps.database)
  if (deps.branch !== mainBranch) await findBranch(deps.lakehouse, deps.branch, signal)
  const selection = new Set(checked.map(({ id }) => id))
  const { tasks } = await preparePlan(project, whole, deps, { selection, force: true })
  // Checks wait for nothing: none of them changes what another one reads.
  const alone = tasks.map(({ task, decision }) => ({ task: { ...task, dependsOn: [] }, decision }))
  const command = ['check', ...words].join(' ')
  return await showEvents(run(alone, { command, checksOnly: true }, deps, signal), invocation, signal)
}
