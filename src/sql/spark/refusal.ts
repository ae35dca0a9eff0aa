import { diagnose, type Diagnostic, type Place } from '../../diagnostics/index.ts'
import type { SourceText } from '../source-text.ts'
import { Unsupported } from './node.ts'
import { Mistaken, Refused } from './refusals.ts'

export const isRefusal = (error: unknown): error is Refused => error instanceof Refused

/** What is said of a refusal; at `place` where the refusal does not know its own. */
export const diagnoseRefusal = (
  error: Refused,
  statement?: SourceText,
  place: Place | undefined = statement?.place(0),
): Diagnostic => {
  const { span, message, hint } = error
  const at = span === undefined || statement === undefined ? place : statement.place(span.offset, span.length)
  if (error instanceof Mistaken) return diagnose('MR2013', { what: message.replace(/,$/, ''), hint }, at)
  return diagnose(error instanceof Unsupported ? 'MR2014' : 'MR2008', { what: message, hint }, at)
}
