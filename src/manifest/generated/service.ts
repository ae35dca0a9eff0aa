// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null
/**
 * Input of the stack, which has a schema of its own: millrace explain flare, scanner, soda and so on.
 */
export type StackSpec = {} | null
/**
 * Environment variables. Accepted; has no effect here.
 */
export type Envs = {
  [k: string]: string | number | boolean | null
} | null
/**
 * Files by name that the platform would mount. Accepted; has no effect here.
 */
export type Configs = {
  [k: string]: unknown
} | null
/**
 * Secrets by name. Accepted; has no effect here.
 */
export type SecretNames = (string | {})[] | null
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
 * Volumes to mount. Accepted; has no effect here.
 */
export type VolumeMounts = VolumeMount[] | null
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
 * What happens inside, for readers.
 */
export type Topology =
  | {
      /**
       * Name of the part.
       */
      name?: {
        [k: string]: unknown
      }
      /**
       * What the part is for the others.
       */
      type?: {
        [k: string]: unknown
      }
      /**
       * What it does, for readers.
       */
      doc?: {
        [k: string]: unknown
      }
      /**
       * Passed on.
       */
      properties?: {
        [k: string]: unknown
      }
      /**
       * Names of the parts that it needs.
       */
      dependencies?: {
        [k: string]: unknown
      }
      [k: string]: unknown
    }[]
  | {}
  | null

/**
 * A program that keeps running and answers on ports. Checked and registered; it does not run here.
 */
export interface Service {
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
  type: 'service'
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
  service: Service1
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
 * The program.
 */
export interface Service1 {
  /**
   * What runs it: name, an optional flavor and version.
   */
  stack: string
  /**
   * Name of a compute. The project file says which engine it means.
   */
  compute?: string
  stackSpec?: StackSpec
  /**
   * Title for people.
   */
  title?: string | null
  /**
   * What it is for. May be empty.
   */
  description?: string | null
  tags?: Tags
  /**
   * How much is logged.
   */
  logLevel?: string
  /**
   * User whom the platform would act as. Accepted; has no effect here.
   */
  runAsUser?: string
  /**
   * Key of the user whom the platform would act as. Accepted; has no effect here.
   */
  runAsApiKey?: string
  envs?: Envs
  configs?: Configs
  secrets?: SecretNames
  dataosSecrets?: DataosSecrets
  dataosVolumes?: VolumeMounts
  persistentVolume?: VolumeMount
  /**
   * Name of a temporary volume. Accepted; has no effect here.
   */
  tempVolume?: string
  resources?: Resources
  resource?: Resources1
  /**
   * Whether the platform would only deploy it. Accepted; has no effect here.
   */
  dryRun?: boolean | string
  topology?: Topology
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  flare?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  scanner?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec, or a list of its inputs.
   */
  soda?: {} | unknown[] | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  container?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  alpha?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  benthos?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  bento?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  beacon?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  nilus?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  flash?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  talos?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  dbt?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  lakesearch?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  python3?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  fastfun?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  mock?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  'bento-worker'?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  python?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  'stream-monitor'?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  'dataos-ctl'?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  steampipestack?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  rclone?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  dlthub?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  pyflare?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  'pulsar-function'?: {} | null
  /**
   * @deprecated
   * Older name of stackSpec.
   */
  toolbox?: {} | null
  /**
   * Copies that run at the same time. Accepted; has no effect here.
   */
  replicas?: number | string
  autoScaling?: AutoScaling
  autoscaling?: AutoScaling1
  highAvailabilityConfig?: HighAvailabilityConfig
  /**
   * Port on which it answers.
   */
  servicePort?: number | string
  /**
   * Further ports.
   */
  servicePorts?:
    | {
        /**
         * Name of the port.
         */
        name: string
        /**
         * Number of the port.
         */
        servicePort?: number | string
        /**
         * @deprecated
         * Older spelling of servicePort.
         */
        port?: number | string
      }[]
    | null
  /**
   * Port on which it shows its measurements.
   */
  metricPort?: number | string
  ingress?: Ingress
  /**
   * @deprecated
   * Accepted; has no effect.
   */
  tier?: string
}
/**
 * Where a volume appears.
 */
export interface VolumeMount {
  /**
   * Name of the volume.
   */
  name?: string
  /**
   * Folder in which it appears.
   */
  directory?: string
  /**
   * Whether writing is refused.
   */
  readOnly?: boolean | string
  /**
   * Folder of the volume that appears there.
   */
  subPath?: string
}
/**
 * What it asks of the machine. Accepted; has no effect here.
 */
export interface Resources {
  requests?: ResourceAmounts
  limits?: ResourceAmounts
}
/**
 * @deprecated
 * What it asks of the machine. Accepted; has no effect here.
 */
export interface Resources1 {
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
/**
 * @deprecated
 * How many copies run under load. Accepted; has no effect here.
 */
export interface AutoScaling1 {
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
 * How copies spread over machines. Accepted; has no effect here.
 */
export interface HighAvailabilityConfig {
  /**
   * Across what they spread: hostname, zone or region.
   */
  level?: string
  /**
   * preferred or required.
   */
  mode?: string
}
/**
 * How it is reached from outside.
 */
export interface Ingress {
  /**
   * Whether it is reached from outside.
   */
  enabled?: boolean | string
  /**
   * Path of its address. A path that is taken moves to the newer service.
   */
  path?: string
  /**
   * Whether the path is removed from requests.
   */
  stripPath?: boolean | string
  /**
   * Whether anybody may call it.
   */
  noAuthentication?: boolean | string
  /**
   * Settings of the gateway, by their names.
   */
  annotations?: {
    [k: string]: string | number | boolean
  } | null
  /**
   * How it is shown in a list of applications.
   */
  appDetailSpec?: string | {} | null
  /**
   * How it is shown in a list of interfaces.
   */
  apiDetailSpec?: string | {} | null
}
