import { createRandom, shuffle } from './random.ts'

/** Age bands of personal customers: shares of the personal part, and full years at the reference date. */
export const ageBands = [
  { share: 0.1, from: 10, to: 18 },
  { share: 0.3, from: 18, to: 30 },
  { share: 0.35, from: 30, to: 45 },
  { share: 0.1, from: 45, to: 60 },
  { share: 0.15, from: 60, to: 101 },
] as const

/** Codes of `customerKinds` besides the indexes of `ageBands`. */
export const merchant = 5
export const corporate = 6
export const minorBand = 0
export const seniorBand = 4

/** The first id that a feed gives; ten digits, as all of them. */
export const lowestCustomerId = 1_000_000_000
export const highestCustomerId = 9_999_999_999

export type KindOptions = {
  readonly seed: string
  readonly firstId: number
  readonly customers: number
  /** Share of personal customers. */
  readonly personalShare: number
}

/**
 * What each customer is: an age band, a merchant or a corporate. The counts are exact, what rounding leaves over goes
 * to the first band and to the merchants; the order is shuffled.
 */
export const customerKinds = (options: KindOptions): Uint8Array => {
  const kinds = new Uint8Array(options.customers)
  const personal = Math.round(options.customers * options.personalShare)
  let filled = 0
  const fill = (kind: number, count: number): void => {
    kinds.fill(kind, filled, filled + count)
    filled += count
  }
  // A nudge against 0.1 * 30 = 3.0000000000000004 and its relatives below the integer.
  const counts = ageBands.map((band) => Math.floor(personal * band.share + 1e-9))
  const remainder = personal - counts.reduce((sum, count) => sum + count, 0)
  counts.forEach((count, band) => fill(band, count + (band === 0 ? remainder : 0)))
  fill(merchant, Math.ceil((options.customers - personal) / 2))
  fill(corporate, options.customers - filled)
  shuffle(kinds, createRandom(options.seed, `customer kinds from ${options.firstId}`))
  return kinds
}

/** Positions of the customers that `accepts` their kind; of all where it accepts none. */
export const customersOfKind = (kinds: Uint8Array, accepts: (kind: number) => boolean): Uint32Array => {
  const all = Uint32Array.from(kinds.keys())
  const accepted = all.filter((position) => accepts(kinds[position] ?? minorBand))
  return accepted.length > 0 ? accepted : all
}
