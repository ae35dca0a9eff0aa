// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A data product: what builds it, what it reads and what it offers.
 */
export interface DataProduct {
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
  type: 'data'
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
  /**
   * product.
   */
  entity?: string
  /**
   * Why it exists.
   */
  purpose?: string | null
  /**
   * Who works on it.
   */
  collaborators?: (string | {})[] | null
  /**
   * Links.
   */
  refs?:
    | {
        /**
         * Title.
         */
        title?: string
        /**
         * Link.
         */
        href: string
      }[]
    | null
  /**
   * What the product consists of.
   */
  v1alpha?: {
    data: Data
  }
  /**
   * Newer form. Not supported yet.
   */
  v1beta?: {}
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
export interface Data {
  /**
   * Business domain.
   */
  domain?: string
  /**
   * What it is used for.
   */
  useCases?: string[] | null
  /**
   * Resources that build the product.
   */
  resources?:
    | {
        /**
         * What it is.
         */
        description?: string | null
        /**
         * Why it is part of the product.
         */
        purpose?: string | null
        /**
         * Type of the resource.
         */
        type: string
        /**
         * Version of its type.
         */
        version?: string
        /**
         * dataos.
         */
        refType?: string
        /**
         * Its name.
         */
        name: string
        /**
         * Its workspace.
         */
        workspace?: string
      }[]
    | null
  /**
   * Datasets it reads.
   */
  inputs?: Port[] | null
  /**
   * Datasets it offers.
   */
  outputs?: Port[] | null
}
export interface Port {
  /**
   * What it is.
   */
  description?: string | null
  /**
   * source or consumption.
   */
  purpose?: string | null
  /**
   * dataos, dataos_address or depot.
   */
  refType?: string
  /**
   * Address of the dataset.
   */
  ref: string
}
