import type { Visited, XmlDocument, XmlNode } from './document.ts'
import { callXPath, type Here } from './xpath-functions.ts'
import { compareValues, toBoolean, toNumber, type XPathValue } from './xpath-values.ts'
import type { Axis, NodeTest, Operator, Step, XPath } from './parse-xpath.ts'

/** A path may look at so many nodes of one document: some tenths of a second, not hours. */
const most = 2_000_000

/** The value of a path at the root, and the document to read it in. */
export const evaluateXPath = (
  path: XPath,
  parsed: XmlDocument,
): { readonly value: XPathValue; readonly document: Visited } => {
  let spent = 0
  const spend = (nodes: number): void => {
    spent += nodes
    if (spent > most) throw new Error(`an XPath that looks at more than ${most} nodes of one document`)
  }
  const document = { ...parsed, spend }
  return { value: evaluate(path, { node: document.root, position: 1, size: 1, document }), document }
}

const evaluate = (path: XPath, here: Here): XPathValue => {
  switch (path.kind) {
    case 'number':
    case 'text':
      return path.value
    case 'negative':
      return -toNumber(here.document, evaluate(path.of, here))
    case 'call':
      return callXPath(
        path.name,
        path.args.map((argument) => evaluate(argument, here)),
        here,
      )
    case 'binary':
      return evaluateBinary(path.operator, path.left, path.right, here)
    case 'filter':
      return path.predicates.reduce<readonly XmlNode[]>(
        (nodes, predicate) => kept(nodes, predicate, here),
        nodesOf(evaluate(path.of, here)),
      )
    case 'path': {
      const start =
        path.from === 'root'
          ? [here.document.root]
          : path.from === 'here'
            ? [here.node]
            : nodesOf(evaluate(path.from, here))
      return path.steps.reduce<readonly XmlNode[]>((nodes, step) => take(nodes, step, here), start)
    }
  }
}

const nodesOf = (value: XPathValue): readonly XmlNode[] => (typeof value === 'object' ? value : [])

const evaluateBinary = (operator: Operator, left: XPath, right: XPath, here: Here): XPathValue => {
  const { document } = here
  const number = (path: XPath): number => toNumber(document, evaluate(path, here))
  switch (operator) {
    case 'or':
      return toBoolean(evaluate(left, here)) || toBoolean(evaluate(right, here))
    case 'and':
      return toBoolean(evaluate(left, here)) && toBoolean(evaluate(right, here))
    case '|':
      return inOrder([...nodesOf(evaluate(left, here)), ...nodesOf(evaluate(right, here))])
    case '+':
      return number(left) + number(right)
    case '-':
      return number(left) - number(right)
    case '*':
      return number(left) * number(right)
    case 'div':
      return number(left) / number(right)
    case 'mod':
      return number(left) % number(right)
    default:
      return compareValues(operator, evaluate(left, here), evaluate(right, here), document)
  }
}

const take = (from: readonly XmlNode[], step: Step, here: Here): readonly XmlNode[] => {
  const found: XmlNode[] = []
  for (const node of from) {
    const candidates = along(step.axis, node, here).filter((one) => passes(step.test, step.axis, one))
    const chosen = step.predicates.reduce<readonly XmlNode[]>(
      (nodes, predicate) => kept(nodes, predicate, here),
      candidates,
    )
    for (const one of chosen) found.push(one)
  }
  here.document.spend(found.length)
  return inOrder(found)
}

/** The nodes for which a predicate holds; a number in it means a place. */
const kept = (nodes: readonly XmlNode[], predicate: XPath, around: Here): readonly XmlNode[] => {
  around.document.spend(nodes.length)
  return nodes.filter((node, i) => {
    const value = evaluate(predicate, { ...around, node, position: i + 1, size: nodes.length })
    return typeof value === 'number' ? Math.trunc(value) === i + 1 : toBoolean(value)
  })
}

/** Each node once, in document order. */
const inOrder = (nodes: readonly XmlNode[]): readonly XmlNode[] => {
  let sorted = true
  for (let i = 1; i < nodes.length && sorted; i++)
    sorted = (nodes[i - 1]?.order ?? 0) < (nodes[i]?.order ?? 0)
  return sorted ? nodes : [...new Set(nodes)].toSorted((a, b) => a.order - b.order)
}

/** The nodes of an axis, the nearest first. */
const along = (axis: Axis, node: XmlNode, { document }: Here): readonly XmlNode[] => {
  const range = (first: number, last: number): readonly XmlNode[] => {
    document.spend(Math.max(0, last - first + 1))
    return document.nodes.slice(first, last + 1).filter(({ kind }) => kind !== 'attribute')
  }
  if (node.kind === 'attribute' && /^(?:following|preceding)/.test(axis))
    throw new Error('xpath of a path that goes on from an attribute to what stands beside it')
  switch (axis) {
    case 'child':
      document.spend(node.children.length)
      return node.children
    case 'attribute':
      return node.attributes
    case 'self':
      return [node]
    case 'parent':
      return node.parent === undefined ? [] : [node.parent]
    case 'descendant':
      return node.kind === 'attribute' ? [] : range(node.order + 1, node.end)
    case 'descendant-or-self':
      return node.kind === 'attribute' ? [node] : [node, ...range(node.order + 1, node.end)]
    case 'ancestor':
      return above(node.parent, document)
    case 'ancestor-or-self':
      return above(node, document)
    case 'following-sibling':
      return siblings(node, document).slice(node.place + 1)
    case 'preceding-sibling':
      return siblings(node, document).slice(0, node.place).toReversed()
    case 'following':
      return range(node.end + 1, document.nodes.length - 1)
    case 'preceding': {
      const ancestors = new Set(above(node, document))
      return range(0, node.order - 1)
        .filter((one) => !ancestors.has(one))
        .toReversed()
    }
  }
}

const above = (node: XmlNode | undefined, document: Visited): readonly XmlNode[] => {
  const found: XmlNode[] = []
  for (let at = node; at !== undefined; at = at.parent) found.push(at)
  document.spend(found.length)
  return found
}

const siblings = (node: XmlNode, document: Visited): readonly XmlNode[] => {
  const all = node.parent?.children ?? []
  document.spend(all.length)
  return all
}

const passes = (test: NodeTest, axis: Axis, node: XmlNode): boolean => {
  switch (test.kind) {
    case 'node':
      return true
    case 'any':
      return node.kind === principal(axis)
    case 'name':
      if (node.kind !== principal(axis)) return false
      // Whether a name without a prefix finds one with a prefix depends on the way that Java takes to it.
      if (node.name.endsWith(`:${test.name}`))
        throw new Error('xpath of a name that the document has with a prefix: write *[local-name() = …]')
      return test.name === node.name
    case 'text':
      if (node.kind === 'text' && node.isSection)
        throw new Error(
          'xpath with text() over a CDATA section, which Java passes over at times: leave text() out',
        )
      return node.kind === 'text'
    default:
      return node.kind === test.kind
  }
}

const principal = (axis: Axis): XmlNode['kind'] => (axis === 'attribute' ? 'attribute' : 'element')
