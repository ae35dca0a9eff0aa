// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * Resources, inputs and outputs that belong together and have an owner.
 */
export interface DataProduct {
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
  type: 'data'
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
         * Its title.
         */
        title?: string
        /**
         * Where it leads.
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
   * What the product consists of.
   */
  v1beta?: {
    data: DataV1Beta
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
 * Version v1alpha.
 */
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
   * Datasets that it reads.
   */
  inputs?: Port[] | null
  /**
   * Datasets that it offers.
   */
  outputs?: Port[] | null
}
/**
 * A dataset.
 */
export interface Port {
  /**
   * Address or id of a dataset or resource.
   */
  ref: string
  /**
   * How ref is written. Not needed: ref says it.
   */
  refType?: string
  /**
   * What it is.
   */
  description?: string | null
  /**
   * source or consumption.
   */
  purpose?: string | null
  /**
   * Checks of the dataset.
   */
  checks?: {
    [k: string]: unknown
  }
}
/**
 * Version v1beta.
 */
export interface DataV1Beta {
  /**
   * What is shown of it: title, links to its code and its tracker.
   */
  meta?: {
    /**
     * Title; its name where absent.
     */
    title?: string | null
    /**
     * Where its code is.
     */
    sourceCodeUrl?: string | null
    /**
     * Where its tasks are.
     */
    trackerUrl?: string | null
    [k: string]: unknown
  } | null
  /**
   * Who works on it.
   */
  collaborators?:
    | {
        /**
         * Who.
         */
        name?: string | null
        /**
         * What as: owner, developer, consumer.
         */
        description?: string | null
      }[]
    | null
  /**
   * Other products, as data:v1beta:name.
   */
  relatedDataProducts?: string[] | null
  /**
   * The bundle that builds it.
   */
  resource?: {
    /**
     * How ref is written. Not needed: ref says it.
     */
    refType?: string
    /**
     * The bundle, as bundle:v1beta:name.
     */
    ref: string
    /**
     * What it is.
     */
    description?: string | null
    /**
     * source or consumption.
     */
    purpose?: string | null
  }
  /**
   * Datasets that it reads.
   */
  inputs?: Port[] | null
  /**
   * Datasets that it offers.
   */
  outputs?: Port[] | null
  /**
   * What it is used for.
   */
  useCases?: string[] | null
  /**
   * How else it is read.
   */
  ports?: {
    /**
     * Semantic models, as lens:v1alpha:name:workspace.
     */
    lens?:
      | {
          /**
           * Address or id of a dataset or resource.
           */
          ref?: string
          /**
           * How ref is written. Not needed: ref says it.
           */
          refType?: string
          /**
           * What it is.
           */
          description?: string | null
          /**
           * source or consumption.
           */
          purpose?: string | null
        }
      | {
          /**
           * Address or id of a dataset or resource.
           */
          ref?: string
          /**
           * How ref is written. Not needed: ref says it.
           */
          refType?: string
          /**
           * What it is.
           */
          description?: string | null
          /**
           * source or consumption.
           */
          purpose?: string | null
        }[]
      | null
    /**
     * Interfaces, as service:v1:name:workspace.
     */
    talos?:
      | {
          /**
           * Address or id of a dataset or resource.
           */
          ref?: string
          /**
           * How ref is written. Not needed: ref says it.
           */
          refType?: string
          /**
           * What it is.
           */
          description?: string | null
          /**
           * source or consumption.
           */
          purpose?: string | null
        }
      | {
          /**
           * Address or id of a dataset or resource.
           */
          ref?: string
          /**
           * How ref is written. Not needed: ref says it.
           */
          refType?: string
          /**
           * What it is.
           */
          description?: string | null
          /**
           * source or consumption.
           */
          purpose?: string | null
        }[]
      | null
    /**
     * Interfaces by address.
     */
    rest?:
      | {
          /**
           * Address.
           */
          url?: string
          /**
           * What it is.
           */
          description?: string | null
        }
      | {
          /**
           * Address.
           */
          url?: string
          /**
           * What it is.
           */
          description?: string | null
        }[]
      | null
    /**
     * Databases.
     */
    postgres?:
      | {
          /**
           * Host.
           */
          host?: string
          /**
           * Port.
           */
          port?: number | string
          /**
           * Settings.
           */
          params?: {
            [k: string]: unknown
          } | null
        }
      | {
          /**
           * Host.
           */
          host?: string
          /**
           * Port.
           */
          port?: number | string
          /**
           * Settings.
           */
          params?: {
            [k: string]: unknown
          } | null
        }[]
      | null
  } | null
  /**
   * Measures. They come from the semantic model.
   */
  metrics?: {
    [k: string]: unknown
  }
}
