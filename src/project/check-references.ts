import { namesDataset, printAddress } from '../address.ts'
import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, type Place } from '../diagnostics/index.ts'
import type { DataProductResource, Resource } from '../resources/index.ts'
import type { Settings } from '../settings/index.ts'
import { checkNamed } from './check-named.ts'
import type { Task } from './task.ts'

/** Names that point nowhere: an error where a run would need them, a warning where the platform would have them. */
export const checkReferences = (
  resources: readonly Resource[],
  tasks: readonly Task[],
  settings: Settings,
): readonly Diagnostic[] => [
  ...tasks.flatMap((task) =>
    [...task.reads, ...task.writes].flatMap(({ address, place }) =>
      checkDepot(address.depot, place, resources, settings),
    ),
  ),
  ...checkOutputs(resources, tasks, settings),
  ...checkKinds(resources, tasks, settings),
  ...checkComputes(resources, settings),
  ...checkVolumes(resources),
  ...checkWriters(tasks),
  ...checkDescriptions(resources),
  ...checkNamed(resources, knownDepots(resources, settings)),
  ...resources.flatMap((resource) =>
    resource.type === 'data' ? checkProduct(resource, resources, settings) : [],
  ),
]

const checkDepot = (
  depot: string,
  place: Place,
  resources: readonly Resource[],
  settings: Settings,
): readonly Diagnostic[] => {
  if (depot in settings.depots) return []
  const type = depotType(depot, resources, settings)
  if (type !== undefined)
    return type === 'FILE' || type === 'LAKEHOUSE' ? [] : [diagnose('MR1403', { depot, type }, place)]
  const known = knownDepots(resources, settings)
  return [diagnose('MR1402', { depot, known, near: nearest(depot, known) }, place)]
}

/** What can be written where is known before anything runs. */
const checkOutputs = (
  resources: readonly Resource[],
  tasks: readonly Task[],
  settings: Settings,
): readonly Diagnostic[] =>
  tasks.flatMap(({ job }) => {
    if (job.kind !== 'flare') return []
    return job.outputs.flatMap(({ address, format, place }) => {
      const type = depotType(address.depot, resources, settings)
      if (type !== 'FILE' && type !== 'LAKEHOUSE') return []
      const written = format ?? (type === 'LAKEHOUSE' ? 'iceberg' : 'files')
      if (type === 'LAKEHOUSE' && written === 'iceberg') return []
      return [diagnose('MR3217', { address: printAddress(address), format: written }, place)]
    })
  })

/** Only files are new as files, and only tables can be maintained. */
const checkKinds = (
  resources: readonly Resource[],
  tasks: readonly Task[],
  settings: Settings,
): readonly Diagnostic[] =>
  tasks.flatMap(({ job }) => {
    if (job.kind !== 'flare') return []
    const isOf = (depot: string, type: string) => depotType(depot, resources, settings) === type
    return [
      ...job.inputs
        .filter(({ address, newFiles }) => newFiles !== undefined && isOf(address.depot, 'LAKEHOUSE'))
        .map(({ name, address, place }) =>
          diagnose('MR1413', { input: name, address: printAddress(address) }, place),
        ),
      ...job.actions
        .filter(({ address }) => isOf(address.depot, 'FILE'))
        .map(({ kind, address, place }) =>
          diagnose('MR1414', { action: kind, address: printAddress(address) }, place),
        ),
    ]
  })

const depotType = (depot: string, resources: readonly Resource[], settings: Settings): string | undefined => {
  const bound = settings.depots[depot]?.type
  if (bound !== undefined) return bound
  const declared = resources.find(({ type, name }) => type === 'depot' && name.toLowerCase() === depot)
  return declared?.type === 'depot' ? declared.depotType : undefined
}

const knownDepots = (resources: readonly Resource[], settings: Settings): readonly string[] =>
  [
    ...new Set([
      ...Object.keys(settings.depots),
      ...resources.flatMap(({ type, name }) => (type === 'depot' ? [name] : [])),
    ]),
  ].sort()

// Names that every DataOS instance has.
const usualComputes = ['runnable-default', 'query-default']

const checkComputes = (resources: readonly Resource[], settings: Settings): readonly Diagnostic[] =>
  resources.flatMap((resource) => {
    if (resource.type !== 'workflow') return []
    return resource.nodes.flatMap(({ compute, computePlace: place }) => {
      if (compute === undefined) return []
      const engine = settings.computes[compute]
      if (engine === undefined) {
        if (usualComputes.includes(compute)) return []
        return [
          diagnose('MR1407', { compute, near: nearest(compute, Object.keys(settings.computes)) }, place),
        ]
      }
      if (settings.engines[engine]?.type !== 'trino') return []
      return [diagnose('MR1408', { compute, engine }, place)]
    })
  })

const checkVolumes = (resources: readonly Resource[]): readonly Diagnostic[] => {
  const declared = new Set(resources.flatMap(({ type, name }) => (type === 'volume' ? [name] : [])))
  return resources.flatMap((resource) =>
    resource.type === 'workflow'
      ? resource.nodes.flatMap(({ volumes }) =>
          volumes
            .filter(({ name }) => !declared.has(name))
            .map(({ name, place }) => diagnose('MR1412', { volume: name }, place)),
        )
      : [],
  )
}

/**
 * Several tasks may add to one dataset. One that replaces it is the only one of its kind (MR1409), and comes before or
 * after the others, not at any time (MR1459).
 */
const checkWriters = (tasks: readonly Task[]): readonly Diagnostic[] => {
  const writers = tasks.flatMap((task) =>
    task.job.kind === 'flare'
      ? task.job.outputs
          .filter(({ branch }) => branch === undefined)
          .map(({ address, write, place }) => ({
            id: task.id,
            dataset: printAddress(address),
            replaces: write.kind === 'overwrite',
            place,
          }))
      : [],
  )
  const comesBefore = reachable(tasks)
  return [...Map.groupBy(writers, ({ dataset }) => dataset).values()].flatMap((same) => {
    const [first, ...others] = same.filter(({ replaces }) => replaces)
    if (first === undefined) return []
    const related = (place: Place) => [{ message: 'the other writer stands here', place }]
    const { dataset } = first
    const open = same.find(
      ({ id, replaces }) =>
        !replaces && id !== first.id && !comesBefore(id, first.id) && !comesBefore(first.id, id),
    )
    return [
      ...others.map(({ place }) =>
        diagnose('MR1409', { dataset, other: first.id }, place, related(first.place)),
      ),
      ...(open === undefined
        ? []
        : [diagnose('MR1459', { dataset, other: open.id }, first.place, related(open.place))]),
    ]
  })
}

/** Whether one task waits, through others or not, for another. */
const reachable = (tasks: readonly Task[]): ((from: string, to: string) => boolean) => {
  const byId = new Map<string, Task>(tasks.map((task) => [task.id, task]))
  return (from, to) => {
    const seen = new Set<string>([to])
    for (const id of seen) for (const before of byId.get(id)?.dependsOn ?? []) seen.add(before)
    return seen.has(from)
  }
}

/** Two manifests that describe one dataset. */
const checkDescriptions = (resources: readonly Resource[]): readonly Diagnostic[] => {
  const described = resources.flatMap((resource) => (resource.type === 'dataset' ? [resource] : []))
  return [...Map.groupBy(described, ({ address }) => printAddress(address))].flatMap(
    ([dataset, [first, ...others]]) =>
      first === undefined
        ? []
        : others
            .filter(({ name, workspace }) => name !== first.name || workspace !== first.workspace)
            .map(({ place }) => {
              const related = [{ message: 'the other description stands here', place: first.place }]
              return diagnose('MR1460', { dataset, name: first.name }, place, related)
            }),
  )
}

const checkProduct = (
  product: DataProductResource,
  resources: readonly Resource[],
  settings: Settings,
): readonly Diagnostic[] => [
  ...product.resources.flatMap(({ type, name, workspace, place }) => {
    const same = resources.filter((resource) => resource.type === type)
    if (
      same.some(
        (resource) => resource.name === name && (workspace === undefined || resource.workspace === workspace),
      )
    )
      return []
    return [
      diagnose(
        'MR1406',
        {
          type,
          name,
          workspace,
          near: nearest(
            name,
            same.map((resource) => resource.name),
          ),
        },
        place,
      ),
    ]
  }),
  ...[...product.inputs, ...product.outputs].flatMap(({ address, place }) => {
    const known = knownDepots(resources, settings)
    if (!namesDataset(address) || known.some((name) => name.toLowerCase() === address.depot)) return []
    return [diagnose('MR1404', { depot: address.depot, known, near: nearest(address.depot, known) }, place)]
  }),
]
