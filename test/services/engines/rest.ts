import { globSync } from 'node:fs'
import { join } from 'node:path'
import { servicesFolder } from './installed.ts'
import { freePort, startServer } from './process.ts'

export type Rest = AsyncDisposable & { readonly url: string; readonly warehouse: string }

/**
 * The Iceberg project's REST catalog server over tables below a folder: `<folder>/warehouse`, its own catalog in
 * `<folder>/rest.db`, so that a server started again on the folder knows the same tables.
 */
export const startRest = async (folder: string): Promise<Rest> => {
  const port = await freePort()
  const warehouse = `file://${join(folder, 'warehouse')}`
  const server = await startServer({
    command: 'java',
    args: [
      '-Xmx512m',
      '-cp',
      globSync(join(servicesFolder, 'rest/*.jar')).join(':'),
      'org.apache.iceberg.rest.RESTCatalogServer',
    ],
    env: {
      CATALOG_URI: `jdbc:sqlite:${join(folder, 'rest.db')}`,
      CATALOG_WAREHOUSE: warehouse,
      CATALOG_REST_PORT: String(port),
    },
    ready: /Started Server/,
  })
  return {
    url: `http://127.0.0.1:${port}`,
    warehouse,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
