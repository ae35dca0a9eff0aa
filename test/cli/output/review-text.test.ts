import { expect, test } from 'vitest'
import { reviewGithub, reviewMarkdown, reviewText } from '../../../src/cli/output/review-text.ts'
import type { Review } from '../../../src/review/index.ts'

const nothing: Review = {
  resources: [],
  steps: [],
  columns: [],
  access: [],
  rebuilt: [],
  affected: [],
  verdicts: [],
  acceptances: [],
}

const loosened = (column: string): Review['access'][number] => ({
  kind: 'column',
  reader: 'support',
  dataset: 'dataos://lake:shop/orders',
  column,
  verbs: undefined,
  direction: 'loosened',
  before: 'hash mask',
  after: 'the value',
  because: undefined,
  place: { file: 'a,b.yaml', line: 3, column: 5 },
  id: `access:support:lake.shop.orders.${column}:0`,
})

test('a comment that would be too long for a pull request is cut, and counts what it leaves out', () => {
  const access = Array.from({ length: 3_000 }, (_, i) => loosened(`column_${i}`))
  const affected = Array.from({ length: 3_000 }, (_, i) => `product p${i}`)
  const text = reviewMarkdown({ ...nothing, access, affected, verdicts: ['access'] })
  expect(text.length).toBeLessThanOrEqual(65_536)
  expect(text).toContain('access loosened in 3000 places')
  const shown = text.match(/- support reads/g)?.length ?? 0
  expect(text).toContain(`- … and ${3_000 - shown} more\n`)
  expect(text).toMatch(/<summary>Affected \(3000\)<\/summary>\n\n(?:- product p\d+\n)*- … and \d+ more\n/)
})

test('what manifests say cannot format a comment, call people or end an annotation', () => {
  const access = [loosened('a`b|@all<img>\n::error::x')]
  const review = { ...nothing, access, verdicts: ['access' as const] }
  expect(reviewMarkdown(review)).toContain('a\\`b\\|@\u200ball\\<img\\> ⏎ ::error::x')
  expect(reviewGithub(review)).toBe(
    '::error file=a%2Cb.yaml,line=3,col=5,title=Access loosened::support reads lake.shop.orders.a`b|@all<img> ⏎ ::error::x: hash mask → the value\n',
  )
})

test('loosened access stands first and red, with the name by which it can be accepted', () => {
  const text = reviewText(
    { ...nothing, access: [loosened('email')], affected: ['product p'], verdicts: ['access'] },
    true,
  )
  expect(text.indexOf('Access loosened')).toBeLessThan(text.indexOf('Affected'))
  expect(text).toContain('\u001b[31msupport reads lake.shop.orders.email')
  expect(text).toContain('accept as access:support:lake.shop.orders.email:0')
})
