import type { TableMove } from './catalogs/catalog.ts'
import type { Lakehouse } from './lakehouse.ts'
import { fromLocation } from './location.ts'
import { sharesFiles } from './maintenance/table-property.ts'

/**
 * Deletes the metadata files that fell out of the log of earlier versions with these moves, where a table's property
 * `write.metadata.delete-after-commit.enabled` asks for it. Only after the pointers moved: until then one of them could
 * still be what readers open. Best effort, since the commit stands; what stays is found by `table clean`. A catalog on
 * a server writes the metadata itself, and keeps that log.
 */
export const removeOldMetadata = async (
  { catalog, storage }: Lakehouse,
  moves: readonly TableMove[],
): Promise<void> => {
  if (!catalog.transactional) return
  for (const location of moves.flatMap(droppedFromLog))
    await fromLocation(storage, location)
      .then((path) => storage.delete(path))
      .catch(() => undefined)
}

const droppedFromLog = ({ base, next }: TableMove): readonly string[] => {
  if (base === undefined || next === undefined || sharesFiles(next)) return []
  if (next.metadata.properties['write.metadata.delete-after-commit.enabled']?.toLowerCase() !== 'true')
    return []
  const kept = new Set([next.metadataLocation, ...filesOf(next.metadata)])
  return [...filesOf(base.metadata), base.metadataLocation].filter((location) => !kept.has(location))
}

const filesOf = ({ metadataLog }: NonNullable<TableMove['base']>['metadata']): readonly string[] =>
  metadataLog.map(({ metadataFile }) => metadataFile)
