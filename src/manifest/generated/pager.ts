// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * Sends incidents of monitors to people. Registered; it does not run here.
 */
export interface Pager {
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
  type: 'pager'
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
  pager: Pager1
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
 * What is sent to whom.
 */
export interface Pager1 {
  /**
   * Which incidents.
   *
   * @minItems 1
   *
   * Items: One condition; all have to hold.
   */
  conditions: {
    /**
     * Where the value stands in the incident.
     */
    valueJqFilter: string
    /**
     * How they compare.
     */
    operator: string
    /**
     * What it is compared with.
     */
    value: string | number | boolean
  }[]
  output: Output
}
/**
 * Who is told.
 */
export interface Output {
  /**
   * By mail.
   */
  email?:
    | {
        /**
         * Addresses.
         */
        emailTargets?: string[] | null
        /**
         * liquid or go.
         */
        templateType?: string
        /**
         * What the mail says.
         */
        template?: string
        /**
         * Other spelling of template.
         */
        bodyTemplate?: string
      }
    | string[]
  /**
   * In a channel.
   */
  msTeams?: {
    /**
     * Address of the channel.
     */
    webHookUrl: string
  }
  /**
   * By a request.
   */
  webHook?: {
    /**
     * Address.
     */
    url: string
    /**
     * Method, in any letter case.
     */
    verb?: string
    /**
     * Headers.
     */
    headers?: {
      [k: string]: string | number | boolean | null
    } | null
    /**
     * Kind of the body.
     */
    contentType?: string
    /**
     * How it proves itself.
     */
    authorization?: {
      /**
       * Token.
       */
      token?: string
      /**
       * Header that carries it.
       */
      customHeader?: string
    }
    /**
     * liquid or go.
     */
    templateType?: string
    /**
     * The body, as a template.
     */
    bodyTemplate?: string
  }
}
