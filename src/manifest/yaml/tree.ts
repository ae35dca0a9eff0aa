import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import { unreachable } from '../../base/bug.ts'
import type { NodePath } from '../document.ts'

/** A YAML node with its range in the text. */
export type YamlNode = ScalarNode | MappingNode | SequenceNode
export type ScalarNode = Range & { readonly kind: 'scalar'; readonly scalar: ScalarEvent }
export type MappingNode = Range & {
  readonly kind: 'mapping'
  readonly entries: readonly { readonly key: YamlNode; readonly value: YamlNode }[]
}
export type SequenceNode = Range & { readonly kind: 'sequence'; readonly items: readonly YamlNode[] }
type Range = { readonly start: number; readonly end: number }

/** The root node of every document of a text, from its events. An alias is the node that it names. */
export const treesOf = (text: string, events: readonly Event[]): readonly YamlNode[] => {
  let anchors = new Map<string, YamlNode>()
  let next = 0
  let last = 0
  const anchored = <N extends YamlNode>(node: N, event: { anchorStart: number; anchorEnd: number }): N => {
    if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node)
    return node
  }
  const read = (): YamlNode | undefined => {
    const event = events[next++]
    if (event === undefined) return undefined
    switch (event.type) {
      case EVENT_ID.POP:
      case EVENT_ID.DOCUMENT:
        return undefined
      case EVENT_ID.ALIAS: {
        last = event.anchorEnd
        return anchors.get(text.slice(event.anchorStart, event.anchorEnd))
      }
      case EVENT_ID.SCALAR: {
        // An absent value stands where the text before it ends.
        const start = event.valueStart < 0 ? last : event.valueStart
        last = event.valueStart < 0 ? last : event.valueEnd
        return anchored({ kind: 'scalar', start, end: last, scalar: event }, event)
      }
      case EVENT_ID.SEQUENCE: {
        const items: YamlNode[] = []
        const node = anchored(
          { kind: 'sequence' as const, start: event.start, end: event.start, items },
          event,
        )
        for (let item = read(); item !== undefined; item = read()) items.push(item)
        node.end = Math.max(node.start, last)
        return node
      }
      case EVENT_ID.MAPPING: {
        const entries: { key: YamlNode; value: YamlNode }[] = []
        const node = anchored(
          { kind: 'mapping' as const, start: event.start, end: event.start, entries },
          event,
        )
        for (let key = read(); key !== undefined; key = read()) {
          const value = read()
          if (value !== undefined) entries.push({ key, value })
        }
        node.end = Math.max(node.start, last)
        return node
      }
      default:
        return unreachable(event)
    }
  }
  const roots: YamlNode[] = []
  while (next < events.length) {
    if (events[next++]?.type !== EVENT_ID.DOCUMENT) continue
    anchors = new Map()
    const root = read()
    if (root !== undefined) roots.push(root)
  }
  return roots
}

/** The text of a key, where it is a scalar. */
export const keyText = (text: string, key: YamlNode): string | undefined =>
  key.kind === 'scalar' ? getScalarValue(text, key.scalar) : undefined

/** The node at `path`, or its nearest existing ancestor; `key` is the key that leads to it, in a mapping. */
export const nodeAt = (
  root: YamlNode,
  path: NodePath,
  text: string,
): { readonly node: YamlNode; readonly key?: YamlNode; readonly isExact: boolean } => {
  let found: { node: YamlNode; key?: YamlNode } = { node: root }
  for (const step of path) {
    const child = childAt(found.node, step, text)
    if (child === undefined) return { ...found, isExact: false }
    found = child
  }
  return { ...found, isExact: true }
}

const childAt = (
  node: YamlNode,
  step: string | number,
  text: string,
): { node: YamlNode; key?: YamlNode } | undefined => {
  switch (node.kind) {
    case 'scalar':
      return undefined
    case 'sequence': {
      const item = node.items[Number(step)]
      return item === undefined ? undefined : { node: item }
    }
    case 'mapping': {
      const entry = entryOf(node, String(step), text)
      return entry === undefined ? undefined : { node: entry.value, key: entry.key }
    }
    default:
      return unreachable(node)
  }
}

type Mapping = Extract<YamlNode, { kind: 'mapping' }>
type Entry = Mapping['entries'][number]

/** Of a repeated key the last value counts. */
const entryOf = (node: Mapping, name: string, text: string): Entry | undefined => {
  if (node.entries.length < 32) return node.entries.findLast(({ key }) => isKey(text, key, name))
  let index = indexes.get(node)
  if (index === undefined) {
    index = new Map(
      node.entries.flatMap((entry) => {
        const written = keyText(text, entry.key)
        return written === undefined ? [] : [[written, entry] as const]
      }),
    )
    indexes.set(node, index)
  }
  return index.get(name)
}

/** Whether a key is `name`, for which most keys need not be taken out of the text. */
const isKey = (text: string, key: YamlNode, name: string): boolean => {
  if (key.kind === 'scalar' && key.scalar.style === SCALAR_STYLE.PLAIN && key.start < key.end) {
    if (key.end - key.start === name.length && text.startsWith(name, key.start)) return true
    // Only where it goes over several lines a plain key is another text than what stands there.
    if (!hasBreak(text, key.start, key.end)) return false
  }
  return keyText(text, key) === name
}

const hasBreak = (text: string, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) if (text[at] === '\n' || text[at] === '\r') return true
  return false
}

/** Of long mappings: thousands of findings in one would each walk all of it. */
const indexes = new WeakMap<Mapping, ReadonlyMap<string, Entry>>()
