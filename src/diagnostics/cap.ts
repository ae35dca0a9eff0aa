import type { Diagnostic } from './diagnostic.ts'

/** Findings to show, in their order, and those that are too many. */
export type Capped = { readonly diagnostics: readonly Diagnostic[]; readonly left: readonly Diagnostic[] }

const mostInAll = 500
const mostInFile = 50

/**
 * As many findings as a person reads: 500, and 50 of one file; or `most` of them, all for 0. Errors go before warnings
 * and notes where there is no room for all; what is shown stays in its order.
 */
export const capDiagnostics = (diagnostics: readonly Diagnostic[], most?: number): Capped => {
  if (most === 0 || diagnostics.length === 0) return { diagnostics, left: [] }
  const perFile = new Map<string | undefined, number>()
  const shown = new Set<Diagnostic>()
  for (const severity of ['error', 'warning', 'info'] as const)
    for (const diagnostic of diagnostics) {
      if (diagnostic.severity !== severity) continue
      if (shown.size >= (most ?? mostInAll)) break
      const file = diagnostic.place?.file
      const count = perFile.get(file) ?? 0
      if (most === undefined && count >= mostInFile) continue
      perFile.set(file, count + 1)
      shown.add(diagnostic)
    }
  return {
    diagnostics: diagnostics.filter((diagnostic) => shown.has(diagnostic)),
    left: diagnostics.filter((diagnostic) => !shown.has(diagnostic)),
  }
}
