import { randomBytes } from 'node:crypto'
import { parseExactJson } from '../../../src/lakehouse/format/json-reader.ts'
import { type Cell, floatCell, mapCell, type Rows, timeCell, timestampCell, toRows } from './canonical.ts'
import { type CatalogAddress, jdbcOf } from './catalog.ts'
import type { SqlEngine } from './spark.ts'
import { trinoUrl } from './trino-server.ts'

/** Trino over a catalog. The server is shared and ends with the test run; the catalog is dropped on disposal. */
export const startTrino = async (catalog: CatalogAddress): Promise<SqlEngine> => {
  const url = await trinoUrl()
  const name = `lake_${randomBytes(6).toString('hex')}`
  const options = Object.entries(properties(catalog)).map(([key, value]) => `"${key}" = '${value}'`)
  await statement(url, 'system', `CREATE CATALOG ${name} USING iceberg WITH (${options.join(', ')})`)
  return {
    query: (text): Promise<Rows> => statement(url, name, text),
    [Symbol.asyncDispose]: async () => {
      await statement(url, 'system', `DROP CATALOG ${name}`)
    },
  }
}

const properties = (catalog: CatalogAddress): Readonly<Record<string, string>> => {
  const files = {
    'fs.native-local.enabled': 'true',
    'local.location': '/',
    'fs.hadoop.enabled': 'false',
    'iceberg.expire-snapshots.min-retention': '0s',
  }
  if (catalog.kind === 'rest')
    return {
      ...files,
      'iceberg.catalog.type': 'rest',
      'iceberg.rest-catalog.uri': catalog.url,
      'iceberg.rest-catalog.warehouse': catalog.warehouse,
    }
  const { url, login } = jdbcOf(catalog)
  return {
    ...files,
    'iceberg.catalog.type': 'jdbc',
    'iceberg.jdbc-catalog.driver-class':
      catalog.kind === 'sqlite' ? 'org.sqlite.JDBC' : 'org.postgresql.Driver',
    'iceberg.jdbc-catalog.connection-url': url,
    ...(login === undefined
      ? {}
      : {
          'iceberg.jdbc-catalog.connection-user': login.user,
          'iceberg.jdbc-catalog.connection-password': login.password,
        }),
    'iceberg.jdbc-catalog.catalog-name': 'millrace',
    'iceberg.jdbc-catalog.default-warehouse-dir': catalog.warehouse,
    'iceberg.jdbc-catalog.schema-version': 'V1',
  }
}

/** What the shared Trino answers, without a catalog: each cell in canonical form, each column with its type. */
export const askTrino = async (text: string): Promise<TypedRows> => answer(await trinoUrl(), 'system', text)

type TypedRows = {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly Cell[])[]
}

/** The parts of Trino's client protocol that matter here. */
type Page = {
  readonly nextUri?: string
  readonly error?: { readonly message: string }
  readonly columns?: readonly {
    readonly name: string
    readonly type: string
    readonly typeSignature: Signature
  }[]
  readonly data?: readonly (readonly unknown[])[]
}
type Signature = { readonly rawType: string; readonly arguments: readonly { readonly value: unknown }[] }

const statement = async (url: string, catalog: string, text: string): Promise<Rows> => {
  const { columns, rows } = await answer(url, catalog, text)
  return toRows(
    columns.map(({ name }) => name),
    rows,
  )
}

const answer = async (url: string, catalog: string, text: string): Promise<TypedRows> => {
  let page = await request(`${url}/v1/statement`, {
    method: 'POST',
    body: text,
    headers: {
      'X-Trino-User': 'test',
      'X-Trino-Catalog': catalog,
      'X-Trino-Time-Zone': 'UTC',
      // Without it times and timestamps are cut to milliseconds.
      'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
    },
  })
  const rows: (readonly Cell[])[] = []
  for (;;) {
    if (page.error !== undefined) throw new Error(`${page.error.message}: ${text}`)
    const signatures = (page.columns ?? []).map(({ typeSignature }) => typeSignature)
    for (const row of page.data ?? []) rows.push(row.map((value, i) => cell(value, signatures[i])))
    if (page.nextUri === undefined) return { columns: page.columns ?? [], rows }
    page = await request(page.nextUri)
  }
}

const request = async (url: string, init?: RequestInit): Promise<Page> => {
  const response = await fetch(url, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`Trino answers ${response.status}: ${text}`)
  return parseExactJson(text) as Page
}

const cell = (value: unknown, signature: Signature | undefined): Cell => {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  const inner = (signature?.arguments ?? []).map((argument) => argument.value)
  switch (signature?.rawType) {
    case 'real':
      return floatCell(Math.fround(Number(value)))
    case 'double':
      return floatCell(Number(value))
    case 'varbinary':
      return Buffer.from(String(value), 'base64').toString('hex')
    case 'time':
      return timeCell(String(value))
    case 'timestamp':
      return timestampCell(String(value))
    case 'timestamp with time zone':
      return timestampCell(String(value), / UTC$/)
    case 'array':
      return (value as readonly unknown[]).map((item) => cell(item, inner[0] as Signature))
    case 'map':
      return mapCell(
        Object.entries(value).map(([key, member]) => [
          // Keys of JSON objects are text: numbers and booleans were printed.
          cell(key, inner[0] as Signature),
          cell(member, inner[1] as Signature),
        ]),
      )
    case 'row':
      return Object.fromEntries(
        (value as readonly unknown[]).map((item, i) => {
          const field = inner[i] as {
            readonly fieldName?: { readonly name: string }
            readonly typeSignature: Signature
          }
          return [(field.fieldName?.name ?? String(i)).toLowerCase(), cell(item, field.typeSignature)]
        }),
      )
    default:
      return String(value)
  }
}
