import { type Address, namesDataset } from '../address.ts'
import { contentHash } from '../base/stable-json.ts'
import { type Depot, datasetPath } from '../depots/index.ts'
import { type Lakehouse, listTables, tableOnBranch } from '../lakehouse/index.ts'

/**
 * The version that a dataset has now: a table's snapshot id, or the fingerprint of a folder's files (path, size, time
 * of the last change). Of a collection or a depot: that of all it holds. Undefined where there is nothing.
 */
export const datasetVersion = async (
  address: Address,
  depot: Depot,
  { lakehouse, branch }: { readonly lakehouse: Lakehouse; readonly branch: string },
  signal?: AbortSignal,
): Promise<string | undefined> => {
  switch (depot.kind) {
    case 'file': {
      const files = await depot.storage.list(datasetPath(address), signal)
      return files.length === 0
        ? undefined
        : contentHash(files.map(({ path, sizeBytes, modifiedAtMs }) => [path, sizeBytes, modifiedAtMs]))
    }
    case 'lakehouse': {
      if (namesDataset(address)) {
        const identity = { namespace: address.collection, name: address.dataset }
        return (await tableOnBranch(lakehouse, identity, branch, signal))?.version
      }
      const tables = await listTables(lakehouse, address.collection, signal)
      const versions: unknown[] = []
      for (const identity of tables)
        versions.push([identity, (await tableOnBranch(lakehouse, identity, branch, signal))?.version])
      return versions.length === 0 ? undefined : contentHash(versions)
    }
  }
}
