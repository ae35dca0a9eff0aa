import type { Diagnostic } from './diagnostic.ts'

/** One JSON array of objects with the keys code, severity, message, file, line, column and hint; null where absent. */
export const renderJson = (diagnostics: readonly Diagnostic[]): string =>
  JSON.stringify(
    diagnostics.map(({ code, severity, message, place, hint }) => ({
      code,
      severity,
      message,
      file: place?.file ?? null,
      line: place?.line ?? null,
      column: place?.column ?? null,
      hint: hint ?? null,
    })),
    undefined,
    2,
  )
