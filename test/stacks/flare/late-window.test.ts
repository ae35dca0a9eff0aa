import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { beforeWindow } from '../../../src/stacks/flare/late-window.ts'

const time = (seconds: number) => ({ kind: 'time', seconds }) as const
const amount = (text: string) => ({ kind: 'amount', amount: text }) as const
const day = 86_400

test.each([
  ['2024-03-01', time(day), '2024-02-29'],
  ['2024-03-01', time(3600), '2024-02-29 23:00:00'],
  ['2024-01-01 00:00:00', time(1), '2023-12-31 23:59:59'],
  ['2024-03-10 00:00:00', time(7 * day), '2024-03-03 00:00:00'],
  ['2024-03-10 12:30:00.123456', time(3 * day), '2024-03-07 12:30:00.123456'],
  ['2024-03-10T12:30:00.5', time(day), '2024-03-09 12:30:00.5'],
  ['100', amount('30'), '70'],
  ['5', amount('30'), '-25'],
  ['-5', amount('0.25'), '-5.25'],
  ['9007199254740993', amount('1'), '9007199254740992'],
  ['10.50', amount('0.5'), '10.00'],
])('%s before a window is %s', (value, window, expected) => {
  expect(beforeWindow(value, window)).toBe(expected)
})

test.each([
  ['100', time(day)],
  ['2024-01-01', amount('5')],
  ['abc', amount('5')],
  ['2024-13-01', time(day)],
  ['2024-01-01 00:00:00+02', time(day)],
  ['0001-01-01', time(day)],
])('%s and its window do not go together', (value, window) => {
  expect(beforeWindow(value, window)).toBeUndefined()
})

test('a window of no time changes no time', () => {
  const instants = fc.date({
    min: new Date('0001-01-02T00:00:00Z'),
    max: new Date('9999-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(instants, (at) => {
      const text = at.toISOString().replace('T', ' ').replace('Z', '')
      expect(beforeWindow(text, time(0))).toBe(text)
    }),
  )
})
