import { type Code, diagnose, type Params } from './codes.ts'
import type { Diagnostic, Place } from './diagnostic.ts'

/**
 * A failure of the world (disk, engine, lost race), thrown by effects. It carries the same code, message and place
 * as a diagnostic, so that a surface prints both the same way.
 */
export class MillraceError extends Error {
  override readonly name = 'MillraceError'
  readonly diagnostic: Diagnostic
  /** True where the same attempt may succeed later: a lock, a lost compare-and-swap, a busy server. */
  readonly retryable: boolean
  constructor(diagnostic: Diagnostic, options: { cause?: unknown; retryable?: boolean } = {}) {
    super(diagnostic.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.diagnostic = diagnostic
    this.retryable = options.retryable ?? false
  }
}

/** Several findings that stop one piece of work together. */
export class DiagnosticsError extends Error {
  override readonly name = 'DiagnosticsError'
  readonly diagnostics: readonly Diagnostic[]
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('; '))
    this.diagnostics = diagnostics
  }
}

type FailureOptions = {
  readonly cause?: unknown
  readonly retryable?: boolean
  readonly place?: Place | undefined
}

export const failure = <C extends Code>(
  code: C,
  params: Params<C>,
  options: FailureOptions = {},
): MillraceError => new MillraceError(diagnose(code, params, options.place), options)
