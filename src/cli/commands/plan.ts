import { isDeepStrictEqual } from 'node:util'
import { hasChanges } from '../../plan/index.ts'
import type { Review, Side } from '../../review/index.ts'
import type { Settings } from '../../settings/index.ts'
import type { RegisteredResource } from '../../state/resource-store.ts'
import { appliedUsers } from '../../state/applied-settings-store.ts'
import { type Choice, chooseOf } from '../choose.ts'
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
  registeredFor,
  scopeOf,
  validSide,
} from '../prepare-plan.ts'

/** What apply would do, and why. Changes nothing. */
export const plan: CommandHandler = async (invocation, signal) => {
  const { options } = invocation
  const { project, lineage } = await validSide(invocation, signal)
  const choice = await chooseOf(invocation, project, signal)
  await using deps = openProjectDeps(project, invocation, { isReading: true })
  const prepared = await preparePlan(project, invocation, deps, {}, choice)
  await showPlan(
    {
      prepared,
      lineage,
      registered: registeredFor(project, invocation, deps.database),
      users: appliedUsers(deps.database),
      choice,
    },
    invocation,
    signal,
  )
  return flag(options, 'detailedExitcode') && hasWork(prepared) ? 3 : 0
}

type Planned = {
  readonly prepared: Prepared
  readonly lineage: Side['lineage']
  readonly registered: readonly RegisteredResource[]
  /** As they were applied. */
  readonly users: Settings['users'] | undefined
  readonly choice: Choice | undefined
}

/** A plan and what it does to data and readers, as `-o` wants them. */
export const showPlan = async (
  { prepared, lineage, registered, users, choice }: Planned,
  invocation: Invocation,
  signal: AbortSignal,
): Promise<void> => {
  const { io, options } = invocation
  const side = { lineage, project: { ...prepared.project, resources: prepared.resources } }
  // A first plan has nothing to be compared with, and an idle one nothing to tell: neither loads what compares.
  const review =
    registered.length > 0 &&
    (hasChanges(prepared.changes) ||
      (users !== undefined && !isDeepStrictEqual(users, { ...side.project.settings.users })))
      ? await (await import('../plan-review.ts')).reviewPlan(
          side,
          { resources: registered, users },
          scopeOf(invocation, choice),
          signal,
        )
      : undefined
  const form = textOption(options, 'output') ?? 'text'
  io.stdout.write(await printed(planView(prepared), review, form, usesColour(io.stdout, io.env, options)))
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
