import { join } from 'node:path'
import type { Rows } from './canonical.ts'
import { type CatalogAddress, jdbcOf } from './catalog.ts'
import { servicesFolder } from './installed.ts'
import { askRows, startPython } from './python-session.ts'

export type SqlEngine = AsyncDisposable & {
  /** Runs one statement; tables are `namespace.name`. A statement that gives no rows answers with none. */
  readonly query: (statement: string) => Promise<Rows>
}

export type Spark = SqlEngine & {
  /** Runs Python code that finds `spark`, the session. */
  readonly run: (code: string) => Promise<unknown>
}

/** Spark with Iceberg over a catalog, as a process of its own that is ready after five seconds. */
export const startSpark = async (catalog: CatalogAddress): Promise<Spark> => {
  const session = await startPython('spark_session.py', { ...settings, ...catalogSettings(catalog) })
  return {
    query: (statement): Promise<Rows> => askRows(session, { sql: statement }),
    run: (code): Promise<unknown> => session.ask({ code }),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

const settings = {
  'spark.driver.extraClassPath': join(servicesFolder, 'jars/*'),
  'spark.driver.extraJavaOptions': '-Duser.timezone=UTC',
  'spark.sql.catalog.millrace': 'org.apache.iceberg.spark.SparkCatalog',
  'spark.sql.catalog.millrace.cache-enabled': 'false',
  'spark.sql.defaultCatalog': 'millrace',
  'spark.sql.extensions': 'org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions',
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.shuffle.partitions': '1',
  'spark.ui.enabled': 'false',
}

const catalogSettings = (catalog: CatalogAddress): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(properties(catalog)).map(([name, value]) => [`spark.sql.catalog.millrace.${name}`, value]),
  )

const properties = (catalog: CatalogAddress): Readonly<Record<string, string>> => {
  if (catalog.kind === 'rest') return { type: 'rest', uri: catalog.url, warehouse: catalog.warehouse }
  const { url, login } = jdbcOf(catalog)
  return {
    'catalog-impl': 'org.apache.iceberg.jdbc.JdbcCatalog',
    uri: url,
    warehouse: catalog.warehouse,
    'jdbc.schema-version': 'V1',
    ...(login === undefined ? {} : { 'jdbc.user': login.user, 'jdbc.password': login.password }),
  }
}
