// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * A managed PostgreSQL database with migrations. Registered; it does not run here.
 */
export interface Database {
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
  type: 'database'
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
   * The database.
   */
  database: {
    /**
     * The migrations.
     */
    migrate?: {
      /**
       * Folders of SQL, by path.
       */
      includes?: string[] | null
      /**
       * Migrations written here, by name.
       */
      includesInline?: {} | string | null
      /**
       * up or down.
       */
      command: string
      /**
       * How many steps.
       */
      parameter?: string | number
    }
    /**
     * Accepted; has no effect here.
     */
    manageAsUser?: string
    /**
     * Name of a compute. The project file says which engine it means.
     */
    compute?: string
    /**
     * Accepted; has no effect here.
     */
    engine?: {
      [k: string]: unknown
    } | null
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
