import type { Demand, QueryPart } from './query-parts.ts'
import type { StatementChange } from './statement-change.ts'

type Side = { readonly text: string; readonly demands: readonly Demand[] }

/**
 * What differs between two filters that are ORs: sides that only one of them has, or, where one side each is left and
 * both demand something alike, what only one of these demands. Empty where that says no more than the whole filters.
 */
export const compareAlternatives = (before: QueryPart, after: QueryPart): readonly StatementChange[] => {
  const { within, kind } = before
  const [old, fresh] = [sidesOf(before), sidesOf(after)]
  const [gone, added] = [without(old, fresh), without(fresh, old)]
  const [was, is] = [gone[0], added[0]]
  if (was !== undefined && is !== undefined && gone.length === 1 && added.length === 1) {
    const [less, more] = [lacking(was, is), lacking(is, was)]
    if (less.length === was.demands.length) return []
    const [only, other] = [less[0], more[0]]
    const change = { within, kind, name: 'in one alternative' }
    if (less.length === 1 && more.length === 1) return [{ ...change, before: only?.text, after: other?.text }]
    return [
      ...less.map(({ text }) => ({ ...change, before: text, after: undefined })),
      ...more.map(({ text }) => ({ ...change, before: undefined, after: text })),
    ]
  }
  if (gone.length === old.length && added.length === fresh.length) return []
  const change = { within, kind, name: 'alternative' }
  return [
    ...gone.map(({ text }) => ({ ...change, before: text, after: undefined })),
    ...added.map(({ text }) => ({ ...change, before: undefined, after: text })),
  ]
}

const sidesOf = ({ alternatives = [] }: QueryPart): readonly Side[] =>
  alternatives.map((demands) => ({ text: demands.map(({ text }) => text).join(' AND '), demands }))

const without = (sides: readonly Side[], others: readonly Side[]): readonly Side[] => {
  const known = new Set(others.map(meaningOf))
  return sides.filter((side) => !known.has(meaningOf(side)))
}

const meaningOf = ({ demands }: Side): string =>
  JSON.stringify([...new Set(demands.map(({ meaning }) => meaning))].toSorted())

/** What one side demands and the other does not. */
const lacking = (side: Side, other: Side): readonly Demand[] => {
  const known = new Set(other.demands.map(({ meaning }) => meaning))
  return side.demands.filter(({ meaning }) => !known.has(meaning))
}
