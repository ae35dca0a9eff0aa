import type { RegisteredResource } from '../state/resource-store.ts'
import type { KeptFacts, ResourceFacts } from './facts.ts'

/** The facts of what is registered. Of a registration that kept none, an older one or a policy, its manifest's. */
export const registeredFacts = (registered: readonly RegisteredResource[]): readonly ResourceFacts[] =>
  registered.map((resource) => {
    const { type, workspace, name, version, hash, file } = resource
    return { type, workspace, name, version, hash, file, ...keptOf(resource) }
  })

const keptOf = ({ type, compiled, manifest }: RegisteredResource): KeptFacts => {
  if (compiled !== null && type !== 'policy') {
    const { facts } = JSON.parse(compiled) as { readonly facts?: KeptFacts }
    if (facts !== undefined) return facts
  }
  const { tags, owner } = JSON.parse(manifest) as { readonly tags?: unknown; readonly owner?: unknown }
  return {
    tags: (Array.isArray(tags) ? tags : [tags]).filter((tag) => typeof tag === 'string'),
    ...(typeof owner === 'string' ? { owner } : {}),
    reads: [],
    offers: [],
    needs: [],
    nodes: [],
    parts: {},
  }
}
