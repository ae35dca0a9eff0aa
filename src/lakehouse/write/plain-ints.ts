import { open } from 'node:fs/promises'
import { Bug } from '../../base/bug.ts'
import type { DataFile } from '../format/data-file.ts'
import { withPlainInts } from '../format/plain-ints.ts'
import type { Field } from '../format/iceberg-type.ts'
import { allFields } from '../format/schema.ts'

type WrittenFile = DataFile & { readonly file: string }

/** Takes the annotation of 32-bit integers out of files that the engine has just written, where columns are such. */
export const plainInts = async (
  files: readonly WrittenFile[],
  fields: readonly Field[],
): Promise<readonly WrittenFile[]> => {
  if (!allFields(fields).some(({ field }) => field.type.kind === 'int')) return files
  const plain: WrittenFile[] = []
  for (const file of files) plain.push({ ...file, fileSizeBytes: BigInt(await rewriteFooter(file)) })
  return plain
}

// A Parquet file ends with its metadata, the length of them, and four letters.
const tailBytes = 8
const usualBytes = 64 * 1024

const rewriteFooter = async ({ file, fileSizeBytes }: WrittenFile): Promise<number> => {
  await using handle = await open(file, 'r+')
  const size = Number(fileSizeBytes)
  const read = async (length: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(length)
    const { bytesRead } = await handle.read(bytes, 0, length, size - length)
    if (bytesRead !== length) throw new Bug(`${file} is shorter than DuckDB said`)
    return bytes
  }
  let end = await read(Math.min(size, usualBytes))
  const length = end.readUInt32LE(end.length - tailBytes)
  if (length + tailBytes > end.length) end = await read(length + tailBytes)
  const metadata = end.subarray(end.length - tailBytes - length, end.length - tailBytes)
  const plain = withPlainInts(metadata)
  if (plain.length === length) return size
  const tail = Buffer.from(end.subarray(end.length - tailBytes))
  tail.writeUInt32LE(plain.length)
  const begin = size - tailBytes - length
  await handle.write(Buffer.concat([plain, tail]), 0, plain.length + tailBytes, begin)
  await handle.truncate(begin + plain.length + tailBytes)
  return begin + plain.length + tailBytes
}
