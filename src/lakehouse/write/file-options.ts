import { failure } from '../../diagnostics/index.ts'
import { sql, type Sql, trusted } from '../../sql/quote.ts'

/** How data files are compressed, and how large they become. */
export type FileOptions = {
  /** Options of COPY. */
  readonly compression: Sql
  /** Where a file is cut; absent: nowhere. */
  readonly targetBytes?: number
}

/**
 * What a table's properties say about its files: `write.parquet.compression-codec` and `-level`,
 * `write.target-file-size-bytes`. Instead of codecs that some engine cannot read zstd is used; sizes of row groups and
 * pages are the engine's own. Throws MR3127.
 */
export const fileOptions = (table: string, properties: Readonly<Record<string, string>>): FileOptions => {
  const refuse = (property: string, wanted: string) =>
    failure('MR3127', { table, property, value: properties[property] ?? '', wanted })
  const wholeNumber = (
    property: string,
    otherwise: number,
    [least, most]: readonly [number, number],
  ): number => {
    const text = properties[property] ?? String(otherwise)
    const value = Number(text)
    if (/^-?\d+$/.test(text) && value >= least && value <= most) return value
    throw refuse(property, `a whole number from ${least} to ${most}`)
  }
  const codec = codecs.find(({ name }) => name === (properties[codecProperty] ?? 'zstd').toLowerCase())
  if (codec === undefined) throw refuse(codecProperty, `one of ${codecs.map(({ name }) => name).join(', ')}`)
  // Measured: zstd at level 1 takes a tenth longer than snappy, reads as fast and needs a quarter of the bytes.
  const level =
    codec.option === 'zstd'
      ? sql`, COMPRESSION_LEVEL ${wholeNumber('write.parquet.compression-level', 1, [-7, 22])}`
      : sql``
  return {
    compression: sql`COMPRESSION ${trusted(codec.option)}${level}`,
    targetBytes: wholeNumber('write.target-file-size-bytes', 512 * 1024 * 1024, [1, Number.MAX_SAFE_INTEGER]),
  }
}

const codecProperty = 'write.parquet.compression-codec'

// Tried: Trino 476 reads no file of lz4 or brotli, Spark 3.5 none of brotli, and lzo is not written here.
const codecs = [
  { name: 'zstd', option: 'zstd' },
  { name: 'snappy', option: 'snappy' },
  { name: 'gzip', option: 'gzip' },
  { name: 'uncompressed', option: 'uncompressed' },
  ...(['lz4', 'brotli', 'lzo'] as const).map((name) => ({ name, option: 'zstd' }) as const),
] as const
