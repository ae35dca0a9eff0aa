// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A graph of jobs. Each node runs one stack once the nodes it depends on have succeeded.
 */
export interface Workflow {
  /**
   * Identity within its type and workspace. Lower-case letters, digits and dashes; at most 48 characters.
   */
  name: string
  /**
   * Version of the resource type, usually v1.
   */
  version: string
  /**
   * What kind of resource this document describes.
   */
  type: 'workflow'
  /**
   * Labels.
   */
  tags?: string[] | null
  /**
   * What it is for. May be empty.
   */
  description?: string | null
  /**
   * Who answers for it. Empty means whoever applies it.
   */
  owner?: string | null
  /**
   * user or system.
   */
  layer?: string
  /**
   * Workspace of the resource. Default: public.
   */
  workspace?: string
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * Accepted, has no effect here.
   */
  runAsUser?: string
  workflow: Workflow1
  /**
   * Written back by servers; ignored.
   */
  generation?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  uid?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  stamp?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  created?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  status?: {
    [k: string]: unknown
  }
  /**
   * Written back by servers; ignored.
   */
  runtime?: {
    [k: string]: unknown
  }
}
/**
 * What the workflow does.
 */
export interface Workflow1 {
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * Makes the workflow start by itself.
   */
  schedule?: {
    /**
     * When to start: five fields.
     */
    cron: string
    /**
     * What happens when the previous run is still going. Default: Allow.
     */
    concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace'
    /**
     * No runs after this instant (RFC 3339).
     */
    endOn?: string
    /**
     * Zone in which cron is read. Default: UTC.
     */
    timezone?: string
  }
  /**
   * The jobs.
   *
   * @minItems 1
   */
  dag: Node[]
}
export interface Node {
  /**
   * Identity of the job in its workflow.
   */
  name: string
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * What the job does.
   */
  description?: string | null
  /**
   * Labels.
   */
  tags?: string[] | null
  spec?: Spec
  /**
   * A file that holds the workflow to run as this node.
   */
  file?: string
  /**
   * Nodes that must succeed first.
   */
  dependencies?: string[] | string | null
  /**
   * Whether a failed job is tried again.
   */
  retry?: {
    /**
     * Extra attempts.
     */
    count?: number | string
    /**
     * When to try again. Default: OnFailure.
     */
    strategy?: string
    /**
     * Wait between attempts.
     */
    duration?: string | number
    /**
     * Longest time for all attempts.
     */
    maxDuration?: string | number
  }
  /**
   * Accepted, has no effect here.
   */
  gcWhenComplete?: boolean | string
}
/**
 * What the node runs.
 */
export interface Spec {
  /**
   * What runs the job, with an optional version: flare:7.0.
   */
  stack: string
  /**
   * Name of a compute; the project file says which engine it means.
   */
  compute?: string
  /**
   * Input of the stack. Its own schema describes it.
   */
  stackSpec?: {}
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  flare?: {}
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  scanner?: {}
  /**
   * @deprecated
   */
  soda?: {}
  /**
   * @deprecated
   */
  container?: {}
  /**
   * @deprecated
   */
  alpha?: {}
  /**
   * @deprecated
   */
  benthos?: {}
  /**
   * Accepted, has no effect.
   */
  name?: string
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * What the job does.
   */
  description?: string | null
  /**
   * Labels.
   */
  tags?: string[] | null
  /**
   * @deprecated
   * Accepted, has no effect.
   */
  tier?: string
  /**
   * How much the job logs.
   */
  logLevel?: string
  /**
   * Accepted, has no effect here.
   */
  runAsUser?: string
  /**
   * Accepted, has no effect here.
   */
  runAsApiKey?: string
  /**
   * Environment of the job. Has no effect here.
   */
  envs?: {
    [k: string]: unknown
  } | null
  /**
   * Passed through.
   */
  configs?: {
    [k: string]: unknown
  } | null
  /**
   * Passed through.
   */
  variables?: {
    [k: string]: unknown
  } | null
  /**
   * Secrets by name.
   */
  secrets?: (string | {})[] | null
  /**
   * Secrets by reference.
   */
  dataosSecrets?: {}[] | null
  /**
   * Accepted, has no effect here.
   */
  dataosVolumes?: {}[] | null
  /**
   * Accepted, has no effect here.
   */
  persistentVolume?: {
    name?: string
    directory?: string
    /**
     * Read only.
     */
    readOnly?: boolean | string
    subPath?: string
  }
  /**
   * Accepted, has no effect here.
   */
  tempVolume?: string
  /**
   * Resource hints. Have no effect here.
   */
  resources?: {}
  /**
   * @deprecated
   */
  resource?: {}
  /**
   * Accepted, has no effect here.
   */
  dryRun?: boolean | string
  /**
   * Documentation of inner steps.
   */
  topology?: unknown[] | {}
}
