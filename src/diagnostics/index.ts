// What is wrong with the user's input or with the world, as data. Codes are a typed registry (codes/), a
// Diagnostic is a value of a pure stage, a MillraceError is the same thing thrown by an effect. Renderers live here
// because every surface prints diagnostics the same way. To add a code, append it to the file of its area.
export { type Code, codes, diagnose, type Params } from './codes.ts'
export {
  type Diagnostic,
  type Fix,
  hasErrors,
  type Place,
  type Severity,
  sortDiagnostics,
  type Staged,
} from './diagnostic.ts'
export { applyFixes } from './fix.ts'
export { DiagnosticsError, failure, MillraceError } from './failure.ts'
export { renderGithub } from './render-github.ts'
export { renderJson } from './render-json.ts'
export { renderJunit } from './render-junit.ts'
export { renderSarif } from './render-sarif.ts'
export { renderText, type TextOptions } from './render-text.ts'
export { systemDiagnostic } from './system-diagnostic.ts'
