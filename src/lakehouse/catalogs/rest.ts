import { failure, type MillraceError } from '../../diagnostics/index.ts'
import {
  byIdentity,
  type IcebergCatalog,
  type ListedTable,
  printIdentity,
  type TableIdentity,
  type TableMove,
  type TablePointer,
  type TableVersion,
} from './catalog.ts'
import { levels, listNamespaces, listTablesOf } from './rest-listing.ts'
import { openRestServer, type RestOptions, type RestServer } from './rest-server.ts'
import { draftProperty, restChange } from './rest-updates.ts'

/**
 * A catalog on a server that speaks the Iceberg REST protocol. The server writes the metadata files: what was staged is
 * sent as the changes that lead to it. A draft is a table without a current snapshot that carries a mark. Several
 * tables are committed by the protocol's transactions; MR3285 where the server has none. Two things are weaker than in
 * a database, because the protocol is: `also` follows the commit, and a drop may hit a commit of the same moment.
 */
export const restCatalog = (
  options: RestOptions,
  /** Called for each staged metadata file that was committed, and that no table will ever name. */
  forget: (metadataLocation: string) => Promise<void>,
): IcebergCatalog => {
  const server = openRestServer(options)
  return {
    name: options.warehouse ?? 'millrace',
    transactional: false,
    load: (identity, signal) => load(server, identity, signal),
    list: async (namespace, signal) => {
      const wanted = namespace === undefined ? await listNamespaces(server, undefined, signal) : [namespace]
      const listed: ListedTable[] = []
      for (const each of wanted) listed.push(...(await withDraftMarks(server, each, signal)))
      return listed.toSorted(byIdentity)
    },
    // The protocol lists this catalog's own tables only: what else lies in the store is not known.
    others: async () => undefined,
    commit: async (moves, also) => {
      const writes = moves.flatMap((move): Write[] =>
        move.next === undefined ? [] : [{ ...move, next: move.next }],
      )
      await (writes.length > 1 ? sendTogether(server, writes) : send(server, writes))
      for (const move of moves) if (move.next === undefined) await drop(server, move)
      also?.()
      for (const { next } of writes) await forget(next.metadataLocation)
    },
  }
}

type Write = TableMove & { readonly next: TableVersion }

const load = async (
  server: RestServer,
  identity: TableIdentity,
  signal?: AbortSignal,
): Promise<TablePointer | undefined> => {
  const result = await server.ask((catalog) => catalog.loadTableResult(pathOf(identity)), signal)
  if (result === null || result === undefined) return undefined
  const metadataLocation = result['metadata-location']
  if (metadataLocation !== undefined)
    return { metadataLocation, draft: result.metadata.properties?.[draftProperty] === 'true' }
  const reason = `${printIdentity(identity)} has no metadata file`
  throw failure('MR3284', { server: server.name, reason })
}

/** How many tables a list asks for at once. */
const atOnce = 8

/** A list of the protocol does not tell drafts from tables: each is looked at. */
const withDraftMarks = async (
  server: RestServer,
  namespace: string,
  signal?: AbortSignal,
): Promise<readonly ListedTable[]> => {
  const found = await listTablesOf(server, namespace, signal)
  const listed: ListedTable[] = []
  for (let at = 0; at < found.length; at += atOnce) {
    const some = found.slice(at, at + atOnce)
    const pointers = await Promise.all(some.map((identity) => load(server, identity, signal)))
    some.forEach((identity, i) => {
      const draft = pointers[i]?.draft
      if (draft !== undefined) listed.push({ ...identity, draft })
    })
  }
  return listed
}

/** Makes the changes of tables in one commit; throws MR3110 where one of them is not at its base any more. */
const send = async (server: RestServer, writes: readonly Write[]): Promise<void> => {
  for (const { identity, base } of writes)
    if (base === undefined) await makeNamespace(server, identity.namespace)
  const changes = writes.map(({ identity, base, next }) => ({
    identifier: pathOf(identity),
    ...restChange(base, next),
  }))
  const [first, second] = changes
  if (first === undefined) return
  const answer =
    second === undefined
      ? await server.commit(tablePath(first.identifier), first)
      : await server.commit('transactions/commit', { 'table-changes': changes })
  if (answer === 'done') return
  if (answer.conflict || (await haveMoved(server, writes))) throw lostRace(writes)
  throw failure('MR3284', { server: server.name, reason: answer.reason })
}

/**
 * New tables are made as empty drafts first: a transaction of the protocol only changes tables that exist. They stay
 * where it fails then. Dropping them could hit another writer, who goes on from them, just as our next attempt does.
 */
const sendTogether = async (server: RestServer, writes: readonly Write[]): Promise<void> => {
  const tables = writes.map(({ identity }) => printIdentity(identity))
  if (!(await server.commitsSeveral())) throw failure('MR3285', { server: server.name, tables })
  const based: Write[] = []
  for (const write of writes) {
    const base = write.base ?? emptyDraft(write.next)
    if (write.base === undefined) await send(server, [{ ...write, next: base }])
    based.push({ ...write, base })
  }
  await send(server, based)
}

/** The table as it is before its first snapshot. */
const emptyDraft = ({ metadata, metadataLocation }: TableVersion): TableVersion => {
  const { currentSnapshotId: _current, ...rest } = metadata
  return {
    metadataLocation,
    metadata: { ...rest, snapshots: [], snapshotLog: [], refs: {}, lastSequenceNumber: 0n },
    draft: true,
  }
}

/** Servers refuse with other reasons, too, what only another writer's commit has made impossible. */
const haveMoved = async (server: RestServer, writes: readonly Write[]): Promise<boolean> => {
  for (const { identity, base } of writes)
    if ((await load(server, identity))?.metadataLocation !== base?.metadataLocation) return true
  return false
}

const makeNamespace = async (server: RestServer, namespace: string): Promise<void> => {
  const all = levels(namespace)
  for (let depth = 1; depth <= all.length; depth++)
    await server.ask((catalog) => catalog.createNamespaceIfNotExists({ namespace: all.slice(0, depth) }))
}

/** The protocol drops by name alone: that the table is where we think it is can only be looked at before. */
const drop = async (server: RestServer, { identity, base }: TableMove): Promise<void> => {
  if (base === undefined) return
  const present = await load(server, identity)
  if (present?.metadataLocation !== base.metadataLocation) throw lostRace([{ identity }])
  await server.ask((catalog) => catalog.dropTable(pathOf(identity), { purge: false }))
}

const lostRace = (moves: readonly Pick<TableMove, 'identity'>[]): MillraceError => {
  const table = moves.map(({ identity }) => printIdentity(identity)).join(' or ')
  return failure('MR3110', { table }, { retryable: true })
}

const pathOf = ({ namespace, name }: TableIdentity) => ({ namespace: levels(namespace), name })

const tablePath = ({ namespace, name }: ReturnType<typeof pathOf>): string =>
  `namespaces/${namespace.map(encodeURIComponent).join('%1F')}/tables/${encodeURIComponent(name)}`
