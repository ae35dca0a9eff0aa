import { nearest } from '../base/nearest.ts'
import type { Selector, Term } from './grammar.ts'
import type { SelectionGraph } from './graph.ts'
import type { Member } from './member.ts'
import { hasWildcards } from './wildcards.ts'
import { type Background, nameMethod, pathOrName } from './methods.ts'

/** What was asked for; without `select` everything. */
export type Request = { readonly select?: readonly Term[]; readonly exclude?: readonly Term[] }

export type Selected = {
  /** In the order of the graph. */
  readonly members: readonly Member[]
  /** Terms that match nothing, with what may be meant instead. */
  readonly unmatched: readonly { readonly text: string; readonly near?: string }[]
}

/** What the terms choose: each term by itself, their union, and of that what no term of `exclude` chooses. */
export const select = (
  graph: SelectionGraph,
  { select: wanted, exclude = [] }: Request,
  background: Background = {},
): Selected => {
  const chosen = (wanted ?? []).map((term) => ({ term, found: ofTerm(graph, term, background) }))
  const left = exclude.map((term) => ({ term, found: ofTerm(graph, term, background) }))
  const members = [...graph.members.values()].filter(
    ({ reference }) =>
      (wanted === undefined || chosen.some(({ found }) => found.has(reference))) &&
      !left.some(({ found }) => found.has(reference)),
  )
  const unmatched = [...chosen, ...left]
    .filter(({ found }) => found.size === 0)
    .map(({ term }) => ({ text: term.text, ...nearTerm(graph, term, background) }))
  return { members, unmatched }
}

const ofTerm = (graph: SelectionGraph, { all }: Term, background: Background): ReadonlySet<string> => {
  const [first, ...others] = all.map((selector) => ofSelector(graph, selector, background))
  return others.reduce((found, other) => found.intersection(other), first ?? new Set<string>())
}

const ofSelector = (
  graph: SelectionGraph,
  selector: Selector,
  background: Background,
): ReadonlySet<string> => {
  const seeds = seedsOf(graph, selector, background)
  const found = new Set(seeds)
  const add = (more: Iterable<string>) => {
    for (const each of more) found.add(each)
  }
  if (selector.isClosed) {
    add(reach(graph.downstream, seeds, Number.POSITIVE_INFINITY))
    add(reach(graph.upstream, new Set(found), Number.POSITIVE_INFINITY))
  }
  if (selector.upstream !== undefined) add(reach(graph.upstream, seeds, selector.upstream))
  if (selector.downstream !== undefined) add(reach(graph.downstream, seeds, selector.downstream))
  return found
}

const seedsOf = (
  { members, writers }: SelectionGraph,
  { method, value }: Selector,
  background: Background,
): ReadonlySet<string> => {
  const seeds = new Set<string>()
  for (const member of members.values()) {
    if (!method.matches(member, value, background)) continue
    seeds.add(member.reference)
    if (method.bringsWriters === true && member.address !== undefined)
      for (const writer of writers.get(member.address) ?? []) seeds.add(writer)
  }
  return seeds
}

/** Everything within that many steps, without the start; edges of no step are free. */
const reach = (
  edges: SelectionGraph['upstream'],
  start: ReadonlySet<string>,
  depth: number,
): ReadonlySet<string> => {
  const seen = new Set<string>(start)
  if (depth === 0) return new Set()
  let level = [...start]
  for (let step = 0; level.length > 0; step++) {
    const next: string[] = []
    for (let at = level.pop(); at !== undefined; at = level.pop())
      for (const edge of edges.get(at) ?? []) {
        if (seen.has(edge.to)) continue
        if (edge.step === 1) {
          next.push(edge.to)
          continue
        }
        seen.add(edge.to)
        level.push(edge.to)
      }
    if (step >= depth) break
    level = next.filter((each) => {
      const isNew = !seen.has(each)
      seen.add(each)
      return isNew
    })
  }
  return seen
}

const nearTerm = (
  { members }: SelectionGraph,
  { all }: Term,
  background: Background,
): { readonly near?: string } => {
  for (const { method, value } of all) {
    if ([...members.values()].some((member) => method.matches(member, value, background))) continue
    const inside = `*.${value}`
    if (
      method === nameMethod &&
      hasWildcards(value) &&
      [...members.values()].some((each) => method.matches(each, inside, background))
    )
      return { near: inside }
    const near = nearest(value, method.known?.(members.values()) ?? [])
    const prefix = method === nameMethod || method === pathOrName ? '' : `${method.names[0]}:`
    if (near !== undefined) return { near: `${prefix}${near}` }
  }
  return {}
}
