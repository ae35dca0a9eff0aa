import { listManifests, loadManifest } from '../../src/lakehouse/files.ts'
import { type Lakehouse, loadTableOrDraft } from '../../src/lakehouse/index.ts'
import { fromLocation } from '../../src/lakehouse/location.ts'

/**
 * The files of a warehouse against what its tables need: metadata files of the log, manifest lists, manifests and data
 * files of all snapshots. Orphans are those that no table needs.
 */
export const files = async (
  lakehouse: Lakehouse,
): Promise<{ readonly missing: readonly string[]; readonly orphans: readonly string[] }> => {
  const needed = new Set<string>()
  const need = async (location: string) => needed.add(await fromLocation(lakehouse.storage, location))
  for (const identity of await lakehouse.catalog.list()) {
    const table = await loadTableOrDraft(lakehouse, identity)
    if (table === undefined) continue
    await need(table.metadataLocation)
    for (const { metadataFile } of table.metadata.metadataLog) await need(metadataFile)
    for (const { snapshotId, manifestList } of table.metadata.snapshots) {
      await need(manifestList)
      for (const listed of await listManifests(lakehouse, table, String(snapshotId))) {
        const path = await fromLocation(lakehouse.storage, listed.path)
        if (needed.has(path)) continue
        needed.add(path)
        for (const { status, file } of (await loadManifest(lakehouse, table, listed)).entries)
          if (status !== 'deleted') await need(file.path)
      }
    }
  }
  const stored = new Set((await lakehouse.storage.list('')).map(({ path }) => path))
  return {
    missing: [...needed].filter((path) => !stored.has(path)),
    orphans: [...stored].filter((path) => !needed.has(path)),
  }
}
