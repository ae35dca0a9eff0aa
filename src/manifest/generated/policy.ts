// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * Who sees what: a mask or a filter on data, or a rule of access.
 */
export interface Policy {
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
  type: 'policy'
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
   * Exactly one of data and access.
   */
  policy: {
    data?: Data
    access?: Access
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
 * Which columns or rows readers see, and how.
 */
export interface Data {
  /**
   * Mask columns or filter rows.
   */
  type: 'mask' | 'filter'
  /**
   * Name for people.
   */
  name?: string
  /**
   * What it is for.
   */
  description?: string | null
  /**
   * 1 to 100; the lower number wins. Default: 100.
   */
  priority?: number | string
  /**
   * Depots it applies to (glob).
   */
  depot?: string
  /**
   * Collections it applies to (glob).
   */
  collection?: string
  /**
   * Datasets it applies to (glob).
   */
  dataset?: string
  /**
   * depot.collection.dataset.
   */
  dataset_id?: string
  /**
   * Stored but never evaluated.
   */
  isArchived?: boolean | string
  selector?: Selector
  mask?: Mask
  /**
   * Which rows may be seen.
   */
  filters?:
    | {
        /**
         * Column whose value is looked at.
         */
        column?: string
        /**
         * How it is compared.
         */
        operator?: string
        /**
         * What it is compared with.
         */
        value?: {
          [k: string]: unknown
        }
        [k: string]: unknown
      }[]
    | null
}
/**
 * Who and which columns.
 */
export interface Selector {
  /**
   * Who it applies to.
   */
  user?: {
    /**
     * How tags combine. Default: any.
     */
    match?: 'any' | 'all'
    /**
     * Globs over the tags of users.
     */
    tags?: string[] | null
  }
  /**
   * Which columns it applies to.
   */
  column?: {
    /**
     * Globs over the tags of columns.
     */
    tags?: string[] | null
    /**
     * Names of columns.
     */
    names?: string[] | null
  }
}
/**
 * How matching columns are masked.
 */
export interface Mask {
  /**
   * How values are shown.
   */
  operator: string
  /**
   * Arguments of hash.
   */
  hash?: {
    /**
     * Only sha256.
     */
    algo?: string
  } | null
  /**
   * Arguments of redact.
   */
  redact?: {
    [k: string]: unknown
  } | null
  /**
   * Arguments of regex_replace.
   */
  regex_replace?: {
    /**
     * Regular expression.
     */
    pattern?: string
    /**
     * Replacement.
     */
    replacement?: string
  } | null
  /**
   * Arguments of rand_pattern.
   */
  rand_pattern?: {
    [k: string]: unknown
  } | null
  /**
   * Arguments of rand_regexify.
   */
  rand_regexify?: {
    [k: string]: unknown
  } | null
  /**
   * Arguments of bucket_number.
   */
  bucket_number?: {
    /**
     * Lower bounds.
     *
     * Items: Lower bound.
     */
    buckets?: (string | number)[]
  } | null
  /**
   * Arguments of bucket_date.
   */
  bucket_date?: {
    /**
     * How coarse.
     */
    precision?: string
  } | null
  /**
   * Arguments of pass_through.
   */
  pass_through?: {
    [k: string]: unknown
  } | null
}
/**
 * Who may do what with which addresses.
 */
export interface Access {
  /**
   * Name for people.
   */
  name?: string
  /**
   * What it is for.
   */
  description?: string | null
  /**
   * Accepted, has no effect.
   */
  collection?: string
  /**
   * Who is meant.
   */
  subjects?: {
    /**
     * Tags; an inner list must match as a whole.
     */
    tags: (string | string[])[]
  }
  /**
   * Verbs.
   */
  predicates?: string[]
  /**
   * What is meant.
   */
  objects?: {
    /**
     * Address globs.
     */
    paths?: string[]
    /**
     * Address glob.
     */
    path?: string
    /**
     * Tags.
     */
    tags?: (string | string[])[]
  }
  /**
   * Grants where true, refuses where false. Default: false.
   */
  allow?: boolean | string
}
