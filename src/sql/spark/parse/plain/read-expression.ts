import { intervalAt } from '../read-interval.ts'
import { negative } from '../read-literal.ts'
import type { BinaryOperator, Expression } from '../../tree.ts'
import { type Cursor, expect, giveUp, inside, mark, readList, skip } from './cursor.ts'
import { readValue } from './read-value.ts'

export const readExpression = (cursor: Cursor): Expression => inside(cursor, readOr)

const readOr = (cursor: Cursor): Expression => readChain(cursor, 'or', readAnd)

const readAnd = (cursor: Cursor): Expression => readChain(cursor, 'and', readNot)

/** Long rows of AND and OR are halved again and again, as the other parser does it: the tree stays low. */
const readChain = (cursor: Cursor, op: 'and' | 'or', read: (cursor: Cursor) => Expression): Expression => {
  const first = read(cursor)
  if (mark(cursor) !== op) return first
  let operands = [first]
  while (skip(cursor, op)) operands.push(read(cursor))
  while (operands.length > 1) operands = inPairs(operands, op)
  return operands[0] ?? giveUp()
}

const inPairs = (operands: readonly Expression[], op: 'and' | 'or'): Expression[] =>
  operands.flatMap((left, i) => {
    if (i % 2 === 1) return []
    const right = operands[i + 1]
    return [right === undefined ? left : { kind: 'binary', op, left, right }]
  })

const readNot = (cursor: Cursor): Expression => {
  if (!skip(cursor, 'not')) return readCondition(cursor)
  const operand = inside(cursor, readNot)
  // NOT before a LIKE comes out of the other parser as text.
  return operand.kind === 'like' ? giveUp() : { kind: 'unary', op: 'not', operand }
}

type Operators = ReadonlyMap<string, BinaryOperator>

const comparisons: Operators = new Map<string, BinaryOperator>([
  ['=', '='],
  ['==', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['<=>', '<=>'],
])

const predicates: ReadonlySet<string> = new Set('is not in between like ilike rlike regexp'.split(' '))

/** One comparison or predicate: what two of them side by side mean is not the same to everybody. */
const readCondition = (cursor: Cursor): Expression => {
  const left = readSum(cursor)
  const op = comparisons.get(mark(cursor))
  if (op !== undefined) {
    cursor.at++
    return alone(cursor, { kind: 'binary', op, left: operandOf(left), right: readSum(cursor) })
  }
  if (!predicates.has(mark(cursor))) return left
  operandOf(left)
  if (skip(cursor, 'is')) return alone(cursor, readIs(cursor, left))
  return alone(cursor, readPredicate(cursor, left, skip(cursor, 'not')))
}

/** A condition is not what another operator begins with. */
const operandOf = (value: Expression): Expression => (value.kind === 'exists' ? giveUp() : value)

const alone = (cursor: Cursor, condition: Expression): Expression =>
  comparisons.has(mark(cursor)) || predicates.has(mark(cursor)) ? giveUp() : condition

const readIs = (cursor: Cursor, operand: Expression): Expression => {
  const not = skip(cursor, 'not')
  const what = mark(cursor)
  cursor.at++
  return what === 'null' || what === 'true' || what === 'false'
    ? { kind: 'is', operand, what, not }
    : giveUp()
}

const readPredicate = (cursor: Cursor, operand: Expression, not: boolean): Expression => {
  const word = mark(cursor)
  cursor.at++
  switch (word) {
    case 'between': {
      const low = readSum(cursor)
      expect(cursor, 'and')
      return { kind: 'between', operand, low, high: readSum(cursor), not }
    }
    case 'in':
      return readIn(cursor, operand, not)
    case 'like':
    case 'ilike': {
      if (/^(?:any|some|all)$/.test(mark(cursor))) giveUp()
      const pattern = readSum(cursor)
      const escape = skip(cursor, 'escape') ? readValue(cursor) : undefined
      return negatedIf(not, {
        kind: 'like',
        operand,
        patterns: [pattern],
        quantifier: undefined,
        negated: false,
        ignoreCase: word === 'ilike',
        escape,
      })
    }
    case 'rlike':
    case 'regexp':
      return negatedIf(not, { kind: 'rlike', operand, pattern: readSum(cursor) })
    default:
      return giveUp()
  }
}

const negatedIf = (not: boolean, operand: Expression): Expression =>
  not ? { kind: 'unary', op: 'not', operand } : operand

const readIn = (cursor: Cursor, operand: Expression, not: boolean): Expression => {
  expect(cursor, '(')
  if (/^(?:select|with)$/.test(mark(cursor))) {
    const query = cursor.query()
    expect(cursor, ')')
    return { kind: 'inQuery', operand, query, not }
  }
  const list = readList(cursor, readExpression)
  expect(cursor, ')')
  return { kind: 'in', operand, list, not }
}

const operators = (...signs: readonly BinaryOperator[]): Operators =>
  new Map(signs.map((sign) => [sign, sign]))

const sums = operators('+', '-', '||')
const products = operators('*', '/', '%', 'div')

const readSum = (cursor: Cursor): Expression => readRow(cursor, sums, readProduct)

const readProduct = (cursor: Cursor): Expression => readRow(cursor, products, readUnary)

const readRow = (cursor: Cursor, known: Operators, read: (cursor: Cursor) => Expression): Expression => {
  let left = read(cursor)
  for (let op = known.get(mark(cursor)); op !== undefined; op = known.get(mark(cursor))) {
    cursor.at++
    left = { kind: 'binary', op, left: operandOf(left), right: read(cursor) }
  }
  return left
}

const readUnary = (cursor: Cursor): Expression => {
  const interval = mark(cursor) === 'interval' ? intervalAt(cursor.tokens, cursor.at) : undefined
  if (interval !== undefined) {
    cursor.at = interval.end
    return { kind: 'interval', ...interval.read() }
  }
  if (!skip(cursor, '-')) return readValue(cursor)
  const isBracketed = mark(cursor) === '('
  return negative(inside(cursor, readUnary), isBracketed)
}
