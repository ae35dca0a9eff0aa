import { join } from 'node:path'
import type { Lake } from '../../lakehouse/lake.ts'

/** An Iceberg catalog that engines open under the name `millrace`; the warehouse is a `file:` location. */
export type CatalogAddress =
  | { readonly kind: 'sqlite'; readonly path: string; readonly warehouse: string }
  /** `postgres://user:password@host:port/database`; the tables of the JDBC catalog must be there. */
  | { readonly kind: 'postgres'; readonly url: string; readonly warehouse: string }
  | { readonly kind: 'rest'; readonly url: string; readonly warehouse: string }

/** The catalog of a lake of the tests. */
export const catalogOf = (lake: Pick<Lake, 'databasePath' | 'folder'>): CatalogAddress => ({
  kind: 'sqlite',
  path: lake.databasePath,
  warehouse: `file://${join(lake.folder, 'warehouse')}`,
})

/** How JDBC names the database of a catalog, with what its driver wants to be told beside. */
export const jdbcOf = (
  catalog: Exclude<CatalogAddress, { readonly kind: 'rest' }>,
): {
  readonly url: string
  readonly login: { readonly user: string; readonly password: string } | undefined
} => {
  if (catalog.kind === 'sqlite') return { url: `jdbc:sqlite:${catalog.path}`, login: undefined }
  const { host, pathname, username, password } = new URL(catalog.url)
  return {
    url: `jdbc:postgresql://${host}${pathname}`,
    login: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
  }
}
