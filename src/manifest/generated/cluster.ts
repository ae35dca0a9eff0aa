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
 * Environment variables. Accepted; has no effect here.
 */
export type Envs = {
  [k: string]: string | number | boolean | null
} | null

/**
 * A query engine with depots attached. Here queries run on the engine of the project file, whichever cluster they name.
 */
export interface Cluster {
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
  type: 'cluster'
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
  cluster: Cluster1
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
 * The engine.
 */
export interface Cluster1 {
  /**
   * Accepted; has no effect.
   */
  name?: string
  /**
   * Kind of the engine: minerva (Trino SQL) or themis (Spark SQL).
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
  dataosSecrets?: DataosSecrets
  /**
   * Who is sent to this cluster: users, tags, sources.
   */
  selector?: {
    [k: string]: unknown
  } | null
  /**
   * Whether any or all of the selector counts.
   */
  match?: string
  /**
   * Lower wins.
   */
  priority?: number | string
  /**
   * When it restarts and grows.
   */
  maintenance?: {
    /**
     * Five fields: minute, hour, day of the month, month, day of the week.
     */
    restartCron?: string
    /**
     * Time zone by its IANA name.
     */
    timezone?: string
    /**
     * When its size changes.
     */
    scalingCrons?:
      | {
          /**
           * Five fields: minute, hour, day of the month, month, day of the week.
           */
          cron: string
          /**
           * Time zone by its IANA name.
           */
          timezone?: string
          /**
           * Copies that run at the same time. Accepted; has no effect here.
           */
          replicas?: number | string
          resources?: Resources
        }[]
      | null
  }
  /**
   * Accepted; has no effect here.
   */
  nodeSelector?: {
    [k: string]: string | number | boolean | null
  } | null
  /**
   * Accepted; has no effect here.
   */
  toleration?: string
  /**
   * Accepted; has no effect here.
   */
  tolerations?: {
    [k: string]: unknown
  }
  minerva?: Minerva
  themis?: Themis
  /**
   * Another engine; not supported.
   */
  nats?: {
    [k: string]: unknown
  } | null
  /**
   * Another engine; not supported.
   */
  jupyterHub?: {
    [k: string]: unknown
  } | null
}
/**
 * What it asks of the machine. Accepted; has no effect here.
 */
export interface Resources {
  requests?: ResourceAmounts
  limits?: ResourceAmounts
}
/**
 * Trino SQL over many sources.
 */
export interface Minerva {
  /**
   * Workers, 1 to 4.
   */
  replicas?: number | string
  resources?: Resources
  /**
   * How much is logged.
   */
  debug?: {
    /**
     * Level of the cluster.
     */
    logLevel?: string
    /**
     * Level of its engine.
     */
    trinoLogLevel?: string
  }
  /**
   * Depots to attach: one catalog each, named after the depot.
   */
  depots?: Attached[] | null
  /**
   * Catalogs that are no depots.
   */
  catalogs?:
    | {
        /**
         * Name of the catalog.
         */
        name: string
        /**
         * Connector.
         */
        type: string
        /**
         * Settings of the connector.
         */
        properties?: {
          [k: string]: string | number | boolean | null
        } | null
        /**
         * Credentials.
         */
        secrets?: SecretReference[] | null
      }[]
    | null
  /**
   * Who is sent to this cluster: users, tags, sources.
   */
  selector?: {
    [k: string]: unknown
  } | null
  /**
   * Whether any or all of the selector counts.
   */
  match?: string
  /**
   * Lower wins.
   */
  priority?: number | string
  /**
   * Environment of the coordinator.
   */
  coordinatorEnvs?: {
    [k: string]: string | number | boolean | null
  } | null
  /**
   * Environment of the workers.
   */
  workerEnvs?: {
    [k: string]: string | number | boolean | null
  } | null
  /**
   * Whether defaults are dropped.
   */
  overrideDefaultEnvs?: boolean | string
  /**
   * Room on disk.
   */
  spillOverVolume?: string | {}
  /**
   * User whom the platform would act as. Accepted; has no effect here.
   */
  runAsUser?: string
  /**
   * Key of the user whom the platform would act as. Accepted; has no effect here.
   */
  runAsApiKey?: string
  dataosSecrets?: DataosSecrets
  /**
   * Name of a compute. The project file says which engine it means.
   */
  compute?: string
}
/**
 * One depot.
 */
export interface Attached {
  /**
   * Address of the depot.
   */
  address: string
  /**
   * Settings of the connector.
   */
  properties?: {
    [k: string]: string | number | boolean | null
  } | null
  /**
   * Credentials.
   */
  secrets?: SecretReference[] | null
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
 * Spark SQL over the lakehouse.
 */
export interface Themis {
  resources?: Resources
  /**
   * Copies that run at the same time. Accepted; has no effect here.
   */
  replicas?: number | string
  envs?: Envs
  /**
   * Settings of the engine.
   */
  themisConf?: {
    [k: string]: string | number | boolean | null
  } | null
  /**
   * Driver, executors and settings of Spark.
   */
  spark?: {
    [k: string]: unknown
  }
  /**
   * Depots to attach: one catalog each, named after the depot.
   */
  depots?: Attached[] | null
  /**
   * How much is logged.
   */
  debug?: {
    /**
     * Level of the cluster.
     */
    logLevel?: string
    /**
     * Level of its engine.
     */
    trinoLogLevel?: string
  }
  /**
   * Pools of sessions.
   */
  pools?: {
    [k: string]: unknown
  } | null
}
