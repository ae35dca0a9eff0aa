import type { Place } from '../../diagnostics/index.ts'
import type { SourceText } from '../../sql/source-text.ts'

/** One item of `assertions`: tests about one column, or about the result of one SQL statement. Source: quality spec 1. */
export type Assertion = {
  readonly subject:
    | {
        readonly kind: 'column'
        readonly column: string
        readonly filter?: SourceText
        readonly regex?: string
      }
    | { readonly kind: 'sql'; readonly sql: SourceText }
  readonly tests: readonly AssertionTest[]
  readonly place: Place
}

/** `metric operator number`, with the text as written. */
export type AssertionTest = {
  readonly text: string
  readonly metric: string
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!='
  readonly threshold: number
  readonly place: Place
}

export type CheckOutcome = 'pass' | 'fail' | 'error'

/** One evaluated test. `actual` is the metric as text, exactly; null where there is no value, which never passes. */
export type CheckResult = {
  readonly column?: string
  readonly filter?: string
  readonly test: string
  readonly metric: string
  readonly operator: string
  readonly threshold: number
  readonly actual: string | null
  readonly outcome: CheckOutcome
  /** Why there is no value, or what went wrong. */
  readonly reason?: string
  readonly place: Place
}
