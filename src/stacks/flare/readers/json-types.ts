import type { Connection } from '../../../engines/index.ts'
import { literal, type Sql, sql } from '../../../sql/quote.ts'
import type { SchemaField, SchemaType } from '../functions/parts/spark-schema.ts'

type InferredJson =
  | { readonly kind: 'fields'; readonly fields: readonly SchemaField[]; readonly hasBlanks: boolean }
  /** What Spark makes of the documents is not known here. */
  | { readonly kind: 'odd'; readonly reason: string }

type Inference = { readonly primitivesAsString: boolean; readonly dropsNulls: boolean }

/**
 * The fields of all documents as Spark infers them, sorted by name at every level. An empty text is a value of any
 * type, NULL where it is no text: `hasBlanks` where that is so.
 */
export const inferJsonFields = async (
  documents: Sql,
  inference: Inference,
  connection: Connection,
  signal?: AbortSignal,
): Promise<InferredJson> => {
  const plain = sql`CAST(document AS VARCHAR)`
  // After a colon or a bracket it is a value, and after a comma unless a colon follows: twice, for one between two others.
  const inList = (text: Sql) => sql`regexp_replace(${text}, '(,\\s*)""(\\s*[,\\]])', '\\1null\\2', 'g')`
  const blanked = sql`CASE WHEN contains(${plain}, '""') THEN
    CAST(${inList(inList(sql`regexp_replace(${plain}, '([:\\[]\\s*)""', '\\1null', 'g')`))} AS JSON) ELSE document END`
  const [row] = await connection.rows(
    sql`SELECT CAST(json_group_structure(document) AS VARCHAR) AS whole, CAST(json_group_structure(${blanked}) AS VARCHAR) AS structure,
      bool_or(regexp_matches(${plain}, '[\\[:,]\\s*[{]\\s*[}]')) AS empties FROM ${documents}`,
    signal,
  )
  const typesIn = (text: unknown, how: Inference): readonly SchemaField[] => {
    const type = typeof text === 'string' ? typeOf(JSON.parse(text), how) : undefined
    return type?.kind === 'struct' ? type.fields : []
  }
  const found = typesIn(row?.['structure'], inference)
  const kept = { ...inference, dropsNulls: false }
  const [before, after] = [typesIn(row?.['whole'], kept), typesIn(row?.['structure'], kept)]
  const hasBlanks = JSON.stringify(before) !== JSON.stringify(after)
  if (hasBlanks && JSON.stringify(before.flatMap(listsIn)) !== JSON.stringify(after.flatMap(listsIn)))
    return { kind: 'odd', reason: 'has empty texts in an array whose other values are of another type' }
  // To the engine an object without fields is like values of several kinds; to Spark it is nothing.
  const empty =
    row?.['empties'] === true ? await emptyFields(row['structure'], documents, connection, signal) : []
  if (empty === undefined)
    return {
      kind: 'odd',
      reason: 'has objects without fields inside of others, beside values of several kinds',
    }
  const fields = found.filter(({ name }) => !empty.includes(name))
  return { kind: 'fields', fields: await widenIntegers(fields, documents, connection, signal), hasBlanks }
}

/** The lists in a field, at any depth, each as a text. */
const listsIn = ({ name, type }: SchemaField): readonly string[] => {
  if (type.kind === 'list') return [`${name} ${JSON.stringify(type)}`]
  return type.kind === 'struct'
    ? type.fields.flatMap((field) => listsIn(field).map((list) => `${name}.${list}`))
    : []
}

/** Fields that hold nothing but objects without fields; undefined where such objects may be elsewhere, too. */
const emptyFields = async (
  structure: unknown,
  documents: Sql,
  connection: Connection,
  signal?: AbortSignal,
): Promise<readonly string[] | undefined> => {
  const parsed: unknown = typeof structure === 'string' ? JSON.parse(structure) : undefined
  const members: readonly (readonly [string, unknown])[] =
    typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
  if (members.some(([, inner]) => typeof inner !== 'string' && JSON.stringify(inner).includes('"JSON"')))
    return undefined
  const mixed = members.flatMap(([name, inner]) => (inner === 'JSON' ? [name] : []))
  if (mixed.length === 0) return []
  const onlyEmpty = mixed.map((name) => {
    const value = sql`json_extract(document, ${literal(pointerTo(name))})`
    return sql`bool_and(json_type(${value}) = 'NULL' OR json_type(${value}) = 'OBJECT' AND len(json_keys(${value})) = 0)`
  })
  const { rows } = await connection.table(sql`SELECT ${onlyEmpty} FROM ${documents}`, signal)
  return mixed.filter((_, i) => rows[0]?.[i] === true)
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

/** Undefined for a struct without fields, which Spark leaves out, and for one of NULLs where those are left out, too. */
const typeOf = (structure: unknown, inference: Inference): SchemaType | undefined => {
  if (structure === 'NULL' && inference.dropsNulls) return undefined
  if (typeof structure === 'string')
    return { kind: 'plain', type: inference.primitivesAsString ? 'VARCHAR' : plainType(structure) }
  if (Array.isArray(structure)) {
    const element = typeOf(structure[0] ?? 'NULL', inference)
    return element === undefined ? undefined : { kind: 'list', element }
  }
  if (typeof structure !== 'object' || structure === null) return undefined
  const fields = Object.entries(structure)
    .flatMap(([name, inner]): readonly SchemaField[] => {
      const type = typeOf(inner, inference)
      // Spark has no field without a name.
      return type === undefined || name === '' ? [] : [{ name, type }]
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
