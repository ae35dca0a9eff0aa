/** Keeps values that can be made again. What was used longest ago goes first. */
export type BoundedCache<V> = {
  readonly get: (key: string) => V | undefined
  readonly set: (key: string, value: V, weight: number) => void
}

/** A cache of values whose weights sum up to `limit` at most; what alone is heavier is not kept. */
export const boundedCache = <V>(limit: number): BoundedCache<V> => {
  // A Map iterates in the order of insertion, so the first is the one that was used longest ago.
  const kept = new Map<string, { readonly value: V; readonly weight: number }>()
  let total = 0
  const remove = (key: string) => {
    total -= kept.get(key)?.weight ?? 0
    kept.delete(key)
  }
  return {
    get: (key) => {
      const found = kept.get(key)
      if (found === undefined) return undefined
      kept.delete(key)
      kept.set(key, found)
      return found.value
    },
    set: (key, value, weight) => {
      remove(key)
      if (weight > limit) return
      kept.set(key, { value, weight })
      total += weight
      for (const oldest of kept.keys()) {
        if (total <= limit) return
        remove(oldest)
      }
    },
  }
}
