import { nearest } from '../base/nearest.ts'
import { Secret } from '../base/secret.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Depot, Depot1 as Section } from '../manifest/generated/depot.ts'
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
  ELASTICSEARCH OPENSEARCH KAFKA PULSAR EVENTHUB DATABRICKS FILE LAKEHOUSE
`
  .trim()
  .split(/\s+/)

/** Connection sections that are not named after the depot's type: JDBC depots often say `postgresql:`. */
const otherSections = [
  'postgresql',
  'mysql',
  'oracle',
  'mssql',
  'sqlserver',
  'elasticesearch',
  'S3',
  'spec',
] as const

export const readDepot = (document: Document): Staged<DepotResource> => {
  const { depot } = document.value as Depot
  const diagnostics: Diagnostic[] = []
  const base = readBase('depot', document)
  diagnostics.push(...checkBase(base, ['v1', 'v2alpha']))
  const depotType = depot.type.trim().toUpperCase()
  if (!depotTypes.includes(depotType)) {
    const near = nearest(depotType, depotTypes)
    diagnostics.push(diagnose('MR1355', { type: depot.type, near }, document.place(['depot', 'type'])))
  }
  const connection = readConnection(depot, depotType)
  checkFormat(document, connection, (diagnostic) => diagnostics.push(diagnostic))
  const inline = [...(depot.connectionSecret ?? []), ...(depot.secrets ?? []).filter(({ data }) => data)]
  const credentials = inline.map(readCredentials)
  if (credentials.some(({ values }) => Object.keys(values).length > 0)) {
    const place = document.place(['depot', depot.connectionSecret ? 'connectionSecret' : 'secrets'], 'key')
    diagnostics.push(diagnose('MR1356', { depot: base.name }, place))
  }
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
  { format }: Readonly<Record<string, unknown>>,
  report: (diagnostic: Diagnostic) => void,
): void => {
  if (typeof format !== 'string' || formats.includes(format.trim().toLowerCase())) return
  const { depot } = document.value as Depot
  const section = Object.entries(depot).find(
    ([, value]) => typeof value === 'object' && value !== null && Reflect.get(value, 'format') === format,
  )
  const path = ['depot', ...(section === undefined ? [] : [section[0], 'format'])]
  checkWord({ document, path, report }, format, { what: 'the format', values: formats })
}

const readConnection = (depot: Section, type: string): Readonly<Record<string, unknown>> => {
  const sections: Readonly<Record<string, unknown>> = { ...depot }
  for (const name of [type.toLowerCase(), ...otherSections]) {
    const section = sections[name]
    if (typeof section === 'object' && section !== null) return { ...section }
  }
  return {}
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
