import { listManifests, loadManifest } from '../../src/lakehouse/files.ts'
import { type Lakehouse, loadTableOrDraft } from '../../src/lakehouse/index.ts'
import { fromLocation } from '../../src/lakehouse/location.ts'

/**
 * The files of a warehouse against what its tables need: metadata files of the log, manifest lists, manifests and data
 * files of all snapshots. Orphans are those that no table needs, but for metadata from before the log begins.
 */
export const files = async (
  lakehouse: Lakehouse,
): Promise<{ readonly missing: readonly string[]; readonly orphans: readonly string[] }> => {
  const needed = new Set<string>()
  const oldest = new Map<string, string>()
  const need = async (location: string): Promise<string> => {
    const path = await fromLocation(lakehouse.storage, location)
    needed.add(path)
    return path
  }
  for (const identity of await lakehouse.catalog.list()) {
    const table = await loadTableOrDraft(lakehouse, identity)
    if (table === undefined) continue
    const { metadataLog, snapshots } = table.metadata
    for (const location of [...metadataLog.map(({ metadataFile }) => metadataFile), table.metadataLocation]) {
      const path = await need(location)
      const folder = path.slice(0, path.lastIndexOf('/'))
      oldest.set(folder, oldest.get(folder) ?? path)
    }
    for (const { snapshotId, manifestList } of snapshots) {
      await need(manifestList)
      for (const listed of await listManifests(lakehouse, table, String(snapshotId))) {
        if (needed.has(await fromLocation(lakehouse.storage, listed.path))) continue
        await need(listed.path)
        for (const { status, file } of (await loadManifest(lakehouse, table, listed)).entries)
          if (status !== 'deleted') await need(file.path)
      }
    }
  }
  const isBeforeLog = (path: string) =>
    path.endsWith('.metadata.json') && path < (oldest.get(path.slice(0, path.lastIndexOf('/'))) ?? '')
  const stored = new Set((await lakehouse.storage.list('')).map(({ path }) => path))
  return {
    missing: [...needed].filter((path) => !stored.has(path)),
    orphans: [...stored].filter((path) => !needed.has(path) && !isBeforeLog(path)),
  }
}
