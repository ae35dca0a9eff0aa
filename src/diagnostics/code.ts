import type { Severity } from './diagnostic.ts'

/** One entry of the registry: what the code is called, how bad it is, and how its parameters become a sentence. */
export type CodeEntry<P> = {
  readonly title: string
  readonly severity: Severity
  readonly message: (params: P) => string
  readonly hint?: (params: P) => string | undefined
}

export const code = <P>(entry: CodeEntry<P>): CodeEntry<P> => entry

/** The hint of every entry that knows a nearest name. */
export const didYouMean = (params: { readonly near?: string | undefined }): string | undefined =>
  params.near === undefined ? undefined : `did you mean "${params.near}"?`
