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
): readonly Diagnostic[] => {
  const depots = findDepots(resources, settings)
  const byName = Map.groupBy(resources, ({ type, name }) => `${type}/${name}`)
  return [
    ...tasks.flatMap((task) =>
      [...task.reads, ...task.writes].flatMap(({ address, place }) =>
        checkDepot(address.depot, place, depots),
      ),
    ),
    ...checkOutputs(tasks, depots),
    ...checkKinds(tasks, depots),
    ...checkComputes(resources, settings),
    ...checkVolumes(resources),
    ...checkWriters(tasks),
    ...checkDescriptions(resources),
    ...checkNamed(resources, depots.known),
    ...resources.flatMap((resource) =>
      resource.type === 'data' ? checkProduct(resource, { resources, byName, depots }) : [],
    ),
  ]
}

/** What the project file and the manifests say of depots, looked up by every dataset. */
type Depots = {
  readonly typeOf: (depot: string) => string | undefined
  readonly isBound: (depot: string) => boolean
  /** As they are written, sorted. */
  readonly known: readonly string[]
  readonly isKnown: (depot: string) => boolean
}

const findDepots = (resources: readonly Resource[], settings: Settings): Depots => {
  const declared = new Map<string, string | undefined>()
  for (const resource of resources)
    if (resource.type === 'depot' && !declared.has(resource.name.toLowerCase()))
      declared.set(resource.name.toLowerCase(), resource.depotType)
  const names = resources.flatMap(({ type, name }) => (type === 'depot' ? [name] : []))
  const known = [...new Set([...Object.keys(settings.depots), ...names])].sort()
  const folded = new Set(known.map((name) => name.toLowerCase()))
  return {
    typeOf: (depot) => settings.depots[depot]?.type ?? declared.get(depot),
    isBound: (depot) => depot in settings.depots,
    known,
    isKnown: (depot) => folded.has(depot),
  }
}

const checkDepot = (depot: string, place: Place, depots: Depots): readonly Diagnostic[] => {
  if (depots.isBound(depot)) return []
  const type = depots.typeOf(depot)
  if (type !== undefined)
    return type === 'FILE' || type === 'LAKEHOUSE' ? [] : [diagnose('MR1403', { depot, type }, place)]
  const { known } = depots
  return [diagnose('MR1402', { depot, known, near: nearest(depot, known) }, place)]
}

/** What can be written where is known before anything runs. */
const checkOutputs = (tasks: readonly Task[], depots: Depots): readonly Diagnostic[] =>
  tasks.flatMap(({ job }) => {
    if (job.kind !== 'flare') return []
    return job.outputs.flatMap(({ address, format, place }) => {
      const type = depots.typeOf(address.depot)
      if (type !== 'FILE' && type !== 'LAKEHOUSE') return []
      const written = format ?? (type === 'LAKEHOUSE' ? 'iceberg' : 'files')
      if (type === 'LAKEHOUSE' && written === 'iceberg') return []
      return [diagnose('MR3217', { address: printAddress(address), format: written }, place)]
    })
  })

/** Only files are new as files, and only tables can be maintained. */
const checkKinds = (tasks: readonly Task[], depots: Depots): readonly Diagnostic[] =>
  tasks.flatMap(({ job }) => {
    if (job.kind !== 'flare') return []
    const isOf = (depot: string, type: string) => depots.typeOf(depot) === type
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

type Known = {
  readonly resources: readonly Resource[]
  /** Resources of one type and name, in any workspace. */
  readonly byName: ReadonlyMap<string, readonly Resource[]>
  readonly depots: Depots
}

const checkProduct = (
  product: DataProductResource,
  { resources, byName, depots }: Known,
): readonly Diagnostic[] => [
  ...product.resources.flatMap(({ type, name, workspace, place }) => {
    const named = byName.get(`${type}/${name}`) ?? []
    if (named.some((resource) => workspace === undefined || resource.workspace === workspace)) return []
    const same = resources.filter((resource) => resource.type === type)
    const near = nearest(
      name,
      same.map((resource) => resource.name),
    )
    return [diagnose('MR1406', { type, name, workspace, near }, place)]
  }),
  ...[...product.inputs, ...product.outputs].flatMap(({ address, place }) => {
    if (!namesDataset(address) || depots.isKnown(address.depot)) return []
    const { known } = depots
    return [diagnose('MR1404', { depot: address.depot, known, near: nearest(address.depot, known) }, place)]
  }),
]
