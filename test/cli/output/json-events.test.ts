import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonEvent, jsonEvents } from '../../../src/cli/output/json-events.ts'
import { arbitraryRun } from '../../tui/arbitrary-run.ts'
import { failingRun, replay } from '../../tui/recorded-run.ts'

it('the first event carries the version of the form, the others are as they are', async () => {
  const text = (await Array.fromAsync(jsonEvents(replay(failingRun)))).join('')
  const lines = text.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { formatVersion: 1, ...failingRun[0] },
    ...failingRun.slice(1),
  ])
  expect(text.startsWith('{"formatVersion":1,"run":"r-1","seq":1,')).toBe(true)
})

it('any event is one line of JSON that reads back the same', () => {
  fc.assert(
    fc.property(arbitraryRun, ({ events }) => {
      for (const event of events.slice(1)) {
        const line = jsonEvent(event)
        expect(line.indexOf('\n')).toBe(line.length - 1)
        expect(JSON.parse(line)).toEqual(event)
      }
    }),
  )
})
