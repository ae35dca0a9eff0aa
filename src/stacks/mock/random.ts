/** Pseudo-random numbers of one stream. The same seed, stream and row always give the same sequence. */
export type Random = {
  /** Jumps to the beginning of a row, so that rows can be made in any order and cited by other entities. */
  readonly at: (row: number) => void
  /** An integer in [0, 2^32). */
  readonly uint32: () => number
  /** A number in [0, 1). */
  readonly unit: () => number
  /** An integer in [0, limit). */
  readonly below: (limit: number) => number
  /** True with this probability. */
  readonly chance: (probability: number) => boolean
  /** A draw from the normal distribution with mean 0 and deviation 1. */
  readonly normal: () => number
}

export type NonEmpty<T> = readonly [T, ...T[]]

/**
 * The stream `name` of a seed: xoshiro128**, its state filled by a splitmix of (seed, name, row).
 * Sources: Blackman and Vigna, "Scrambled linear pseudorandom number generators"; Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators".
 */
export const createRandom = (seed: string, name: string): Random => {
  const high = hashText(`${seed}\n${name}`, 0x811c9dc5)
  const low = hashText(`${name}\n${seed}`, 0x9e3779b9)
  let a = 0
  let b = 0
  let c = 0
  let d = 0

  const at = (row: number): void => {
    let state = (low ^ mix(row | 0) ^ mix(high + Math.floor(row / 0x1_0000_0000))) | 0
    const split = (): number => {
      state = (state + 0x9e3779b9) | 0
      return mix(state ^ high)
    }
    a = split()
    b = split()
    c = split()
    // A state of zeros only would stay there for ever.
    d = split() | 1
  }

  const uint32 = (): number => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result >>> 0
  }
  const unit = (): number => uint32() / 0x1_0000_0000

  at(0)
  return {
    at,
    uint32,
    unit,
    below: (limit) => Math.floor(unit() * limit),
    chance: (probability) => unit() < probability,
    // Box and Muller; 1 - unit() keeps the logarithm away from zero.
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  }
}

export const pick = <T>(random: Random, items: NonEmpty<T>): T =>
  items[random.below(items.length)] ?? items[0]

/** A chooser of values by weight. Weights need not sum to one. */
export const weighted = <T>(choices: NonEmpty<readonly [T, number]>): ((random: Random) => T) => {
  const values = choices.map(([value]) => value)
  const last = choices[choices.length - 1] ?? choices[0]
  const limits = cumulative(choices.map(([, weight]) => weight))
  return (random) => values[position(limits, random.unit() * total(limits))] ?? last[0]
}

/** Running sums of weights, for `position`. */
export const cumulative = (weights: readonly number[]): Float64Array => {
  const limits = new Float64Array(weights.length)
  let sum = 0
  weights.forEach((weight, i) => {
    sum += weight
    limits[i] = sum
  })
  return limits
}

export const total = (limits: Float64Array): number => limits[limits.length - 1] ?? 0

/** Index of the first running sum above `value`. */
export const position = (limits: Float64Array, value: number): number => {
  let from = 0
  let to = limits.length - 1
  while (from < to) {
    const middle = (from + to) >> 1
    if ((limits[middle] ?? 0) > value) to = middle
    else from = middle + 1
  }
  return from
}

/** Puts the elements into an order that depends on the stream only (Fisher and Yates). */
export const shuffle = (items: Uint8Array | Uint32Array, random: Random): void => {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = items[i] ?? 0
    items[i] = items[j] ?? 0
    items[j] = kept
  }
}

/** A 32-bit hash of a text (FNV-1a with a final mix). */
export const hashText = (text: string, start = 0x811c9dc5): number => {
  let hash = start | 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash) >>> 0
}

const mix = (value: number): number => {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) | 0
}
