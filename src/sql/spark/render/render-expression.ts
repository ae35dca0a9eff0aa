import { unreachable } from '../../../base/bug.ts'
import { intervalText } from '../spark-types/interval-type.ts'
import { castLabel, comparisonLabel, printedAlike, unknownName } from './labels.ts'
import { joinedTexts } from '../parse/literal-texts.ts'
import { applyBinary } from '../operators.ts'
import { mismatch, Mistaken, Refused } from '../refusals.ts'
import { renderCall } from './render-call.ts'
import { renderCase } from './render-case.ts'
import { renderLike } from './render-like.ts'
import { renderLiteral } from './render-literal.ts'
import { refuseComparedMembership, renderInQuery } from './render-membership.ts'
import { isGenerated } from './render-groups.ts'
import { renderSubquery } from './render-subquery.ts'
import { renderUnary } from './render-unary.ts'
import { combine, constant } from './rendered.ts'
import { fieldOf, resolveColumn } from './resolve.ts'
import { type Context, narrowed, type Rendered, type Scope } from '../scope.ts'
import { becomes } from '../spark-types/castable.ts'
import {
  commonTypeOf,
  hasFraction,
  hasMap,
  isInteger,
  isNumeric,
  isSameShape,
  sparkName,
  types,
} from '../spark-types/spark-type.ts'
import { literalLabel, timeLiteral } from '../time-literal.ts'
import { sessionZone } from '../zones/session-zone.ts'
import { isAggregation, someAggregate, spanOf } from '../tree-walk.ts'
import type { Expression, Query } from '../tree.ts'

/** An expression in the engine's SQL, with its type, its name in Spark and the columns that it reads. */
export const renderExpression = (context: Context, outer: Scope, node: Expression): Rendered => {
  const rendered = placed(context, node, () => renderNode(context, outer, node))
  return outer.zeroless?.has(rendered.sql) === true && hasFraction(rendered.type)
    ? { ...rendered, sql: context.engine.nested.positiveZero(rendered) }
    : rendered
}

/** A refusal that does not know its place yet is of this expression. */
export const placed = <T>({ statement }: Context, node: Expression, render: () => T): T => {
  try {
    return render()
  } catch (error) {
    if (error instanceof Refused) error.span ??= spanOf(node, statement.text)
    throw error
  }
}

const renderNode = (context: Context, outer: Scope, node: Expression): Rendered => {
  const made = outer.joining?.get(node)
  if (made !== undefined) return made
  const and = node.kind === 'binary' && node.op === 'and'
  const scope = outer.filtering && !and ? { ...outer, filtering: false } : outer
  const render = (inner: Expression): Rendered => renderExpression(context, scope, inner)
  const { engine } = context
  const { cast } = engine.types
  switch (node.kind) {
    case 'column':
      return resolveColumn(context, scope, node.parts)
    case 'star':
      return { sql: '*', type: types.unknown, label: '1', inputs: new Set() }
    case 'literal':
      return renderLiteral(engine, node.type, node.text)
    case 'typed': {
      if (node.type === 'binary')
        return constant(engine.constants.bytes(node.text), types.binary, `X'${node.text.toUpperCase()}'`)
      const value = timeLiteral(node.type, node.text)
      return constant(
        engine.constants.time(value),
        types[node.type],
        literalLabel(value, sessionZone(context.settings)),
      )
    }
    case 'boolean':
      return constant(String(node.value), types.boolean, String(node.value))
    case 'null':
      return constant('NULL', types.null, 'NULL')
    case 'call':
      return notConstant(renderCall(context, scope, node))
    case 'binary': {
      if (/[=<>]/.test(node.op)) refuseComparedMembership([node.left, node.right])
      const left = render(node.left)
      const right = render(node.right)
      const kinds = [left.type.kind, right.type.kind]
      if (/^[<>]=?$/.test(node.op) && kinds.includes('decimal') && kinds.includes('boolean'))
        throw new Refused(`${node.op} between a decimal and a boolean`)
      const value = applyBinary(engine, node.op, left, right)
      const label =
        value.called?.(left.label, right.label) ??
        comparisonLabel(node.op, [node.left, left], [node.right, right])
      const combined = combine(value, label, [left, right])
      return node.op === '||' ? { ...combined, ...joinedTexts([left, right]) } : combined
    }
    case 'unary':
      return renderUnary(context, outer, node, render)
    case 'is': {
      if (node.what !== 'null') refuseComparedMembership([node.operand])
      const operand = render(node.operand)
      if (node.what !== 'null' && /^(?:date|timestamp)$/.test(operand.type.kind))
        throw new Mistaken(
          `IS ${node.what.toUpperCase()} of a ${operand.type.kind}`,
          'compare it with something',
        )
      const sql =
        node.what === 'null'
          ? `(${operand.sql} IS ${node.not ? 'NOT ' : ''}NULL)`
          : isNumeric(operand.type)
            ? // IS TRUE is <=> true, where a number is compared with 1.
              `(${node.not ? 'NOT ' : ''}${applyBinary(engine, '<=>', operand, { sql: node.what, type: types.boolean }).sql})`
            : engine.operators.isTruth(cast(operand, types.boolean), node.what, node.not)
      const same = `(${operand.label} <=> ${node.what})`
      const label =
        node.what === 'null'
          ? `(${operand.label} IS ${node.not ? 'NOT ' : ''}NULL)`
          : node.not
            ? `(NOT ${same})`
            : same
      const shown = node.what === 'null' ? narrowed(operand.inputs, 'nothing') : operand.inputs
      return combine({ sql, type: types.boolean }, label, [{ ...operand, inputs: shown }])
    }
    case 'between': {
      const [operand, low, high] = [render(node.operand), render(node.low), render(node.high)]
      const sql = `(${applyBinary(engine, '>=', operand, low).sql} AND ${applyBinary(engine, '<=', operand, high).sql})`
      const above = comparisonLabel('>=', [node.operand, operand], [node.low, low])
      const below = comparisonLabel('<=', [node.operand, operand], [node.high, high])
      const label = `(${above} AND ${below})`
      return combine(
        { sql: node.not ? `(NOT ${sql})` : sql, type: types.boolean },
        node.not ? `(NOT ${label})` : label,
        [operand, low, high],
      )
    }
    case 'in': {
      const operand = render(node.operand)
      const list = node.list.map(render)
      const all = [
        operand.type,
        ...list.map((item) => (isSameShape(item.type, operand.type) ? operand.type : item.type)),
      ]
      const type = commonTypeOf(all)
      if (type === undefined) throw mismatch('IN over values of such types', all)
      if (hasMap(type)) throw new Mistaken('IN over maps')
      const as = (value: Rendered) => (type.kind === 'unknown' ? value.sql : cast(value, type))
      const label = `(${operand.label} IN (${list.map((item) => item.label).join(', ')}))`
      const sql = engine.operators.isIn(as(operand), list.map(as), node.not, type)
      return combine({ sql, type: types.boolean }, node.not ? `(NOT ${label})` : label, [operand, ...list])
    }
    case 'inQuery':
      return renderInQuery(context, outer, node)
    case 'like':
      return renderLike(
        engine,
        node,
        render(node.operand),
        node.patterns.map(render),
        node.escape === undefined ? undefined : render(node.escape),
      )
    case 'rlike':
      return renderCall(context, scope, {
        kind: 'call',
        name: 'rlike',
        span: { offset: 0, length: 0 },
        args: [node.operand, node.pattern],
        distinct: false,
        ignoreNulls: false,
        filter: undefined,
        over: undefined,
      })
    case 'case':
      return renderCase(engine, node, render)
    case 'cast': {
      const operand = render(node.operand)
      if (node.type.kind === 'null' && operand.type.kind !== 'null') throw new Mistaken('a cast to void')
      const sql = node.attempt
        ? engine.types.tryCast(operand, node.type)
        : (engine.types.explicitCast ?? cast)(operand, node.type)
      const value = combine({ sql, type: node.type }, castLabel(operand.label, node.type, node.attempt), [
        operand,
      ])
      return notConstant(value)
    }
    case 'subscript': {
      const [operand, index] = [render(node.operand), render(node.index)]
      const label = `${operand.label}[${index.label}]`
      if (operand.type.kind === 'map') {
        if (!becomes(index.type, operand.type.key))
          throw new Mistaken(
            `a ${sparkName(index.type)} as a key of a map of ${sparkName(operand.type.key)}`,
            'cast it',
          )
        return combine(
          {
            sql: engine.nested.valueAt(operand.sql, cast(index, operand.type.key)),
            type: operand.type.value,
          },
          label,
          [operand, index],
        )
      }
      const ofStruct = operand.type.kind === 'array' ? operand.type.element : operand.type
      const isText = node.index.kind === 'literal' && node.index.type === 'string'
      const field =
        isText && ofStruct.kind === 'struct' ? fieldOf(engine, operand, index.literal ?? '') : undefined
      if (field !== undefined) return field
      if (operand.type.kind !== 'array')
        throw /^(?:unknown|null|string)$/.test(operand.type.kind)
          ? new Refused('an index into a value that is not known to be an array or a map')
          : new Mistaken(`an index into a value of type ${sparkName(operand.type)}`)
      if (!isInteger(index.type) && !/^(?:unknown|null)$/.test(index.type.kind))
        throw new Mistaken(`an index of type ${sparkName(index.type)}`, 'cast it to INT')
      const sql = engine.nested.element(operand.sql, cast(index, types.int), operand.type.element)
      return combine({ sql, type: operand.type.element }, label, [operand, index])
    }
    case 'named': {
      const operand = render(node.operand)
      return { ...operand, label: `${operand.label} AS ${node.name.text}` }
    }
    case 'field': {
      const operand = render(node.operand)
      const found = fieldOf(engine, operand, node.name.text)
      if (found === undefined) throw new Mistaken(`the field ${node.name.text} of a ${operand.type.kind}`)
      return operand.type.kind === 'array' && (!printedAlike(node.operand) || someAggregate(node.operand))
        ? { ...found, label: unknownName }
        : found
    }
    case 'lambda':
      throw new Refused('a lambda here')
    case 'exists': {
      const query = renderSubquery(context, scope, node.query)
      const label = `exists(${query.taken.join(', ')})`
      return { sql: `EXISTS (${query.sql})`, type: types.boolean, label, inputs: undefined }
    }
    case 'scalar': {
      const query = renderSubquery(context, scope, node.query, true)
      const column = query.columns?.[0]
      if (query.columns !== undefined && query.columns.length !== 1)
        throw new Mistaken(`a scalar subquery of ${query.columns.length} columns`)
      if (query.taken.length > 0 && !isOneRow(node.query))
        throw new Refused(
          'a correlated subquery that may have several rows',
          'aggregate in it, without GROUP BY or LIMIT',
        )
      return {
        sql: `(${query.sql})`,
        type: column?.type ?? types.unknown,
        label: `scalarsubquery(${query.taken.join(', ')})`,
        inputs: column?.inputs,
      }
    }
    case 'tuple': {
      const items = node.items.map(render)
      const names = node.items.map((item, i) => {
        const last = item.kind === 'column' ? item.parts.at(-1) : undefined
        return last?.text ?? `col${i + 1}`
      })
      const fields = items.map(({ sql, type }, i) => ({ name: names[i] ?? '', type, sql }))
      const label = `named_struct(${items.map((item, i) => `${names[i]}, ${item.label}`).join(', ')})`
      const type = {
        kind: 'struct',
        fields: fields.map(({ name, type: of }) => ({ name, type: of })),
      } as const
      return combine({ sql: engine.nested.struct(fields), type }, label, items)
    }
    case 'interval':
      return constant(
        engine.constants.interval(node.value, node.type),
        node.type,
        intervalText(node.type, node.value),
      )
    case 'mark':
      return constant(pivotMark, types.boolean, '')
    default:
      return unreachable(node)
  }
}

/** Stands for the condition of a value of PIVOT in a rendered aggregate. */
export const pivotMark = '/*pivot*/'

const isOneRow = ({ body, limit }: Query): boolean =>
  body.kind === 'select' &&
  body.groupBy.length === 0 &&
  limit === undefined &&
  (isAggregation(body) ||
    (body.from.length === 0 && body.lateralViews.length === 0 && !body.items.some(isGenerated)))

/** A value that is no literal for Spark although it may look like one. */
const notConstant = (value: Rendered): Rendered => ({ ...value, computed: true })
