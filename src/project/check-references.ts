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

const checkWriters = (tasks: readonly Task[]): readonly Diagnostic[] => {
  const replacing = tasks.flatMap(({ id, job }) =>
    job.kind === 'flare'
      ? job.outputs
          .filter((output) => output.write.kind === 'overwrite' && output.branch === undefined)
          .map((output) => ({ id, dataset: printAddress(output.address), place: output.place }))
      : [],
  )
  const first = new Map<string, (typeof replacing)[number]>()
  return replacing.flatMap((writer) => {
    const other = first.get(writer.dataset)
    if (other === undefined) {
      first.set(writer.dataset, writer)
      return []
    }
    const related = [{ message: 'the other writer stands here', place: other.place }]
    return [diagnose('MR1409', { dataset: writer.dataset, other: other.id }, writer.place, related)]
  })
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
