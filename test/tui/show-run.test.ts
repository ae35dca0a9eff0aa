import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import type { RunEvent } from '../../src/events.ts'
import { foldRun, runBeforeEvents, runSummary, showRun } from '../../src/tui/index.ts'
import { failingRun, replay } from './recorded-run.ts'

/** What Ink needs of a terminal. It keeps what was written; a slow one takes its time for every write. */
const terminal = (size: { columns: number; rows: number }, slowMs = 0) => {
  const chunks: string[] = []
  const stream = new Writable({
    highWaterMark: slowMs > 0 ? 1 : 16_384,
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      if (slowMs > 0) setTimeout(done, slowMs)
      else done()
    },
  })
  const stdout = Object.assign(stream, { isTTY: true, ...size }) as unknown as NodeJS.WriteStream
  return { stdout, chunks, text: () => chunks.join('') }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function* slowly(events: readonly RunEvent[], ms: number): AsyncIterable<RunEvent> {
  for (const event of events) {
    yield event
    await pause(ms)
  }
}

const now = (): number => Date.parse('2026-11-21T10:02:13Z')
const summary = runSummary(failingRun.reduce(foldRun, runBeforeEvents), { colour: false }).join('\n')
const hidden = '\u001b[?25l'
const shown = '\u001b[?25h'

it('draws the tree while the run goes on and leaves the summary', async () => {
  const { stdout, text } = terminal({ columns: 80, rows: 24 })
  const signal = new AbortController().signal
  const state = await showRun(slowly(failingRun, 40), { stdout, colour: false, signal, now })
  expect(state.outcome).toBe('failed')
  const plain = stripVTControlCharacters(text())
  expect(plain).toContain('ingest  reading customer  ██████░░░░ 60 % 12,000 of 20,000 rows')
  expect(plain).toContain('✖ clean   failed  0.3 s')
  expect(plain.endsWith(`${summary}\n`)).toBe(true)
  expect(text().lastIndexOf(shown)).toBeGreaterThan(text().lastIndexOf(hidden))
})

it('takes the last frame away before the summary', async () => {
  const { stdout, text } = terminal({ columns: 80, rows: 24 })
  const signal = new AbortController().signal
  await showRun(replay(failingRun), { stdout, colour: false, signal, now })
  const screen = emulate(text())
  expect(screen.join('\n').trimEnd()).toBe(summary)
})

it('cuts lines at the width and draws no more lines than fit', async () => {
  const { stdout, chunks } = terminal({ columns: 30, rows: 6 })
  const signal = new AbortController().signal
  await showRun(slowly(failingRun, 40), { stdout, colour: false, signal, now })
  const frames = chunks
    .map((chunk) => stripVTControlCharacters(chunk))
    .filter((chunk) => chunk.includes('millrace apply') && !chunk.includes('Run what is left'))
  expect(frames.length).toBeGreaterThan(1)
  for (const frame of frames) {
    const lines = frame.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(4)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(30)
  }
})

it('a slow terminal does not hold up the run', async () => {
  const { stdout } = terminal({ columns: 80, rows: 24 }, 100)
  const signal = new AbortController().signal
  let readAt = 0
  async function* timed(): AsyncIterable<RunEvent> {
    yield* slowly(failingRun, 10)
    readAt = performance.now()
  }
  const startedAt = performance.now()
  await showRun(timed(), { stdout, colour: false, signal, now })
  expect(readAt - startedAt).toBeLessThan(1000)
})

it('gives the cursor back on an abort, and still tells how the run ended', async () => {
  const { stdout, text } = terminal({ columns: 80, rows: 24 })
  const controller = new AbortController()
  let atAbort = ''
  async function* aborted(): AsyncIterable<RunEvent> {
    yield* slowly(failingRun.slice(0, 4), 50)
    controller.abort()
    await pause(100)
    atAbort = text()
    yield* slowly(failingRun.slice(4), 10)
  }
  await showRun(aborted(), { stdout, colour: false, signal: controller.signal, now })
  expect(atAbort.lastIndexOf(shown)).toBeGreaterThan(atAbort.lastIndexOf(hidden))
  expect(atAbort).toContain('Cancelling: waiting for running tasks to stop.')
  const after = stripVTControlCharacters(text().slice(atAbort.length))
  expect(after.trim()).toBe(summary)
})

it('gives the cursor back when the events break, and hands on what broke them', async () => {
  const { stdout, text } = terminal({ columns: 80, rows: 24 })
  async function* broken(): AsyncIterable<RunEvent> {
    yield* failingRun.slice(0, 3)
    await pause(150)
    throw new Error('the history is full')
  }
  const signal = new AbortController().signal
  await expect(showRun(broken(), { stdout, colour: false, signal, now })).rejects.toThrow(
    'the history is full',
  )
  expect(text().lastIndexOf(shown)).toBeGreaterThan(text().lastIndexOf(hidden))
})

it('colours only where asked to', async () => {
  const painted = terminal({ columns: 80, rows: 24 })
  const plain = terminal({ columns: 80, rows: 24 })
  const signal = new AbortController().signal
  await showRun(slowly(failingRun, 20), { stdout: painted.stdout, colour: true, signal, now })
  await showRun(slowly(failingRun, 20), { stdout: plain.stdout, colour: false, signal, now })
  expect(painted.text()).toContain('\u001b[31m✖')
  expect(plain.text()).not.toMatch(/\p{Cc}\[\d+m/u)
})

/** The lines that a terminal shows in the end: enough of one for erasing lines, moving up and going to a column. */
const emulate = (text: string): readonly string[] => {
  const lines: string[] = ['']
  let row = 0
  let column = 0
  for (const [token, command, number, final] of text
    .matchAll(/\p{Cc}\[(\??)(\d*)([A-Za-z])|[\s\S]/gu)
    .map((match) => [match[0], match[1], match[2], match[3]] as const)) {
    if (final === undefined) {
      if (token === '\n') {
        row++
        column = 0
        lines[row] ??= ''
      } else {
        lines[row] = (lines[row] ?? '').slice(0, column).padEnd(column) + token
        column++
      }
    } else if (command === '?') continue
    else if (final === 'K') lines[row] = number === '2' ? '' : (lines[row] ?? '').slice(0, column)
    else if (final === 'A') row = Math.max(0, row - Number(number || '1'))
    else if (final === 'G') column = Number(number || '1') - 1
    else if (final === 'J') lines.length = row + 1
    else throw new Error(`the emulation does not know ${JSON.stringify(token)}`)
  }
  return lines
}
