import type { Engine } from '../engines/engine.ts'
import { condition } from '../operators.ts'
import { Mistaken } from '../refusals.ts'
import { renderInQuery } from './render-membership.ts'
import { combine } from './rendered.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { isInteger, isNumeric, types } from '../spark-types/spark-type.ts'
import { someMembership } from '../tree-walk.ts'
import type { Expression } from '../tree.ts'
import type { Typed } from '../spark-types/typed.ts'

type Unary = Extract<Expression, { kind: 'unary' }>

/** NOT, `~` and the minus before a value; `render` renders what stands behind them, where NULL is not false. */
export const renderUnary = (
  context: Context,
  outer: Scope,
  node: Unary,
  render: (inner: Expression) => Rendered,
): Rendered => {
  const { engine } = context
  switch (node.op) {
    case 'not':
      return renderNot(context, outer, node.operand, render)
    case '~':
      return renderBitNot(engine, render(node.operand))
    default:
      return renderNegative(engine, render(node.operand))
  }
}

const renderNot = (
  context: Context,
  outer: Scope,
  inner: Expression,
  render: (inner: Expression) => Rendered,
): Rendered => {
  if (inner.kind === 'inQuery') return renderInQuery(context, outer, { ...inner, not: !inner.not })
  const moved = someMembership(inner) ? withNotInside(inner) : undefined
  if (moved !== undefined) return { ...render(moved), label: `(NOT ${render(inner).label})` }
  const operand = render(inner)
  const list = inner.kind === 'like' && inner.negated ? inner : undefined
  return combine(
    { sql: `(NOT ${condition(context.engine, operand)})`, type: types.boolean },
    list === undefined
      ? `(NOT ${operand.label})`
      : `not${operand.label.replace(/^like(?:any|all)/, list.quantifier === 'any' ? 'likeall' : 'likeany')}`,
    [operand],
  )
}

/** Spark moves NOT to the parts before it makes joins of IN over queries, which are then false where NULL. */
const withNotInside = (inner: Expression): Expression | undefined => {
  if (inner.kind === 'unary' && inner.op === 'not') return inner.operand
  if (inner.kind !== 'binary' || !/^(?:and|or)$/.test(inner.op)) return undefined
  return {
    kind: 'binary',
    op: inner.op === 'and' ? 'or' : 'and',
    left: { kind: 'unary', op: 'not', operand: inner.left },
    right: { kind: 'unary', op: 'not', operand: inner.right },
  }
}

const renderBitNot = (engine: Engine, operand: Rendered): Rendered => {
  if (!isInteger(operand.type) && !/^(?:null|unknown)$/.test(operand.type.kind))
    throw new Mistaken(`~ of a ${operand.type.kind}`)
  const value: Typed =
    operand.type.kind === 'null' ? { sql: engine.types.cast(operand, types.int), type: types.int } : operand
  return combine({ sql: engine.operators.bitNot(value), type: value.type }, `~${operand.label}`, [operand])
}

const renderNegative = (engine: Engine, operand: Rendered): Rendered => {
  if (
    !isNumeric(operand.type) &&
    !/^(?:interval|day_time|year_month|string|null|unknown)$/.test(operand.type.kind)
  )
    throw new Mistaken(`the negative of a ${operand.type.kind}`)
  const value: Typed = /^(?:string|null)$/.test(operand.type.kind)
    ? { sql: engine.types.cast(operand, types.double), type: types.double }
    : operand
  return combine({ sql: engine.operators.negative(value), type: value.type }, `(- ${operand.label})`, [
    operand,
  ])
}
