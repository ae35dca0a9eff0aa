import { hasChanges } from '../../plan/index.ts'
import type { Review } from '../../review/index.ts'
import { registeredResources } from '../../state/resource-store.ts'
import { chooseOf } from '../choose.ts'
import type { CommandHandler, Invocation } from '../command.ts'
import { flag, textOption, usesColour } from '../options.ts'
import { jsonText } from '../output/json-text.ts'
import { planLine, type PlanView, renderPlan } from '../output/plan-text.ts'
import {
  hasWork,
  openProjectDeps,
  planView,
  type Prepared,
  preparePlan,
  scopeOf,
  validSide,
} from '../prepare-plan.ts'

/** What apply would do, and why. Changes nothing. */
export const plan: CommandHandler = async (invocation, signal) => {
  const { options } = invocation
  const { project, lineage } = await validSide(invocation, signal)
  const choice = await chooseOf(invocation, project, signal)
  await using deps = openProjectDeps(project, invocation)
  const registered = registeredResources(deps.database)
  const prepared = await preparePlan(project, invocation, deps, {}, choice)
  const side = { lineage, project: { ...project, resources: prepared.resources } }
  // A first plan has nothing to be compared with, and an idle one nothing to tell: neither loads what compares.
  const review =
    registered.length > 0 && hasChanges(prepared.changes)
      ? await (await import('../plan-review.ts')).reviewPlan(
          side,
          registered,
          scopeOf(invocation, choice),
          signal,
        )
      : undefined
  await showPlan(prepared, review, invocation)
  return flag(options, 'detailedExitcode') && hasWork(prepared) ? 3 : 0
}

const showPlan = async (
  prepared: Prepared,
  review: Review | undefined,
  { io, options }: Invocation,
): Promise<void> => {
  const view = planView(prepared)
  io.stdout.write(
    await printed(
      view,
      review,
      textOption(options, 'output') ?? 'text',
      usesColour(io.stdout, io.env, options),
    ),
  )
}

const printed = async (
  view: PlanView,
  review: Review | undefined,
  form: string,
  colour: boolean,
): Promise<string> => {
  if (form === 'json') return `${jsonText({ formatVersion: 1, ...view, review })}\n`
  const plain = renderPlan(view, { colour: form === 'text' && colour })
  if (form === 'text' && review === undefined) return plain
  const { planGithub, planMarkdown, reviewText } = await import('../output/review-text.ts')
  if (form === 'markdown') return planMarkdown(review, plain)
  if (form === 'github') return planGithub(review, planLine(view))
  return review === undefined ? plain : `${plain}\n${reviewText(review, colour)}`
}
