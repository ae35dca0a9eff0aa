import type { Connection } from '../../../engines/index.ts'
import { type Sql, sql } from '../../../sql/quote.ts'
import type { SchemaField, SchemaType } from '../functions/parts/spark-schema.ts'

/** The fields of all documents as Spark infers them, sorted by name at every level. */
export const inferJsonFields = async (
  documents: Sql,
  primitivesAsString: boolean,
  connection: Connection,
  signal?: AbortSignal,
): Promise<readonly SchemaField[]> => {
  const [row] = await connection.rows(
    sql`SELECT CAST(json_group_structure(document) AS VARCHAR) AS structure FROM ${documents}`,
    signal,
  )
  const text = row?.['structure']
  const type = typeof text === 'string' ? typeOf(JSON.parse(text), primitivesAsString) : undefined
  return type?.kind === 'struct' ? type.fields : []
}

/** Undefined for a struct without fields, which Spark leaves out. */
const typeOf = (structure: unknown, primitivesAsString: boolean): SchemaType | undefined => {
  if (typeof structure === 'string')
    return { kind: 'plain', type: primitivesAsString ? 'VARCHAR' : plainType(structure) }
  if (Array.isArray(structure)) {
    const element = typeOf(structure[0] ?? 'NULL', primitivesAsString)
    return element === undefined ? undefined : { kind: 'list', element }
  }
  if (typeof structure !== 'object' || structure === null) return undefined
  const fields = Object.entries(structure)
    .flatMap(([name, inner]): readonly SchemaField[] => {
      const type = typeOf(inner, primitivesAsString)
      return type === undefined ? [] : [{ name, type }]
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return fields.length === 0 ? undefined : { kind: 'struct', fields }
}

const plainType = (type: string): string => {
  switch (type) {
    case 'UBIGINT':
    case 'BIGINT':
      return 'BIGINT'
    case 'HUGEINT':
    case 'UHUGEINT':
      return 'DECIMAL(38,0)'
    case 'DOUBLE':
    case 'BOOLEAN':
      return type
    default:
      // Only NULLs, or values of several kinds, which Spark reads as their text.
      return 'VARCHAR'
  }
}
