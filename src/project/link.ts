import { type Diagnostic, diagnose, type Staged } from '../diagnostics/index.ts'
import { documentKey, type Resource, type WorkflowResource } from '../resources/index.ts'
import type { Settings } from '../settings/index.ts'
import { stacks } from '../stacks/index.ts'
import { checkReferences } from './check-references.ts'
import { orderTasks } from './order-tasks.ts'
import type { Project } from './project.ts'
import { type Task, taskId } from './task.ts'

/** Resolves what resources say about each other: depots, computes, who writes what another reads, and in which order. */
export const link = (resources: readonly Resource[], settings: Settings): Staged<Project> => {
  const duplicates = findDuplicates(resources)
  const nested = findNested(resources)
  const unordered = resources.flatMap((resource) =>
    resource.type === 'workflow' && !nested.workflows.has(resource) ? readTasks(resource, settings) : [],
  )
  const ordered = orderTasks(unordered)
  return {
    value: { settings, resources: duplicates.value, tasks: ordered.value },
    diagnostics: [
      ...duplicates.diagnostics,
      ...nested.diagnostics,
      ...ordered.diagnostics,
      ...checkReferences(resources, ordered.value, settings),
    ],
  }
}

/** Workflows that run as nodes of others. */
const findNested = (resources: readonly Resource[]) => {
  const workflows = resources.filter((resource) => resource.type === 'workflow')
  const runs = new Map(
    workflows.flatMap((by) => by.runs.map((run) => [run.key, { ...run, by: by.name }] as const)),
  )
  const nested = workflows.flatMap((workflow) => {
    const run = runs.get(documentKey(workflow.document))
    return run === undefined ? [] : [{ workflow, run }]
  })
  return {
    workflows: new Set<Resource>(nested.map(({ workflow }) => workflow)),
    diagnostics: nested.map(({ workflow, run: { node, by } }) =>
      diagnose('MR1461', { workflow: workflow.name, node, by }, workflow.place),
    ),
  }
}

const findDuplicates = (resources: readonly Resource[]): Staged<readonly Resource[]> => {
  const seen = new Map<string, Resource>()
  const diagnostics: Diagnostic[] = []
  for (const resource of resources) {
    const { type, workspace, name } = resource
    const key = `${type}/${workspace}/${name}`
    const first = seen.get(key)
    if (first === undefined) seen.set(key, resource)
    else
      diagnostics.push(
        diagnose('MR1401', { type, workspace, name }, resource.place, [
          { message: 'first declared here', place: first.place },
        ]),
      )
  }
  return { value: [...seen.values()], diagnostics }
}

const readTasks = (workflow: WorkflowResource, settings: Settings): readonly Task[] =>
  workflow.nodes.map((node) => {
    const { job } = node
    const uses = usesOf(job)
    return {
      id: taskId(workflow.workspace, workflow.name, node.name),
      workspace: workflow.workspace,
      workflow: workflow.name,
      node: node.name,
      job,
      engine: (node.compute === undefined ? undefined : settings.computes[node.compute]) ?? 'default',
      ...uses,
      dependsOn: node.dependencies.map((name) => taskId(workflow.workspace, workflow.name, name)),
      ...(node.retry === undefined ? {} : { retry: node.retry }),
      place: node.place,
    }
  })

const usesOf = (job: Task['job']): Pick<Task, 'reads' | 'writes'> => {
  switch (job.kind) {
    case 'flare':
      return { reads: stacks.flare.spec.reads(job), writes: stacks.flare.spec.writes(job) }
    case 'mock':
      return { reads: stacks.mock.spec.reads(job), writes: stacks.mock.spec.writes(job) }
    case 'scanner':
      return { reads: stacks.scanner.spec.reads(job), writes: stacks.scanner.spec.writes(job) }
  }
}
