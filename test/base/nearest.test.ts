import { expect, test } from 'vitest'
import { nearest } from '../../src/base/nearest.ts'

test('a slip of the hand finds the name that was meant, whatever the case', () => {
  expect(nearest('custmer', ['orders', 'customer'])).toBe('customer')
  expect(nearest('OREDRS', ['orders', 'customer'])).toBe('orders')
  expect(nearest('invoice', ['orders', 'customer'])).toBeUndefined()
})

test('a name that shares no letter is never suggested, however short both are', () => {
  expect(nearest('S', ['_', 'Q'])).toBeUndefined()
  expect(nearest('S', ['_', 's'])).toBe('s')
})
