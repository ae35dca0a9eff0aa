import { usualName } from '../functions/index.ts'
import type { BinaryOperator, Expression } from '../tree.ts'

type Print = (expression: Expression) => string

/**
 * One of the expressions that mean the same: sides of symmetric operators and lists of values in a fixed order, NOT as
 * near to the values as it goes, BETWEEN as its two comparisons, functions by their usual names.
 */
export const canonicalExpression = (expression: Expression, print: Print): Expression =>
  simplified(
    withParts(expression, (part) => canonicalExpression(part, print)),
    print,
  )

/** Conditions that must all hold, whatever order they are written in, each once. */
export const conjunctsOf = (condition: Expression | undefined): readonly Expression[] => {
  if (condition === undefined) return []
  if (condition.kind === 'binary' && condition.op === 'and')
    return [...conjunctsOf(condition.left), ...conjunctsOf(condition.right)]
  return condition.kind === 'between' && !condition.not ? bounds(condition) : [condition]
}

/** Conditions of which one must hold. */
export const disjunctsOf = (condition: Expression): readonly Expression[] => operandsOf(condition, 'or')

const bounds = ({ operand, low, high }: Extract<Expression, { kind: 'between' }>): readonly Expression[] => [
  { kind: 'binary', op: '>=', left: operand, right: low },
  { kind: 'binary', op: '<=', left: operand, right: high },
]

const simplified = (node: Expression, print: Print): Expression => {
  switch (node.kind) {
    case 'unary':
      return node.op === 'not' ? negated(node.operand, node, print) : node
    case 'binary':
      return ordered(node, print)
    case 'between':
      return node.not
        ? node
        : all(
            bounds(node).map((bound) => simplified(bound, print)),
            'and',
            print,
          )
    case 'in': {
      const list = unique(node.list, print)
      const [only] = list
      if (list.length === 1 && only !== undefined)
        return ordered({ kind: 'binary', op: node.not ? '<>' : '=', left: node.operand, right: only }, print)
      return { ...node, list }
    }
    case 'case':
      return node.otherwise?.kind === 'null' ? { ...node, otherwise: undefined } : node
    case 'call': {
      const name = usualName(node.name)
      const [only] = node.args
      const countsRows =
        name === 'count' && node.args.length === 1 && only?.kind === 'literal' && !node.distinct
      return { ...node, name, args: countsRows ? [{ kind: 'star', qualifier: [] }] : node.args }
    }
    default:
      return node
  }
}

const opposite: Partial<Readonly<Record<BinaryOperator, BinaryOperator>>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}
const mirrored: Partial<Readonly<Record<BinaryOperator, BinaryOperator>>> = { '>': '<', '>=': '<=' }
const symmetric: ReadonlySet<BinaryOperator> = new Set(['=', '<>', '<=>', '+', '*', '&', '|', '^'])

const negated = (operand: Expression, whole: Expression, print: Print): Expression => {
  if (operand.kind === 'binary') {
    const op = opposite[operand.op]
    return op === undefined ? whole : ordered({ ...operand, op }, print)
  }
  if (operand.kind === 'is' || operand.kind === 'in' || operand.kind === 'inQuery')
    return { ...operand, not: !operand.not }
  if (operand.kind === 'unary' && operand.op === 'not') return operand.operand
  return operand.kind === 'boolean' ? { ...operand, value: !operand.value } : whole
}

const ordered = (node: Extract<Expression, { kind: 'binary' }>, print: Print): Expression => {
  if (node.op === 'and' || node.op === 'or') return all(operandsOf(node, node.op), node.op, print)
  const { left, right } = node
  if (node.op === '=' && left.kind === 'literal' && right.kind === 'literal' && print(left) === print(right))
    return { kind: 'boolean', value: true }
  const op = mirrored[node.op]
  if (op !== undefined) return { ...node, op, left: right, right: left }
  return symmetric.has(node.op) && print(left) > print(right) ? { ...node, left: right, right: left } : node
}

const operandsOf = (node: Expression, op: 'and' | 'or'): readonly Expression[] =>
  node.kind === 'binary' && node.op === op
    ? [...operandsOf(node.left, op), ...operandsOf(node.right, op)]
    : [node]

const all = (operands: readonly Expression[], op: 'and' | 'or', print: Print): Expression => {
  const flat = operands.flatMap((operand) => operandsOf(operand, op))
  // TRUE demands nothing, FALSE adds nothing.
  const needed = flat.filter((each) => !(each.kind === 'boolean' && each.value === (op === 'and')))
  const [first, ...rest] = unique(needed, print)
  if (first === undefined) return { kind: 'boolean', value: op === 'and' }
  return rest.reduce<Expression>((left, right) => ({ kind: 'binary', op, left, right }), first)
}

const unique = (list: readonly Expression[], print: Print): readonly Expression[] => {
  const texts = new Map(list.map((each) => [print(each), each]))
  return [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

/** The same node with other parts. Parts of windows and of queries inside stay as they are. */
const withParts = (node: Expression, change: (part: Expression) => Expression): Expression => {
  switch (node.kind) {
    case 'call':
      return {
        ...node,
        args: node.args.map(change),
        filter: node.filter === undefined ? undefined : change(node.filter),
      }
    case 'binary':
      return { ...node, left: change(node.left), right: change(node.right) }
    case 'unary':
    case 'is':
    case 'inQuery':
    case 'cast':
    case 'field':
    case 'named':
      return { ...node, operand: change(node.operand) }
    case 'between':
      return { ...node, operand: change(node.operand), low: change(node.low), high: change(node.high) }
    case 'in':
      return { ...node, operand: change(node.operand), list: node.list.map(change) }
    case 'case':
      return {
        ...node,
        operand: node.operand === undefined ? undefined : change(node.operand),
        whens: node.whens.map(([when, then]) => [change(when), change(then)] as const),
        otherwise: node.otherwise === undefined ? undefined : change(node.otherwise),
      }
    case 'subscript':
      return { ...node, operand: change(node.operand), index: change(node.index) }
    case 'lambda':
      return { ...node, body: change(node.body) }
    case 'tuple':
      return { ...node, items: node.items.map(change) }
    default:
      return node
  }
}
