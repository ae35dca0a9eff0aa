import { unreachable } from '../../base/bug.ts'
import type { Diagnostic } from '../../diagnostics/index.ts'
import type { RunEvent } from '../../events.ts'
import {
  checkText,
  counted,
  countText,
  datasetText,
  diagnosticLine,
  durationText,
  oneLine,
  paint,
  publicationText,
  sizeText,
  type Tone,
} from '../../tui/index.ts'

/** What an event says, without time and task: one line, and one more for each diagnostic and hint that it carries. */
export const eventLines = (event: RunEvent, colour: boolean): readonly string[] => {
  switch (event.kind) {
    case 'run.started':
      return [
        `started millrace ${oneLine(event.command)}, ${counted(event.tasks.length, 'task')} (run ${event.run})`,
      ]
    case 'task.started':
      return [`started${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}${because(event.reason)}`]
    case 'task.progress':
      return [`${oneLine(event.phase)}${progressText(event.rows, event.totalRows)}`]
    case 'task.noticed':
      return diagnosticLines(event.diagnostic, colour)
    case 'files.written':
      return [
        `wrote ${counted(event.rows, 'row')}, ${sizeText(event.sizeBytes)} for ${datasetText(event.dataset)}`,
      ]
    case 'snapshot.published':
      return [`published ${datasetText(event.dataset)}: ${publicationText(event)}`]
    case 'dataset.unchanged':
      return [`unchanged ${datasetText(event.dataset)}${because(event.reason)}`]
    case 'check.evaluated':
      return [paint(`check ${checkText(event)}`, event.outcome === 'pass' ? undefined : 'bad', colour)]
    case 'profile.stored':
      return [
        `profiled ${datasetText(event.dataset)}: ${counted(event.rows, 'row')}, ${counted(event.columns, 'column')}`,
      ]
    case 'dataset.scanned': {
      const rows = event.rows === null ? '' : `, ${counted(event.rows, 'row')}`
      const changes = event.changes.length === 0 ? '' : `: ${event.changes.map(oneLine).join(', ')}`
      return [`scanned ${datasetText(event.dataset)}: ${counted(event.columns, 'column')}${rows}${changes}`]
    }
    case 'task.retried':
      return [
        paint(`failed, tries again in ${durationText(event.delayMs)}`, 'warn', colour),
        ...diagnosticLines(event.diagnostic, colour),
      ]
    case 'task.finished':
      return finishedLines(event, colour)
    case 'run.finished':
      return [`${event.outcome} after ${durationText(event.durationMs)}`]
    default:
      return unreachable(event)
  }
}

const because = (reason: string | undefined): string =>
  reason === undefined || reason === '' ? '' : ` (${oneLine(reason)})`

const progressText = (rows: number | undefined, totalRows: number | undefined): string => {
  if (rows === undefined) return ''
  if (totalRows === undefined || totalRows <= 0) return `: ${counted(rows, 'row')}`
  const percent = Math.floor(Math.min(1, rows / totalRows) * 100)
  return `: ${countText(rows)} of ${counted(totalRows, 'row')} (${percent} %)`
}

const severities = { error: 'bad', warning: 'warn', info: undefined } as const satisfies Record<
  Diagnostic['severity'],
  Tone | undefined
>

const diagnosticLines = (diagnostic: Diagnostic, colour: boolean): readonly string[] => [
  paint(diagnosticLine(diagnostic), severities[diagnostic.severity], colour),
  ...(diagnostic.hint === undefined ? [] : [`hint: ${oneLine(diagnostic.hint)}`]),
]

const finishedLines = (
  event: Extract<RunEvent, { readonly kind: 'task.finished' }>,
  colour: boolean,
): readonly string[] => {
  const took = durationText(event.durationMs)
  const causes = (event.diagnostics ?? []).flatMap((diagnostic) => diagnosticLines(diagnostic, colour))
  switch (event.outcome) {
    case 'succeeded': {
      const rows = event.rowsWritten === undefined ? '' : `, ${counted(event.rowsWritten, 'row')}`
      return [`finished in ${took}${rows}`, ...causes]
    }
    case 'failed':
      return [`${paint('FAILED', 'bad', colour)} after ${took}${because(event.reason)}`, ...causes]
    case 'skipped':
      return [`skipped${because(event.reason)}`, ...causes]
    case 'cancelled':
      return [`cancelled after ${took}${because(event.reason)}`, ...causes]
    default:
      return unreachable(event.outcome)
  }
}
