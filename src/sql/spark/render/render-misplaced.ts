import { Misformed, Refused } from '../refusals.ts'
import { isAggregate, isAggregation, partsOf, someGrouping } from '../tree-walk.ts'
import type { Call, Expression, Query, Select } from '../tree.ts'
import { isGenerator } from './render-generator.ts'

/* Aggregates, window functions and generators where Spark takes none: told at the call, before an engine sees it. */

type Kind = 'aggregate' | 'window' | 'generator'

const titles: Readonly<Record<Kind, string>> = {
  aggregate: 'an aggregate',
  window: 'a window function',
  generator: 'a generator',
}

const hints: Readonly<Record<Kind, string>> = {
  aggregate: 'aggregate in a query inside, or write HAVING for a condition on groups',
  window: 'compute it in a query inside',
  generator: 'write it as a column of its own, or in LATERAL VIEW',
}

const kindOf = (node: Call): Kind | undefined => {
  if (node.over !== undefined) return 'window'
  if (isGenerator(node.name)) return 'generator'
  return isAggregate(node) ? 'aggregate' : undefined
}

/** Refuses what is of such a kind anywhere in an expression; what its subqueries compute is their own. */
const refuseIn = (
  node: Expression,
  kinds: readonly Kind[],
  where: string,
  Refusal: typeof Refused = Misformed,
): void => {
  const kind = node.kind === 'call' ? kindOf(node) : undefined
  if (node.kind === 'call' && kind !== undefined && kinds.includes(kind)) {
    const refused = new Refusal(`${titles[kind]}, ${node.name}, ${where},`, hints[kind])
    refused.span = node.span
    throw refused
  }
  for (const part of partsOf(node)) refuseIn(part, kinds, where, Refusal)
}

/** Refuses an aggregate or a window function within one. */
const refuseNested = (node: Expression): void => {
  const kind = node.kind === 'call' ? kindOf(node) : undefined
  for (const part of partsOf(node)) {
    // Which set a group is of Spark knows before it aggregates, the engines only with it.
    if (kind === 'aggregate')
      refuseIn(part, ['aggregate', 'window'], 'inside an aggregate', someGrouping(part) ? Refused : undefined)
    // Spark computes one behind the other, the engines do not.
    if (kind === 'window') refuseIn(part, ['window'], 'inside a window function', Refused)
    refuseNested(part)
  }
}

/** A query inside another one may ask for an aggregate of the rows around it, which is known there. */
export const refuseMisplaced = (select: Select, orderBy: Query['orderBy'], isInside: boolean): void => {
  if (select.where !== undefined)
    refuseIn(select.where, isInside ? ['window'] : ['aggregate', 'window'], 'in WHERE')
  for (const key of select.groupBy)
    if (key.kind === 'expression') refuseIn(key.value, ['aggregate', 'window'], 'in GROUP BY')
  if (select.having !== undefined) refuseIn(select.having, ['window'], 'in HAVING')
  if (!select.groupByAll && !isAggregation(select))
    for (const { by } of orderBy) refuseIn(by, ['aggregate'], 'in ORDER BY of rows that are not grouped')
  const computed = [...select.items.map(({ value }) => value), ...orderBy.map(({ by }) => by)]
  for (const value of [...computed, ...(select.having === undefined ? [] : [select.having])])
    refuseNested(value)
}

/** The same for what stands behind ON. */
export const refuseMisplacedOn = (on: Expression): void => refuseIn(on, ['aggregate', 'window'], 'in ON')
