// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * A use case of a policy given to somebody. Registered; rights here come from policies and the users of the project file.
 */
export interface Grant {
  /**
   * Identity within its type and workspace: lower-case letters, digits and dashes, at most 48 characters.
   */
  name: string
  /**
   * Version of the resource type, not of the resource.
   */
  version: string
  /**
   * What kind of resource this document describes.
   */
  type: 'grant'
  tags?: Tags
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
   * Workspace of the resource.
   */
  workspace?: string
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * User whom the platform would act as. Accepted; has no effect here.
   */
  runAsUser?: string
  /**
   * Who gets what.
   */
  grant: {
    /**
     * The use case.
     */
    policy_use_case_id?: string
    /**
     * Other spelling of policy_use_case_id.
     */
    policyUseCaseId?: string
    /**
     * Who gets it.
     */
    subjects?: string[] | null
    /**
     * Paths that it is about.
     */
    values?: (string | {})[] | {} | null
    /**
     * Who asked.
     */
    requester?: string
    /**
     * Why.
     */
    notes?: string | null
    /**
     * Whether it is granted at once.
     */
    approve?: boolean | string
    /**
     * Collection of policies.
     */
    collection?: string
    /**
     * Accepted; has no effect here.
     */
    manageAsUser?: string
  }
  /**
   * Written back by a server; ignored.
   */
  generation?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  uid?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  stamp?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  created?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  status?: {
    [k: string]: unknown
  }
  /**
   * Written back by a server; ignored.
   */
  runtime?: {
    [k: string]: unknown
  }
}
