import { describe, expect, test } from 'vitest'
import { printAddress } from '../../../src/address.ts'
import { mockSpec } from '../../../src/stacks/mock/spec.ts'
import { nodeSource } from './node-source.ts'

const minimal = { entity: 'customer', rows: 20, output: 'dataos://landing:bank/customer' }
const compile = (payload: unknown) => mockSpec.compile(nodeSource(payload))
const findings = (payload: unknown) =>
  compile(payload).diagnostics.map(({ code, place, hint }) => ({ code, file: place?.file, hint }))

describe('a mock node', () => {
  test('needs no more than an entity, a number of rows and an address', () => {
    const { value, diagnostics } = compile(minimal)
    expect(diagnostics).toEqual([])
    expect(value).toMatchObject({
      kind: 'mock',
      entity: 'customer',
      rows: 20,
      seed: '1',
      asOf: '2023-11-11',
      options: { semiUrbanSegment: 'Semi', customers: 20_000 },
    })
  })

  test('takes numbers that a variable left as text', () => {
    const { value } = compile({ ...minimal, rows: '20', seed: 7, options: { personalShare: '0.5' } })
    expect(value).toMatchObject({ rows: 20, seed: '7', options: { personalShare: 0.5 } })
  })

  test('writes its output and its history, and reads nothing', () => {
    const { value } = compile({
      ...minimal,
      history: 'dataos://history:bank/customer',
      continueAfter: { dataset: 'dataos://lake:bank/customer_raw', column: 'cust_id' },
    })
    expect(value && mockSpec.writes(value).map(({ address }) => printAddress(address))).toEqual([
      'dataos://landing:bank/customer',
      'dataos://history:bank/customer',
    ])
    expect(value && mockSpec.reads(value)).toEqual([])
    expect(value?.continueAfter?.column).toBe('cust_id')
  })

  test.each([
    [{ rows: 0 }, 'MR3261', 'rows'],
    [{ rows: 1.5 }, 'MR3261', 'rows'],
    [{ rows: 'many' }, 'MR3261', 'rows'],
    [{ asOf: '2023-02-30' }, 'MR3261', 'asOf'],
    [{ entity: 'bank' }, 'MR3261', 'entity'],
    [{ output: 'landing' }, 'MR3260', 'output'],
    [{ output: 'dataos://landing:bank' }, 'MR3260', 'output'],
    [{ history: 'dataos:///x' }, 'MR3260', 'history'],
    [{ options: { personalShare: 2 } }, 'MR3261', 'options.personalShare'],
    [{ options: { accounts: 2 } }, 'MR3262', 'options.accounts'],
    [{ continueAfter: { dataset: 'x', column: 'c' } }, 'MR3260', 'continueAfter.dataset'],
    [
      { entity: 'product', continueAfter: { dataset: 'dataos://lake:b/c', column: 'c' } },
      'MR3263',
      'continueAfter',
    ],
  ])('with %j is refused at its place', (wrong, code, path) => {
    const { value, diagnostics } = compile({ ...minimal, ...wrong })
    expect(value).toBeUndefined()
    expect(diagnostics.map((one) => [one.code, one.place?.file])).toEqual([
      [code, `feed.yaml#stackSpec.${path}`],
    ])
  })

  test('reports all that is wrong at once, with the nearest option', () => {
    expect(findings({ ...minimal, rows: -1, output: '', options: { personalShares: 1 } })).toEqual([
      { code: 'MR3260', file: 'feed.yaml#stackSpec.output', hint: expect.any(String) },
      { code: 'MR3261', file: 'feed.yaml#stackSpec.rows' },
      {
        code: 'MR3262',
        file: 'feed.yaml#stackSpec.options.personalShares',
        hint: 'did you mean "personalShare"?',
      },
    ])
  })
})
