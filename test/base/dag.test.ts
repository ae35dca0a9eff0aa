import { expect, test } from 'vitest'
import { order } from '../../src/base/dag.ts'

test('what must come before comes first, and equals keep their order', () => {
  const dag = new Map([
    ['c', ['b', 'nobody']],
    ['d', []],
    ['b', ['a']],
    ['a', []],
  ])
  expect(order(dag)).toEqual({ kind: 'ordered', order: ['a', 'b', 'c', 'd'] })
})

test('a circle names its members once, in the order in which each waits for the next', () => {
  const dag = new Map([
    ['start', ['a']],
    ['a', ['b']],
    ['b', ['c', 'a']],
    ['c', []],
  ])
  expect(order(dag)).toEqual({ kind: 'cyclic', cycle: ['a', 'b'] })
  expect(order(new Map([['a', ['a']]]))).toEqual({ kind: 'cyclic', cycle: ['a'] })
})

test('a chain may be as long as it likes', () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `v${i}`)
  const ordering = order(new Map(names.map((name, i) => [name, [`v${i + 1}`]])))
  expect(ordering.kind === 'ordered' && ordering.order[0]).toBe('v99999')
})
