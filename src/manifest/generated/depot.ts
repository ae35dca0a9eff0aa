// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null
/**
 * Secrets whose values the platform would hand over. Read and checked; has no effect here.
 */
export type DataosSecrets = DataosSecret[] | null
/**
 * One secret, or some keys of it; text is the name of one.
 */
export type DataosSecret =
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
       * The one key to take.
       */
      key?: string
      /**
       * Keys to take.
       */
      keys?: string[] | null
      /**
       * Take all keys.
       */
      allKeys?: boolean | string
      /**
       * @deprecated
       * Older spelling of allKeys.
       */
      allkeys?: boolean | string
      /**
       * How the values arrive.
       */
      consumptionType?: string
    }
  | string
/**
 * Amounts of computing power and memory.
 */
export type ResourceAmounts = {
  /**
   * Cores (2) or thousandths of one (500m).
   */
  cpu?: string | number
  /**
   * Bytes, with a unit such as Mi or Gi.
   */
  memory?: string | number
  /**
   * Bytes on a temporary disk.
   */
  'ephemeral-storage'?: string | number
} | null

/**
 * A connection to a place that holds data.
 */
export interface Depot {
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
  type: 'depot'
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
  depot: Depot1
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
 * How the depot is reached, and what it holds.
 */
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
   * Name of a compute. The project file says which engine it means.
   */
  compute?: string
  /**
   * Who answers for it. Empty means whoever applies it.
   */
  owner?: string | null
  /**
   * Credentials, written here (v1).
   */
  connectionSecret?:
    | {
        /**
         * What the credentials allow: r or rw.
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
        name?: string
        /**
         * Its workspace.
         */
        workspace?: string
        /**
         * The one key taken.
         */
        key?: string
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
        /**
         * How the values arrive.
         */
        consumptionType?: string
        /**
         * What the credentials allow: r or rw.
         */
        acl?: string
        /**
         * Kind of the credentials.
         */
        type?: string
        /**
         * Credentials.
         */
        data?: {
          [k: string]: string | number | boolean | null
        } | null
        /**
         * Files with credentials.
         */
        files?: {
          [k: string]: string | number | boolean | null
        } | null
      }[]
    | null
  dataosSecrets?: DataosSecrets
  /**
   * Connection (v1).
   */
  spec?: {
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type ABFSS.
   */
  abfss?: {
    /**
     * Storage account.
     */
    account?: string
    /**
     * Container.
     */
    container?: string
    /**
     * End of the host name.
     */
    endpointSuffix?: string
    /**
     * Folder inside.
     */
    relativePath?: string | null
    /**
     * Format of the data: iceberg, delta, parquet, csv and so on.
     */
    format?: string | null
    /**
     * hadoop or hive.
     */
    icebergCatalogType?: string | null
    /**
     * rest, where a REST catalog names the tables.
     */
    metastoreType?: string | null
    /**
     * Address of that catalog.
     */
    metastoreUrl?: string | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type WASBS.
   */
  wasbs?: {
    /**
     * Storage account.
     */
    account?: string
    /**
     * Container.
     */
    container?: string
    /**
     * End of the host name.
     */
    endpointSuffix?: string
    /**
     * Folder inside.
     */
    relativePath?: string | null
    /**
     * Format of the data: iceberg, delta, parquet, csv and so on.
     */
    format?: string | null
    /**
     * hadoop or hive.
     */
    icebergCatalogType?: string | null
    /**
     * rest, where a REST catalog names the tables.
     */
    metastoreType?: string | null
    /**
     * Address of that catalog.
     */
    metastoreUrl?: string | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type S3.
   */
  s3?: {
    /**
     * Scheme.
     */
    scheme?: string
    /**
     * Bucket.
     */
    bucket?: string
    /**
     * Region.
     */
    region?: string
    /**
     * Address of a store that is not Amazon's.
     */
    endpoint?: string
    /**
     * Folder inside.
     */
    relativePath?: string | null
    /**
     * Format of the data: iceberg, delta, parquet, csv and so on.
     */
    format?: string | null
    /**
     * hadoop or hive.
     */
    icebergCatalogType?: string | null
    /**
     * rest, where a REST catalog names the tables.
     */
    metastoreType?: string | null
    /**
     * Address of that catalog.
     */
    metastoreUrl?: string | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type S3.
   */
  S3?: {
    /**
     * Scheme.
     */
    scheme?: string
    /**
     * Bucket.
     */
    bucket?: string
    /**
     * Region.
     */
    region?: string
    /**
     * Address of a store that is not Amazon's.
     */
    endpoint?: string
    /**
     * Folder inside.
     */
    relativePath?: string | null
    /**
     * Format of the data: iceberg, delta, parquet, csv and so on.
     */
    format?: string | null
    /**
     * hadoop or hive.
     */
    icebergCatalogType?: string | null
    /**
     * rest, where a REST catalog names the tables.
     */
    metastoreType?: string | null
    /**
     * Address of that catalog.
     */
    metastoreUrl?: string | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type GCS.
   */
  gcs?: {
    /**
     * Bucket.
     */
    bucket?: string
    /**
     * Folder inside.
     */
    relativePath?: string | null
    /**
     * Format of the data: iceberg, delta, parquet, csv and so on.
     */
    format?: string | null
    /**
     * hadoop or hive.
     */
    icebergCatalogType?: string | null
    /**
     * rest, where a REST catalog names the tables.
     */
    metastoreType?: string | null
    /**
     * Address of that catalog.
     */
    metastoreUrl?: string | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type JDBC.
   */
  jdbc?: {
    /**
     * Kind of the database: postgresql, mysql, sqlserver and so on.
     */
    subprotocol?: string
    /**
     * Host.
     */
    host?: string
    /**
     * Port.
     */
    port?: number | string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Settings of the driver.
     */
    params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type POSTGRESQL.
   */
  postgresql?: {
    /**
     * Kind of the database: postgresql, mysql, sqlserver and so on.
     */
    subprotocol?: string
    /**
     * Host.
     */
    host?: string
    /**
     * Port.
     */
    port?: number | string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Settings of the driver.
     */
    params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * @deprecated
   * Other spelling of postgresql.
   */
  postgres?: {
    /**
     * Kind of the database: postgresql, mysql, sqlserver and so on.
     */
    subprotocol?: string
    /**
     * Host.
     */
    host?: string
    /**
     * Port.
     */
    port?: number | string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Settings of the driver.
     */
    params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type MYSQL.
   */
  mysql?: {
    /**
     * Kind of the database: postgresql, mysql, sqlserver and so on.
     */
    subprotocol?: string
    /**
     * Host.
     */
    host?: string
    /**
     * Port.
     */
    port?: number | string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Settings of the driver.
     */
    params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type ORACLE.
   */
  oracle?: {
    /**
     * Kind of the database: postgresql, mysql, sqlserver and so on.
     */
    subprotocol?: string
    /**
     * Host.
     */
    host?: string
    /**
     * Port.
     */
    port?: number | string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Settings of the driver.
     */
    params?: {
      [k: string]: unknown
    } | null
    /**
     * Service.
     */
    service?: string
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type MSSQL.
   */
  mssql?: {
    /**
     * Kind of the database: postgresql, mysql, sqlserver and so on.
     */
    subprotocol?: string
    /**
     * Host.
     */
    host?: string
    /**
     * Port.
     */
    port?: number | string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Settings of the driver.
     */
    params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type SQLSERVER.
   */
  sqlserver?: {
    /**
     * Kind of the database: postgresql, mysql, sqlserver and so on.
     */
    subprotocol?: string
    /**
     * Host.
     */
    host?: string
    /**
     * Port.
     */
    port?: number | string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Settings of the driver.
     */
    params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type REDSHIFT.
   */
  redshift?: {
    /**
     * Kind of the database: postgresql, mysql, sqlserver and so on.
     */
    subprotocol?: string
    /**
     * Host.
     */
    host?: string
    /**
     * Port.
     */
    port?: number | string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Settings of the driver.
     */
    params?: {
      [k: string]: unknown
    } | null
    /**
     * Bucket for copies.
     */
    bucket?: string
    /**
     * Folder in the bucket.
     */
    relativePath?: string
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type SNOWFLAKE.
   */
  snowflake?: {
    /**
     * Warehouse.
     */
    warehouse?: string
    /**
     * Host.
     */
    url?: string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Account.
     */
    account?: string
    /**
     * Role.
     */
    role?: string
    /**
     * Schema.
     */
    schema?: string
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type BIGQUERY.
   */
  bigquery?: {
    /**
     * Project.
     */
    project?: string
    /**
     * Settings.
     */
    params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type MONGODB.
   */
  mongodb?: {
    /**
     * mongodb or mongodb+srv.
     */
    subprotocol?: string
    /**
     * Hosts with ports.
     */
    nodes?: string[] | string
    /**
     * Settings.
     */
    params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type ELASTICSEARCH.
   */
  elasticsearch?: {
    /**
     * Hosts with ports.
     */
    nodes?: string[] | string
    [k: string]: unknown
  } | null
  /**
   * Misspelling of elasticsearch that old manifests have.
   */
  elasticesearch?: {
    /**
     * Hosts with ports.
     */
    nodes?: string[] | string
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type OPENSEARCH.
   */
  opensearch?: {
    /**
     * Hosts with ports.
     */
    nodes?: string[] | string
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type KAFKA.
   */
  kafka?: {
    /**
     * Hosts with ports.
     */
    brokers?: string[] | string
    /**
     * Address of the schema registry.
     */
    schemaRegistryUrl?: string
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type PULSAR.
   */
  pulsar?: {
    /**
     * Address of its administration.
     */
    adminUrl?: string
    /**
     * Address of the service.
     */
    serviceUrl?: string
    /**
     * Tenant.
     */
    tenant?: string
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type EVENTHUB.
   */
  eventhub?: {
    /**
     * Address of the name space.
     */
    endpoint?: string
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type DATABRICKS.
   */
  databricks?: {
    /**
     * Kind of the database: postgresql, mysql, sqlserver and so on.
     */
    subprotocol?: string
    /**
     * Host.
     */
    host?: string
    /**
     * Port.
     */
    port?: number | string
    /**
     * Database.
     */
    database?: string | number
    /**
     * Settings of the driver.
     */
    params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type FILE.
   */
  file?: {
    /**
     * Folder.
     */
    path?: string
    /**
     * Format of the files.
     */
    format?: string
    [k: string]: unknown
  } | null
  /**
   * Connection of a depot of type LAKEHOUSE.
   */
  lakehouse?: {
    [k: string]: unknown
  } | null
  /**
   * Accepted, has no effect.
   */
  hiveSync?: string | boolean
  /**
   * User whom the platform would act as. Accepted; has no effect here.
   */
  runAsUser?: string
  resources?: Resources
  /**
   * Key of the user whom the platform would act as. Accepted; has no effect here.
   */
  runAsApiKey?: string
}
/**
 * What it asks of the machine. Accepted; has no effect here.
 */
export interface Resources {
  requests?: ResourceAmounts
  limits?: ResourceAmounts
}
