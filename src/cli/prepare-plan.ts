import { nearest } from '../base/nearest.ts'
import { printAddress } from '../address.ts'
import { DiagnosticsError, failure, hasErrors, renderText, sortDiagnostics } from '../diagnostics/index.ts'
import {
  hasChanges,
  type PlannedTask,
  planChanges,
  planTasks,
  type PlanRequest,
  type ResourceChange,
} from '../plan/index.ts'
import type { Project, Task } from '../project/index.ts'
import { type Resource, workspaceTypes } from '../resources/index.ts'
import { declared, observe, type OpenedDeps, openDeps } from '../run/index.ts'
import { referenceOf } from '../selection/index.ts'
import type { Database } from '../state/database.ts'
import { type RegisteredResource, registeredResources } from '../state/resource-store.ts'
import type { Choice } from './choose.ts'
import type { Invocation } from './command.ts'
import { namedElsewhere } from './named-elsewhere.ts'
import { depotBindings, namedPaths, readProject, sourcesOf } from './open-project.ts'
import { branchOption, usesColour, workspaceOption } from './options.ts'
import type { PlanView } from './output/plan-text.ts'
import type { ReadProject } from './project-reader.ts'

export type Prepared = {
  readonly project: Project
  /** What applying registers. */
  readonly resources: readonly Resource[]
  readonly changes: readonly ResourceChange[]
  readonly tasks: readonly PlannedTask[]
}

/** A project without errors. Warnings are told on standard error; errors are thrown, all of them. */
export const validProject = async (invocation: Invocation, signal: AbortSignal): Promise<Project> =>
  (await validSide(invocation, signal)).project

/** The same, with where its columns come from. */
export const validSide = async (
  invocation: Invocation,
  signal: AbortSignal,
): Promise<Pick<ReadProject, 'project' | 'lineage'>> => {
  const { io, options } = invocation
  const read = await readProject(invocation, signal)
  const { project, lineage } = read
  const diagnostics = sortDiagnostics([...read.diagnostics, ...namedElsewhere(project, invocation)])
  const sources = sourcesOf(project.settings.root)
  const colour = usesColour(io.stderr, io.env, options)
  const text = renderText(diagnostics, { sources, colour })
  if (diagnostics.length > 0) io.stderr.write(text)
  if (hasErrors(diagnostics)) throw new DiagnosticsError([])
  return { project, lineage }
}

/** On the branch that `--branch` names. */
export const openProjectDeps = (
  project: Project,
  { options }: Invocation,
  { isReading = false }: { readonly isReading?: boolean } = {},
): OpenedDeps =>
  openDeps({
    settings: project.settings,
    depots: depotBindings(project),
    branch: branchOption(options),
    isReading,
  })

/** The plan of a project against what is registered and what the datasets are now. */
export const preparePlan = async (
  project: Project,
  invocation: Invocation,
  deps: OpenedDeps,
  request: PlanRequest = {},
  choice?: Choice,
): Promise<Prepared> => {
  const scope = scopeOf(invocation, choice)
  const known = await observe(project.tasks, deps)
  const registered = registeredFor(project, invocation, deps.database)
  const resources = choice === undefined ? project.resources : chosenResources(choice, project, registered)
  return {
    project,
    resources,
    changes: planChanges(declared(resources), registered, scope),
    tasks: planTasks(
      project.tasks,
      known,
      choice === undefined ? request : { ...request, selection: choice.tasks },
    ),
  }
}

/**
 * What is registered with a choice: what was chosen, the workflows of chosen nodes, and what guards the tables that
 * they write. A table is not read before the tags of its columns are known, nor before a policy that is not in force
 * yet.
 */
const chosenResources = (
  { has, tasks }: Choice,
  project: Project,
  registered: readonly RegisteredResource[],
): readonly Resource[] => {
  const run = project.tasks.filter(({ id }) => tasks.has(id))
  const workflows = new Set(
    run.map(({ workspace, workflow }) => referenceOf('workflow', workspace, workflow)),
  )
  const written = new Set(run.flatMap(({ writes }) => writes.map(({ address }) => printAddress(address))))
  const known = new Set(registered.map(({ type, workspace, name }) => referenceOf(type, workspace, name)))
  return project.resources.filter((resource) => {
    const reference = referenceOf(resource.type, resource.workspace, resource.name)
    if (has(reference) || workflows.has(reference)) return true
    if (resource.type === 'dataset') return written.has(printAddress(resource.address))
    return resource.type === 'policy' && written.size > 0 && !known.has(reference)
  })
}

/** Whether what is registered and not declared is to go: not where only a part of the project is meant. */
export const scopeOf = (
  invocation: Invocation,
  choice: Choice | undefined,
): 'whole project' | 'named files' =>
  namedPaths(invocation).length === 0 && choice === undefined ? 'whole project' : 'named files'

/**
 * What is registered, as far as a command with `-w` means it: it compares nothing with other workspaces, and lets
 * nothing in them go, but for what the project itself has there.
 */
export const registeredFor = (
  { resources }: Project,
  { options }: Invocation,
  database: Database,
): readonly RegisteredResource[] => {
  const registered = registeredResources(database)
  const meant = workspaceOption(options)
  if (meant === undefined) return registered
  const own = new Set(resources.map(({ type, workspace, name }) => referenceOf(type, workspace, name)))
  return registered.filter(
    ({ type, workspace, name }) =>
      workspace === meant || !workspaceTypes.has(type) || own.has(referenceOf(type, workspace, name)),
  )
}

/** Throws MR9004 for a `-w` that nothing was ever applied to: it was mistyped, and its record would begin anew. */
export const refuseUnknownWorkspace = ({ options }: Invocation, database: Database): void => {
  const meant = workspaceOption(options)
  if (meant === undefined || meant === 'public') return
  const known = [...new Set(registeredResources(database).map(({ workspace }) => workspace))]
  if (known.includes(meant)) return
  const near = nearest(meant, known)
  throw failure('MR9004', {
    message: `nothing is registered in the workspace "${meant}"`,
    hint:
      near === undefined
        ? `millrace apply -w ${meant} registers what names no other one`
        : `did you mean "${near}"?`,
  })
}

/** Names as short as they can be: the workspace only where it is not the usual one. */
export const taskName = ({ workspace, workflow, node }: Task): string =>
  workspace === 'public' ? `${workflow}/${node}` : `${workspace}/${workflow}/${node}`

export const planView = ({ project, changes, tasks }: Prepared): PlanView => {
  const names = new Map(project.tasks.map((task) => [task.id, taskName(task)]))
  const planned = new Set(tasks.map(({ task }) => task.id))
  return {
    changes,
    tasks: tasks.map(({ task, decision }) => ({
      task: taskName(task),
      decision: decision.kind,
      reason: decision.reason,
      // Of what was not chosen nothing is waited for.
      dependsOn: task.dependsOn.filter((id) => planned.has(id)).map((id) => names.get(id) ?? id),
    })),
  }
}

/** True where applying the plan would do anything at all. */
export const hasWork = ({ changes, tasks }: Prepared): boolean =>
  hasChanges(changes) || tasks.some(({ decision }) => decision.kind !== 'skip')
