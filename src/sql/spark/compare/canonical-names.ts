import type { From, Name, Query, Select } from '../tree.ts'

/** Names of relations in one version of a statement, in lower case, and what the other version calls them. */
export type Renames = ReadonlyMap<string, string>

/**
 * The query as if its author had given no names of his own to tables: aliases are those of the relations, and a column
 * of the only table has no qualifier. The shape of the tree stays as it is.
 */
export const canonicalNames = (query: Query, renames: Renames): Query =>
  rewriteQuery(query, renames, undefined)

/** What each alias of a SELECT, in lower case, is called; '' for the only table, whose columns need no qualifier. */
type Aliases = ReadonlyMap<string, string>
type Around = { readonly renames: Renames; readonly aliases: Aliases }

const rewriteQuery = (query: Query, renames: Renames, outer: Aliases | undefined): Query => {
  const aliases = query.body.kind === 'select' ? aliasesOf(query.body, renames, outer) : (outer ?? new Map())
  const around = { renames, aliases }
  const { body } = query
  return {
    ...query,
    ctes: query.ctes.map((cte) => ({
      ...cte,
      name: renamed(cte.name, renames),
      query: rewriteQuery(cte.query, renames, undefined),
    })),
    body:
      body.kind === 'select' ? rewriteSelect(body, around) : rewrite(body, { renames, aliases: new Map() }),
    orderBy: rewrite(query.orderBy, around),
  }
}

const rewriteSelect = (select: Select, around: Around): Select => {
  const { from, ...rest } = select
  const taken = new Map<string, number>()
  return { ...rewrite(rest, around), from: from.map((each) => rewriteFrom(each, around, taken)) }
}

const rewriteFrom = (from: From, around: Around, taken: Map<string, number>): From => {
  switch (from.kind) {
    case 'relation': {
      const name = { ...from.name, text: renamed(from.name.text, around.renames) }
      return { ...from, name, alias: free(name.text.toLowerCase(), taken) }
    }
    case 'derived':
      return {
        ...from,
        alias: free('subquery', taken),
        query: rewriteQuery(from.query, around.renames, from.lateral ? around.aliases : undefined),
      }
    case 'join': {
      const [left, right] = [rewriteFrom(from.left, around, taken), rewriteFrom(from.right, around, taken)]
      return { ...from, left, right, on: rewrite(from.on, around) }
    }
    default:
      return rewrite(from, around)
  }
}

const aliasesOf = (select: Select, renames: Renames, outer: Aliases | undefined): Aliases => {
  const found = new Map(outer)
  const taken = new Map<string, number>()
  const leaves = select.from.flatMap(leavesOf)
  const isOnly = leaves.length === 1 && select.lateralViews.length === 0 && outer === undefined
  for (const leaf of leaves) {
    if (leaf.kind !== 'relation' && leaf.kind !== 'derived') continue
    const own = leaf.kind === 'relation' ? renamed(leaf.name.text, renames).toLowerCase() : 'subquery'
    const alias = free(own, taken)
    const written = leaf.alias ?? (leaf.kind === 'relation' ? leaf.parts.at(-1) : undefined)
    if (written !== undefined) found.set(written.toLowerCase(), isOnly ? '' : alias)
  }
  return found
}

const leavesOf = (from: From): readonly From[] =>
  from.kind === 'join' ? [...leavesOf(from.left), ...leavesOf(from.right)] : [from]

/** The same table twice needs two names. */
const free = (name: string, taken: Map<string, number>): string => {
  const count = (taken.get(name) ?? 0) + 1
  taken.set(name, count)
  return count === 1 ? name : `${name} ${count}`
}

const renamed = (name: string, renames: Renames): string => renames.get(name.toLowerCase()) ?? name

/** Any part of a tree, with the names in it. */
const rewrite = <T>(node: T, around: Around): T => rewriteAny(node, around) as T

const rewriteAny = (node: unknown, around: Around): unknown => {
  if (Array.isArray(node)) return node.map((item) => rewriteAny(item, around))
  if (typeof node !== 'object' || node === null) return node
  if ('ctes' in node && 'body' in node) return rewriteQuery(node as Query, around.renames, around.aliases)
  if ('kind' in node && node.kind === 'column' && 'parts' in node)
    return { ...node, parts: unqualified(node.parts as readonly Name[], around.aliases, 1) }
  if ('kind' in node && node.kind === 'star' && 'qualifier' in node)
    return { ...node, qualifier: unqualified(node.qualifier as readonly Name[], around.aliases, 0) }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rewriteAny(value, around)]))
}

const unqualified = (parts: readonly Name[], aliases: Aliases, least: number): readonly Name[] => {
  const [first, ...rest] = parts
  const alias = first === undefined || rest.length < least ? undefined : aliases.get(first.text.toLowerCase())
  if (first === undefined || alias === undefined) return parts
  return alias === '' ? rest : [{ ...first, text: alias }, ...rest]
}
