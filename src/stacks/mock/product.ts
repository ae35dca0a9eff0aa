import type { Feed } from './csv.ts'
import { dayText, timestampText } from './dates.ts'
import { createRandom, type NonEmpty, pick, type Random } from './random.ts'

const productColumns = [
  'product_id',
  'product_name',
  'network',
  'annual_fee',
  'reward_kind',
  'eligibility',
  'min_cibil_score',
  'launched_on',
  'modified_at',
]

export type ProductOptions = { readonly seed: string; readonly products: number; readonly asOfDay: number }

/** Credit cards: better tiers cost more and ask for more. */
export const productFeed = (options: ProductOptions): Feed => ({
  columns: productColumns,
  rows: () => products(options),
})

export const productId = (index: number): string => `CC${String(index + 1).padStart(4, '0')}`

function* products(options: ProductOptions): Generator<readonly string[]> {
  const random = createRandom(options.seed, 'product')
  for (let index = 0; index < options.products; index++) {
    random.at(index)
    const tier = tiers[index % tiers.length] ?? tiers[0]
    const line = lines[Math.floor(index / tiers.length) % lines.length] ?? lines[0]
    // Names repeat after every tier of every line; a series keeps them apart.
    const series = Math.floor(index / (tiers.length * lines.length))
    const launched = options.asOfDay - 30 - random.below(3650)
    yield [
      productId(index),
      `${line.name} ${tier.name}${series === 0 ? '' : ` ${series + 1}`}`,
      pick(random, networks),
      `${tier.fee === 0 ? 0 : roundedFee(tier.fee, random)}`,
      line.reward,
      tier.eligibility,
      `${tier.score}`,
      dayText(launched),
      timestampText(launched * 86_400 + 36_000 + random.below(28_800)),
    ]
  }
}

const roundedFee = (fee: number, random: Random): number =>
  Math.round((fee * (0.8 + 0.4 * random.unit())) / 50) * 50 - 1

type Tier = {
  readonly name: string
  readonly fee: number
  readonly score: number
  readonly eligibility: string
}

const tiers: NonEmpty<Tier> = [
  { name: 'First', fee: 0, score: 300, eligibility: 'Aged 18 or older' },
  { name: 'Classic', fee: 500, score: 600, eligibility: 'Salaried, aged 21 or older' },
  { name: 'Gold', fee: 1500, score: 680, eligibility: 'Salaried, one year with the bank' },
  { name: 'Platinum', fee: 4000, score: 740, eligibility: 'Affluence Medium or High' },
  { name: 'Signature', fee: 10_000, score: 780, eligibility: 'By invitation, affluence High' },
]

const lines: NonEmpty<{ readonly name: string; readonly reward: string }> = [
  { name: 'Everyday', reward: 'Cashback' },
  { name: 'Voyager', reward: 'Travel Miles' },
  { name: 'Basket', reward: 'Grocery Points' },
  { name: 'Clickwise', reward: 'Shopping Points' },
  { name: 'Campus', reward: 'Fee Waivers' },
  { name: 'Highway', reward: 'Fuel Points' },
  { name: 'Merchant', reward: 'Cashback' },
  { name: 'Founders', reward: 'Travel Miles' },
]

const networks = ['Visa', 'Mastercard', 'RuPay', 'American Express'] as const
