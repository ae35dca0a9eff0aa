import { unreachable } from '../../../../base/bug.ts'
import type { Arguments } from './arguments.ts'
import { parseSed, type SedReplacement } from './sed.ts'

/** The sed expression of an argument; refuses a malformed one and one that RE2 cannot run. */
export const readSed = (args: Arguments, argument: string): SedReplacement => {
  const expression = args.text(argument)
  const parsed = parseSed(expression)
  switch (parsed.kind) {
    case 'replacement':
      return parsed
    case 'malformed':
      return args.refuse('MR2106', { expression, reason: parsed.reason }, argument)
    case 'unsupported':
      return args.refuse('MR2105', { pattern: parsed.regex, reason: parsed.reason }, argument)
    default:
      return unreachable(parsed)
  }
}
