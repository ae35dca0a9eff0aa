import type { Rows } from './canonical.ts'
import type { CatalogAddress } from './catalog.ts'
import { askRows, startPython } from './python-session.ts'

export type PyIceberg = AsyncDisposable & {
  /** The rows of `namespace.name`: of the current version, or of a snapshot, branch or tag. */
  readonly read: (
    table: string,
    options?: { readonly filter?: string; readonly snapshotId?: string; readonly ref?: string },
  ) => Promise<Rows>
  /** Runs Python code that finds `catalog` and `pa` (PyArrow); gives back its variable `result`. */
  readonly run: (code: string) => Promise<unknown>
}

/** PyIceberg over a catalog, as a process of its own. */
export const startPyIceberg = async (catalog: CatalogAddress): Promise<PyIceberg> => {
  const session = await startPython('pyiceberg_session.py', properties(catalog))
  return {
    read: (table, options = {}): Promise<Rows> => askRows(session, { table, ...options }),
    run: (code): Promise<unknown> => session.ask({ code }),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

const properties = (catalog: CatalogAddress): Readonly<Record<string, string>> => {
  switch (catalog.kind) {
    case 'sqlite':
      return { type: 'sql', uri: `sqlite:///${catalog.path}`, warehouse: catalog.warehouse }
    case 'postgres':
      return {
        type: 'sql',
        uri: catalog.url.replace('postgres://', 'postgresql+psycopg2://'),
        warehouse: catalog.warehouse,
      }
    case 'rest':
      return { type: 'rest', uri: catalog.url, warehouse: catalog.warehouse }
  }
}
