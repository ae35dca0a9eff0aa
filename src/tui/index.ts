// What a run looks like to a person: the state that its events add up to, the summary, and the Ink screen. In: run
// events. Out: lines of text, or a live terminal screen. Everything here is light except Ink, which only `showRun`
// loads, at its first call. To show a new kind of event, fold it in run-state.ts and draw it in task-line.ts.
import type { RunEvent } from '../events.ts'
import type { RunState } from './run-state.ts'
import type { ScreenOptions } from './show-run.tsx'

export { checkText, datasetText, publicationText } from './text/dataset-text.ts'
export { diagnosticLine } from './text/diagnostic-line.ts'
export { paint, type Tone } from './text/paint.ts'
export { clockText, counted, countText, durationText, sizeText } from './text/quantity-text.ts'
export { foldRun, runBeforeEvents, type RunState, type TaskState } from './run-state.ts'
export { runSummary } from './run-summary.ts'
export { taskLabels } from './task-labels.ts'
export { allTasks, findTask } from './task-list.ts'
export { cutToWidth, displayWidth, escapeControls, oneLine, padToWidth } from './text/terminal-text.ts'

/** Shows a run on a terminal until its events end, then leaves the summary there; resolves to the last state. */
export const showRun = async (events: AsyncIterable<RunEvent>, options: ScreenOptions): Promise<RunState> => {
  const { drawRun } = await import('./show-run.tsx')
  return drawRun(events, options)
}
