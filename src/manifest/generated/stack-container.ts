// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A container image.
 */
export interface Container {
  /**
   * Name of the image.
   */
  image: string
  /**
   * Secret with which it is fetched.
   */
  imagePullSecret?: string
  /**
   * What is started.
   */
  command?: string[] | null
  /**
   * Its arguments.
   */
  arguments?: string[] | null
  /**
   * Environment.
   */
  env?: {
    [k: string]: unknown
  } | null
}
