import type { Severity } from './diagnostic.ts'
import type { Replacement } from './fix.ts'

/** One entry of the registry: what the code is called, how bad it is, and how its parameters become a sentence. */
export type CodeEntry<P> = {
  readonly title: string
  readonly severity: Severity
  readonly message: (params: P) => string
  readonly hint?: (params: P) => string | undefined
  /** What to write at the place of the finding instead. */
  readonly fix?: (params: P) => Replacement | undefined
}

export const code = <P>(entry: CodeEntry<P>): CodeEntry<P> => entry

/** The hint of every entry that knows a nearest name. */
export const didYouMean = (params: { readonly near?: string | undefined }): string | undefined =>
  params.near === undefined ? undefined : `did you mean "${params.near}"?`

type Near = { readonly near?: string | undefined }

/** The fix of entries whose place is a key or a word that can only have meant the nearest one. */
export const nearestOnly = ({ near }: Near): Replacement | undefined =>
  near === undefined ? undefined : { text: near, isSafe: true, isNear: true }

/** The fix of entries whose place is a name that somebody chose: the nearest one may not be the one that was meant. */
export const nearestPerhaps = ({ near }: Near): Replacement | undefined =>
  near === undefined ? undefined : { text: near, isSafe: false, isNear: true }
