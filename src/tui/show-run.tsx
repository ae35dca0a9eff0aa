import { type Instance, render } from 'ink'
import type { RunEvent } from '../events.ts'
import { RunScreen } from './run-screen.tsx'
import { foldRun, runBeforeEvents, type RunState } from './run-state.ts'
import { runSummary } from './run-summary.ts'
import { type ScreenSize, screenLines } from './screen-lines.ts'

export type ScreenOptions = {
  readonly stdout: NodeJS.WriteStream
  readonly colour: boolean
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

const framesPerSecond = 10

/**
 * Draws a run until its events end, then takes the drawing away and leaves the summary; resolves to the last state.
 * Events are read as fast as they come and drawn ten times a second, so a slow terminal drops frames and never
 * holds up the run. An abort closes the screen and gives the cursor back; the events are still read to their
 * end, because an aborted run has yet to tell what it cancelled. Throws what the events throw.
 */
export const drawRun = async (
  events: AsyncIterable<RunEvent>,
  { stdout, colour, signal, now = Date.now }: ScreenOptions,
): Promise<RunState> => {
  let state = runBeforeEvents
  let frame = 0
  const size = (): ScreenSize => ({ rows: stdout.rows || 24, now: now(), frame, colour })
  const screen = openScreen(stdout)
  const draw = (): void => {
    frame++
    screen.draw(screenLines(state, size()))
  }
  const timer = setInterval(draw, 1000 / framesPerSecond)
  const close = (): Promise<void> => {
    clearInterval(timer)
    return screen.close()
  }
  let interrupted: Promise<void> | undefined
  const interrupt = (): void => {
    interrupted = (async () => {
      await close()
      stdout.write('Cancelling: waiting for running tasks to stop.\n')
    })()
  }
  signal.addEventListener('abort', interrupt, { once: true })
  if (signal.aborted) interrupt()
  try {
    for await (const event of events) {
      state = foldRun(state, event)
      if (event.kind === 'run.started') draw()
    }
  } finally {
    signal.removeEventListener('abort', interrupt)
    await (interrupted ?? close())
  }
  stdout.write(`${runSummary(state, { colour }).join('\n')}\n`)
  return state
}

type Screen = {
  readonly draw: (lines: readonly string[]) => void
  /** Takes the last frame away and shows the cursor. */
  readonly close: () => Promise<void>
}

const openScreen = (stdout: NodeJS.WriteStream): Screen => {
  let isClosed = false
  const instance: Instance = render(<RunScreen lines={[]} />, {
    stdout,
    // The command line decided that this is a terminal to draw on, and it handles Ctrl+C.
    interactive: true,
    exitOnCtrlC: false,
    // Nothing below a surface prints, so there is no console output to keep apart from the frames.
    patchConsole: false,
    maxFps: framesPerSecond,
  })
  return {
    draw: (lines) => {
      if (!isClosed && !stdout.writableNeedDrain) instance.rerender(<RunScreen lines={lines} />)
    },
    close: async () => {
      isClosed = true
      // Ink writes a frame that is still due when it unmounts, below what was cleared; so that one comes first.
      await instance.waitUntilRenderFlush()
      instance.clear()
      instance.unmount()
      await instance.waitUntilExit()
    },
  }
}
