import type { Connection } from '../../../engines/index.ts'
import { literal, type Sql, sql } from '../../../sql/quote.ts'
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
  return type?.kind === 'struct' ? widenIntegers(type.fields, documents, connection, signal) : []
}

/**
 * Whole numbers beyond 64 bits are decimals in Spark; DuckDB's structure does not tell them from the others. Only a
 * document that holds so many digits in a row makes this look at the columns.
 */
const widenIntegers = async (
  fields: readonly SchemaField[],
  documents: Sql,
  connection: Connection,
  signal?: AbortSignal,
): Promise<readonly SchemaField[]> => {
  const whole = fields.filter(
    ({ type }) => type.kind === 'plain' && ['BIGINT', 'DECIMAL(38,0)'].includes(type.type),
  )
  if (whole.length === 0) return fields
  const digits = whole.map(({ name }) => {
    const value = sql`json_extract_string(document, ${literal(pointerTo(name))})`
    return sql`max(length(ltrim(CASE WHEN TRY_CAST(${value} AS BIGINT) IS NULL THEN ${value} END, '-')))`
  })
  const { rows } = await connection.table(
    sql`SELECT ${digits} FROM ${documents} WHERE regexp_matches(CAST(document AS VARCHAR), '[0-9]{19}')`,
    signal,
  )
  const widths = new Map(whole.map(({ name }, i) => [name, Number(rows[0]?.[i] ?? 0)]))
  return fields.map((field) => {
    const width = widths.get(field.name) ?? 0
    return width === 0
      ? field
      : { name: field.name, type: { kind: 'plain', type: `DECIMAL(${Math.max(20, width)},0)` } }
  })
}

const pointerTo = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`

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
