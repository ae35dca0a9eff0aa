import type { RunEvent } from '../../events.ts'
import { jsonText } from './json-text.ts'

/** Version of the form of `--output json` events. A new kind of event or member does not change it. */
const formatVersion = 1

/** One event as a line of JSON with its line end; the first event of a run carries the version of the form. */
export const jsonEvent = (event: RunEvent): string =>
  `${jsonText(event.kind === 'run.started' ? { formatVersion, ...event } : event)}\n`

/** The events of a run as newline-delimited JSON. */
export async function* jsonEvents(events: AsyncIterable<RunEvent>): AsyncIterable<string> {
  for await (const event of events) yield jsonEvent(event)
}
