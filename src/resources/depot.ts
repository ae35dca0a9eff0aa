import { nearest } from '../base/nearest.ts'
import { Secret } from '../base/secret.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import type { Document, NodePath } from '../manifest/document.ts'
import { isBareVariable } from '../manifest/index.ts'
import type { Depot } from '../manifest/generated/depot.ts'
import { checkConnection, type DepotConnection, readConnection } from './depot-connection.ts'
import { checkWord } from './plain-values.ts'
import { checkBase, readBase, type ResourceBase } from './resource.ts'

/** A connection to a place that holds data. Whether this release can open it is the project file's matter. */
export type DepotResource = ResourceBase<'depot'> & {
  /** Upper case. */
  readonly depotType: string
  /** Connection keys, whichever of the three forms they were written in. */
  readonly connection: Readonly<Record<string, unknown>>
  readonly credentials: readonly DepotCredentials[]
  readonly secrets: readonly SecretReference[]
}

/** Credentials written into the manifest. */
export type DepotCredentials = {
  readonly acl: 'r' | 'rw'
  readonly values: Readonly<Record<string, Secret>>
}

/** Credentials of a secret elsewhere; no keys means all. */
export type SecretReference = {
  readonly name: string
  readonly keys: readonly string[]
  readonly place: Place
}

const depotTypes = `
  ABFSS WASBS S3 GCS JDBC POSTGRESQL MYSQL ORACLE MSSQL REDSHIFT SNOWFLAKE BIGQUERY MONGODB
  ELASTICSEARCH OPENSEARCH KAFKA PULSAR EVENTHUB DATABRICKS FILE LAKEHOUSE REDIS PRESTO
`
  .trim()
  .split(/\s+/)

/** Pages of the documentation name some types in two ways. */
const otherNames: Readonly<Record<string, string>> = { POSTGRES: 'POSTGRESQL', SQLSERVER: 'MSSQL' }

export const readDepot = (document: Document): Staged<DepotResource> => {
  const { depot } = document.value as Depot
  const diagnostics: Diagnostic[] = []
  const base = readBase('depot', document)
  diagnostics.push(...checkBase(base, ['v1', 'v2alpha']))
  const writtenType = depot.type.trim().toUpperCase()
  const depotType = otherNames[writtenType] ?? writtenType
  if (!depotTypes.includes(depotType)) {
    const near = nearest(depotType, depotTypes)
    diagnostics.push(diagnose('MR1355', { type: depot.type, near }, document.place(['depot', 'type'])))
  }
  const found = readConnection(depot, depotType)
  const connection = found.keys
  diagnostics.push(
    ...checkConnection(document, found, { name: base.name, depotType, older: base.version === 'v1' }),
  )
  checkFormat(document, found, (diagnostic) => diagnostics.push(diagnostic))
  const inline = [...(depot.connectionSecret ?? []), ...(depot.secrets ?? []).filter(({ data }) => data)]
  const credentials = inline.map(readCredentials)
  const [written] = (['connectionSecret', 'secrets'] as const).filter((key) =>
    holdsCredentials(document, key),
  )
  if (written !== undefined)
    diagnostics.push(diagnose('MR1356', { depot: base.name }, document.place(['depot', written], 'key')))
  const secrets = (depot.secrets ?? []).flatMap(({ name, keys }, i) =>
    name === undefined
      ? []
      : [{ name, keys: keys ?? [], place: document.place(['depot', 'secrets', i, 'name']) }],
  )
  const acls = [...(depot.connectionSecret ?? []), ...(depot.secrets ?? [])].map(({ acl }) =>
    acl?.toLowerCase(),
  )
  if (acls.length > 0 && acls.every((acl) => acl === 'rw'))
    diagnostics.push(diagnose('MR1344', { depot: base.name }, document.place(['depot'], 'key')))
  return {
    value: { ...base, depotType, connection, credentials, secrets },
    diagnostics,
  }
}

const formats = ['iceberg', 'delta', 'parquet', 'csv', 'json', 'avro', 'orc', 'text', 'xml', 'excel']

/** What data a depot says it holds, wherever its connection stands. */
const checkFormat = (
  document: Document,
  { section, keys: { format } }: DepotConnection,
  report: (diagnostic: Diagnostic) => void,
): void => {
  if (typeof format !== 'string' || section === undefined) return
  const path = ['depot', section, 'format']
  checkWord({ document, path, report }, format, { what: 'the format', values: formats })
}

/** Credentials that stand in the manifest itself: neither filled in, nor waiting to be, nor empty. */
const holdsCredentials = (document: Document, list: 'connectionSecret' | 'secrets'): boolean =>
  (document.value as Depot).depot[list]?.some((secret, i) =>
    Object.entries({ data: secret.data, ...('values' in secret ? { values: secret.values } : {}) }).some(
      ([part, values]) =>
        Object.entries(values ?? {}).some(([key, value]) => {
          if (value === null || value === '') return false
          const path = ['depot', list, i, part, key]
          return !document.isFilled(path) && !isWaiting(document, path, value)
        }),
    ),
  ) ?? false

const isWaiting = (document: Document, path: NodePath, value: unknown): boolean => {
  const { line, column } = document.place(path)
  const isHole = document.holes.some((hole) => hole.line === line && hole.column >= column)
  return isHole || (typeof value === 'string' && isBareVariable(value))
}

type Inline = {
  readonly acl?: string
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly values?: Readonly<Record<string, unknown>> | null
}

const readCredentials = ({ acl, data, values }: Inline): DepotCredentials => ({
  acl: acl?.toLowerCase() === 'rw' ? 'rw' : 'r',
  values: Object.fromEntries(
    Object.entries({ ...values, ...data }).map(([key, value]) => [key, new Secret(String(value))]),
  ),
})
