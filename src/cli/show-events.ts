import type { RunEvent, RunOutcome } from '../events.ts'
import type { ExitCode, Invocation } from './command.ts'
import { isInteractive, textOption, usesColour } from './options.ts'

/** Prints the events of a run as the command line asks: a live screen, one line per event, or JSON. */
export const showEvents = async (
  events: AsyncIterable<RunEvent>,
  { io, options }: Invocation,
  signal: AbortSignal,
): Promise<ExitCode> => {
  let outcome = 'failed' as RunOutcome
  const watched = async function* () {
    for await (const event of events) {
      if (event.kind === 'run.finished') outcome = event.outcome
      yield event
    }
  }
  const colour = usesColour(io.stdout, io.env, options)
  if (textOption(options, 'output') === 'json') {
    const { jsonEvents } = await import('./output/json-events.ts')
    for await (const line of jsonEvents(watched())) io.stdout.write(line)
  } else if (isInteractive(io.stdout, io.env)) {
    const { showRun } = await import('../tui/index.ts')
    await showRun(watched(), { stdout: io.stdout, colour, signal })
  } else {
    const { plainEvents } = await import('./output/plain-events.ts')
    for await (const lines of plainEvents(watched(), { colour })) io.stdout.write(lines)
  }
  switch (outcome) {
    case 'succeeded':
      return 0
    case 'failed':
      return 1
    case 'cancelled':
      return 130
  }
}
