import type { Need, NodeFacts, ResourceFacts } from './facts.ts'
import {
  datasetMember,
  datasetParts,
  type Member,
  nodeMember,
  nodeReference,
  referenceOf,
  resourceMember,
  taskOf,
} from './member.ts'

type Edge = {
  readonly to: string
  /** 0 between a node and what it writes or belongs to: they count as one step of the way. */
  readonly step: 0 | 1
}

export type SelectionGraph = {
  readonly members: ReadonlyMap<string, Member>
  readonly upstream: ReadonlyMap<string, readonly Edge[]>
  readonly downstream: ReadonlyMap<string, readonly Edge[]>
  /** Nodes that write a dataset, by its canonical address. */
  readonly writers: ReadonlyMap<string, readonly string[]>
  /** Resources that each resource names, by reference. */
  readonly needs: ReadonlyMap<string, readonly string[]>
}

/**
 * Everything that can be chosen, and what comes before what. `datasets` are addresses that are known besides those
 * that the facts name.
 */
export const selectionGraph = (
  facts: readonly ResourceFacts[],
  datasets: readonly string[] = [],
): SelectionGraph => {
  const resources = facts.map(resourceMember)
  const nodes = facts.flatMap((workflow) => workflow.nodes.map((node) => nodeMember(workflow, node)))
  const described = new Set(resources.flatMap(({ address }) => address ?? []))
  const named = new Set([
    ...facts.flatMap(({ reads, offers, nodes: own }) => [
      ...own.flatMap((node) => [...node.reads, ...node.writes]),
      ...reads,
      ...offers,
    ]),
    ...datasets,
  ])
  const undescribed = [...named].filter(
    (address) => !described.has(address) && datasetParts(address).length === 3,
  )
  const all = [...resources, ...nodes, ...undescribed.map(datasetMember)]
  const byAddress = Map.groupBy(
    all.filter(({ address }) => address !== undefined),
    ({ address = '' }) => address,
  )
  const find = needFinder(resources)
  const edges = [
    ...facts.flatMap((workflow) =>
      workflow.nodes.flatMap((node) => nodeEdges(workflow, node, byAddress, find)),
    ),
    ...facts.flatMap((resource) => resourceEdges(resource, byAddress, find)),
    ...workspaceEdges(resources),
  ]
  // A workflow waits for its nodes, but what a node leads to is not the whole workflow: `@` would take all of it.
  const whole = facts.flatMap((workflow) =>
    workflow.nodes.map((node): Connection => {
      const to = referenceOf('workflow', workflow.workspace, workflow.name)
      return { from: nodeReference(taskOf(workflow, node)), to, step: 0 }
    }),
  )
  const products = productParts(facts, byAddress, find, nodes)
  return {
    members: new Map(
      all.map((member) => [member.reference, { ...member, products: products.get(member.reference) ?? [] }]),
    ),
    upstream: grouped(
      [...edges, ...whole].map(({ from, to, step }) => ({ at: to, edge: { to: from, step } })),
    ),
    downstream: grouped(edges.map(({ from, to, step }) => ({ at: from, edge: { to, step } }))),
    writers: writersOf(facts),
    needs: new Map(
      facts.map((resource) => [
        referenceOf(resource.type, resource.workspace, resource.name),
        [
          ...new Set([
            ...resource.needs.flatMap((each) => find(each, resource.workspace)),
            ...find({ types: ['workspace'], name: resource.workspace }, resource.workspace),
          ]),
        ].filter((each) => each !== referenceOf(resource.type, resource.workspace, resource.name)),
      ]),
    ),
  }
}

type Find = (need: Need, workspace: string) => readonly string[]

/** Resources that a need means: those of the own workspace before those of others. */
const needFinder = (resources: readonly Member[]): Find => {
  const byName = Map.groupBy(resources, ({ name }) => name.toLowerCase())
  return ({ types, name, workspace }, own) => {
    const called = byName.get(name.toLowerCase()) ?? []
    for (const type of types) {
      const same = called.filter(
        (each) =>
          each.type === type &&
          (type === 'depot' || each.name === name) &&
          (workspace === undefined || type === 'instance-secret' || each.workspace === workspace),
      )
      const near = same.filter((each) => each.workspace === own)
      if (same.length > 0) return (near.length > 0 ? near : same).map(({ reference }) => reference)
    }
    return []
  }
}

type ByAddress = ReadonlyMap<string, readonly Member[]>
type Connection = { readonly from: string; readonly to: string; readonly step: 0 | 1 }

const nodeEdges = (
  workflow: ResourceFacts,
  node: NodeFacts,
  byAddress: ByAddress,
  find: Find,
): readonly Connection[] => {
  const own = nodeReference(taskOf(workflow, node))
  const before = [
    ...node.reads.flatMap((address) => datasetsIn(address, byAddress)),
    ...node.needs.flatMap((each) => find(each, workflow.workspace)),
    ...node.dependsOn.map(nodeReference),
  ]
  return [
    ...[...new Set(before)].map((from): Connection => ({ from, to: own, step: 1 })),
    ...node.writes
      .flatMap((address) => datasetsIn(address, byAddress))
      .map((to): Connection => ({ from: own, to, step: 0 })),
  ]
}

/** The dataset of that address, or all of the depot or collection that it names. */
const datasetsIn = (address: string, byAddress: ByAddress): readonly string[] => {
  const exact = byAddress.get(address)
  if (exact !== undefined) return exact.map(({ reference }) => reference)
  return [...byAddress]
    .filter(([each]) => each.startsWith(`${address}:`) || each.startsWith(`${address}/`))
    .flatMap(([, members]) => members.map(({ reference }) => reference))
}

const resourceEdges = (resource: ResourceFacts, byAddress: ByAddress, find: Find): readonly Connection[] => {
  const to = referenceOf(resource.type, resource.workspace, resource.name)
  const before = [
    ...[...resource.reads, ...resource.offers].flatMap((address) => datasetsIn(address, byAddress)),
    ...resource.needs.flatMap((each) => find(each, resource.workspace)),
  ]
  return [...new Set(before)].filter((from) => from !== to).map((from) => ({ from, to, step: 1 }))
}

const workspaceEdges = (resources: readonly Member[]): readonly Connection[] =>
  resources
    .filter(({ type }) => type === 'workspace')
    .flatMap((workspace) =>
      resources
        .filter((other) => other.workspace === workspace.name && other !== workspace)
        .map(({ reference }): Connection => ({ from: workspace.reference, to: reference, step: 1 })),
    )

/** Which products each member is a part or an output of. */
const productParts = (
  facts: readonly ResourceFacts[],
  byAddress: ByAddress,
  find: Find,
  nodes: readonly Member[],
): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>()
  for (const product of facts) {
    if (product.type !== 'data') continue
    const own = referenceOf(product.type, product.workspace, product.name)
    const parts = product.needs.flatMap((each) => find(each, product.workspace))
    const inside = nodes.filter(({ workspace = '', workflow = '' }) =>
      parts.includes(referenceOf('workflow', workspace, workflow)),
    )
    const members = [
      own,
      ...parts,
      ...inside.map(({ reference }) => reference),
      ...product.offers.flatMap((address) => datasetsIn(address, byAddress)),
    ]
    for (const member of new Set(members)) found.set(member, [...(found.get(member) ?? []), own])
  }
  return found
}

const writersOf = (facts: readonly ResourceFacts[]): SelectionGraph['writers'] => {
  const written = facts.flatMap((workflow) =>
    workflow.nodes.flatMap((node) =>
      node.writes.map((address) => ({ at: address, edge: nodeReference(taskOf(workflow, node)) })),
    ),
  )
  return grouped(written)
}

const grouped = <T>(
  entries: readonly { readonly at: string; readonly edge: T }[],
): ReadonlyMap<string, readonly T[]> => {
  const found = new Map<string, T[]>()
  for (const { at, edge } of entries) {
    const list = found.get(at)
    if (list === undefined) found.set(at, [edge])
    else list.push(edge)
  }
  return found
}
