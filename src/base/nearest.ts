/**
 * The candidate closest to `name` by edit distance (insert, delete, replace, swap of neighbours), ignoring case.
 * Undefined where nothing is close enough to be a slip of the hand: a third of the longer word, at least one letter,
 * never all of them.
 */
export const nearest = (name: string, candidates: Iterable<string>): string | undefined => {
  let best: { name: string; distance: number } | undefined
  for (const candidate of candidates) {
    const longer = Math.max(name.length, candidate.length)
    const allowed = Math.min(longer - 1, Math.max(1, Math.floor(longer / 3)))
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), allowed)
    if (distance <= allowed && (best === undefined || distance < best.distance))
      best = { name: candidate, distance }
  }
  return best?.name
}

/** Optimal string alignment distance; stops early with `limit + 1` once the limit cannot be kept. */
const editDistance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(beforeLast, j - 2) + 1)
      row.push(cost)
    }
    if (Math.min(...row) > limit) return limit + 1
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY
