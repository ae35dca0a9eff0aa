import { isSlip } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Depot1 as Section } from '../manifest/generated/depot.ts'

/** How to reach the place behind a depot, and the section of the manifest that says it. */
export type DepotConnection = {
  readonly section?: string
  readonly keys: Readonly<Record<string, unknown>>
}

/** Connection sections that are not named after the depot's type: JDBC depots often say `postgresql:`. */
const otherSections = [
  'postgresql',
  'postgres',
  'mysql',
  'oracle',
  'mssql',
  'sqlserver',
  'elasticesearch',
  'S3',
  'spec',
] as const

/** The connection in whichever of its forms it is written. `type` is upper case. */
export const readConnection = (depot: Section, type: string): DepotConnection => {
  const sections: Readonly<Record<string, unknown>> = { ...depot }
  for (const section of [type.toLowerCase(), ...otherSections]) {
    const keys = sections[section]
    if (typeof keys === 'object' && keys !== null) return { section, keys: { ...keys } }
  }
  return { keys: {} }
}

/** Without one of each group nobody finds the place. Project and credentials of BigQuery come from its secret. */
const needed: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ABFSS: [['account'], ['container']],
  WASBS: [['account'], ['container']],
  S3: [['bucket']],
  GCS: [['bucket']],
  JDBC: [['host', 'url']],
  POSTGRESQL: [['host', 'url']],
  MYSQL: [['host', 'url']],
  ORACLE: [['host', 'url']],
  MSSQL: [['host', 'url']],
  REDSHIFT: [['host', 'url']],
  DATABRICKS: [['host', 'url']],
  SNOWFLAKE: [['url', 'account']],
  MONGODB: [['nodes']],
  ELASTICSEARCH: [['nodes']],
  OPENSEARCH: [['nodes']],
  KAFKA: [['brokers']],
  PULSAR: [['serviceUrl', 'adminUrl']],
  EVENTHUB: [['endpoint']],
  REDIS: [['host', 'url']],
  PRESTO: [['host', 'url']],
}

/** Keys of connections that resemble a needed one and are none. */
const otherKeys = new Set(['port', 'params', 'project', 'schema', 'tenant', 'region', 'role', 'service'])

const isMistyped = (written: string, meant: string): boolean =>
  written !== meant && !otherKeys.has(written) && isSlip(written, meant)

type Described = {
  readonly name: string
  readonly depotType: string
  /** Of version v1, which writes the connection under `spec`. */
  readonly older: boolean
}

/** Reports a depot that does not say where its data is: MR1481. */
export const checkConnection = (
  document: Document,
  { section, keys }: DepotConnection,
  { name, depotType, older }: Described,
): readonly Diagnostic[] => {
  const written = new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), value]))
  const isGiven = (key: string) => !isEmpty(written.get(key.toLowerCase()))
  return (needed[depotType] ?? [])
    .filter((group) => !group.some(isGiven))
    .slice(0, section === undefined ? 1 : undefined)
    .flatMap(([key = '']) => {
      // A mistyped key is told where its shape is checked.
      if (Object.keys(keys).some((one) => isMistyped(one.toLowerCase(), key.toLowerCase()))) return []
      const where = section ?? (older ? 'spec' : depotType.toLowerCase())
      const place = document.place(section === undefined ? ['depot'] : ['depot', section], 'key')
      return [diagnose('MR1481', { depot: name, key, section: where, isThere: section !== undefined }, place)]
    })
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
