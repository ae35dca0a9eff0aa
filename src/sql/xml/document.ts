/**
 * A node of a document, or an attribute. Nodes are numbered in document order, the attributes of an element right behind
 * it; the nodes below one are those up to `end`. Names are as they are written: prefixes mean nothing here.
 */
export type XmlNode = {
  readonly kind: 'root' | 'element' | 'attribute' | 'text' | 'comment' | 'instruction'
  readonly name: string
  /** The text of a text, comment, instruction or attribute. */
  readonly value: string
  /** What the first of several CDATA sections and texts in a row says, as which Java knows all of them. */
  readonly piece: string
  /** Whether it begins with a CDATA section. */
  readonly isSection: boolean
  readonly parent: XmlNode | undefined
  readonly children: readonly XmlNode[]
  readonly attributes: readonly XmlNode[]
  readonly order: number
  readonly end: number
  /** Its place among the children of its parent. */
  readonly place: number
}

export type XmlDocument = {
  /** Attributes included. */
  readonly nodes: readonly XmlNode[]
  readonly root: XmlNode
}

/** A document that a path looks at. `spend` counts the nodes, and ends what would take too long. */
export type Visited = XmlDocument & { readonly spend: (nodes: number) => void }

/** The text of a node and all below it. */
export const stringValue = (document: Visited, node: XmlNode): string => {
  document.spend(node.end - node.order + 1)
  if (node.kind !== 'root' && node.kind !== 'element') return node.value
  const only = node.children[0]
  if (node.children.length === 1 && only?.kind === 'text') return only.value
  const parts: string[] = []
  for (let at = node.order + 1; at <= node.end; at++) {
    const below = document.nodes[at]
    if (below?.kind === 'text') parts.push(below.value)
  }
  return parts.join('')
}
