// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Commands of the DataOS client.
 */
export interface CommandLine {
  /**
   * The command and its arguments.
   *
   * @minItems 1
   */
  arguments: (string | number)[]
  /**
   * Manifest that is applied.
   */
  manifest?: {
    [k: string]: unknown
  } | null
  /**
   * Manifests that are applied.
   */
  manifests?: unknown[] | {}
}
