import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Principal, ReadableDataset } from '../../src/policy/dataset.ts'
import { type ColumnDecision, decide } from '../../src/policy/decide.ts'
import type { MaskPolicy } from '../../src/policy/mask-policy.ts'

const policy = (
  name: string,
  priority: number,
  role: string,
  tag: string,
  mask: MaskPolicy['mask'],
): MaskPolicy => ({
  name,
  priority,
  scope: {},
  user: { match: 'any', tags: [`roles:id:${role}`] },
  column: { tags: [tag], names: [] },
  mask,
})

const seed: readonly MaskPolicy[] = [
  policy('email-masking', 80, 'restricted-acess', 'TW.mask', { operator: 'hash' }),
  policy('dob-bucketing', 85, 'dob-bucketing', 'TW.dob', { operator: 'bucket_date', precision: 'quarter' }),
  policy('pii-reader', 75, 'pii-reader', 'TW.*', { operator: 'pass_through' }),
]

const dataset = (columns: ReadableDataset['columns']): ReadableDataset => ({
  address: { depot: 'icebase', collection: 'retail', dataset: 'customers' },
  columns,
})

const principal = (...roles: string[]): Principal => ({
  name: 'ana',
  tags: ['users:id:ana', ...roles.map((role) => `roles:id:${role}`)],
})

const summary = ({ reveal }: ColumnDecision): string =>
  reveal.kind === 'masked' ? reveal.mask.operator : reveal.kind === 'null' ? 'NULL' : 'raw'

const seedColumns = dataset([
  { name: 'email', type: 'VARCHAR', tags: ['TW.mask'] },
  { name: 'dob', type: 'DATE', tags: ['TW.dob'] },
  { name: 'both_text', type: 'VARCHAR', tags: ['TW.mask', 'TW.dob'] },
  { name: 'both_date', type: 'DATE', tags: ['TW.mask', 'TW.dob'] },
])

test.each([
  [[], ['raw', 'raw', 'raw', 'raw']],
  [['restricted-acess'], ['hash', 'raw', 'hash', 'NULL']],
  [['dob-bucketing'], ['raw', 'bucket_date', 'bucket_date', 'bucket_date']],
  [
    ['restricted-acess', 'dob-bucketing'],
    ['hash', 'bucket_date', 'hash', 'NULL'],
  ],
  [['pii-reader'], ['raw', 'raw', 'raw', 'raw']],
  [
    ['pii-reader', 'restricted-acess', 'dob-bucketing'],
    ['raw', 'raw', 'raw', 'raw'],
  ],
])('readers with the roles %j see %j', (roles, expected) => {
  expect(decide(seed, principal(...roles), seedColumns).map(summary)).toEqual(expected)
})

test('strict closes what a policy protects for readers whom no policy selects', () => {
  const columns = dataset([...seedColumns.columns, { name: 'id', type: 'INTEGER', tags: [] }])
  expect(decide(seed, principal(), columns, true).map(summary)).toEqual([
    'NULL',
    'NULL',
    'NULL',
    'NULL',
    'raw',
  ])
  expect(decide(seed, principal('dob-bucketing'), columns, true).map(summary)).toEqual([
    'NULL',
    'bucket_date',
    'bucket_date',
    'bucket_date',
    'raw',
  ])
})

test('strict closes nothing for a policy about another dataset', () => {
  const elsewhere = seed.map((policy) => ({ ...policy, scope: { dataset: 'orders' } }))
  expect(decide(elsewhere, principal(), seedColumns, true).map(summary)).toEqual(['raw', 'raw', 'raw', 'raw'])
})

test('losers say why they lost', () => {
  const tie = [
    policy('b', 50, 'r', 'T.x', { operator: 'hash' }),
    policy('a', 50, 'r', 'T.x', { operator: 'hash' }),
    policy('open', 50, 'r', 'T.x', { operator: 'pass_through' }),
    policy('late', 60, 'r', 'T.x', { operator: 'hash' }),
    policy('stranger', 1, 'other', 'T.x', { operator: 'pass_through' }),
    policy('elsewhere', 1, 'r', 'T.y', { operator: 'pass_through' }),
    { ...policy('away', 1, 'r', 'T.x', { operator: 'pass_through' }), scope: { depot: 'other' } },
  ]
  const [decision] = decide(tie, principal('r'), dataset([{ name: 'c', type: 'VARCHAR', tags: ['T.x'] }]))
  expect(decision?.winner?.name).toBe('a')
  expect(Object.fromEntries(decision!.losers.map((loser) => [loser.policy.name, loser.reason]))).toEqual({
    b: 'same priority and protection, later name',
    open: 'same priority, less protective',
    late: 'higher priority number',
    stranger: 'another reader',
    elsewhere: 'another column',
    away: 'another dataset',
  })
})

test('a closed policy wins a tie, and its columns are NULL', () => {
  const policies = [
    policy('a', 50, 'r', 'T.x', { operator: 'hash' }),
    policy('z', 50, 'r', 'T.x', { operator: 'closed', reason: 'its operator is unknown' }),
  ]
  const [decision] = decide(
    policies,
    principal('r'),
    dataset([{ name: 'c', type: 'VARCHAR', tags: ['T.x'] }]),
  )
  expect(decision?.winner?.name).toBe('z')
  expect(summary(decision!)).toBe('NULL')
})

test.each([
  ['a reader pattern', { user: { match: 'any', tags: ['roles:['] } }],
  ['a column pattern', { column: { tags: ['T.{'], names: [] } }],
  ['a scope pattern', { scope: { depot: '[' } }],
  ['no reader at all', { user: { match: 'all', tags: [] } }],
] as const)('%s that cannot be read closes the column instead of opening it', (_, broken) => {
  const open = { ...policy('open', 1, 'r', 'T.x', { operator: 'pass_through' }), ...broken }
  const [decision] = decide([open], principal('r'), dataset([{ name: 'c', type: 'VARCHAR', tags: ['T.x'] }]))
  expect(decision?.reveal).toEqual({ kind: 'null', because: 'closed' })
})

test('all reader patterns must match under "all", one under "any"', () => {
  const both = (match: 'any' | 'all') => ({
    ...policy('p', 1, 'r', 'T.x', { operator: 'hash' }),
    user: { match, tags: ['roles:id:a', 'roles:id:b'] },
  })
  const columns = dataset([{ name: 'c', type: 'VARCHAR', tags: ['T.x'] }])
  expect(decide([both('all')], principal('a'), columns).map(summary)).toEqual(['raw'])
  expect(decide([both('all')], principal('b', 'a'), columns).map(summary)).toEqual(['hash'])
  expect(decide([both('any')], principal('b'), columns).map(summary)).toEqual(['hash'])
})

test('a column is selected by name without regard to case, and by tag with regard to it', () => {
  const named = {
    ...policy('p', 1, 'r', 'T.x', { operator: 'hash' }),
    column: { tags: ['T.x'], names: ['EMAIL'] },
  } as const
  const columns = dataset([
    { name: 'email', type: 'VARCHAR', tags: [] },
    { name: 'other', type: 'VARCHAR', tags: ['t.x'] },
  ])
  expect(decide([named], principal('r'), columns).map(summary)).toEqual(['hash', 'raw'])
})

const arbitraryPolicy: fc.Arbitrary<MaskPolicy> = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    priority: fc.integer({ min: 1, max: 4 }),
    role: fc.constantFrom('r', 's', '*'),
    tag: fc.constantFrom('T.x', 'T.y', 'T.*'),
    mask: fc.constantFrom<MaskPolicy['mask']>(
      { operator: 'hash' },
      { operator: 'bucket_date', precision: 'month' },
      { operator: 'pass_through' },
      { operator: 'closed', reason: 'x' },
    ),
  })
  .map(({ name, priority, role, tag, mask }) => policy(name, priority, role, tag, mask))

const columns = dataset([
  { name: 'x', type: 'VARCHAR', tags: ['T.x'] },
  { name: 'y', type: 'DATE', tags: ['T.y'] },
  { name: 'z', type: 'INTEGER', tags: ['T.x', 'T.y'] },
])

test('adding a policy never unmasks a column, unless it is a pass_through with a lower number', () => {
  fc.assert(
    fc.property(fc.array(arbitraryPolicy, { maxLength: 6 }), arbitraryPolicy, (policies, added) => {
      const before = decide(policies, principal('r'), columns)
      const after = decide([...policies, added], principal('r'), columns)
      before.forEach((column, i) => {
        if (column.reveal.kind === 'raw' || after[i]?.reveal.kind !== 'raw') return
        expect(added.mask.operator).toBe('pass_through')
        expect(added.priority).toBeLessThan(column.winner!.priority)
      })
    }),
  )
})

test('the order of the policy files does not matter', () => {
  fc.assert(
    fc.property(
      fc
        .array(arbitraryPolicy, { maxLength: 6 })
        .chain((policies) =>
          fc.tuple(fc.constant(policies), fc.shuffledSubarray(policies, { minLength: policies.length })),
        ),
      ([policies, shuffled]) => {
        const [a, b] = [policies, shuffled].map((list) =>
          decide(list, principal('r'), columns).map(({ winner, reveal }) => ({ winner, reveal })),
        )
        expect(a).toEqual(b)
      },
    ),
  )
})

test('losing a role only changes what a policy for that role decided', () => {
  fc.assert(
    fc.property(fc.array(arbitraryPolicy, { maxLength: 6 }), (policies) => {
      const withRole = decide(policies, principal('r', 's'), columns)
      const without = decide(policies, principal('s'), columns)
      withRole.forEach((column, i) => {
        if (JSON.stringify(column.reveal) === JSON.stringify(without[i]?.reveal)) return
        expect(column.winner).toBeDefined()
        expect(without[i]?.losers.map((loser) => loser.policy)).toContainEqual(column.winner)
      })
    }),
  )
})

test('a scope matches a dataset by any of its addresses, ignoring case', () => {
  const scoped = {
    ...policy('p', 50, 'r', 'TW.mask', { operator: 'hash' }),
    scope: { depot: 'Lake', dataset: 'CUST*' },
  }
  const under = (aliases: ReadableDataset['aliases'] = []) =>
    decide([scoped], principal('r'), { ...seedColumns, aliases }).map(summary)[0]
  expect(under()).toBe('raw')
  expect(under([{ ...seedColumns.address, depot: 'lake' }])).toBe('hash')
})
