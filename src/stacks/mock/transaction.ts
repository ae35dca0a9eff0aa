import { accountFacts, accountId, type AccountOptions } from './account.ts'
import type { Feed } from './csv.ts'
import { month, timestampText, weekday } from './dates.ts'
import { createRandom, cumulative, type NonEmpty, pick, position, total, weighted } from './random.ts'
import { type Reason, spendPatterns } from './spend-patterns.ts'

const transactionColumns = [
  'transaction_id',
  'account_id',
  'transacted_at',
  'amount',
  'currency',
  'mode',
  'reason',
  'merchant',
  'transaction_status',
]

export type TransactionOptions = Omit<AccountOptions, 'products'> & { readonly transactions: number }

/** Length of the history, in days up to the reference date. */
const historyDays = 365

/**
 * A year of card transactions. Amounts are log-normal, scaled by the account's appetite; days follow the week and the
 * year of each reason, hours its day; UPI grows at the expense of cards.
 */
export const transactionFeed = (options: TransactionOptions): Feed => ({
  columns: transactionColumns,
  rows: () => transactions(options),
})

function* transactions(options: TransactionOptions): Generator<readonly string[]> {
  const random = createRandom(options.seed, 'transaction')
  const factsOf = accountFacts(options)
  const firstDay = options.asOfDay - historyDays + 1
  const calendar = calendars(firstDay)
  for (let index = 0; index < options.transactions; index++) {
    random.at(index)
    // A power above one makes a minority of accounts busy, as in life.
    const account = Math.floor(random.unit() ** 1.4 * options.accounts)
    const { openedDay, appetite } = factsOf(account)
    const reason = chooseReason(random)
    const pattern = spendPatterns[reason]
    const { days, hours } = calendar[reason]
    // Only what lies after the day before opening: a transaction never precedes its account.
    const before = openedDay > firstDay ? (days[openedDay - firstDay - 1] ?? 0) : 0
    const elapsed = position(days, before + random.unit() * (total(days) - before))
    const second = position(hours, random.unit() * total(hours)) * 3600 + random.below(3600)
    const amount = Math.exp(pattern.logMean + pattern.logDeviation * random.normal()) * appetite
    yield [
      `${9_000_000_000 + index}`,
      accountId(account),
      timestampText((firstDay + elapsed) * 86_400 + second),
      Math.max(1, amount).toFixed(2),
      'INR',
      modeOf(pattern.upi, pattern.card, elapsed / historyDays, random.unit()),
      reason,
      pick(random, pattern.merchants),
      chooseStatus(random),
    ]
  }
}

type Calendar = { readonly days: Float64Array; readonly hours: Float64Array }

/** Running weights of the days of the history and of the hours of a day, by reason. */
const calendars = (firstDay: number): Readonly<Record<Reason, Calendar>> => {
  const calendar = (reason: Reason): Calendar => {
    const pattern = spendPatterns[reason]
    const weights = Array.from({ length: historyDays }, (_, elapsed) => {
      const day = firstDay + elapsed
      return (pattern.week[weekday(day)] ?? 1) * (pattern.year[month(day)] ?? 1)
    })
    return { days: cumulative(weights), hours: cumulative(pattern.day) }
  }
  return {
    Travel: calendar('Travel'),
    Ecom: calendar('Ecom'),
    'Food & Grocery': calendar('Food & Grocery'),
    Exam: calendar('Exam'),
  }
}

/** UPI gains a fifth of its share over the history, taken from cards; QR is what remains. */
const modeOf = (upi: number, card: number, elapsed: number, draw: number): string => {
  const shift = upi * 0.2 * elapsed
  if (draw < upi + shift) return 'UPI'
  return draw < upi + card ? 'Card' : 'QR'
}

const reasons: NonEmpty<readonly [Reason, number]> = [
  ['Travel', 0.18],
  ['Ecom', 0.37],
  ['Food & Grocery', 0.39],
  ['Exam', 0.06],
]
const chooseReason = weighted(reasons)

const chooseStatus = weighted([
  ['Success', 0.95],
  ['Failed', 0.04],
  ['Reversed', 0.01],
])
