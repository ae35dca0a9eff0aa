/** Chance that is the same for the same seed. */
export type Random = {
  readonly upTo: (count: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  readonly times: <T>(least: number, most: number, make: (at: number) => T) => readonly T[]
}

export const seeded = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const upTo = (count: number): number => Math.floor(next() * count)
  return {
    upTo,
    chance: (share) => next() < share,
    pick: (list) => {
      const [found] = list.slice(upTo(list.length))
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    times: (least, most, make) => Array.from({ length: least + upTo(most - least + 1) }, (_, at) => make(at)),
  }
}
