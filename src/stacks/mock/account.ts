import { customerSince } from './customer-since.ts'
import { customerKinds, customersOfKind, type KindOptions, minorBand } from './customer-kinds.ts'
import type { Feed } from './csv.ts'
import { dayText, timestampText } from './dates.ts'
import { productId } from './product.ts'
import { createRandom, type NonEmpty, pick, weighted } from './random.ts'

const accountColumns = [
  'account_id',
  'cust_id',
  'product_id',
  'opened_on',
  'credit_limit',
  'account_status',
  'modified_at',
]

export type AccountOptions = KindOptions & {
  readonly accounts: number
  readonly products: number
  readonly asOfDay: number
}

/** Card accounts: one for every customer who is not a minor, then further ones for customers at random. */
export const accountFeed = (options: AccountOptions): Feed => ({
  columns: accountColumns,
  rows: () => accounts(options),
})

export const accountId = (index: number): string => `${5_000_000_000 + index}`

/** What an account is, computed from its number: transactions refer to accounts without reading their file. */
export type AccountFacts = {
  readonly customerId: number
  readonly openedDay: number
  /** How much is spent with it, as a factor around 1. */
  readonly appetite: number
}

export const accountFacts = (
  options: Omit<AccountOptions, 'products' | 'accounts'>,
): ((index: number) => AccountFacts) => {
  const random = createRandom(options.seed, 'account facts')
  const since = customerSince(options.seed, options.asOfDay)
  const holders = customersOfKind(customerKinds(options), (kind) => kind !== minorBand)
  return (index) => {
    random.at(index)
    const holder = holders[index < holders.length ? index : random.below(holders.length)] ?? 0
    const customerId = options.firstId + holder
    const joinedDay = Math.floor(since(customerId) / 86_400)
    return {
      customerId,
      openedDay: joinedDay + random.below(Math.max(1, Math.ceil((options.asOfDay - joinedDay) * 0.6))),
      appetite: chooseAppetite(random),
    }
  }
}

function* accounts(options: AccountOptions): Generator<readonly string[]> {
  const random = createRandom(options.seed, 'account')
  const facts = accountFacts(options)
  for (let index = 0; index < options.accounts; index++) {
    random.at(index)
    const { customerId, openedDay, appetite } = facts(index)
    yield [
      accountId(index),
      `${customerId}`,
      productId(random.below(options.products)),
      dayText(openedDay),
      `${Math.round(pick(random, limits) * Math.max(1, appetite))}`,
      chooseStatus(random),
      timestampText(openedDay * 86_400 + 32_400 + random.below(32_400)),
    ]
  }
}

const limits: NonEmpty<number> = [25_000, 50_000, 75_000, 100_000, 150_000, 200_000, 300_000]

const chooseAppetite = weighted([
  [0.4, 0.45],
  [1, 0.35],
  [3, 0.2],
])

const chooseStatus = weighted([
  ['Active', 0.86],
  ['Blocked', 0.04],
  ['Closed', 0.1],
])
