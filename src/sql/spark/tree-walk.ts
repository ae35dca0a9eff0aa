import { functionNamed } from './functions/index.ts'
import { windowOnly } from './functions/ranks.ts'
import type { Expression, Select, Span } from './tree.ts'

/** The expressions right below one; those of subqueries are not among them. */
export const partsOf = (node: Expression): readonly Expression[] => {
  switch (node.kind) {
    case 'call':
      return [
        ...node.args,
        ...(node.filter === undefined ? [] : [node.filter]),
        ...(node.over === undefined
          ? []
          : [...node.over.partitionBy, ...node.over.orderBy.map(({ by }) => by)]),
      ]
    case 'binary':
      return [node.left, node.right]
    case 'unary':
    case 'is':
    case 'inQuery':
    case 'cast':
    case 'field':
      return [node.operand]
    case 'between':
      return [node.operand, node.low, node.high]
    case 'in':
      return [node.operand, ...node.list]
    case 'like':
      return [node.operand, ...node.patterns, ...(node.escape === undefined ? [] : [node.escape])]
    case 'rlike':
      return [node.operand, node.pattern]
    case 'case':
      return [node.operand, ...node.whens.flat(), node.otherwise].filter((part) => part !== undefined)
    case 'subscript':
      return [node.operand, node.index]
    case 'lambda':
      return [node.body]
    case 'tuple':
      return node.items
    case 'named':
      return [node.operand]
    default:
      return []
  }
}

/** From the first to the last thing in an expression whose place is known, as far as they stand in one line of `text`. */
export const spanOf = (node: Expression, text: string): Span | undefined => {
  const spans = spansOf(node).filter(({ length }) => length > 0)
  if (spans.length === 0) return undefined
  const offset = Math.min(...spans.map((span) => span.offset))
  const end = Math.max(...spans.map((span) => span.offset + span.length))
  const line = text.slice(offset, end).split('\n', 1)[0] ?? ''
  return { offset, length: line.trimEnd().length }
}

const spansOf = (node: Expression): readonly Span[] => [...ownSpans(node), ...partsOf(node).flatMap(spansOf)]

const ownSpans = (node: Expression): readonly Span[] => {
  switch (node.kind) {
    case 'column':
      return node.parts.map(({ span }) => span)
    case 'star':
      return node.qualifier.map(({ span }) => span)
    case 'literal':
    case 'typed':
    case 'call':
    case 'cast':
      return [node.span]
    case 'field':
      return [node.name.span]
    case 'lambda':
      return node.parameters.map(({ span }) => span)
    default:
      return []
  }
}

export const isAggregateName = (name: string): boolean => {
  const known = functionNamed(name)
  return known !== undefined && 'aggregate' in known && known.aggregate
}

/** An aggregate that is not over a window: what makes a SELECT one of groups. */
export const isAggregate = (node: Expression): boolean =>
  node.kind === 'call' && node.over === undefined && isAggregateName(node.name) && !windowOnly.has(node.name)

export const someAggregate = (node: Expression): boolean =>
  isAggregate(node) || partsOf(node).some(someAggregate)

/** An aggregate that the value is computed of whatever stands beside it: a call may leave out what it needs not know. */
export const endsInAggregate = (node: Expression): boolean =>
  isAggregate(node) || (/^(?:binary|unary|cast)$/.test(node.kind) && partsOf(node).some(endsInAggregate))

export const someDistinct = (node: Expression): boolean =>
  (isAggregate(node) && node.kind === 'call' && node.distinct) || partsOf(node).some(someDistinct)

/** Whether it asks for the set of groups that a row is of. */
export const someGrouping = (node: Expression): boolean =>
  (node.kind === 'call' && /^grouping(?:_id)?$/.test(node.name)) || partsOf(node).some(someGrouping)

export const someMembership = (node: Expression): boolean =>
  node.kind === 'inQuery' || partsOf(node).some(someMembership)

export const someWindow = (node: Expression): boolean =>
  (node.kind === 'call' && node.over !== undefined) || partsOf(node).some(someWindow)

/** Whether a SELECT is of groups: by GROUP BY, or one of all rows. */
export const isAggregation = (select: Select): boolean =>
  select.groupBy.length > 0 ||
  select.having !== undefined ||
  select.items.some(({ value }) => someAggregate(value))

/**
 * Whether one group of all rows may be written without an aggregate that an engine could tell it by: such as typeof of
 * an aggregate, which is the name of its type, or concat of NULL and an aggregate, which is NULL.
 */
export const needsEmptyGrouping = (select: Select): boolean =>
  select.groupBy.length === 0 &&
  select.having === undefined &&
  isAggregation(select) &&
  !select.items.some(({ value }) => endsInAggregate(value))
