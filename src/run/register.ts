import { printAddress } from '../address.ts'
import { stableJson } from '../base/stable-json.ts'
import type { DeclaredResource, ResourceChange } from '../plan/index.ts'
import type { Project } from '../project/index.ts'
import { redactedManifest, type Resource } from '../resources/index.ts'
import { keptFacts, projectFacts, type ResourceFacts } from '../selection/index.ts'
import { replaceColumnTags, storeDescription } from '../state/catalog-store.ts'
import { registerResource, type Registration, unregisterResource } from '../state/resource-store.ts'
import type { Settings } from '../settings/index.ts'
import { storeUsers } from '../state/applied-settings-store.ts'
import type { RunDeps } from './deps.ts'

/** Resources as the planner compares them with what is registered. */
export const declared = (resources: readonly Resource[]): readonly DeclaredResource[] =>
  resources.map(({ type, workspace, name, hash, document }) => ({
    type,
    workspace,
    name,
    hash: hash(),
    file: document.file,
  }))

/**
 * Registers what a plan lists, in one transaction: readers see all policies and tags of an apply, or none. `resources`
 * are those of the project that are registered; the others stay as they are, and so do the users where none are given.
 */
export const register = (
  { resources, tasks, users }: Pick<Project, 'resources' | 'tasks'> & { readonly users?: Settings['users'] },
  changes: readonly ResourceChange[],
  deps: RunDeps,
): void => {
  const at = deps.now().toISOString()
  const facts = projectFacts({ resources, tasks })
  deps.database.transaction(() => {
    if (users !== undefined) storeUsers(deps.database, users)
    for (const [i, resource] of resources.entries()) {
      registerResource(deps.database, registration(resource, facts[i]), at)
      if (resource.type === 'dataset') registerDataset(resource, deps)
    }
    for (const change of changes) {
      if (change.action !== 'delete') continue
      unregisterResource(deps.database, change)
      if (change.type === 'dataset') replaceColumnTags(deps.database, tagSource(change), [])
    }
  })
}

/**
 * On a branch only the tags of columns are taken over, and they add to those of `main`: policies, depots and products
 * are the same for all branches and change when the project is applied to `main`.
 */
export const registerOnBranch = (resources: readonly Resource[], deps: RunDeps): void => {
  deps.database.transaction(() => {
    for (const resource of resources)
      if (resource.type === 'dataset')
        replaceColumnTags(deps.database, tagSource(resource), tagsOf(resource), deps.branch)
  })
}

const registration = (resource: Resource, facts: ResourceFacts | undefined): Registration => {
  const { type, workspace, name, version, hash, document } = resource
  return {
    type,
    workspace,
    name,
    version,
    hash: hash(),
    file: document.file,
    manifest: stableJson(redactedManifest(type, document.value)),
    compiled: compiledText(resource, facts),
    attached: resource.attached.length === 0 ? null : stableJson(resource.attached.map(redactedFile)),
  }
}

/** A file of a nested workflow holds what a manifest holds. */
const redactedFile = (file: Resource['attached'][number]): Resource['attached'][number] =>
  file.value === undefined ? file : { ...file, value: redactedManifest('workflow', file.value) }

/** What commands that read no manifests have to know of a resource. */
const compiledText = (resource: Resource, facts: ResourceFacts | undefined): string | null => {
  if (resource.type === 'policy') {
    if (resource.policy.kind !== 'mask') return null
    const { kind: _kind, ...policy } = resource.policy
    return stableJson(policy)
  }
  const kept = facts === undefined ? {} : { facts: keptFacts(facts) }
  return stableJson(resource.type === 'depot' ? { ...bindingOf(resource), ...kept } : kept)
}

/** Readers open depots that manifests declare without reading the manifests. Credentials are no part of a binding. */
const bindingOf = ({ depotType, connection: { path, format } }: Extract<Resource, { type: 'depot' }>) =>
  depotType === 'LAKEHOUSE' || depotType === 'FILE' ? { type: depotType, path, format } : {}

const registerDataset = (dataset: Extract<Resource, { type: 'dataset' }>, { database }: RunDeps): void => {
  const address = printAddress(dataset.address)
  replaceColumnTags(database, tagSource(dataset), tagsOf(dataset))
  if (dataset.description !== undefined) storeDescription(database, address, dataset.description)
}

const tagsOf = ({ address, columns }: Extract<Resource, { type: 'dataset' }>) =>
  columns.flatMap(({ name, tags }) =>
    tags.map((tag) => ({ address: printAddress(address), column: name, tag })),
  )

const tagSource = ({ workspace, name }: { workspace: string; name: string }): string =>
  `dataset ${workspace}/${name}`
