import type { Diagnostic } from '../diagnostics/index.ts'

/**
 * Findings about the shape of something that is not run here: a key that nobody here knows is a warning, because the
 * platform that runs it may know more. One that looks like a slip of the hand stays an error.
 */
export const lenient = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
  found.map((diagnostic) =>
    diagnostic.code === 'MR1203' && diagnostic.hint === undefined
      ? { ...diagnostic, severity: 'warning' }
      : diagnostic,
  )
