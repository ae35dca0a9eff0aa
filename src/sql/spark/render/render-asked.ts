import { Mistaken, Refused } from '../refusals.ts'
import { renderExpression } from './render-expression.ts'
import type { Context, Scope } from '../scope.ts'
import { isAggregation } from '../tree-walk.ts'
import type { Expression, Select } from '../tree.ts'

/**
 * Whether the one group of all rows is there only where it has rows. Spark makes a join of EXISTS and of IN over a
 * query: conditions on columns from around it become the join's, what they compare with keys of the groups. So where
 * no row meets them there is no group, not one with the count 0.
 */
export const isGroupOfSome = (context: Context, scope: Scope, select: Select): boolean => {
  if (!isAskedFor(scope, select)) return false
  const isOfAll = select.groupBy.length === 0
  const reached = conjuncts(select.where)
    .filter((one) => (read(context, scope, one)?.taken ?? 0) > 0)
    .map((one) => reach(context, scope, one))
  if (reached.length > 0 && isOfAll && !reached.includes('inside'))
    throw new Refused(
      'a condition on nothing but columns from around EXISTS or IN, in front of an aggregate of all rows',
      'put it outside of the subquery',
    )
  return isOfAll && reached.length > 0
}

/** What an aggregate is of, beside its own rows, when a table below it reads columns from around EXISTS or IN. */
export const refuseGroupsOfTaken = (scope: Scope, select: Select, taken: number): void => {
  if (taken > 0 && isAskedFor(scope, select))
    throw new Refused(
      'an aggregate over a table that reads columns from around EXISTS or IN',
      'compare these columns in its own WHERE',
    )
}

const isAskedFor = ({ parent }: Scope, select: Select): boolean =>
  parent?.asking === true && (select.groupByAll || isAggregation(select))

const conjuncts = (node: Expression | undefined): readonly Expression[] =>
  node === undefined
    ? []
    : node.kind === 'binary' && node.op === 'and'
      ? [...conjuncts(node.left), ...conjuncts(node.right)]
      : [node]

/** Whether a condition that reads columns from around the subquery compares them with a column of its own. */
const reach = (context: Context, scope: Scope, node: Expression): 'inside' | 'around' => {
  if (isOfAround(context, scope, node)) return 'around'
  const sides = node.kind === 'binary' && /^(?:=|<=>)$/.test(node.op) ? [node.left, node.right] : []
  const key = sides.findIndex(
    (side, i) => read(context, scope, side)?.taken === 0 && isOfAround(context, scope, sides[1 - i]),
  )
  const [own, other] = [sides[key], sides[1 - key]]
  // Of the casts of a column Spark takes those that lose nothing.
  if (own?.kind === 'cast')
    throw new Refused(
      'a cast column compared with one from around EXISTS or IN, in front of an aggregate',
      'cast the other side',
    )
  if (
    own?.kind !== 'column' ||
    !isWhole(scope, own) ||
    other === undefined ||
    isCastBeside(context, scope, own, other)
  )
    throw new Mistaken(
      'a condition other than column = value on columns from around EXISTS or IN, in front of an aggregate,',
      'aggregate in a query of its own, and join it',
    )
  return 'inside'
}

/** Whether it is a column as it stands, not a field in it. */
const isWhole = ({ sources }: Scope, { parts }: Extract<Expression, { kind: 'column' }>): boolean =>
  parts.length === 1 ||
  (parts.length === 2 && sources.some(({ alias }) => alias.toLowerCase() === parts[0]?.text.toLowerCase()))

/** Whether Spark casts the column to a type that may lose something, to compare it. */
const isCastBeside = (context: Context, scope: Scope, own: Expression, other: Expression): boolean => {
  const [type, beside] = [own, other].map((side) => read(context, scope, side)?.kind)
  return (
    (type === 'string' && beside !== 'string' && beside !== 'null') ||
    (type === 'decimal' && /^(?:double|float)$/.test(beside ?? ''))
  )
}

const isOfAround = (context: Context, scope: Scope, node: Expression | undefined): boolean =>
  node !== undefined &&
  read(context, scope, node)?.taken ===
    read(context, { ...scope, sources: [], merged: [], shown: [] }, node)?.taken

type Read = { readonly taken: number; readonly kind: string }

/** How many columns from around the subquery an expression reads; undefined where it has others that are not there. */
const read = (context: Context, scope: Scope, node: Expression): Read | undefined => {
  const { parent } = scope
  if (parent === undefined) return undefined
  const taken: string[] = []
  let isKnown = true
  const silent: Context = {
    ...context,
    report: ({ code }) => {
      if (code === 'MR2003') isKnown = false
    },
    limit: () => undefined,
    fresh: () => '_around',
  }
  try {
    const { type } = renderExpression(silent, { ...scope, parent: { ...parent, taken } }, node)
    return isKnown ? { taken: taken.length, kind: type.kind } : undefined
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return undefined
  }
}
