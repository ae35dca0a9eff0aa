import { parseAddress, spokenAddress } from '../address.ts'
import type { TaskId } from '../events.ts'
import type { NodeFacts, Parts, ResourceFacts } from './facts.ts'

/** Something that can be chosen: a resource, a node of a workflow, or a dataset that no resource describes. */
export type Member = {
  /** What it is called unmistakably: `policy/hash-email`, `node/orders/load`, `dataset/lake.shop.orders`. */
  readonly reference: string
  readonly kind: 'resource' | 'node' | 'dataset'
  /** Of the resource; `node` and `dataset` for the others. */
  readonly type: string
  readonly name: string
  readonly workspace?: string
  /** Parts of its qualified names, the longest name first. */
  readonly names: readonly (readonly string[])[]
  /** The same of the dataset that it is or describes. */
  readonly datasetNames: readonly (readonly string[])[]
  readonly tags: readonly string[]
  readonly owner?: string
  /** Relative to the project; the first is where it is declared. */
  readonly files: readonly string[]
  /** The dataset that it is or describes, as a canonical text. */
  readonly address?: string
  readonly depot?: string
  readonly workflow?: string
  readonly task?: TaskId
  readonly stack?: string
  /** Equal where nothing of it changed. Absent of a dataset, which nobody declares. */
  readonly identity?: string
  readonly parts: Parts
  /** References of the products that it is a part or an output of. */
  readonly products: readonly string[]
}

/** `type/name`, with the workspace between them where it is not the usual one. */
export const referenceOf = (type: string, workspace: string, name: string): string =>
  workspace === 'public' ? `${type}/${name}` : `${type}/${workspace}/${name}`

export const nodeReference = (task: TaskId): string => `node/${task.replace(/^public\//, '')}`

export const resourceMember = (facts: ResourceFacts): Member => {
  const { type, workspace, name, address, tags, owner, file, hash, parts } = facts
  return {
    reference: referenceOf(type, workspace, name),
    kind: 'resource',
    type,
    name,
    workspace,
    names: [[workspace, name], [name]],
    datasetNames: address === undefined ? [] : datasetNames(address),
    tags,
    ...(owner === undefined ? {} : { owner }),
    files: [file],
    ...(address === undefined ? {} : { address, depot: depotOf(address) }),
    ...(type === 'workflow' ? { workflow: name } : {}),
    ...(type === 'depot' ? { depot: name.toLowerCase() } : {}),
    identity: hash,
    parts,
    products: [],
  }
}

export const nodeMember = (workflow: ResourceFacts, node: NodeFacts): Member => {
  const { workspace, name, tags, owner } = workflow
  const task = taskOf(workflow, node)
  const { body = '', configs = '', relation = '' } = node.parts
  return {
    reference: nodeReference(task),
    kind: 'node',
    type: 'node',
    name: node.name,
    workspace,
    names: [
      [workspace, name, node.name],
      [name, node.name],
    ],
    datasetNames: [],
    tags: [...new Set([...tags, ...node.tags])],
    ...(owner === undefined ? {} : { owner }),
    files: node.files,
    workflow: name,
    task,
    stack: node.stack,
    identity: `${body} ${configs} ${relation}`,
    parts: node.parts,
    products: [],
  }
}

export const datasetMember = (address: string): Member => ({
  reference: `dataset/${spokenAddress(address)}`,
  kind: 'dataset',
  type: 'dataset',
  name: spokenAddress(address),
  names: [],
  datasetNames: datasetNames(address),
  tags: [],
  files: [],
  address,
  depot: depotOf(address),
  parts: {},
  products: [],
})

export const taskOf = ({ workspace, name }: ResourceFacts, node: NodeFacts): TaskId =>
  `${workspace}/${name}/${node.name}`

/** Depot, collection and dataset, as far as the address goes. */
export const datasetParts = (printed: string): readonly string[] => {
  const parsed = parseAddress(printed)
  if (parsed.kind === 'malformed') return []
  const { depot, collection, dataset } = parsed.address
  return [depot, collection, dataset].filter((part) => part !== undefined)
}

const datasetNames = (address: string): Member['datasetNames'] => {
  const parts = datasetParts(address)
  return [parts, parts.slice(1)]
}

const depotOf = (address: string): string => datasetParts(address)[0] ?? ''
