import { chooseOf } from '../choose.ts'
import type { CommandHandler } from '../command.ts'
import { flag, textOption, usesColour } from '../options.ts'
import { renderPlan } from '../output/plan-text.ts'
import { hasWork, openProjectDeps, planView, preparePlan, validProject } from '../prepare-plan.ts'

/** What apply would do, and why. Changes nothing. */
export const plan: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const project = await validProject(invocation, signal)
  const choice = await chooseOf(invocation, project, signal)
  await using deps = openProjectDeps(project, invocation)
  const prepared = await preparePlan(project, invocation, deps, {}, choice)
  const view = planView(prepared)
  io.stdout.write(
    textOption(options, 'output') === 'json'
      ? `${JSON.stringify({ formatVersion: 1, ...view })}\n`
      : renderPlan(view, { colour: usesColour(io.stdout, io.env, options) }),
  )
  return flag(options, 'detailedExitcode') && hasWork(prepared) ? 3 : 0
}
