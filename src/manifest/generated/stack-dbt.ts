// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A dbt project.
 */
export interface Dbt {
  [k: string]: unknown
}
