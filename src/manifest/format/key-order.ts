import { type At, at, childrenOf } from '../explain-field.ts'
import type { SchemaLibrary, StackSchemas } from '../schema-library.ts'
import { keyText, type MappingNode, type YamlNode } from '../yaml/tree.ts'

/** A block mapping and where each of its entries goes: `order[i]` is the entry that comes to stand at place i. */
export type Reordering = { readonly node: MappingNode; readonly order: readonly number[] }

export type Schemas = { readonly library: SchemaLibrary; readonly stacks: StackSchemas }

/**
 * The mappings of a manifest whose keys stand in another order than in its schema, innermost first. Keys that the
 * schema does not know follow the others, in the order in which they are written.
 */
export const reorderings = (text: string, root: YamlNode, schemas: Schemas): readonly Reordering[] => {
  const { library, stacks } = schemas
  const found: Reordering[] = []
  const seen = new Set<YamlNode>()

  const visitManifest = (node: YamlNode): void => {
    const type = node.kind === 'mapping' ? scalarOf(text, node, 'type') : undefined
    const schema = type === undefined || !Object.hasOwn(library, type) ? undefined : library[type]
    if (type !== undefined && schema !== undefined) visit(node, at(library, type, schema), type)
  }

  const visit = (node: YamlNode, place: At, type: string): void => {
    if (node.kind === 'scalar' || seen.has(node)) return
    seen.add(node)
    if (node.kind === 'sequence') {
      for (const item of node.items) visit(item, place, type)
      return
    }
    const children = childrenOf(library, place)
    for (const { key, value } of node.entries) {
      const name = keyText(text, key)
      if (name === undefined) continue
      const stack = name === 'stackSpec' ? stackOf(text, node) : name
      const input = Object.hasOwn(stacks, stack) && hasStack(text, node) ? stacks[stack] : undefined
      const schema = input === undefined ? undefined : library[input]
      const child = children.get(name) ?? children.get('*')
      if (input !== undefined && schema !== undefined) visit(value, at(library, input, schema), type)
      else if (type === 'bundle' && name === 'spec' && children.has('file')) visitManifest(value)
      else if (child !== undefined) visit(value, child, type)
    }
    const order = orderOf(text, node, [...children.keys()])
    if (order !== undefined) found.push({ node, order })
  }

  if (root.kind === 'sequence') for (const item of root.items) visitManifest(item)
  else visitManifest(root)
  return found
}

/** Undefined where nothing moves. A repeated key and a merge mean something by where they stand. */
const orderOf = (
  text: string,
  { entries }: MappingNode,
  known: readonly string[],
): readonly number[] | undefined => {
  const names = entries.map(({ key }) => keyText(text, key))
  if (known.length === 0 || names.includes(undefined) || names.includes('<<')) return undefined
  if (new Set(names).size < names.length) return undefined
  const rank = (i: number): number => {
    const at = known.indexOf(names[i] ?? '')
    return at < 0 ? known.length : at
  }
  const order = entries.map((_, i) => i).toSorted((a, b) => rank(a) - rank(b) || a - b)
  return order.every((entry, i) => entry === i) ? undefined : order
}

const scalarOf = (text: string, { entries }: MappingNode, name: string): string | undefined => {
  const entry = entries.find(({ key }) => keyText(text, key) === name)
  return entry === undefined ? undefined : keyText(text, entry.value)
}

const hasStack = (text: string, node: MappingNode): boolean => scalarOf(text, node, 'stack') !== undefined

const stackOf = (text: string, node: MappingNode): string =>
  /^[^:+]*/.exec(scalarOf(text, node, 'stack')?.trim() ?? '')?.[0] ?? ''
