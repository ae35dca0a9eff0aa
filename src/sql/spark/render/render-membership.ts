import { ident } from '../../quote.ts'
import { applyBinary } from '../operators.ts'
import { mismatch, Mistaken, Refused } from '../refusals.ts'
import { renderExpression } from './render-expression.ts'
import { renderSubquery } from './render-subquery.ts'
import { combine } from './rendered.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { commonType, hasMap, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { partsOf, someMembership } from '../tree-walk.ts'
import type { Expression } from '../tree.ts'
import type { Typed } from '../spark-types/typed.ts'

type InQuery = Extract<Expression, { kind: 'inQuery' }>

/**
 * IN over a query. Spark makes a join of it, so it is never NULL: what would be NULL in SQL is false, with NOT as without.
 * In WHERE that is all the same, and plain IN is faster. What Spark folds to NULL before is NULL, whatever the query has.
 */
export const renderInQuery = (context: Context, outer: Scope, node: InQuery): Rendered => {
  const scope: Scope = outer.filtering ? { ...outer, filtering: false } : outer
  if (node.operand.kind === 'tuple') return renderSeveral(context, scope, node, node.operand.items)
  // A written struct is its values for Spark, which named_struct is not.
  if (node.operand.kind === 'call' && node.operand.name === 'struct') {
    const [only, ...others] = node.operand.args
    if (only === undefined || node.operand.args.some(({ kind }) => kind !== 'column'))
      throw new Refused('a struct of more than columns before IN over a query', 'write (a, b) IN (SELECT …)')
    return others.length === 0
      ? renderInQuery(context, outer, { ...node, operand: only })
      : renderSeveral(context, scope, node, node.operand.args)
  }
  const operand = renderExpression(context, scope, node.operand)
  // Whether it is NULL or false depends on what Spark's optimizer knows of the column.
  if (operand.type.kind === 'null' && node.operand.kind === 'column')
    throw new Refused('a column without a type before IN over a query', 'cast it')
  const query = renderSubquery(context, scope, node.query)
  const column = query.columns?.[0]
  if (query.columns !== undefined && query.columns.length !== 1)
    throw new Mistaken(`IN over a query of ${query.columns.length} columns`)
  const type = column === undefined ? types.unknown : memberType(operand.type, column.type)
  // Members that are NULL count otherwise in the engine.
  if (type.kind === 'array') {
    const found = foundIn(context, node, [operand], query)
    return { ...combine(found, labelOf(node, operand.label, query.taken), [operand]), inputs: undefined }
  }
  let inner = query.sql
  if (column !== undefined && type.kind !== 'unknown' && sparkName(type) !== sparkName(column.type))
    inner = `SELECT ${context.engine.types.cast({ sql: `q.${ident(column.name)}`, type: column.type }, type)} FROM (${query.sql}) q`
  const value = type.kind === 'unknown' ? operand.sql : context.engine.types.cast(operand, type)
  const test = `(${value} ${node.not ? 'NOT ' : ''}IN (${inner}))`
  const isFolded = isConstant(node.operand) && operand.volatile !== true && node.operand.kind !== 'literal'
  const sql = isFolded
    ? `CASE WHEN ${value} IS NOT NULL THEN coalesce(${test}, false) END`
    : outer.filtering
      ? test
      : `coalesce(${test}, false)`
  return {
    ...combine({ sql, type: types.boolean }, labelOf(node, operand.label, query.taken), [operand]),
    inputs: undefined,
  }
}

const labelOf = (node: InQuery, operand: string, taken: readonly string[]): string => {
  const label = `(${operand} IN (listquery(${taken.join(', ')})))`
  return node.not ? `(NOT ${label})` : label
}

const renderSeveral = (
  context: Context,
  scope: Scope,
  node: InQuery,
  items: readonly Expression[],
): Rendered => {
  const values = items.map((item) => renderExpression(context, scope, item))
  const query = renderSubquery(context, scope, node.query)
  if (query.columns !== undefined && query.columns.length !== values.length)
    throw new Mistaken(`IN of ${values.length} values over a query of ${query.columns.length} columns`)
  const label = `named_struct(${items
    .map(
      (item, i) =>
        `'${item.kind === 'column' ? (item.parts.at(-1)?.text ?? '') : `col${i + 1}`}', ${values[i]?.label}`,
    )
    .join(', ')})`
  return {
    ...combine(foundIn(context, node, values, query), labelOf(node, label, query.taken), values),
    inputs: undefined,
  }
}

/** Whether a query has a row of such values. */
const foundIn = (
  context: Context,
  node: InQuery,
  values: readonly Typed[],
  query: ReturnType<typeof renderSubquery>,
): Typed => {
  const alias = context.fresh()
  const names = values.map((_, i) => ident(`c${i}`))
  const tests = values.map((value, i) => {
    const column = {
      sql: `${ident(alias)}.${names[i] ?? ''}`,
      type: query.columns?.[i]?.type ?? types.unknown,
    }
    const { sql } = applyBinary(context.engine, '=', ...asMembers(context, value, column))
    return node.not ? `coalesce(${sql}, true)` : sql
  })
  const found = `EXISTS (SELECT 1 FROM (${query.sql}) AS ${ident(alias)}(${names.join(', ')}) WHERE ${tests.join(' AND ')})`
  return { sql: `(${node.not ? 'NOT ' : ''}${found})`, type: types.boolean }
}

/** A value and a column of the query as the type that both have in common, which beside text is text. */
const asMembers = ({ engine }: Context, ...sides: readonly [Typed, Typed]): readonly [Typed, Typed] => {
  const [value, column] = sides
  const type = memberType(value.type, column.type)
  if (type.kind === 'unknown') return sides
  const as = (side: Typed): Typed => ({ ...side, sql: engine.types.cast(side, type), type })
  return [as(value), as(column)]
}

const memberType = (a: SparkType, b: SparkType): SparkType => {
  const type = commonType(a, b)
  if (type === undefined) throw mismatch('IN over values of such types', [a, b])
  if (hasMap(type)) throw new Mistaken('IN over maps')
  return type
}

/** Spark makes NOT IN of IN that is compared with false, which is another thing beside NULL. */
export const refuseComparedMembership = (nodes: readonly Expression[]): void => {
  if (nodes.some(someMembership))
    throw new Refused('IN over a query compared with something', 'write IN or NOT IN alone, or CASE WHEN')
}

/** What reads no row; columns of VALUES read none of the inputs, either, so those do not tell. */
const isConstant = (node: Expression): boolean => {
  if (node.kind === 'scalar') {
    const { body } = node.query
    return (
      body.kind === 'select' && body.from.length === 0 && body.items.every(({ value }) => isConstant(value))
    )
  }
  return !/^(?:column|star|lambda|exists|inQuery)$/.test(node.kind) && partsOf(node).every(isConstant)
}
