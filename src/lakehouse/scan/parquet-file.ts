import { failure, MillraceError } from '../../diagnostics/index.ts'
import type { DataFile } from '../format/data-file.ts'
import { type ParquetColumn, parquetColumns } from '../format/parquet-schema.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { fromLocation } from '../location.ts'

// Enough for the metadata of most files, so that one read does.
const tailLength = 16_384

/** The columns of a Parquet file, as it has them itself. Throws MR3132 where it is damaged, MR3115 where it is gone. */
export const readColumns = async (
  lakehouse: Lakehouse,
  file: DataFile,
  signal: AbortSignal | undefined,
): Promise<readonly ParquetColumn[]> => {
  const known = lakehouse.cache.columns.get(file.path)
  if (known !== undefined) return known
  const metadata = await readMetadata(lakehouse, file, signal)
  const columns = parse(file.path, metadata)
  lakehouse.cache.columns.set(file.path, columns, 2 * metadata.length)
  return columns
}

/** A Parquet file ends with its metadata, the length of that, and a mark. */
const readMetadata = async (
  { storage }: Lakehouse,
  file: DataFile,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> => {
  const path = await fromLocation(storage, file.path)
  const sizeBytes = Number(file.fileSizeBytes)
  const last = async (length: number): Promise<Buffer> => {
    const offset = Math.max(0, sizeBytes - length)
    const bytes = await storage
      .readRange(path, offset, sizeBytes - offset, signal)
      .catch((cause: unknown) => {
        if (!(cause instanceof MillraceError) || cause.diagnostic.code !== 'MR3004') throw cause
        throw failure('MR3115', { path: storage.location(path) }, { cause })
      })
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }
  const tail = await last(tailLength)
  const mark = tail.subarray(-4).toString('latin1')
  if (tail.length < 12 || mark !== 'PAR1')
    throw damaged(file.path, mark === 'PARE' ? 'it is encrypted' : 'it does not end as a Parquet file does')
  const length = tail.readUInt32LE(tail.length - 8) + 8
  if (length > sizeBytes) throw damaged(file.path, 'it is cut short')
  const whole = length <= tail.length ? tail.subarray(-length) : await last(length)
  return whole.subarray(0, -8)
}

const parse = (path: string, metadata: Uint8Array): readonly ParquetColumn[] => {
  try {
    return parquetColumns(metadata)
  } catch (cause) {
    throw damaged(path, cause instanceof Error ? cause.message : String(cause))
  }
}

const damaged = (path: string, reason: string) => failure('MR3132', { path, reason })
