// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null
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
 * Environment variables. Accepted; has no effect here.
 */
export type Envs = {
  [k: string]: string | number | boolean | null
} | null

/**
 * A store of tables: depot, catalog and engine in one. Registered; its depot has to be bound in the project file.
 */
export interface Lakehouse {
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
  type: 'lakehouse'
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
   * The store.
   */
  lakehouse: {
    /**
     * Table format.
     */
    type?: string
    /**
     * Name of a compute. The project file says which engine it means.
     */
    compute?: string
    /**
     * User whom the platform would act as. Accepted; has no effect here.
     */
    runAsUser?: string
    /**
     * Key of the user whom the platform would act as. Accepted; has no effect here.
     */
    runAsApiKey?: string
    /**
     * Storage, catalog and engine.
     */
    iceberg?: {
      /**
       * Where the files are.
       */
      storage: {
        /**
         * Name of the depot that it becomes: letters and digits.
         */
        depotName?: string
        /**
         * Kind of the store.
         */
        type: string
        /**
         * The store.
         */
        s3?: {
          /**
           * Account.
           */
          account?: string
          /**
           * Container.
           */
          container?: string
          /**
           * Bucket.
           */
          bucket?: string
          /**
           * Folder inside.
           */
          relativePath?: string
          /**
           * Table format.
           */
          format?: string
          /**
           * End of the host name.
           */
          endpointSuffix?: string
          /**
           * Address of the store.
           */
          endpoint?: string
          /**
           * Region.
           */
          region?: string
          /**
           * Scheme.
           */
          scheme?: string
          /**
           * Kind of the catalog.
           */
          icebergCatalogType?: string
          /**
           * Kind of the metastore.
           */
          metastoreType?: string
          /**
           * Address of the metastore.
           */
          metastoreUrl?: string
          /**
           * Credentials.
           */
          secrets?: SecretReference[] | null
        }
        /**
         * The store.
         */
        abfss?: {
          /**
           * Account.
           */
          account?: string
          /**
           * Container.
           */
          container?: string
          /**
           * Bucket.
           */
          bucket?: string
          /**
           * Folder inside.
           */
          relativePath?: string
          /**
           * Table format.
           */
          format?: string
          /**
           * End of the host name.
           */
          endpointSuffix?: string
          /**
           * Address of the store.
           */
          endpoint?: string
          /**
           * Region.
           */
          region?: string
          /**
           * Scheme.
           */
          scheme?: string
          /**
           * Kind of the catalog.
           */
          icebergCatalogType?: string
          /**
           * Kind of the metastore.
           */
          metastoreType?: string
          /**
           * Address of the metastore.
           */
          metastoreUrl?: string
          /**
           * Credentials.
           */
          secrets?: SecretReference[] | null
        }
        /**
         * The store.
         */
        gcs?: {
          /**
           * Account.
           */
          account?: string
          /**
           * Container.
           */
          container?: string
          /**
           * Bucket.
           */
          bucket?: string
          /**
           * Folder inside.
           */
          relativePath?: string
          /**
           * Table format.
           */
          format?: string
          /**
           * End of the host name.
           */
          endpointSuffix?: string
          /**
           * Address of the store.
           */
          endpoint?: string
          /**
           * Region.
           */
          region?: string
          /**
           * Scheme.
           */
          scheme?: string
          /**
           * Kind of the catalog.
           */
          icebergCatalogType?: string
          /**
           * Kind of the metastore.
           */
          metastoreType?: string
          /**
           * Address of the metastore.
           */
          metastoreUrl?: string
          /**
           * Credentials.
           */
          secrets?: SecretReference[] | null
        }
        /**
         * The store.
         */
        wasbs?: {
          /**
           * Account.
           */
          account?: string
          /**
           * Container.
           */
          container?: string
          /**
           * Bucket.
           */
          bucket?: string
          /**
           * Folder inside.
           */
          relativePath?: string
          /**
           * Table format.
           */
          format?: string
          /**
           * End of the host name.
           */
          endpointSuffix?: string
          /**
           * Address of the store.
           */
          endpoint?: string
          /**
           * Region.
           */
          region?: string
          /**
           * Scheme.
           */
          scheme?: string
          /**
           * Kind of the catalog.
           */
          icebergCatalogType?: string
          /**
           * Kind of the metastore.
           */
          metastoreType?: string
          /**
           * Address of the metastore.
           */
          metastoreUrl?: string
          /**
           * Credentials.
           */
          secrets?: SecretReference[] | null
        }
        /**
         * Credentials.
         */
        secrets?: SecretReference[] | null
      }
      /**
       * Which catalog names the tables.
       */
      metastore?: {
        /**
         * iceberg-rest-catalog.
         */
        type?: string
        /**
         * Copies that run at the same time. Accepted; has no effect here.
         */
        replicas?: number | string
        autoScaling?: AutoScaling
        resources?: Resources
        envs?: Envs
      }
      /**
       * What answers queries.
       */
      queryEngine?: {
        /**
         * themis or minerva.
         */
        type?: string
        resources?: Resources
        /**
         * Copies that run at the same time. Accepted; has no effect here.
         */
        replicas?: number | string
        /**
         * Settings of the engine.
         */
        themis?: {
          [k: string]: unknown
        } | null
        /**
         * Settings of the engine.
         */
        minerva?: {
          [k: string]: unknown
        } | null
        /**
         * What the engine may do: r or rw.
         */
        storageAcl?: string
      }
    }
    /**
     * Which catalog names the tables.
     */
    metastore?: {
      /**
       * iceberg-rest-catalog.
       */
      type?: string
      /**
       * Copies that run at the same time. Accepted; has no effect here.
       */
      replicas?: number | string
      autoScaling?: AutoScaling
      resources?: Resources
      envs?: Envs
    }
    /**
     * What answers queries.
     */
    queryEngine?: {
      /**
       * themis or minerva.
       */
      type?: string
      resources?: Resources
      /**
       * Copies that run at the same time. Accepted; has no effect here.
       */
      replicas?: number | string
      /**
       * Settings of the engine.
       */
      themis?: {
        [k: string]: unknown
      } | null
      /**
       * Settings of the engine.
       */
      minerva?: {
        [k: string]: unknown
      } | null
      /**
       * What the engine may do: r or rw.
       */
      storageAcl?: string
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
 * Credentials that a secret holds.
 */
export interface SecretReference {
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
  allkeys?: boolean | string
  /**
   * Take all keys.
   */
  allKeys?: boolean | string
  /**
   * What the credentials allow: r or rw.
   */
  acl?: string
  /**
   * How the values arrive.
   */
  consumptionType?: string
}
/**
 * How many copies run under load. Accepted; has no effect here.
 */
export interface AutoScaling {
  /**
   * Whether the number of copies changes.
   */
  enabled?: boolean | string
  /**
   * Least number of copies.
   */
  minReplicas?: number | string
  /**
   * Greatest number of copies.
   */
  maxReplicas?: number | string
  /**
   * Load of the processor that is aimed at, in percent.
   */
  targetCPUUtilizationPercentage?: number | string
  /**
   * Use of memory that is aimed at, in percent.
   */
  targetMemoryUtilizationPercentage?: number | string
}
/**
 * What it asks of the machine. Accepted; has no effect here.
 */
export interface Resources {
  requests?: ResourceAmounts
  limits?: ResourceAmounts
}
