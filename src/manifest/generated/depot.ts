// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * A connection to a place that holds data.
 */
export interface Depot {
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
  type: 'depot'
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
  depot: Depot1
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
export interface Depot1 {
  /**
   * Kind of the place: FILE, LAKEHOUSE, S3, ABFSS, JDBC and so on, in any letter case.
   */
  type: string
  /**
   * What it holds.
   */
  description?: string | null
  /**
   * Accepted, has no effect.
   */
  name?: string
  /**
   * Owned by somebody else. Has no effect here.
   */
  external?: boolean | string
  /**
   * Name under which scanned metadata is filed.
   */
  source?: string
  /**
   * Accepted, has no effect here.
   */
  compute?: string
  /**
   * Who answers for it.
   */
  owner?: string | null
  /**
   * Credentials, written here (v1).
   */
  connectionSecret?:
    | {
        /**
         * r or rw.
         */
        acl?: string
        /**
         * key-value-properties.
         */
        type?: string
        /**
         * Credentials.
         */
        data?: {
          [k: string]: unknown
        } | null
        /**
         * Older name of data.
         */
        values?: {
          [k: string]: unknown
        } | null
        /**
         * Files with credentials.
         */
        files?: {
          [k: string]: unknown
        } | null
      }[]
    | null
  /**
   * Credentials by reference (v2alpha).
   */
  secrets?:
    | {
        /**
         * Name of the secret.
         */
        name: string
        /**
         * Its workspace.
         */
        workspace?: string
        /**
         * Keys taken.
         */
        keys?: string[] | null
        /**
         * Take all keys.
         */
        allkeys?: boolean | string
        /**
         * Take all keys.
         */
        allKeys?: boolean | string
      }[]
    | null
  /**
   * Credentials by reference.
   */
  dataosSecrets?: {}[] | null
  /**
   * Connection (v1).
   */
  spec?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  abfss?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  wasbs?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  s3?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  S3?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  gcs?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  jdbc?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  postgresql?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  mysql?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  oracle?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  mssql?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  sqlserver?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  redshift?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  snowflake?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  bigquery?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  mongodb?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  elasticsearch?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  elasticesearch?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  opensearch?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  kafka?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  pulsar?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  eventhub?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  databricks?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  file?: {
    [k: string]: unknown
  } | null
  /**
   * Connection (v2alpha).
   */
  lakehouse?: {
    [k: string]: unknown
  } | null
  /**
   * Accepted, has no effect.
   */
  hiveSync?: string | boolean
  /**
   * Accepted, has no effect.
   */
  runAsUser?: string
  /**
   * Accepted, has no effect.
   */
  resources?: {}
}
