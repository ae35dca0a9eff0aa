import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Depot } from '../../../src/depots/depot.ts'
import { openLocalStorage } from '../../../src/depots/index.ts'
import {
  changeableColumns,
  changeableColumnsOf,
  changeCustomers,
  changeCustomersAtRandom,
  type CustomerRow,
  pickCustomers,
} from '../../../src/stacks/mock/change-set.ts'
import { customerColumns } from '../../../src/stacks/mock/customer.ts'
import { writeChangeSet } from '../../../src/stacks/mock/write-change-set.ts'
import { readFeed } from './read-feed.ts'

const now = new Date('2024-03-05T06:07:08Z')
let rows: readonly CustomerRow[] = []
let person: CustomerRow = {}
let merchant: CustomerRow = {}
beforeAll(async () => {
  rows = (await readFeed({ entity: 'customer', rows: 300 })).map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([column]) => column !== '')
        .map(([column, value]) => [column, value === '' ? null : value]),
    ),
  )
  person = rows.find((row) => row['customer_type'] === 'Personal') ?? {}
  merchant = rows.find((row) => row['customer_type'] === 'Merchant') ?? {}
})

const differing = (before: CustomerRow, after: CustomerRow) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (column) => before[column] !== after[column],
  )

describe('a change of customers', () => {
  test('sets the named columns and moves modified_at', () => {
    const { value, diagnostics } = changeCustomers([person], { city: 'Oslo', cust_title: '' }, now)
    expect(diagnostics).toEqual([])
    expect(value).toEqual([{ ...person, city: 'Oslo', cust_title: null, modified_at: '2024-03-05 06:07:08' }])
  })

  test('yields nothing where nothing was entered, or nothing differs', () => {
    expect(changeCustomers(rows, {}, now).value).toEqual([])
    expect(changeCustomers([person], { city: person['city'] ?? '' }, now).value).toEqual([])
  })

  test('moves modified_at forward even where the clock is behind', () => {
    const ahead = { ...person, modified_at: '2030-01-01 00:00:00' }
    expect(changeCustomers([ahead], { city: 'Oslo' }, now).value[0]?.['modified_at']).toBe(
      '2030-01-01 00:00:01',
    )
  })

  test.each([
    [{ citty: 'Oslo' }, 'MR3270', 'did you mean "city"?'],
    [{ cust_id: '1' }, 'MR3271', 'change other columns'],
    [{ modified_at: '2024-01-01' }, 'MR3271', 'every change sets modified_at by itself'],
    [{ '': '1' }, 'MR3271', 'change other columns'],
    [{ customer_status: 'Activ' }, 'MR3273', 'did you mean "Active"? it takes Active, Dormant, Deceased'],
    [{ cust_dob: '1990-02-30' }, 'MR3273', 'it takes a day, YYYY-MM-DD'],
    [{ cibil_score: '1000' }, 'MR3273', 'it takes an integer from 300 to 900'],
  ])('with %j is refused', (change, code, hint) => {
    const { value, diagnostics } = changeCustomers([person], change, now)
    expect(value).toEqual([])
    expect(diagnostics.map((one) => [one.code, one.hint])).toEqual([[code, hint]])
  })

  test('refuses a person’s attributes for a merchant, and changes no other customer either', () => {
    const { value, diagnostics } = changeCustomers([person, merchant], { gender: 'Female' }, now)
    expect(value).toEqual([])
    expect(diagnostics).toMatchObject([
      { code: 'MR3272', message: `customer ${merchant['cust_id']} is a Merchant customer and has no gender` },
    ])
    expect(changeableColumnsOf(merchant)).not.toContain('gender')
    expect(changeableColumnsOf(person)).toEqual(changeableColumns)
  })

  test('touches only the named columns and modified_at, whatever is named', () => {
    const free = changeableColumns.filter((column) => /city|pin|addressline|name|email/.test(column))
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...free), fc.string({ maxLength: 20 }), { noNullPrototype: true }),
        fc.nat({ max: 299 }),
        (change, index) => {
          const before = rows[index] ?? person
          for (const after of changeCustomers([before], change, now).value) {
            const touched = differing(before, after)
            expect(touched).toContain('modified_at')
            expect([...Object.keys(change), 'modified_at']).toEqual(expect.arrayContaining(touched))
            for (const [column, value] of Object.entries(change)) expect(after[column] ?? '').toBe(value)
          }
        },
      ),
    )
  })
})

describe('a random change', () => {
  test('touches one to three of the columns that it may, in every customer, and is the same for the same seed', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const columns = ['customer_status', 'afflunce_level', 'occupation', 'cibil_score']
        const { value } = changeCustomersAtRandom(rows, { seed, now, columns })
        expect(value).toHaveLength(rows.length)
        value.forEach((after, i) => {
          const touched = differing(rows[i] ?? {}, after).filter((column) => column !== 'modified_at')
          expect(touched.length).toBeGreaterThanOrEqual(1)
          expect(touched.length).toBeLessThanOrEqual(3)
          expect(columns).toEqual(expect.arrayContaining(touched))
          if (after['customer_type'] !== 'Personal') expect(touched).not.toContain('occupation')
        })
        expect(changeCustomersAtRandom(rows, { seed, now, columns }).value).toEqual(value)
      }),
      { numRuns: 20 },
    )
  })

  test('leaves a customer alone who has none of the columns', () => {
    expect(changeCustomersAtRandom([merchant], { seed: '1', now, columns: ['occupation'] }).value).toEqual([])
  })

  test.each([
    ['cust_id', 'MR3271'],
    ['city', 'MR3275'],
    ['customer_stat', 'MR3270'],
  ])('refuses the column %s', (column, code) => {
    const { value, diagnostics } = changeCustomersAtRandom(rows, { seed: '1', now, columns: [column] })
    expect(value).toEqual([])
    expect(diagnostics).toMatchObject([{ code }])
  })
})

describe('picking customers', () => {
  const ids = Array.from({ length: 1000 }, (_, i) => `${1_000_000_000 + i}`)

  test('takes the share that was asked for, at least one', () => {
    expect(pickCustomers(ids, 2, 's')).toHaveLength(20)
    expect(pickCustomers(ids, 100, 's')).toEqual(ids)
    expect(pickCustomers(ids.slice(0, 3), 0.1, 's')).toHaveLength(1)
    expect(pickCustomers(ids, 0, 's')).toEqual([])
    expect(pickCustomers([], 50, 's')).toEqual([])
  })

  test('depends on the seed, not on the order; a larger share contains a smaller one', () => {
    const some = pickCustomers(ids, 5, 's')
    expect(pickCustomers(ids.toReversed(), 5, 's')).toEqual(some)
    expect(pickCustomers(ids, 5, 't')).not.toEqual(some)
    expect(pickCustomers(ids, 9, 's')).toEqual(expect.arrayContaining([...some]))
  })
})

describe('uploading a change set', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-change-'))
  })
  afterEach(async () => rm(folder, { recursive: true }))

  const depot = (name: string): Depot => ({
    kind: 'file',
    name,
    storage: openLocalStorage(join(folder, name)),
  })
  const address = (name: string, dataset = 'customer') => ({ depot: name, collection: 'bank', dataset })
  const target = () => ({
    output: { address: address('landing'), depot: depot('landing') },
    history: { address: address('history'), depot: depot('history') },
  })
  const upload = (changed: readonly CustomerRow[], to = target()) =>
    writeChangeSet(changed, to, now, new AbortController().signal)

  test('adds a file in the columns of the feed, and a dated copy', async () => {
    const { value } = changeCustomers([person, merchant], { customer_addressline1: '1, "The Mill"' }, now)
    const written = await upload(value)
    expect(written?.path).toMatch(/^bank\/customer\/changes-20240305T060708Z-[0-9a-f]{8}\.csv$/)
    expect(written?.rows).toBe(2)
    const text = await readFile(join(folder, 'landing', written?.path ?? ''), 'utf8')
    const [header, ...lines] = text.trimEnd().split('\n')
    expect(header).toBe(customerColumns.join(','))
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(new RegExp(`^0,${person['cust_id']},.*"1, ""The Mill""".*,2024-03-05 06:07:08,`))
    const copy = await readFile(join(folder, 'history', written?.historyPath ?? ''), 'utf8')
    expect(written?.historyPath).toMatch(/^bank\/customer\/2024-03-05\/changes-/)
    expect(copy).toBe(text)
  })

  test('uploads nothing where nothing changed', async () => {
    expect(await upload([])).toBeUndefined()
    expect(await readdir(folder)).toEqual([])
  })

  test('keeps two change sets of one second apart', async () => {
    const first = await upload(changeCustomers([person], { city: 'Oslo' }, now).value)
    const second = await upload(changeCustomers([merchant], { city: 'Oslo' }, now).value)
    expect(first?.path).not.toBe(second?.path)
  })

  test('refuses a dataset that is one file, and one that is a table', async () => {
    const changed = changeCustomers([person], { city: 'Oslo' }, now).value
    const file = { address: address('landing', 'customer.csv'), depot: depot('landing') }
    await expect(upload(changed, { ...target(), output: file })).rejects.toMatchObject({
      diagnostic: { code: 'MR3274' },
    })
    const table = { address: address('lake'), depot: { kind: 'lakehouse', name: 'lake' } as const }
    await expect(upload(changed, { ...target(), output: table })).rejects.toMatchObject({
      diagnostic: { code: 'MR3264' },
    })
  })
})
