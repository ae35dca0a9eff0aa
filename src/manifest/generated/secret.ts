// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * Credentials of one workspace. Values are kept out of the state, of messages and of lists.
 */
export interface Secret {
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
  type: 'secret'
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
   * The secret. A list of one is read as its member.
   */
  secret: {
    /**
     * How the values are handed over: one by one, as one block of properties, or as a certificate.
     */
    type:
      | 'key-value'
      | 'key-value-properties'
      | 'certificate'
      | 'certificates'
      | 'cloud-kernel'
      | 'cloud-kernel-image-pull'
    /**
     * What the values allow: reading, or reading and writing. Secrets of version v2alpha need not say it.
     */
    acl?: 'r' | 'rw'
    /**
     * Keys and values. A value env:NAME is taken from the environment.
     */
    data?: {
      [k: string]: string | number | boolean | null
    } | null
    /**
     * Keys and the files whose content is their value.
     */
    files?: {
      [k: string]: string | null
    } | null
    /**
     * @deprecated
     * Older spelling of files.
     */
    file?: {} | string | null
    /**
     * @deprecated
     * File with a key.
     */
    key_json?: string | {} | null
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
