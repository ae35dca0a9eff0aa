import { MalformedMetadata } from './json-reader.ts'
import { memberRanges, type MemberRange, structsOfList } from './thrift.ts'

/**
 * The metadata of a Parquet file without the annotation of 32-bit integers, which says what they are without it.
 * DuckDB writes it, no other engine does, and Iceberg's vectorised reader, that of Spark, fails where such a column is
 * a long by now. Source: Apache Parquet format, parquet.thrift; Iceberg table spec, "Appendix A: Parquet".
 * Throws MalformedMetadata.
 */
export const withPlainInts = (metadata: Uint8Array): Uint8Array => {
  const schema = memberRanges(metadata, 0).members.find(({ id }) => id === schemaMember)
  if (schema === undefined) throw new MalformedMetadata('it has no Parquet columns')
  const parts: Uint8Array[] = []
  let kept = 0
  for (const place of structsOfList(metadata, schema.value)) {
    const { members } = memberRanges(metadata, place)
    const at = members.findIndex((member) => isIntAnnotation(metadata, member))
    const annotation = members[at]
    if (annotation === undefined) continue
    parts.push(metadata.subarray(kept, annotation.begin))
    kept = annotation.end
    // Members are numbered from the one before.
    const next = members[at + 1]
    if (next === undefined || next.value !== next.begin + 1) continue
    parts.push(Uint8Array.of(((next.id - (members[at - 1]?.id ?? 0)) << 4) | next.type))
    kept = next.value
  }
  return Buffer.concat([...parts, metadata.subarray(kept)])
}

const schemaMember = 2
const convertedType = 6
/** INT_32, as a number is written: twice its value. */
const int32 = 2 * 17

const isIntAnnotation = (bytes: Uint8Array, { id, value, end }: MemberRange): boolean =>
  id === convertedType && end === value + 1 && bytes[value] === int32
