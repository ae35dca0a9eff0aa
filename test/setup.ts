import { afterEach, expect, vi } from 'vitest'

// Nothing below a surface prints: a stray console call is a bug, so it fails the test that caused it.
const stray = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
  vi.spyOn(console, name).mockImplementation(() => undefined),
)

afterEach(() => {
  const calls = stray.flatMap((spy) => spy.mock.calls)
  for (const spy of stray) spy.mockClear()
  expect(calls, 'a stray console call').toEqual([])
})
