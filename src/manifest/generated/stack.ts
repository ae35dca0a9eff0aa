// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null

/**
 * A program that runs as a stack. Registered; only the stacks that come with Millrace run here.
 */
export interface Stack {
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
  type: 'stack'
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
  stack: Stack1
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
export interface Stack1 {
  /**
   * Name by which nodes name it.
   */
  name: string
  /**
   * Version by which nodes name it.
   */
  version: string | number
  /**
   * Variant: name+flavor:version.
   */
  flavor?: string
  /**
   * What looks after it.
   */
  reconciler?: string
  /**
   * The container image.
   */
  image?: {
    /**
     * Registry.
     */
    registry?: string
    /**
     * Repository.
     */
    repository?: string
    /**
     * Name.
     */
    image?: string
    /**
     * Version.
     */
    tag?: string | number
    /**
     * How it is fetched.
     */
    auth?: {
      /**
       * Secret with the credentials.
       */
      imagePullSecret?: string
    }
  }
  /**
   * What is started.
   */
  command?: string[] | null
  /**
   * Its arguments.
   */
  arguments?: string[] | null
  /**
   * Environment variables.
   */
  environmentVars?: {
    [k: string]: string | number | boolean | null
  } | null
  /**
   * Ports.
   */
  ports?: {
    [k: string]: unknown
  } | null
  /**
   * Where addresses stand in a stackSpec.
   */
  dataOsAddressJqFilters?: string[] | null
  /**
   * What a stackSpec looks like.
   */
  stackSpecValueSchema?: {
    /**
     * A JSON Schema.
     */
    jsonSchema?: string | {}
  }
  /**
   * How secrets arrive.
   */
  secretProjection?: {
    /**
     * envVars or propFile.
     */
    type?: string
  }
  /**
   * How a node becomes a job.
   */
  workflowJobConfig?: {
    [k: string]: unknown
  } | null
  /**
   * How a service is started.
   */
  serviceConfig?: {
    [k: string]: unknown
  } | null
  /**
   * How a worker is started.
   */
  workerConfig?: {
    [k: string]: unknown
  } | null
}
