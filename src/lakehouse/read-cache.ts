import { type BoundedCache, boundedCache } from '../base/bounded-cache.ts'
import type { LoadedEntry } from './format/data-file.ts'
import type { ParquetColumn } from './format/parquet-schema.ts'

/** What was read from files that never change, by location, as far as this process has room for it. */
export type ReadCache = {
  readonly manifests: BoundedCache<readonly LoadedEntry[]>
  /** Columns of Parquet files. */
  readonly columns: BoundedCache<readonly ParquetColumn[]>
  /** Parquet files that are known to have field ids. */
  readonly withIds: BoundedCache<true>
}

// In bytes, roughly: an entry of a manifest file takes about one kilobyte, and the block that it stands in.
export const openReadCache = (): ReadCache => ({
  manifests: boundedCache(192 * 2 ** 20),
  columns: boundedCache(32 * 2 ** 20),
  withIds: boundedCache(16 * 2 ** 20),
})
