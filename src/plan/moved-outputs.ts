import { parseAddress, printAddress, spokenAddress } from '../address.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Task } from '../project/index.ts'
import type { RegisteredResource } from '../state/resource-store.ts'

/**
 * Nodes that were applied before and do not write any more what they wrote then: MR1468. Whoever reads that dataset
 * would go on reading what nobody renews. A node that writes more than before moves nothing.
 */
export const findMovedOutputs = (
  tasks: readonly Task[],
  registered: readonly RegisteredResource[],
): readonly Diagnostic[] => {
  const before = new Map(
    registered.flatMap(({ type, workspace, name, manifest }) =>
      type === 'workflow'
        ? outputsByNode(manifest).map(([node, outputs]) => [`${workspace}/${name}/${node}`, outputs])
        : [],
    ),
  )
  const written = new Set(tasks.flatMap(({ writes }) => writes.map(({ address }) => printAddress(address))))
  return tasks.flatMap(({ id, node, writes, place }) => {
    const now = writes.map(({ address }) => printAddress(address))
    const left = (before.get(id) ?? []).filter((dataset) => !now.includes(dataset) && !written.has(dataset))
    if (left.length === 0 || now.length === 0) return []
    const params = { node, before: left.map(spokenAddress), now: now.map(spokenAddress) }
    return [diagnose('MR1468', params, place)]
  })
}

/** What the nodes of a registered workflow write, by the node's name, as far as the manifest itself says it. */
const outputsByNode = (manifest: string): readonly (readonly [string, readonly string[]])[] => {
  const value: unknown = JSON.parse(manifest)
  return list(member(value, 'workflow', 'dag')).flatMap((node) => {
    const name = member(node, 'name')
    if (typeof name !== 'string') return []
    const outputs = ['stackSpec', 'flare'].flatMap((key) => list(member(node, 'spec', key, 'job', 'outputs')))
    const addresses = outputs.flatMap((output) => {
      const text = member(output, 'dataset')
      const parsed = typeof text === 'string' ? parseAddress(text.trim()) : undefined
      return parsed?.kind === 'address' ? [printAddress(parsed.address)] : []
    })
    return [[name, addresses] as const]
  })
}

const member = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
