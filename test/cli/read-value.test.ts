import { expect, test } from 'vitest'
import { countOption, durationOption, sizeOption, timeOption } from '../../src/cli/read-value.ts'
import { MillraceError } from '../../src/diagnostics/index.ts'

const now = Date.UTC(2026, 0, 31, 12)

const codeOf = (read: () => unknown): string => {
  try {
    return String(read())
  } catch (cause) {
    if (cause instanceof MillraceError) return cause.diagnostic.message
    throw cause
  }
}

test('a time is a date, a time with or without a zone, milliseconds, or how long ago', () => {
  const at = (time: string) => timeOption({ at: time }, 'at', now)
  expect(at('2026-01-31')).toBe(Date.UTC(2026, 0, 31))
  expect(at('2026-01-31T12:30:15.5Z')).toBe(Date.UTC(2026, 0, 31, 12, 30, 15, 500))
  expect(at('2026-01-31 12:30')).toBe(Date.UTC(2026, 0, 31, 12, 30))
  expect(at('2026-01-31T12:30+02:00')).toBe(Date.UTC(2026, 0, 31, 10, 30))
  expect(at('1769860800000')).toBe(Date.UTC(2026, 0, 31, 12))
  expect(at('90m')).toBe(now - 90 * 60_000)
  expect(timeOption({}, 'at', now)).toBeUndefined()
})

test('what is no time is told with the option and an example', () => {
  for (const time of ['', 'yesterday', '2026-02-30', '2026-13-01', '12', '5 parsecs', '2026-01-31T25:00'])
    expect(
      codeOf(() => timeOption({ olderThan: time }, 'olderThan', now)),
      time,
    ).toBe(
      `--older-than takes a time such as 2026-01-31T12:00:00Z, or how long ago, such as 7d, not "${time}"`,
    )
})

test('spans, counts and sizes take units that people write', () => {
  expect(durationOption({ keep: '2w' }, 'keep')).toBe(14 * 86_400_000)
  expect(countOption({ n: '12' }, 'n')).toBe(12)
  expect(
    [100, '1.5kB', '512MB', '512MiB', '1 GiB'].map((size) => sizeOption({ size: String(size) }, 'size')),
  ).toEqual([100, 1500, 512_000_000, 536_870_912, 1_073_741_824])
  for (const read of [
    () => durationOption({ keep: '0d' }, 'keep'),
    () => durationOption({ keep: '12' }, 'keep'),
    () => countOption({ n: '0' }, 'n'),
    () => countOption({ n: '1.5' }, 'n'),
    () => sizeOption({ size: '0' }, 'size'),
    () => sizeOption({ size: 'MB' }, 'size'),
  ])
    expect(codeOf(read)).toContain(' takes ')
})
