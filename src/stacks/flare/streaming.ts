import { diagnose } from '../../diagnostics/index.ts'
import { type Cursor, child, isPresent, isTrue, items, placeOf, textOf } from './cursor.ts'
import { notSupported, type Report, readWord } from './reading.ts'

/** How inputs with `isStream: true` are read: the files that are new, once. Undefined where nothing can be read so. */
export type Streaming = { readonly checkpoint: string }

const triggers = ['ProcessingTime', 'Once', 'AvailableNow', 'Continuous'] as const
const outputModes = ['append', 'complete', 'update'] as const

/**
 * Reads `job.streaming`. A stream that ends when it has caught up is a batch over what is new; one that goes on for
 * ever is refused. Without an input that is a stream the block has no effect.
 */
export const readStreaming = (job: Cursor, report: Report): Streaming | undefined => {
  const streaming = child(job, 'streaming')
  const streams = items(child(job, 'inputs')).filter((input) => isTrue(child(input, 'isStream')))
  const next = 'write job.streaming: {triggerMode: AvailableNow}: each run then reads the files that are new'
  if (!isPresent(streaming)) {
    for (const input of streams)
      notSupported(child(input, 'isStream'), 'reading a stream that never ends (isStream)', report, next)
    return undefined
  }
  if (streams.length === 0) {
    report(diagnose('MR1429', {}, placeOf(streaming, 'key')))
    return undefined
  }
  const modeCursor = child(streaming, 'triggerMode')
  const mode = readWord(modeCursor, 'the trigger mode', triggers, report)
  const endless =
    mode === 'ProcessingTime' || mode === 'Continuous' || (mode === undefined && !isPresent(modeCursor))
  if (endless) {
    const place = isPresent(modeCursor) ? modeCursor : streaming
    notSupported(place, `a stream that never ends (triggerMode ${mode ?? 'ProcessingTime'})`, report, next)
  }
  const outputMode = child(streaming, 'outputMode')
  const written = readWord(outputMode, 'the output mode', outputModes, report)
  if (written === 'complete' || written === 'update') {
    const instead = 'write outputMode: append, and saveMode, merge or strategy in the options of the output'
    notSupported(outputMode, `the output mode ${written}`, report, instead)
  }
  if (mode !== 'Once' && mode !== 'AvailableNow') return undefined
  return { checkpoint: textOf(child(streaming, 'checkpointLocation'))?.trim() ?? '' }
}
