import type { TableIdentity } from './catalog.ts'
import type { RestServer } from './rest-server.ts'

/** The levels of a namespace, as the protocol has them. */
export const levels = (namespace: string): string[] => namespace.split('.')

/** All namespaces below `parent`, at any depth; all of the server without it. */
export const listNamespaces = async (
  server: RestServer,
  parent?: string,
  signal?: AbortSignal,
): Promise<readonly string[]> => {
  const of = parent === undefined ? {} : { parent: { namespace: levels(parent) } }
  const children = await pages(async (pageToken) => {
    const page = await server.ask((catalog) => catalog.listNamespaces({ ...of, pageToken }), signal)
    return { items: page?.namespaces ?? [], next: page?.nextPageToken }
  })
  const found: string[] = []
  for (const { namespace } of children) {
    const name = namespace.join('.')
    found.push(name, ...(await listNamespaces(server, name, signal)))
  }
  return found
}

/** The tables of one namespace; none where there is no such namespace. */
export const listTablesOf = async (
  server: RestServer,
  namespace: string,
  signal?: AbortSignal,
): Promise<readonly TableIdentity[]> => {
  const of = { namespace: levels(namespace) }
  const found = await pages(async (pageToken) => {
    const page = await server.ask((catalog) => catalog.listTables(of, { pageToken }), signal)
    return { items: page?.identifiers ?? [], next: page?.nextPageToken }
  })
  return found.map(({ name }) => ({ namespace, name }))
}

type Page<T> = { readonly items: readonly T[]; readonly next: string | undefined }

/** All items of an answer that may come in pages: the empty token says that we understand them. */
const pages = async <T>(ask: (token: string) => Promise<Page<T>>): Promise<readonly T[]> => {
  const found: T[] = []
  for (let token = ''; ; ) {
    const { items, next } = await ask(token)
    found.push(...items)
    if (next === undefined || next === '') return found
    token = next
  }
}
