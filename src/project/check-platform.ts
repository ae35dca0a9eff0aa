import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, type Place } from '../diagnostics/index.ts'
import { bundledWorkspaces, type Resource, type WorkflowNode, workspaceTypes } from '../resources/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Project } from './project.ts'

/**
 * What DataOS asks for and nothing here needs, each told once for a project: computes (MR1450), workspaces (MR1452,
 * MR1453), what scanners are for and who runs them (MR1454, MR1455). And schedules that ended before `now` (MR1467).
 * Told by the command that validates, not by each that works on a project. `workspace` is one that the command line
 * names: nobody has to declare it.
 */
export const checkPlatform = (
  { resources, settings }: Pick<Project, 'resources' | 'settings'>,
  now: Date,
  workspace?: string,
): readonly Diagnostic[] => {
  const nodes = resources.flatMap((resource) => (resource.type === 'workflow' ? resource.nodes : []))
  return [
    ...checkComputes(nodes),
    ...checkWorkspaces(resources, workspace),
    ...nodes.flatMap((node) => checkScanned(node, resources, settings)),
    ...checkScanners(nodes),
    ...checkEnded(resources, now),
  ]
}

/** Stacks of DataOS that run here; ours need no compute anywhere. */
const platformStacks: ReadonlySet<string> = new Set(['flare', 'scanner'])

const checkComputes = (nodes: readonly WorkflowNode[]): readonly Diagnostic[] => {
  const without = nodes.filter(({ stack, compute }) => compute === undefined && platformStacks.has(stack))
  const [first, ...others] = without
  if (first === undefined) return []
  return [diagnose('MR1450', { node: first.name, more: others.length }, first.place)]
}

const checkWorkspaces = (
  resources: readonly Resource[],
  named: string | undefined,
): readonly Diagnostic[] => {
  const mentions = resources.flatMap((resource) => mentionedWorkspace(resource) ?? [])
  const without = resources.filter(
    (resource) => workspaceTypes.has(resource.type) && mentionedWorkspace(resource) === undefined,
  )
  const [first, ...others] = without
  const unnamed =
    first === undefined
      ? []
      : [diagnose('MR1452', { type: first.type, name: first.name, more: others.length }, first.place)]
  // Where some resources say where they belong, one that does not was probably forgotten.
  const isMixed = mentions.some(({ name }) => name !== 'public')
  const declared = new Set([
    'public',
    ...(named === undefined ? [] : [named]),
    ...resources.flatMap(declaredWorkspaces),
  ])
  const unknown = [...Map.groupBy(mentions, ({ name }) => name)].flatMap(([workspace, [mention]]) => {
    if (declared.has(workspace) || mention === undefined) return []
    return [diagnose('MR1453', { workspace, near: nearest(workspace, declared) }, mention.place())]
  })
  return [
    ...unnamed.map((found) => (isMixed ? { ...found, severity: 'warning' as const } : found)),
    ...unknown,
  ]
}

const mentionedWorkspace = ({
  document,
}: Resource): { readonly name: string; readonly place: () => Place } | undefined => {
  const { value } = document
  const written: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'workspace') : undefined
  if (typeof written !== 'string' || written.trim() === '') return undefined
  // Found only where it is told: looking for it may mean to parse the file again.
  return { name: written, place: () => document.place(['workspace']) }
}

const declaredWorkspaces = (resource: Resource): readonly string[] => {
  if (resource.type === 'workspace') return [resource.name]
  return resource.type === 'bundle' ? bundledWorkspaces(resource) : []
}

/** What a scanner has nothing to list in. */
const objectStores: ReadonlySet<string> = new Set(['ABFSS', 'WASBS', 'S3', 'GCS'])

const checkScanned = (
  { job }: WorkflowNode,
  resources: readonly Resource[],
  settings: Settings,
): readonly Diagnostic[] => {
  if (job.kind !== 'scanner' || job.depot.depot in settings.depots) return []
  return resources.flatMap((resource) => {
    if (resource.type !== 'depot' || resource.name.toLowerCase() !== job.depot.depot) return []
    const holdsTables = String(resource.connection['format'] ?? '').toLowerCase() === 'iceberg'
    if (holdsTables || !objectStores.has(resource.depotType)) return []
    return [diagnose('MR1454', { depot: resource.name, type: resource.depotType }, job.place)]
  })
}

const checkScanners = (nodes: readonly WorkflowNode[]): readonly Diagnostic[] => {
  const others = nodes.filter(({ job, runAsUser }) => job.kind === 'scanner' && runAsUser !== 'metis')
  const [first, ...more] = others
  return first === undefined ? [] : [diagnose('MR1455', { node: first.name, more: more.length }, first.place)]
}

const checkEnded = (resources: readonly Resource[], now: Date): readonly Diagnostic[] =>
  endsOf(resources).flatMap(({ workflow, text, place, at }) =>
    at > now.getTime() ? [] : [diagnose('MR1467', { workflow, endOn: text }, place)],
  )

/** When the next schedule ends, in milliseconds: until then `checkPlatform` says the same. */
export const nextEnd = ({ resources }: Pick<Project, 'resources'>, now: Date): number | undefined =>
  endsOf(resources)
    .map(({ at }) => at)
    .filter((at) => at > now.getTime())
    .sort((a, b) => a - b)[0]

const endsOf = (resources: readonly Resource[]) =>
  resources.flatMap((resource) => {
    if (resource.type !== 'workflow' || resource.schedule?.endOn === undefined) return []
    const { place } = resource.schedule.endOn
    const text = resource.schedule.endOn.text.trim()
    const at = Date.parse(text)
    return Number.isNaN(at) ? [] : [{ workflow: resource.name, text, place, at }]
  })
