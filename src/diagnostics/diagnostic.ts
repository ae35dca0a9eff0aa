/** Where something stands. Lines and columns count from 1; columns count UTF-16 units, as editors do. */
export type Place = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
}

export type Severity = 'error' | 'warning' | 'info'

/** What to write instead of what stands at a place. */
export type Edit = {
  readonly place: Place
  readonly text: string
  /** A word takes the place of a word, within its quotes; `near`: of one that it is almost equal to. */
  readonly replacesWord?: 'near' | 'any'
}

/** How a finding is put right. A fix that is not safe may mean something else than its author did. */
export type Fix = { readonly isSafe: boolean; readonly edits: readonly Edit[] }

/** One finding about the user's input, with a stable code and the place that it is about. */
export type Diagnostic = {
  readonly severity: Severity
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly place?: Place
  readonly fix?: Fix
  readonly related?: readonly { readonly message: string; readonly place: Place }[]
}

/** What a pure stage returns: a best-effort value, and all that is wrong with its input. */
export type Staged<T> = { readonly value: T; readonly diagnostics: readonly Diagnostic[] }

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error')

/** By file, then line, column and code; findings without a place come first. Exact repetitions are dropped. */
export const sortDiagnostics = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const seen = new Set<string>()
  return diagnostics
    .toSorted(
      (a, b) =>
        comparePlaces(a.place, b.place) || compareText(a.code, b.code) || compareText(a.message, b.message),
    )
    .filter((diagnostic) => {
      const { place } = diagnostic
      const key = `${diagnostic.code}\n${diagnostic.message}\n${place?.file}:${place?.line}:${place?.column}`
      return seen.has(key) ? false : Boolean(seen.add(key))
    })
}

const comparePlaces = (a: Place | undefined, b: Place | undefined): number => {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
