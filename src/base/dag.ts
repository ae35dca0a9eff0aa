/** A directed graph by name: each vertex and the vertices that must come before it. Unknown names are ignored. */
export type Dag = ReadonlyMap<string, readonly string[]>

export type Ordering =
  | { readonly kind: 'ordered'; readonly order: readonly string[] }
  /** `cycle` names each member once, in the order in which each waits for the next. */
  | { readonly kind: 'cyclic'; readonly cycle: readonly string[] }

/** Vertices with all predecessors first; among equals the order of the map, so that the same graph gives the same order. */
export const order = (dag: Dag): Ordering => {
  const done = new Set<string>()
  const path: string[] = []
  const result: string[] = []
  const visit = (vertex: string): readonly string[] | undefined => {
    if (done.has(vertex)) return undefined
    const at = path.indexOf(vertex)
    if (at >= 0) return path.slice(at)
    path.push(vertex)
    for (const before of dag.get(vertex) ?? []) {
      if (!dag.has(before)) continue
      const cycle = visit(before)
      if (cycle) return cycle
    }
    path.pop()
    done.add(vertex)
    result.push(vertex)
    return undefined
  }
  for (const vertex of dag.keys()) {
    const cycle = visit(vertex)
    if (cycle) return { kind: 'cyclic', cycle }
  }
  return { kind: 'ordered', order: result }
}
