import { functionNamed } from './functions/index.ts'
import { windowOnly } from './functions/ranks.ts'
import type { Expression, Select } from './tree.ts'

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
