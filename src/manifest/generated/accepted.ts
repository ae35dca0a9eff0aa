// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * accepted.yaml beside the project file: findings of millrace diff that a team lets stand for a while.
 */
export interface AcceptedFindings {
  /**
   * Findings that count no more for --fail-on.
   */
  accepted:
    | {
        /**
         * The id of the finding, as millrace diff prints it. A finding that gets worse has another one.
         */
        finding: string
        /**
         * Why it may stand.
         */
        reason: string
        /**
         * The last day on which it may, in UTC.
         */
        until: string
      }[]
    | null
}
