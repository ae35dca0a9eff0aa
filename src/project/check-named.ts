import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import { awaitedIncident, type NamedResource, raisedIncident, type Resource } from '../resources/index.ts'

/** Resources that others name and that no manifest declares. Another team may apply them: a warning, MR1406. */
export const checkNamed = (
  resources: readonly Resource[],
  knownDepots: readonly string[],
): readonly Diagnostic[] => {
  const depots = new Set(knownDepots.map((name) => name.toLowerCase()))
  const byName = Map.groupBy(resources, ({ name }) => name)
  const isKnown = ({ types, name, workspace }: NamedResource): boolean =>
    (types.includes('depot') && depots.has(name.toLowerCase())) ||
    (byName.get(name) ?? []).some(
      (other) =>
        types.includes(other.type) &&
        (workspace === undefined || other.type === 'instance-secret' || other.workspace === workspace),
    )
  const missing = (named: NamedResource): readonly Diagnostic[] => {
    if (isKnown(named)) return []
    const { types, name, workspace, place } = named
    const [type = 'resource'] = types
    const same = resources.filter((other) => types.includes(other.type)).map((other) => other.name)
    return [diagnose('MR1406', { type, name, workspace, near: nearest(name, same) }, place)]
  }
  return [
    ...resources.flatMap((resource) => namesOf(resource).flatMap(missing)),
    ...checkIncidents(resources),
  ]
}

const namesOf = (resource: Resource): readonly NamedResource[] => {
  if ('isRegisteredOnly' in resource) return resource.names
  if (resource.type !== 'depot') return []
  return resource.secrets.map(({ name, place }) => ({ types: ['instance-secret', 'secret'], name, place }))
}

/** A pager that waits for an incident that no monitor raises. */
const checkIncidents = (resources: readonly Resource[]): readonly Diagnostic[] => {
  const raised = resources.flatMap((resource) =>
    resource.type === 'monitor' ? (raisedIncident(resource) ?? []) : [],
  )
  return resources.flatMap((resource) => {
    if (resource.type !== 'pager') return []
    const awaited = awaitedIncident(resource)
    if (awaited === undefined || raised.includes(awaited.name)) return []
    const { name, place } = awaited
    return [diagnose('MR1406', { type: 'incident', name, near: nearest(name, raised) }, place)]
  })
}
