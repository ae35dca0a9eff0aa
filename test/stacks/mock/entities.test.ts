import { beforeAll, describe, expect, test } from 'vitest'
import { type FeedRow, readFeed, shares } from './read-feed.ts'

const options = { customers: 2000, accounts: 2400, products: 20 }
let customers: ReadonlyMap<string, FeedRow> = new Map()
let products: readonly FeedRow[] = []
let accounts: readonly FeedRow[] = []
let transactions: readonly FeedRow[] = []
let events: readonly FeedRow[] = []

const by = (rows: readonly FeedRow[], column: string) => new Map(rows.map((row) => [row[column] ?? '', row]))

beforeAll(async () => {
  customers = by(await readFeed({ entity: 'customer', rows: 2000 }), 'cust_id')
  products = await readFeed({ entity: 'product', rows: 20 })
  accounts = await readFeed({ entity: 'account', rows: 2400, options })
  transactions = await readFeed({ entity: 'transaction', rows: 20_000, options })
  events = await readFeed({ entity: 'campaign_event', rows: 6000, options })
})

describe('the related feeds', () => {
  test('refer to what the other feeds contain', () => {
    const productIds = by(products, 'product_id')
    const accountIds = by(accounts, 'account_id')
    expect(productIds.size).toBe(20)
    expect(accountIds.size).toBe(2400)
    expect(accounts.filter((row) => !customers.has(row['cust_id'] ?? ''))).toEqual([])
    expect(accounts.filter((row) => !productIds.has(row['product_id'] ?? ''))).toEqual([])
    expect(transactions.filter((row) => !accountIds.has(row['account_id'] ?? ''))).toEqual([])
    expect(events.filter((row) => !customers.has(row['cust_id'] ?? ''))).toEqual([])
  })

  test('open no account for a minor, and none before the customer joined', () => {
    for (const account of accounts) {
      const customer = customers.get(account['cust_id'] ?? '')
      expect(customer?.['minor_flag']).not.toBe('Yes')
      expect(account['opened_on']! >= customer!['created_at']!.slice(0, 10)).toBe(true)
    }
  })

  test('book no transaction before its account was opened, nor after the reference date', () => {
    const accountIds = by(accounts, 'account_id')
    for (const row of transactions) {
      expect(row['transacted_at']! >= accountIds.get(row['account_id']!)!['opened_on']!).toBe(true)
      expect(row['transacted_at']! <= '2023-11-11 23:59:59').toBe(true)
    }
  })

  test('number transactions and events uniquely', () => {
    expect(by(transactions, 'transaction_id').size).toBe(20_000)
    expect(by(events, 'event_id').size).toBe(6000)
  })
})

describe('transactions', () => {
  test('have heavy-tailed amounts', () => {
    const amounts = transactions.map((row) => Number(row['amount'])).toSorted((a, b) => a - b)
    const median = amounts[10_000]!
    const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length
    expect(amounts[0]).toBeGreaterThanOrEqual(1)
    expect(mean).toBeGreaterThan(1.5 * median)
    expect(amounts.at(-1)).toBeGreaterThan(30 * median)
  })

  test('know the week and the day', () => {
    const food = transactions.filter((row) => row['reason'] === 'Food & Grocery')
    const weekend = food.filter((row) =>
      [0, 6].includes(new Date(`${row['transacted_at']!.slice(0, 10)}Z`).getUTCDay()),
    )
    expect(weekend.length / food.length).toBeGreaterThan(0.32)
    const exam = transactions.filter((row) => row['reason'] === 'Exam')
    expect(exam.filter((row) => row['transacted_at']!.slice(11, 13) < '06')).toEqual([])
  })

  test('move from cards to UPI', () => {
    const upi = (from: string, to: string) =>
      shares(
        transactions.filter((row) => row['transacted_at']! >= from && row['transacted_at']! < to),
        'mode',
      )['UPI']!
    expect(upi('2023-08', '2023-11')).toBeGreaterThan(upi('2022-11', '2023-02') + 0.03)
  })
})

describe('campaign events', () => {
  const stages = [
    'Customer Reached',
    'Explored Product',
    'Started to Apply',
    'Engagement',
    'Completed Application',
    'KYC',
    'Onboarded',
  ]

  test('are journeys that pass the stages in order and in time', () => {
    const journeys = Map.groupBy(events, (row) => `${row['cust_id']} ${row['campaign']}`)
    for (const journey of journeys.values()) {
      expect(journey.map((row) => row['stage'])).toEqual(stages.slice(0, journey.length))
      const times = journey.map((row) => row['occurred_at'] ?? '')
      expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : 1)))
    }
  })

  test('narrow from stage to stage, for each of the six archetypes', () => {
    const archetypes = Object.keys(shares(events, 'archetype'))
    expect(archetypes).toHaveLength(6)
    for (const archetype of archetypes) {
      const measured = shares(
        events.filter((row) => row['archetype'] === archetype),
        'stage',
      )
      const counts = stages.map((stage) => measured[stage] ?? 0)
      expect(counts).toEqual(counts.toSorted((a, b) => b - a))
      expect(counts[0]).toBeGreaterThan(counts[6]!)
    }
  })

  test('give a customer the same archetype in every campaign', () => {
    const people = Map.groupBy(events, (row) => row['cust_id'])
    const torn = [...people.values()].filter((rows) => new Set(rows.map((row) => row['archetype'])).size > 1)
    expect(torn).toEqual([])
    expect([...people.values()].some((rows) => new Set(rows.map((row) => row['campaign'])).size > 1)).toBe(
      true,
    )
  })
})
