import { CastRefused, Refused } from './refusals.ts'
import { Unsupported } from './node.ts'

type Refusal = Refused | CastRefused | Unsupported

export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Refused || error instanceof CastRefused || error instanceof Unsupported

/** What MR2008 says of a refusal. */
export const refusal = (error: Refusal): { readonly what: string; readonly hint: string | undefined } => ({
  what: error.message.replace(/ is not supported$/, ''),
  hint: error instanceof Refused ? error.hint : undefined,
})
