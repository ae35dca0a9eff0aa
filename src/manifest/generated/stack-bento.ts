// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A stream from an input through processors to an output. Bento itself knows its components.
 */
export interface Bento {
  [k: string]: unknown
}
