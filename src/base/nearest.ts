/**
 * The candidate closest to `name` by edit distance (insert, delete, replace, swap of neighbours), ignoring case.
 * Undefined where nothing is close enough to be a slip of the hand: a third of the longer word, at least one letter,
 * never all of them.
 */
export const nearest = (name: string, candidates: Iterable<string>): string | undefined => {
  const wanted = name.toLowerCase()
  const distanceTo = distanceFrom(wanted)
  let best: { name: string; distance: number } | undefined
  for (const candidate of candidates) {
    const longer = Math.max(name.length, candidate.length)
    const allowed = Math.min(longer - 1, Math.max(1, Math.floor(longer / 3)))
    // Only what is nearer than the best so far matters.
    const limit = Math.min(allowed, (best?.distance ?? Number.POSITIVE_INFINITY) - 1)
    if (Math.abs(name.length - candidate.length) > limit) continue
    const distance = distanceTo(candidate.toLowerCase(), limit)
    if (distance <= limit) best = { name: candidate, distance }
    if (distance === 0) break
  }
  return best?.name
}

/**
 * Whether `name` can hardly be anything but `other` mistyped: two letters off at most, and neither is a part of the
 * other, as `selector` is of `nodeSelector`.
 */
export const isSlip = (name: string, other: string): boolean => {
  const [a, b] = [name.toLowerCase(), other.toLowerCase()]
  if (a === b) return true
  if (a.includes(b) || b.includes(a) || Math.abs(a.length - b.length) > 2) return false
  return distanceFrom(a)(b, 2) <= 2
}

/** The one of a list of words that `word` is mistyped for; one letter more or less at an end counts as well. */
export const meantWord = (word: string, words: Iterable<string>): string | undefined => {
  const near = nearest(word, words)
  if (near === undefined) return undefined
  return isSlip(word, near) || Math.abs(word.length - near.length) === 1 ? near : undefined
}

/**
 * Optimal string alignment distance, or `limit + 1` where it is more. Looks only at what lies within the limit of the
 * diagonal, in rows that are made once: thousands of names may be compared with thousands.
 */
const distanceFrom = (a: string): ((b: string, limit: number) => number) => {
  // A candidate is at most twice as long as the name: a third of the longer word may differ.
  let beforeLast = new Int32Array(2 * a.length + 8)
  let last = new Int32Array(2 * a.length + 8)
  let row = new Int32Array(2 * a.length + 8)
  return (b, limit) => {
    const far = limit + 1
    if (Math.abs(a.length - b.length) > limit) return far
    for (let j = 0; j <= b.length; j++) last[j] = Math.min(j, far)
    for (let i = 1; i <= a.length; i++) {
      const from = Math.max(1, i - limit)
      const to = Math.min(b.length, i + limit)
      row[from - 1] = from === 1 && i <= limit ? i : far
      let smallest = row[from - 1] ?? far
      for (let j = from; j <= to; j++) {
        const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
        let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (isSame ? 0 : 1))
        const isSwapped =
          i > 1 &&
          j > 1 &&
          a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
          a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
        if (isSwapped) cost = Math.min(cost, at(beforeLast, j - 2) + 1)
        row[j] = Math.min(cost, far)
        smallest = Math.min(smallest, cost)
      }
      if (to < b.length) row[to + 1] = far
      if (smallest > limit) return far
      ;[beforeLast, last, row] = [last, row, beforeLast]
    }
    return at(last, b.length)
  }
}

const at = (row: Int32Array, index: number): number => row[index] ?? Number.POSITIVE_INFINITY
