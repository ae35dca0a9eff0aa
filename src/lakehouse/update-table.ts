import { MillraceError } from '../diagnostics/index.ts'
import type { TableIdentity, TableMove } from './catalogs/catalog.ts'
import type { TableMetadata } from './format/metadata.ts'
import { commitMoves, isUnknown } from './commit-moves.ts'
import type { Lakehouse } from './lakehouse.ts'
import { loadTableOrDraft, type Table } from './table.ts'
import { type MetadataFolder, openMetadataFolder, putMetadata } from './write/metadata-file.ts'
import { metadataLog } from './write/next-metadata.ts'

/** What becomes of a table whose metadata alone changes. */
export type MetadataUpdate =
  | { readonly kind: 'keep' }
  | { readonly kind: 'drop' }
  /** `lastUpdatedMs` and the metadata log are filled in. */
  | { readonly kind: 'change'; readonly metadata: TableMetadata }

/**
 * Changes the metadata of tables, all in one transaction with `also`: refs, schemas, properties, snapshots. `decide`
 * is asked again, with newer versions, where another writer was first. Returns the tables as they are afterwards.
 */
export const updateTables = async (
  lakehouse: Lakehouse,
  identities: readonly TableIdentity[],
  decide: (table: Table) => MetadataUpdate,
  options: { readonly also?: () => void; readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly Table[]> => {
  const { signal } = options
  const { turns } = lakehouse
  let turn = (await turns.wait(identities, signal)) ? await turns.take(identities, signal) : undefined
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await updateOnce(lakehouse, identities, decide, options)
      } catch (cause) {
        const lost = cause instanceof MillraceError && cause.diagnostic.code === 'MR3110'
        if (!lost || attempt >= 20) throw cause
      }
      turn ??= await turns.take(identities, signal)
    }
  } finally {
    turn?.[Symbol.dispose]()
  }
}

const updateOnce: typeof updateTables = async (lakehouse, identities, decide, options) => {
  const { also, signal } = options ?? {}
  const moves: TableMove[] = []
  const after: Table[] = []
  const folders: MetadataFolder[] = []
  try {
    for (const identity of identities) {
      const table = await loadTableOrDraft(lakehouse, identity, signal)
      if (table === undefined) continue
      const update = decide(table)
      if (update.kind === 'keep') after.push(table)
      if (update.kind === 'drop') moves.push({ identity, base: table, next: undefined })
      if (update.kind !== 'change') continue
      const folder = await openMetadataFolder(lakehouse, table.metadata.location, signal)
      folders.push(folder)
      const metadata = {
        ...update.metadata,
        lastUpdatedMs: Math.max(lakehouse.now(), table.metadata.lastUpdatedMs),
        metadataLog: metadataLog(table, update.metadata.properties),
      }
      const next = await putMetadata(lakehouse, table, metadata, folder)
      moves.push({ identity, base: table, next })
      after.push({ identity, ...next })
    }
    await commitMoves(lakehouse, moves, { also, hasLanded: () => haveLanded(lakehouse, moves) })
    return after
  } catch (cause) {
    if (!isUnknown(cause)) for (const folder of folders) await folder.discard()
    throw cause
  }
}

const haveLanded = async (lakehouse: Lakehouse, moves: readonly TableMove[]): Promise<boolean> => {
  for (const { identity, next } of moves) {
    const present = await loadTableOrDraft(lakehouse, identity)
    const versions =
      present === undefined
        ? []
        : [present.metadataLocation, ...present.metadata.metadataLog.map(({ metadataFile }) => metadataFile)]
    if (next === undefined ? present !== undefined : !versions.includes(next.metadataLocation)) return false
  }
  return true
}
