import type { Query } from '../tree.ts'
import type { Renames } from './canonical-names.ts'
import { compareAlternatives } from './compare-filters.ts'
import { type QueryPart, queryParts, readStatement } from './query-parts.ts'
import type { StatementChange } from './statement-change.ts'

/**
 * What one statement says that the other does not. Empty where they differ in blanks, comments, case, quotes, names that
 * nobody else sees, the order of what has none, or other spellings of one tree. `renames` are relations of the new
 * statement, in lower case, with their names in the old one. A statement that cannot be taken apart is compared as text.
 */
export const compareStatements = async (
  before: string,
  after: string,
  renames: Renames = new Map(),
): Promise<readonly StatementChange[]> => {
  if (before === after && renames.size === 0) return []
  const [old, fresh] = await Promise.all([readStatement(before), readStatement(after)])
  if (old === undefined || fresh === undefined)
    return squeezed(before) === squeezed(after)
      ? []
      : [{ within: '', kind: 'statement', name: '', before, after }]
  const all = new Map([...renames, ...renamedQueries(old, fresh)])
  return compareParts(queryParts(old, new Map()), queryParts(fresh, all))
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/** WITH queries that only one side has, by their position, where both have as many. */
const renamedQueries = (before: Query, after: Query): Renames => {
  const [old, fresh] = [before, after].map(({ ctes }) => ctes.map(({ name }) => name.toLowerCase()))
  const [gone, added] = [
    old?.filter((name) => !fresh?.includes(name)) ?? [],
    fresh?.filter((name) => !old?.includes(name)) ?? [],
  ]
  return gone.length === added.length ? new Map(added.map((name, i) => [name, gone[i] ?? name])) : new Map()
}

const compareParts = (old: readonly QueryPart[], fresh: readonly QueryPart[]): readonly StatementChange[] => {
  const group = (parts: readonly QueryPart[]) =>
    Map.groupBy(
      parts.filter((part) => !isFilter(part) || part.meaning !== 'TRUE'),
      ({ identity }) => identity,
    )
  const [before, after] = [group(old), group(fresh)]
  const refined = refinedFilters(before, after)
  const changes: StatementChange[] = [...refined.changes]
  for (const each of new Set([...before.keys(), ...after.keys()])) {
    if (refined.identities.has(each)) continue
    const [a = [], b = []] = [before.get(each), after.get(each)]
    // A condition that is said twice is said.
    const length = [...a, ...b].some(isFilter) ? 1 : Math.max(a.length, b.length)
    for (let i = 0; i < length; i++) {
      const [was, is] = [a[i], b[i]]
      const part = was ?? is
      if (part === undefined || was?.meaning === is?.meaning) continue
      changes.push({
        within: part.within,
        kind: part.kind,
        name: isFilter(part) ? '' : part.key,
        before: was?.text,
        after: is?.text,
      })
    }
  }
  return changes.filter((change) => !isSaidAlready(change, changes))
}

type Parts = ReadonlyMap<string, readonly QueryPart[]>

/** Where one filter became another and both are ORs, what differs is told instead of the whole. */
const refinedFilters = (before: Parts, after: Parts) => {
  const changes: StatementChange[] = []
  const identities = new Set<string>()
  const [gone, added] = [onlyIn(before, after), onlyIn(after, before)]
  for (const was of gone) {
    const alike = ({ within, kind }: QueryPart) => within === was.within && kind === was.kind
    const [is, ...more] = added.filter(alike)
    if (is === undefined || more.length > 0 || gone.filter(alike).length > 1) continue
    const found = compareAlternatives(was, is)
    if (found.length === 0) continue
    changes.push(...found)
    identities.add(was.identity).add(is.identity)
  }
  return { changes, identities }
}

/** ORs among the filters that only one side has. */
const onlyIn = (parts: Parts, others: Parts): readonly QueryPart[] =>
  [...parts].flatMap(([identity, [part]]) =>
    part?.alternatives !== undefined && !others.has(identity) ? [part] : [],
  )

const isFilter = ({ kind }: QueryPart): boolean => kind === 'filter' || kind === 'group filter'

/** The order of columns says something by itself only where they are the same ones. */
const isSaidAlready = ({ kind, name, within }: StatementChange, all: readonly StatementChange[]): boolean =>
  kind === 'columns' &&
  name === 'order' &&
  all.some(
    (other) =>
      other.kind === 'column' &&
      other.within === within &&
      (other.before === undefined || other.after === undefined),
  )
