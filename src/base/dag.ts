/** A directed graph by name: each vertex and the vertices that must come before it. Unknown names are ignored. */
export type Dag = ReadonlyMap<string, readonly string[]>

export type Ordering =
  | { readonly kind: 'ordered'; readonly order: readonly string[] }
  /** `cycle` names each member once, in the order in which each waits for the next. */
  | { readonly kind: 'cyclic'; readonly cycle: readonly string[] }

/** Vertices with all predecessors first; among equals the order of the map, so that the same graph gives the same order. */
export const order = (dag: Dag): Ordering => {
  const done = new Set<string>()
  for (const start of dag.keys()) {
    // Not by recursion: a chain of some ten thousand would fill the stack.
    const path: { readonly vertex: string; next: number }[] = []
    const depths = new Map<string, number>()
    const enter = (vertex: string): void => {
      depths.set(vertex, path.length)
      path.push({ vertex, next: 0 })
    }
    if (!done.has(start)) enter(start)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const before = dag.get(top.vertex)?.[top.next++]
      if (before === undefined) {
        path.pop()
        depths.delete(top.vertex)
        done.add(top.vertex)
      } else if (depths.has(before))
        return { kind: 'cyclic', cycle: path.slice(depths.get(before)).map(({ vertex }) => vertex) }
      else if (dag.has(before) && !done.has(before)) enter(before)
    }
  }
  // A set keeps the order in which its members came.
  return { kind: 'ordered', order: [...done] }
}
