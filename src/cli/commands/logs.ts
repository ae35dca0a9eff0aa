import { setTimeout as sleep } from 'node:timers/promises'
import { failure } from '../../diagnostics/index.ts'
import type { RunEvent } from '../../events.ts'
import { openDeps } from '../../run/index.ts'
import type { Database } from '../../state/database.ts'
import { runEvents, runRecord, runRecords } from '../../state/run-store.ts'
import type { CommandHandler } from '../command.ts'
import { openSettings } from '../open-project.ts'
import { flag, textOption, usesColour } from '../options.ts'
import { jsonEvents } from '../output/json-events.ts'
import { plainEvents } from '../output/plain-events.ts'

/** What a run has told, again: the newest one where none is named. */
export const logs: CommandHandler = async (invocation, signal) => {
  const { io, options, args } = invocation
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings, isReading: true })
  const id = args[0] ?? runRecords(deps.database, 1)[0]?.id
  if (id === undefined)
    throw failure('MR9004', { message: 'nothing has run yet', hint: 'millrace apply runs it' })
  if (runRecord(deps.database, id) === undefined)
    throw failure('MR9004', { message: `there is no run "${id}"`, hint: 'millrace get runs lists them' })
  const events = told(deps.database, id, flag(options, 'follow'), signal)
  const chosen = ofNode(events, textOption(options, 'node'))
  const lines =
    textOption(options, 'output') === 'json'
      ? jsonEvents(chosen)
      : plainEvents(chosen, { colour: usesColour(io.stdout, io.env, options) })
  for await (const text of lines) io.stdout.write(text)
  return 0
}

/** The events of a run that are stored, and with `follow` those that come, until it ends. */
async function* told(
  database: Database,
  id: string,
  follow: boolean,
  signal: AbortSignal,
): AsyncIterable<RunEvent> {
  for (let seq = 0; ; ) {
    // Asked before the events: what comes between the two belongs to the next round.
    const isOver = runRecord(database, id)?.outcome !== null
    for (const event of runEvents(database, id, seq)) {
      seq = event.seq
      yield event
    }
    if (!follow || isOver) return
    await sleep(250, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
  }
}

/** Events of one node's task, and of the run itself. */
async function* ofNode(events: AsyncIterable<RunEvent>, node: string | undefined): AsyncIterable<RunEvent> {
  for await (const event of events)
    if (node === undefined || !('task' in event) || event.task === node || event.task.endsWith(`/${node}`))
      yield event
}
