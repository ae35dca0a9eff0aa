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
 * A semantic model over tables. Registered; it does not run here.
 */
export interface Lens {
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
  type: 'lens'
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
  lens: Lens1
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
 * The model.
 */
export interface Lens1 {
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
   * Credentials of the repository.
   */
  secrets?: SecretReference[] | null
  /**
   * What it reads.
   */
  source: {
    /**
     * Kind of the source.
     */
    type: string
    /**
     * Name of the cluster, service or depot.
     */
    name: string
    /**
     * Catalog inside.
     */
    catalog?: string
  }
  /**
   * Where its files are.
   */
  repo: {
    /**
     * Address of the repository.
     */
    url: string
    /**
     * Folder of the model.
     */
    lensBaseDir?: string
    /**
     * Arguments of the copy.
     */
    syncFlags?: string[] | null
    /**
     * Secret with the credentials.
     */
    secretId?: string
  }
  /**
   * One of its programs.
   */
  api?: {
    /**
     * Copies that run at the same time. Accepted; has no effect here.
     */
    replicas?: number | string
    /**
     * How much is logged.
     */
    logLevel?: string
    resources?: Resources
    envs?: Envs
    autoScaling?: AutoScaling
  }
  /**
   * One of its programs.
   */
  worker?: {
    /**
     * Copies that run at the same time. Accepted; has no effect here.
     */
    replicas?: number | string
    /**
     * How much is logged.
     */
    logLevel?: string
    resources?: Resources
    envs?: Envs
    autoScaling?: AutoScaling
  }
  /**
   * One of its programs.
   */
  router?: {
    /**
     * Copies that run at the same time. Accepted; has no effect here.
     */
    replicas?: number | string
    /**
     * How much is logged.
     */
    logLevel?: string
    resources?: Resources
    envs?: Envs
    autoScaling?: AutoScaling
  }
  /**
   * One of its programs.
   */
  metric?: {
    /**
     * Copies that run at the same time. Accepted; has no effect here.
     */
    replicas?: number | string
    /**
     * How much is logged.
     */
    logLevel?: string
    resources?: Resources
    envs?: Envs
    autoScaling?: AutoScaling
  }
  /**
   * One of its programs.
   */
  iris?: {
    /**
     * Copies that run at the same time. Accepted; has no effect here.
     */
    replicas?: number | string
    /**
     * How much is logged.
     */
    logLevel?: string
    resources?: Resources
    envs?: Envs
    autoScaling?: AutoScaling
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
 * What it asks of the machine. Accepted; has no effect here.
 */
export interface Resources {
  requests?: ResourceAmounts
  limits?: ResourceAmounts
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
