// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * Where jobs run. The project file says which engine a compute means here.
 */
export interface Compute {
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
  type: 'compute'
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
   * The machines.
   */
  compute: {
    /**
     * Where the machines are.
     */
    dataplane?: string
    /**
     * What they are for.
     */
    purpose: string
    /**
     * Which machines are meant. Accepted; has no effect here.
     */
    nodePool?: {
      /**
       * Labels of the machines.
       */
      nodeSelector?: {
        [k: string]: string | number | boolean | null
      } | null
      /**
       * Marks of machines that do no harm.
       */
      tolerations?: Toleration[] | null
    }
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
/**
 * A mark of machines that does no harm.
 */
export interface Toleration {
  /**
   * Name of the mark.
   */
  key?: string
  /**
   * How the value is compared.
   */
  operator?: string
  /**
   * Value of the mark.
   */
  value?: string
  /**
   * What the mark would do.
   */
  effect?: string
}
