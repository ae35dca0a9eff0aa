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

test('of several the nearest is taken, of equally near ones the first', () => {
  expect(nearest('orders', ['ordrs2', 'ordes', 'orderz'])).toBe('ordes')
  expect(nearest('amount', ['amunot', 'amounts', 'Amount'])).toBe('Amount')
  expect(nearest('customer_orders', ['customer_borders', 'customers_order', 'customer_order'])).toBe(
    'customer_borders',
  )
})
