import type { SingleValue } from './value.ts'

/** A value of a partition field; null where the source is null. */
export type PartitionValue = SingleValue | null

type BytesById = ReadonlyMap<number, Uint8Array>
type CountById = ReadonlyMap<number, bigint>

/** One file of rows, or of deletes, as a manifest file describes it. Statistics are by field id. */
export type DataFile = {
  /** 0 data, 1 position deletes, 2 equality deletes. */
  readonly content: number
  readonly path: string
  readonly format: string
  /** In the order of the fields of the partition spec. */
  readonly partition: readonly PartitionValue[]
  readonly recordCount: bigint
  readonly fileSizeBytes: bigint
  readonly columnSizes: CountById
  readonly valueCounts: CountById
  readonly nullValueCounts: CountById
  readonly nanValueCounts: CountById
  readonly lowerBounds: BytesById
  readonly upperBounds: BytesById
  readonly splitOffsets?: readonly bigint[]
  readonly equalityIds?: readonly number[]
  readonly sortOrderId?: number
  /** Location of the only data file that a file of position deletes is about. */
  readonly referencedDataFile?: string
}

export type ManifestEntry = {
  readonly status: 'existing' | 'added' | 'deleted'
  /** Absent in an added entry: it is the manifest file's own. */
  readonly snapshotId?: bigint
  readonly sequenceNumber?: bigint
  readonly fileSequenceNumber?: bigint
  readonly file: DataFile
}

/** An entry as it was read, with what it inherits. */
export type LoadedEntry = ManifestEntry & { readonly snapshotId: bigint; readonly sequenceNumber: bigint }
