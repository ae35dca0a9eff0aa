import { lowestCustomerId } from './customer-kinds.ts'
import { createRandom } from './random.ts'

const daysBack = 1826

/** When a customer joined, in seconds since 1970: in the five years before the reference date, a month left free. */
export const customerSince = (seed: string, asOfDay: number): ((id: number) => number) => {
  const random = createRandom(seed, 'customer since')
  return (id) => {
    random.at(id - lowestCustomerId)
    return (asOfDay - daysBack + random.below(daysBack - 30)) * 86_400 + random.below(86_400)
  }
}
