// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * Resources that are applied together, in the order of their dependencies.
 */
export interface Bundle {
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
  type: 'bundle'
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
  bundle: Bundle1
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
 * What it consists of.
 */
export interface Bundle1 {
  /**
   * When it is created and deleted.
   */
  schedule?: {
    /**
     * What holds before the first tick.
     */
    initialState?: 'create' | 'delete'
    /**
     * Time zone by its IANA name.
     */
    timezone?: string
    /**
     * When it is created.
     */
    create?:
      | {
          /**
           * Five fields: minute, hour, day of the month, month, day of the week.
           */
          cron: string
        }[]
      | {
          /**
           * Five fields: minute, hour, day of the month, month, day of the week.
           */
          cron?: string
        }
    /**
     * When it is deleted.
     */
    delete?:
      | {
          /**
           * Five fields: minute, hour, day of the month, month, day of the week.
           */
          cron: string
        }[]
      | {
          /**
           * Five fields: minute, hour, day of the month, month, day of the week.
           */
          cron?: string
        }
  }
  /**
   * Workspaces that are created first.
   */
  workspaces?:
    | {
        /**
         * Its name.
         */
        name: string
        /**
         * What it is for.
         */
        description?: string | null
        tags?: Tags
        /**
         * Labels.
         */
        labels?: {
          [k: string]: string | number | boolean | null
        } | null
        /**
         * user or system.
         */
        layer?: string
      }[]
    | null
  /**
   * The resources.
   *
   * @minItems 1
   */
  resources: Member[]
  /**
   * Passed on.
   */
  properties?: {
    [k: string]: unknown
  } | null
  /**
   * Accepted; has no effect here.
   */
  manageAsUser?: string
}
/**
 * One resource.
 */
export interface Member {
  /**
   * Its name in the bundle.
   */
  id?: string
  /**
   * @deprecated
   * Other spelling of id.
   */
  name?: string
  /**
   * Where it goes; wins over its manifest.
   */
  workspace?: string
  /**
   * File with its manifest.
   */
  file?: string | null
  /**
   * Its manifest, written here.
   */
  spec?: {} | null
  /**
   * Members that come first.
   */
  dependencies?: string[] | null
  /**
   * What has to hold of members that come first.
   */
  dependencyConditions?: Condition[] | null
}
/**
 * What has to hold of a member.
 */
export interface Condition {
  /**
   * The member.
   */
  resourceId?: string
  /**
   * @deprecated
   * Other spelling of resourceId.
   */
  ResourceId?: string
  status?: Words
  runtime?: Words
}
/**
 * One of these.
 */
export interface Words {
  /**
   * Exactly one of these.
   */
  is?: string[] | null
  /**
   * Any of these inside.
   */
  contains?: string[] | null
}
