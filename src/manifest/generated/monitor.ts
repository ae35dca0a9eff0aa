// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Labels. A dotted one, such as PII.Email, is a tag of the catalog.
 */
export type Tags = string[] | string | null
/**
 * How the two compare.
 */
export type Operator =
  'equals' | 'not_equals' | 'greater_than' | 'less_than' | 'greater_than_equals' | 'less_than_equals'

/**
 * Looks at something on a schedule and raises an incident. Registered; it does not run here.
 */
export interface Monitor {
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
  type: 'monitor'
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
  monitor: Monitor1
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
 * What is looked at.
 */
export interface Monitor1 {
  /**
   * Five fields: minute, hour, day of the month, month, day of the week.
   */
  schedule: string
  /**
   * Time zone by its IANA name.
   */
  timezone?: string
  /**
   * How it decides.
   */
  type: 'equation_monitor' | 'report_monitor' | 'stream_monitor'
  /**
   * What is raised; a pager sees it as properties.
   */
  incident?: {
    /**
     * How bad it is.
     */
    severity?: string | number
    [k: string]: unknown
  } | null
  /**
   * Passed on.
   */
  properties?: {
    [k: string]: unknown
  } | null
  /**
   * User whom the platform would act as. Accepted; has no effect here.
   */
  runAsUser?: string
  /**
   * Two values and how they compare.
   */
  equation?: {
    leftExpression: Expression
    rightExpression: Expression
    operator?: Operator
    comparisonColumn?: ComparisonColumn
  }
  /**
   * What a resource reports.
   */
  report?: {
    /**
     * What is asked.
     */
    source: {
      /**
       * The resource.
       */
      dataOsInstance?: {
        /**
         * Path of the report.
         */
        path: string
      }
      /**
       * @deprecated
       * Other spelling of dataOsInstance.
       */
      dataOSInstance?: {
        /**
         * Path of the report.
         */
        path: string
      }
      /**
       * @deprecated
       * Other spelling of dataOsInstance.
       */
      dataosInstance?: {
        /**
         * Path of the report.
         */
        path: string
      }
    }
    /**
     * When the incident is raised.
     */
    conditions?: Condition[] | null
  }
  /**
   * What a stream carries.
   */
  stream?: {
    [k: string]: unknown
  } | null
  operator?: Operator
  /**
   * @deprecated
   * Belongs under report.
   */
  conditions?: {}[] | null
}
/**
 * queryCoefficient × the answer + queryConstant.
 */
export interface Expression {
  /**
   * Factor.
   */
  queryCoefficient?: number | string
  /**
   * Summand.
   */
  queryConstant?: number | string
  /**
   * Where the value comes from.
   */
  query?: {
    /**
     * Kind of the source.
     */
    type?: string
    /**
     * Cluster that answers.
     */
    cluster?: string
    /**
     * The query.
     */
    ql?: string
    /**
     * Address of the database.
     */
    dsn?: string
    dsnSecretRef?: SecretReference
    /**
     * The semantic model.
     */
    lens?: {
      /**
       * Name and workspace of the model.
       */
      dataOsInstance?: {
        [k: string]: unknown
      } | null
    }
    comparisonColumn?: ComparisonColumn
    /**
     * What it asks.
     */
    description?: string | null
  }
  operator?: Operator
  comparisonColumn?: ComparisonColumn
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
 * Which column of the answer counts.
 */
export interface ComparisonColumn {
  /**
   * Name of the column.
   */
  name?: string
  /**
   * Its type.
   */
  dataType?: string
}
/**
 * One condition.
 */
export interface Condition {
  /**
   * What a value is compared with.
   */
  valueComparison?: {
    /**
     * What is looked at.
     */
    observationType?: string
    /**
     * Where the value stands.
     */
    valueJqFilter: string
    /**
     * How they compare.
     */
    operator: string
    /**
     * What it is compared with.
     */
    value: string | number | boolean
  }
  /**
   * How long something took.
   */
  durationComparison?: {
    /**
     * What is looked at.
     */
    observationType?: string
    /**
     * Which observation.
     */
    selectorJqFilter?: string
    /**
     * Where the start stands.
     */
    startedJqFilter?: string
    /**
     * Where the end stands.
     */
    completedJqFilter?: string
    /**
     * How they compare.
     */
    operator?: string
    /**
     * What it is compared with.
     */
    value?: string | number
  }
}
