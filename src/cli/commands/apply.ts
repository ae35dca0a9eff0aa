import { join } from 'node:path'
import { DiagnosticsError } from '../../diagnostics/index.ts'
import { mainBranch } from '../../lakehouse/index.ts'
import { findMovedOutputs } from '../../plan/index.ts'
import { register, registerOnBranch, run, settle } from '../../run/index.ts'
import { referenceOf } from '../../selection/index.ts'
import { appliedUsers } from '../../state/applied-settings-store.ts'
import { acquireRunLock } from '../../state/run-lock.ts'
import { rememberProjectSql, saveTranslations } from '../check-project-sql.ts'
import { chooseOf } from '../choose.ts'
import type { CommandHandler } from '../command.ts'
import { flag, textOption, usesColour } from '../options.ts'
import { renderPlan } from '../output/plan-text.ts'
import { hasWork, openProjectDeps, planView, preparePlan, registeredFor, validSide } from '../prepare-plan.ts'
import { showEvents } from '../show-events.ts'
import { showPlan } from './plan.ts'

/** Validates, plans, registers, and runs what changed. Nothing is registered where anything is wrong. */
export const apply: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const { project, lineage } = await validSide(invocation, signal)
  const choice = await chooseOf(invocation, project, signal)
  await using deps = openProjectDeps(project, invocation)
  const isDryRun = flag(options, 'dryRun')
  using _lock = isDryRun ? undefined : lockProject(project.settings.stateFolder, 'apply')
  const fullRefresh = flag(options, 'fullRefresh')
  if (!isDryRun) await settle(deps, signal)
  const prepared = await preparePlan(project, invocation, deps, { fullRefresh }, choice)
  const applied = new Set(
    prepared.resources.map(({ type, workspace, name }) => referenceOf(type, workspace, name)),
  )
  const registered = registeredFor(project, invocation, deps.database)
  const before = registered.filter(({ type, workspace, name }) =>
    applied.has(referenceOf(type, workspace, name)),
  )
  const moved = deps.branch === mainBranch ? findMovedOutputs(project.tasks, before) : []
  if (moved.length > 0 && !flag(options, 'force')) throw new DiagnosticsError(moved)
  const isText = textOption(options, 'output') !== 'json'
  if (isDryRun) {
    await showPlan(
      { prepared, lineage, registered, users: appliedUsers(deps.database), choice },
      invocation,
      signal,
    )
    return 0
  }
  if (isText)
    io.stdout.write(renderPlan(planView(prepared), { colour: usesColour(io.stdout, io.env, options) }))
  const { resources } = prepared
  if (deps.branch === mainBranch)
    register({ resources, tasks: project.tasks, users: project.settings.users }, prepared.changes, deps)
  else registerOnBranch(resources, deps)
  saveTranslations(project, deps.database)
  if (options['run'] === false || !hasWork(prepared)) return 0
  const work = prepared.tasks.some(({ decision }) => decision.kind !== 'skip')
  if (!work) return 0
  if (isText) io.stdout.write('\n')
  const code = await showEvents(
    run(
      prepared.tasks,
      { command: ['apply', ...(choice?.words ?? [])].join(' '), fullRefresh },
      deps,
      signal,
    ),
    invocation,
    signal,
  )
  if (!signal.aborted) await rememberProjectSql(project, deps.database, signal)
  return code
}

/** Throws MR3008 where another process changes this project. */
export const lockProject = (stateFolder: string, command: string): Disposable =>
  acquireRunLock(join(stateFolder, 'run.lock'), { command, at: new Date().toISOString() })
