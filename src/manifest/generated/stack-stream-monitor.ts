// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Looks at a stream and raises an incident.
 */
export interface StreamMonitor {
  /**
   * stream_monitor.
   */
  type?: string
  /**
   * What is raised.
   */
  incident?: {
    [k: string]: unknown
  } | null
  /**
   * What the stream carries.
   */
  stream: {
    /**
     * The stream.
     */
    source?: {}
    /**
     * When the incident is raised.
     */
    conditions?: {}[] | null
    [k: string]: unknown
  }
}
