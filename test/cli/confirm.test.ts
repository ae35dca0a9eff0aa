import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import type { Io } from '../../src/cli/command.ts'
import { isConfirmed } from '../../src/cli/confirm.ts'

/** A terminal on which `answer` is typed; undefined: the input ends at once. */
const terminal = (answer: string | undefined, isTTY = true) => {
  const stdin = Object.assign(new PassThrough(), { isTTY })
  const stderr = new PassThrough()
  let shown = ''
  stderr.on('data', (chunk: Buffer) => (shown += chunk.toString()))
  stdin.end(answer)
  const io = { stdin, stderr, stdout: stderr, env: {}, cwd: '/' } as unknown as Io
  const ask = (options = {}) =>
    isConfirmed({ io, args: [], options }, '3 files would go', new AbortController().signal)
  return { ask, shown: () => shown }
}

test('only yes is yes, and what would happen stands in the question', async () => {
  for (const answer of ['y\n', 'YES\n', ' yes \n']) expect(await terminal(answer).ask(), answer).toBe(true)
  for (const answer of ['\n', 'n\n', 'yep\n', undefined]) {
    const { ask, shown } = terminal(answer)
    expect(await ask(), answer).toBe(false)
    expect(shown()).toContain('3 files would go. Go on? [y/N]')
    expect(shown()).toContain('nothing was done')
  }
})

test('with --yes nobody is asked, and without a terminal nobody can be', async () => {
  const silent = terminal(undefined, false)
  expect(await silent.ask({ yes: true })).toBe(true)
  expect(silent.shown()).toBe('')
  await expect(silent.ask()).rejects.toMatchObject({ diagnostic: { code: 'MR9010' } })
})
