import type { Code, Diagnostic } from '../diagnostics/index.ts'

/**
 * Whether a manifest is right is one question, whether it runs here another, which plan, apply and run answer: where
 * a depot lives, and what this release cannot do, are warnings here. A depot whose name is almost that of a known one
 * stays an error.
 */
export const withoutRun = (diagnostic: Diagnostic): Diagnostic =>
  aboutRunning.has(diagnostic.code) && diagnostic.hint?.startsWith('did you mean') !== true
    ? { ...diagnostic, severity: 'warning' }
    : diagnostic

const aboutRunning: ReadonlySet<string> = new Set<Code>(['MR1309', 'MR1331', 'MR1402', 'MR1403'])
