import type { DataFile } from '../format/data-file.ts'
import type { TypedPartitionField } from '../format/partition-avro.ts'

/** A live file of a snapshot, as its manifest file has it. */
export type ScanFile = {
  readonly file: DataFile
  readonly specId: number
  readonly partition: readonly TypedPartitionField[]
  readonly sequenceNumber: bigint
  /** The snapshot that added it. */
  readonly snapshotId: bigint
}

/** A file that says which rows of data files are deleted. */
export type DeleteFile = ScanFile & {
  readonly kind: 'positions' | 'equality'
  /** The partition that the deletes are about; absent where they are about the whole table. */
  readonly scope?: string
}

/** A data file that a scan reads, with the deletes that may take rows out of it. */
export type PlannedFile = ScanFile & { readonly deletes: readonly DeleteFile[] }

/** A file with its path on this machine. */
export type Located<F extends ScanFile> = F & { readonly localPath: string }
