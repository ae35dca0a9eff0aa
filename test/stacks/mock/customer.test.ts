import { beforeAll, describe, expect, test } from 'vitest'
import { closedValues } from '../../../src/stacks/mock/closed-values.ts'
import { customerColumns } from '../../../src/stacks/mock/customer.ts'
import { type FeedRow, readFeed, shares } from './read-feed.ts'

const asOf = '2023-11-11'
const rows = 20_003

let customers: readonly FeedRow[] = []
beforeAll(async () => {
  customers = await readFeed({ entity: 'customer', rows })
})

const ageOf = (born: string): number => {
  const years = Number(asOf.slice(0, 4)) - Number(born.slice(0, 4))
  return asOf.slice(5) >= born.slice(5) ? years : years - 1
}
const personal = () => customers.filter((row) => row['customer_type'] === 'Personal')
const others = () => customers.filter((row) => row['customer_type'] !== 'Personal')

const expectWeights = (sample: readonly FeedRow[], column: string, weights: Record<string, number>) => {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0)
  const measured = shares(sample, column)
  expect(Object.keys(measured).toSorted()).toEqual(Object.keys(weights).toSorted())
  for (const [value, weight] of Object.entries(weights))
    expect(measured[value], `${column} = ${value}`).toBeCloseTo(weight / sum, 1.7)
}

describe('the customer feed', () => {
  test('has 35 columns, of which the first has no name and numbers the rows', () => {
    expect(customerColumns).toHaveLength(35)
    expect(customerColumns[0]).toBe('')
    expect(customers.map((row) => row[''])).toEqual(Array.from({ length: rows }, (_, i) => `${i}`))
  })

  test('gives consecutive ids of ten digits, from which the telephone number follows', () => {
    expect(customers[0]?.['cust_id']).toBe('1000000000')
    expect(customers.at(-1)?.['cust_id']).toBe(`${1_000_000_000 + rows - 1}`)
    expect(
      customers.every((row) => Number(row['mobile_number1']) - Number(row['cust_id']) === 100_098_143),
    ).toBe(true)
  })

  test('splits what is not personal between merchants and corporates, the odd one to the merchants', async () => {
    const odd = await readFeed({ entity: 'customer', rows: 25, options: { personalShare: 0.8 } })
    expect(shares(odd, 'customer_type')).toEqual({ Personal: 20 / 25, Merchant: 3 / 25, Corporate: 2 / 25 })
  })

  test('fills the age bands exactly, what rounding leaves over goes to the youngest', () => {
    const ages = personal().map((row) => ageOf(row['cust_dob'] ?? ''))
    const within = (from: number, to: number) => ages.filter((age) => age >= from && age < to).length
    const total = ages.length
    const bands = [within(18, 30), within(30, 45), within(45, 60), within(60, 101)]
    expect(bands).toEqual([0.3, 0.35, 0.1, 0.15].map((share) => Math.floor(total * share)))
    expect(within(10, 18)).toBe(total - bands.reduce((sum, count) => sum + count, 0))
    // The remainder shows only where there is one.
    expect(within(10, 18)).toBeGreaterThan(Math.floor(total * 0.1))
  })

  test('marks minors and seniors by their age', () => {
    for (const row of personal()) {
      const age = ageOf(row['cust_dob'] ?? '')
      expect(row['minor_flag']).toBe(age < 18 ? 'Yes' : 'No')
      expect(row['senior_citizen_flag']).toBe(age >= 60 ? 'Yes' : 'No')
    }
  })

  test('gives minors no salary, no marriage, and an active account', () => {
    const minors = personal().filter((row) => row['minor_flag'] === 'Yes')
    expect(shares(minors, 'occupation')).toEqual({ 'Non Salaried': 1 })
    expect(shares(minors, 'marital_status')).toEqual({ Single: 1 })
    expect(shares(minors, 'customer_status')).toEqual({ Active: 1 })
    expect(Object.keys(shares(minors, 'cust_title')).toSorted()).toEqual(['', 'Miss', 'Mr', 'Mx'])
  })

  test('gives titles by gender and marital status by title', () => {
    const adults = personal().filter((row) => row['minor_flag'] === 'No')
    const allowed: Record<string, readonly string[]> = {
      Male: ['Mr', 'Dr'],
      Female: ['Miss', 'Mrs', 'Dr'],
      'Non Binary': ['Mx'],
      Transgender: ['Mx'],
      Intersex: ['Mx'],
      'I Prefer not to say': [''],
    }
    const married: Record<string, readonly string[]> = {
      Mr: ['Single', 'Married'],
      Dr: ['Single', 'Married'],
      Mrs: ['Married'],
      Miss: ['Single', 'Widowed'],
      Mx: ['I prefer not to say'],
      '': [''],
    }
    for (const row of adults) {
      expect(allowed[row['gender'] ?? '']).toContain(row['cust_title'])
      expect(married[row['cust_title'] ?? '?']).toContain(row['marital_status'])
    }
  })

  test('leaves a person’s attributes of merchants and corporates empty', () => {
    for (const row of others())
      for (const column of [
        'cust_title',
        'gender',
        'marital_status',
        'occupation',
        'minor_flag',
        'senior_citizen_flag',
      ])
        expect(row[column]).toBe('')
    const dates = others().map((row) => row['cust_dob'] ?? '')
    expect(dates.filter((date) => date === '').length / dates.length).toBeCloseTo(0.1, 1)
    expect(dates.every((date) => date === '' || (date >= '2000-01-01' && date <= '2023-08-31'))).toBe(true)
  })

  test('follows the weights', () => {
    expectWeights(personal(), 'gender', {
      Male: 0.6,
      Female: 0.6,
      'Non Binary': 0.1,
      Transgender: 0.1,
      Intersex: 0.1,
      'I Prefer not to say': 0.1,
    })
    expectWeights(customers, 'cust_segment', { Urban: 0.5, Rural: 0.3, Semi: 0.2 })
    expectWeights(customers, 'customer_category', { 'Non Resident': 0.5, 'Resident Indian': 0.6 })
    expectWeights(customers, 'customer_privelege', { Yes: 1, No: 1 })
    expectWeights(customers, 'sourcing_channel', { Branch: 0.4, Partner: 0.2, Online: 0.4 })
    expectWeights(customers, 'customer_risk_category', { High: 1, Low: 1, Medium: 1 })
    expectWeights(customers, 'afflunce_level', { High: 0.3, Low: 0.4, Medium: 0.5 })
    expectWeights(customers, 'nationality', {
      Australian: 0.1,
      Brazilian: 0.2,
      Canadian: 0.2,
      European: 0.2,
      Indian: 0.5,
      Indonesian: 0.2,
      Norwegian: 0.2,
      Singaporean: 0.2,
      American: 0.5,
    })
    const adults = personal().filter((row) => row['minor_flag'] === 'No')
    expectWeights(adults, 'occupation', { Salaried: 0.7, 'Non Salaried': 0.3 })
    expectWeights(adults, 'customer_status', { Active: 0.8, Dormant: 0.1, Deceased: 0.1 })
    const unnamed = customers.filter((row) => row['cust_middle_name'] === '').length
    expect(unnamed / rows).toBeCloseTo(0.5, 1.7)
  })

  test('lets residents live in India and others in the country of their nationality, with its dial code', () => {
    const dialled = new Map(customers.map((row) => [row['country'], row['country_code']]))
    expect(Object.fromEntries(dialled)).toEqual({
      India: '+91',
      Norway: '+47',
      Australia: '+61',
      Brazil: '+55',
      'United States': '+1',
      France: '+33',
      Germany: '+49',
      Spain: '+34',
      Indonesia: '+62',
      Canada: '+1',
      Singapore: '+65',
      Netherlands: '+31',
      Italy: '+39',
    })
    const residents = customers.filter((row) => row['customer_category'] === 'Resident Indian')
    expect(shares(residents, 'country')).toEqual({ India: 1 })
    expect(Object.keys(shares(residents, 'city'))).toHaveLength(15)
    const europeans = customers.filter(
      (row) => row['nationality'] === 'European' && row['customer_category'] === 'Non Resident',
    )
    expect(Object.keys(shares(europeans, 'city')).toSorted()).toEqual([
      'Amsterdam',
      'Berlin',
      'Madrid',
      'Paris',
      'Rome',
    ])
  })

  test('scores three in a hundred at 650 or less, and checks all within six weeks', () => {
    const scores = customers.map((row) => Number(row['cibil_score']))
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(310)
    expect(Math.max(...scores)).toBe(900)
    expect(scores.filter((score) => score <= 650).length / rows).toBeCloseTo(0.03, 2)
    const checked = customers.map((row) => row['cibil_check_date'] ?? '').toSorted()
    expect([checked[0], checked.at(-1)]).toEqual(['2023-10-01', '2023-11-11'])
  })

  test('makes an e-mail address of the names and the id', () => {
    for (const row of customers) {
      const part = (column: string) => (row[column] ?? '').toLowerCase().replace(/[^a-z]/g, '')
      const number = Number(row['cust_id']) - 1_000_000_000 + 100
      expect(row['email_addr']).toBe(
        `${part('cust_first_name')}.${part('cust_last_name')}${number}@gmail.com`,
      )
    }
  })

  test('mostly writes names of letters only, and keeps every text within its length', () => {
    const plain = customers.filter((row) =>
      /^[A-Za-z]+$/.test(`${row['cust_first_name']}${row['cust_last_name']}`),
    )
    expect(plain.length / rows).toBeGreaterThan(0.9)
    for (const row of customers) {
      for (const column of [
        'customer_addressline1',
        'customer_addressline2',
        'customer_addressline3',
        'email_addr',
      ])
        expect(row[column]?.length).toBeLessThanOrEqual(50)
      expect(row['pin']?.length).toBeLessThanOrEqual(10)
    }
  })

  test('stays within the values that changes of customers allow', () => {
    for (const [column, allowed] of Object.entries(closedValues))
      expect(['', ...allowed], column).toEqual(expect.arrayContaining(Object.keys(shares(customers, column))))
  })

  test('never modifies a customer before creating it, nor after the reference date', () => {
    for (const row of customers) {
      expect((row['created_at'] ?? '') <= (row['modified_at'] ?? '')).toBe(true)
      expect(row['modified_at']?.slice(0, 10) ?? '').toMatch(/^\d{4}-\d{2}-\d{2}$/)
      expect((row['modified_at'] ?? '') <= `${asOf} 23:59:59`).toBe(true)
    }
  })

  test('continues after a given id with other customers', async () => {
    const batch = await readFeed({ entity: 'customer', rows: 50, firstId: 1_000_020_003 })
    expect(batch.map((row) => row['cust_id'])).toEqual(
      Array.from({ length: 50 }, (_, i) => `${1_000_020_003 + i}`),
    )
    expect(batch.map((row) => row['pin'])).not.toEqual(customers.slice(0, 50).map((row) => row['pin']))
  })
})
