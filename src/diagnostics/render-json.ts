import type { Diagnostic } from './diagnostic.ts'

/**
 * One JSON array of objects with the keys code, severity, message, file, line, column, hint and fix; null where absent.
 * A fix replaces what stands from line and column to before endLine and endColumn, quotes and all.
 */
export const renderJson = (diagnostics: readonly Diagnostic[]): string =>
  JSON.stringify(
    diagnostics.map(({ code, severity, message, place, hint, fix }) => ({
      code,
      severity,
      message,
      file: place?.file ?? null,
      line: place?.line ?? null,
      column: place?.column ?? null,
      hint: hint ?? null,
      fix:
        fix === undefined
          ? null
          : { safe: fix.isSafe, edits: fix.edits.map(({ place: at, text }) => ({ ...at, text })) },
    })),
    undefined,
    2,
  )
