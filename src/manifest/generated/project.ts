// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Files and folders that hold the manifests; without it every YAML file of the tree that is one.
 */
export type Resources = string[] | null
/**
 * Values of ${NAME} in manifests; the environment, --env-file and --set win over them.
 */
export type Variables = {
  [k: string]: string | number | boolean | null
} | null
/**
 * Where absolute paths of manifests live here, by their beginning.
 */
export type Paths = {
  [k: string]: string
} | null
/**
 * What executes SQL, by name.
 */
export type Engines = {
  [k: string]: {
    /**
     * Kind of engine.
     */
    type: 'duckdb' | 'trino'
    /**
     * Memory limit: 8GB.
     */
    memory?: string | number
    /**
     * Number of threads.
     */
    threads?: number | string
    /**
     * Where it is.
     */
    url?: string
    /**
     * Catalog of the lakehouse.
     */
    catalog?: string
    /**
     * User.
     */
    user?: string
  }
} | null
/**
 * The engine that each compute of the manifests means.
 */
export type Computes = {
  [k: string]: string
} | null
/**
 * Where the data of each depot lives here.
 */
export type Depots = {
  [k: string]: {
    /**
     * FILE, LAKEHOUSE or a depot type.
     */
    type: string
    /**
     * Folder of a FILE depot.
     */
    path?: string
    /**
     * Format of its files.
     */
    format?: string
  }
} | null
/**
 * Who reads, and which tags they have.
 */
export type Users = {
  [k: string]: {
    /**
     * Tags such as roles:id:pii-reader.
     */
    tags?: string[] | null
  }
} | null

/**
 * The project file millrace.yaml: everything that manifests leave to their platform.
 */
export interface Project {
  /**
   * Name of the project.
   */
  name: string
  resources?: Resources
  variables?: Variables
  paths?: Paths
  lakehouse?: Lakehouse
  engines?: Engines
  computes?: Computes
  depots?: Depots
  users?: Users
  quality?: Quality
  masking?: Masking
  /**
   * Values that replace those above in one environment.
   */
  environments?: {
    [k: string]: Settings
  } | null
}
/**
 * Where tables are stored, and where their catalog is.
 */
export interface Lakehouse {
  /**
   * Folder or address of the tables.
   */
  warehouse?: string
  /**
   * Where tables are registered: sqlite, or a mapping for postgres and rest.
   */
  catalog?:
    | string
    | {
        /**
         * Kind of catalog.
         */
        type: 'sqlite' | 'postgres' | 'rest'
        /**
         * Of postgres: postgres://user:password@host:port/database, where all state of the project lives then. Of rest: the address below which /v1 is.
         */
        url?: string
        /**
         * Of rest: the warehouse to ask the server for.
         */
        warehouse?: string
        /**
         * Of rest: a bearer token.
         */
        token?: string
        /**
         * Of rest: client id and secret, joined by a colon, which are exchanged for a token.
         */
        credential?: string
        /**
         * Of rest: headers of every request.
         */
        headers?: {
          [k: string]: string
        } | null
      }
}
/**
 * What failed checks do.
 */
export interface Quality {
  /**
   * What a failed stand-alone assertion does to its node. Default: fail.
   */
  failedAssertions?: 'fail' | 'warn'
}
/**
 * How strict masks are.
 */
export interface Masking {
  /**
   * Refuse more ways in which masks leak. Default: false.
   */
  strict?: boolean | string
}
export interface Settings {
  /**
   * Folders or files that hold manifests. Default: every YAML file of the tree that has a type and a name.
   */
  resources?: string[] | null
  /**
   * Values of ${NAME} in manifests; lowest rank.
   */
  variables?: {
    [k: string]: string | number | boolean | null
  } | null
  /**
   * Path prefixes of manifests and where they live here.
   */
  paths?: {
    [k: string]: string
  } | null
  /**
   * Iceberg tables.
   */
  lakehouse?: {
    /**
     * Folder or address of the tables.
     */
    warehouse?: string
    /**
     * Where tables are registered: sqlite, or a mapping for postgres and rest.
     */
    catalog?:
      | string
      | {
          /**
           * Kind of catalog.
           */
          type: 'sqlite' | 'postgres' | 'rest'
          /**
           * Of postgres: postgres://user:password@host:port/database, where all state of the project lives then. Of rest: the address below which /v1 is.
           */
          url?: string
          /**
           * Of rest: the warehouse to ask the server for.
           */
          warehouse?: string
          /**
           * Of rest: a bearer token.
           */
          token?: string
          /**
           * Of rest: client id and secret, joined by a colon, which are exchanged for a token.
           */
          credential?: string
          /**
           * Of rest: headers of every request.
           */
          headers?: {
            [k: string]: string
          } | null
        }
  }
  /**
   * Engines by name; default is used unless a compute says otherwise.
   */
  engines?: {
    [k: string]: {
      /**
       * Kind of engine.
       */
      type: 'duckdb' | 'trino'
      /**
       * Memory limit: 8GB.
       */
      memory?: string | number
      /**
       * Number of threads.
       */
      threads?: number | string
      /**
       * Where it is.
       */
      url?: string
      /**
       * Catalog of the lakehouse.
       */
      catalog?: string
      /**
       * User.
       */
      user?: string
    }
  } | null
  /**
   * Compute names of manifests and the engine each means.
   */
  computes?: {
    [k: string]: string
  } | null
  /**
   * Where depots live here.
   */
  depots?: {
    [k: string]: {
      /**
       * FILE, LAKEHOUSE or a depot type.
       */
      type: string
      /**
       * Folder of a FILE depot.
       */
      path?: string
      /**
       * Format of its files.
       */
      format?: string
    }
  } | null
  /**
   * Readers and their tags.
   */
  users?: {
    [k: string]: {
      /**
       * Tags such as roles:id:pii-reader.
       */
      tags?: string[] | null
    }
  } | null
  /**
   * Checks.
   */
  quality?: {
    /**
     * What a failed stand-alone assertion does to its node. Default: fail.
     */
    failedAssertions?: 'fail' | 'warn'
  }
  /**
   * Masking.
   */
  masking?: {
    /**
     * Refuse more ways in which masks leak. Default: false.
     */
    strict?: boolean | string
  }
}
