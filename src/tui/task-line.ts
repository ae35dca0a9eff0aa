import { unreachable } from '../base/bug.ts'
import { checkCountText, checkText } from './text/dataset-text.ts'
import { causeText } from './text/diagnostic-line.ts'
import { paint, type Tone } from './text/paint.ts'
import { counted, countText, durationText } from './text/quantity-text.ts'
import type { TaskState } from './run-state.ts'
import { cutToWidth, oneLine, padToWidth } from './text/terminal-text.ts'

export type Moment = {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Counts up with every frame; turns the spinner. */
  readonly frame: number
  readonly colour: boolean
}

/** One task on the screen: glyph, name, what it does or did, and for how long. */
export const taskLine = (task: TaskState, name: string, width: number, moment: Moment): string => {
  const label = padToWidth(cutToWidth(name, width), width)
  const painted = task.status === 'pending' ? paint(label, 'dim', moment.colour) : label
  return `${glyph(task.status, moment)} ${painted}  ${taskFacts(task, moment).join('  ')}`.trimEnd()
}

/** Why a task failed or is tried again, on one line; undefined for every other task. */
export const causeLine = (task: TaskState): string | undefined => {
  if (task.status !== 'failed' && task.status !== 'retrying') return undefined
  const [cause] = task.diagnostics
  if (cause !== undefined) return causeText(cause)
  const [check] = task.openChecks
  return check === undefined ? undefined : `check ${checkText(check)}`
}

export const glyph = (status: TaskState['status'], { frame, colour }: Moment): string => {
  if (status === 'running') return paint(spinner[frame % spinner.length] ?? '·', 'busy', colour)
  const [mark, tone] = glyphs[status]
  return paint(mark, tone, colour)
}

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const

const glyphs = {
  pending: ['·', 'dim'],
  retrying: ['↻', 'warn'],
  succeeded: ['✔', 'good'],
  failed: ['✖', 'bad'],
  skipped: ['↷', 'dim'],
  cancelled: ['⊘', 'warn'],
} as const satisfies Record<Exclude<TaskState['status'], 'running'>, readonly [string, Tone]>

const taskFacts = (task: TaskState, moment: Moment): readonly string[] => {
  const dim = (text: string): string => paint(text, 'dim', moment.colour)
  const reason = task.reason === undefined || task.reason === '' ? [] : [dim(`(${oneLine(task.reason)})`)]
  const took = task.durationMs === undefined ? [] : [dim(durationText(task.durationMs))]
  switch (task.status) {
    case 'pending':
      return []
    case 'running': {
      const elapsed = task.startedAt === undefined ? [] : [dim(durationText(moment.now - task.startedAt))]
      const attempt = task.attempt > 1 ? [`attempt ${task.attempt}`] : []
      return [
        ...attempt,
        ...(task.phase === undefined ? reason : [oneLine(task.phase)]),
        ...progress(task),
        ...checks(task, moment),
        ...elapsed,
      ]
    }
    case 'retrying':
      return [paint('tries again', 'warn', moment.colour)]
    case 'succeeded': {
      const rows = task.rowsWritten === undefined ? [] : [counted(task.rowsWritten, 'row')]
      return [...rows, ...checks(task, moment), ...took]
    }
    case 'failed':
      return [paint('failed', 'bad', moment.colour), ...checks(task, moment), ...took]
    case 'skipped':
      return ['skipped', ...reason]
    case 'cancelled':
      return ['cancelled', ...reason, ...took]
    default:
      return unreachable(task.status)
  }
}

const progress = ({ rows, totalRows }: TaskState): readonly string[] => {
  if (rows === undefined) return []
  if (totalRows === undefined || totalRows <= 0) return [counted(rows, 'row')]
  return [`${bar(rows / totalRows)} ${countText(rows)} of ${counted(totalRows, 'row')}`]
}

/** A bar of ten cells with the percentage, which is never 100 before the end is reached. */
const bar = (share: number): string => {
  const part = Math.min(1, Math.max(0, share))
  const full = Math.floor(part * 10)
  return `${'█'.repeat(full)}${'░'.repeat(10 - full)} ${Math.floor(part * 100)} %`
}

const checks = (task: TaskState, { colour }: Moment): readonly string[] => {
  const said = checkCountText(task.passedChecks, task.openChecks)
  if (said === undefined) return []
  return [paint(`checks: ${said}`, task.openChecks.length === 0 ? undefined : 'bad', colour)]
}
