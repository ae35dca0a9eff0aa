import { diagnose, type Diagnostic, type Place } from '../../diagnostics/index.ts'
import { NulInText } from '../quote.ts'
import type { SourceText } from '../source-text.ts'
import { Unsupported } from './parse/node.ts'
import { Misformed, Mistaken, Refused } from './refusals.ts'

type Refusal = Refused | NulInText

export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Refused || error instanceof NulInText

/** What is said of a refusal; at `place` where the refusal does not know its own. */
export const diagnoseRefusal = (
  error: Refusal,
  statement?: SourceText,
  place: Place | undefined = statement?.place(0),
): Diagnostic => {
  if (error instanceof NulInText)
    return diagnose(
      'MR2008',
      { what: error.message, hint: 'write chr(0) where it is a value, and give columns names' },
      place,
    )
  const { span, message, hint } = error
  const at = span === undefined || statement === undefined ? place : statement.place(span.offset, span.length)
  if (error instanceof Mistaken) {
    const code = error instanceof Misformed ? 'MR2015' : 'MR2013'
    return diagnose(code, { what: message.replace(/,$/, ''), hint }, at)
  }
  return diagnose(error instanceof Unsupported ? 'MR2014' : 'MR2008', { what: message, hint }, at)
}
