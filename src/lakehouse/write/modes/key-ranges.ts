import type { Connection } from '../../../engines/index.ts'
import { join, literal, type Sql, sql } from '../../../sql/quote.ts'
import { deserialize } from '../../format/bounds.ts'
import { toDuckdbType } from '../../format/duckdb-type.ts'
import { type Field, isPrimitive, type PrimitiveType } from '../../format/iceberg-type.ts'
import { type SingleValue, valueFromText } from '../../format/value.ts'
import type { ColumnPredicate } from '../../scan/predicate.ts'
import type { PlannedFile } from '../../scan/scan-file.ts'
import { valueSql } from '../../scan/value-sql.ts'

/** A stored column that a match needs to equal a value of the new row, which is of the same kind of type. */
export type MergeKey = {
  readonly field: Field
  readonly type: PrimitiveType
  /** Over "new". */
  readonly value: Sql
}

/**
 * The key of an equality; undefined where the engine would convert stored values to compare them, or knows equal values
 * that no bound covers: then it tells nothing about files.
 */
export const mergeKey = (
  field: Field,
  value: Sql,
  valueType: PrimitiveType | undefined,
): MergeKey | undefined => {
  const { type } = field
  if (!isPrimitive(type) || valueType === undefined || !isOneKind(type, valueType)) return undefined
  return { field, type, value }
}

const isOneKind = (stored: PrimitiveType, fresh: PrimitiveType): boolean => {
  switch (stored.kind) {
    case 'int':
    case 'long':
      return fresh.kind === 'int' || fresh.kind === 'long'
    case 'float':
    case 'double':
      return false
    case 'decimal':
      return fresh.kind === 'decimal' && stored.precision === fresh.precision && stored.scale === fresh.scale
    default:
      return stored.kind === fresh.kind
  }
}

const mostListed = 256

type Found = {
  readonly predicates: readonly ColumnPredicate[]
  /** False where files may be told apart better than by the predicates. */
  readonly isExact: boolean
}

/** What holds of every stored row that equals one of `fresh`, rows that stand after FROM, in a key. */
export const keyPredicates = async (
  connection: Connection,
  fresh: Sql,
  key: MergeKey,
  signal: AbortSignal | undefined,
): Promise<Found> => {
  const value = keyValue(key)
  const [known] = await connection.rows(
    sql`SELECT ${textOf(key.type, sql`min(${value})`)} AS "least", ${textOf(key.type, sql`max(${value})`)} AS "greatest", approx_count_distinct(${value}) AS "values" FROM ${fresh} AS "new"`,
    signal,
  )
  const column = key.field.name
  const { least, greatest, values } = known ?? {}
  if (typeof least !== 'string' || typeof greatest !== 'string')
    return { predicates: [{ column, op: 'in', values: [] }], isExact: true }
  if (Number(values) <= 2 * mostListed) {
    const listed = await listValues(connection, fresh, key, signal)
    if (listed !== undefined) return { predicates: [{ column, op: 'in', values: listed }], isExact: true }
  }
  // Nobody agrees on the order of uuids.
  if (key.type.kind === 'uuid') return { predicates: [], isExact: false }
  const bound = (op: '>=' | '<=', text: string): readonly ColumnPredicate[] => {
    const parsed = valueFromText(key.type, text)
    return parsed === undefined ? [] : [{ column, op, value: parsed }]
  }
  return { predicates: [...bound('>=', least), ...bound('<=', greatest)], isExact: false }
}

const listValues = async (
  connection: Connection,
  fresh: Sql,
  key: MergeKey,
  signal: AbortSignal | undefined,
): Promise<readonly SingleValue[] | undefined> => {
  const text = textOf(key.type, keyValue(key))
  const rows = await connection.rows(
    sql`SELECT DISTINCT ${text} AS "value" FROM ${fresh} AS "new" WHERE ${keyValue(key)} IS NOT NULL LIMIT ${mostListed + 1}`,
    signal,
  )
  if (rows.length > mostListed) return undefined
  const values = rows.flatMap((row) => valueFromText(key.type, String(row['value'])) ?? [])
  return values.length === rows.length ? values : undefined
}

// A number that the column cannot hold equals none of its values.
const keyValue = ({ type, value }: MergeKey): Sql => sql`TRY_CAST(${value} AS ${toDuckdbType(type)})`

const textOf = (type: PrimitiveType, value: Sql): Sql =>
  type.kind === 'binary' || type.kind === 'fixed' ? sql`hex(${value})` : sql`CAST(${value} AS VARCHAR)`

/**
 * Those of the files between whose bounds of a key there is a value of `fresh`. Ranges of all values do not tell that
 * where they lie in several places, such as old rows that change and new ones that come behind the last.
 */
export const filesWithKeys = async (
  connection: Connection,
  fresh: Sql,
  request: { readonly key: MergeKey; readonly files: readonly PlannedFile[]; readonly temporary: Sql },
  signal: AbortSignal | undefined,
): Promise<readonly PlannedFile[]> => {
  const { key, files, temporary } = request
  const bounded = files.flatMap((file, place) => {
    const lower = boundSql(key.type, file.file.lowerBounds.get(key.field.id))
    const upper = boundSql(key.type, file.file.upperBounds.get(key.field.id))
    return lower === undefined || upper === undefined ? [] : [{ file, place, lower, upper }]
  })
  if (bounded.length === 0) return files
  const value = comparable(key.type, keyValue(key))
  const parts = Array.from({ length: Math.ceil(bounded.length / 1000) }, (_, i) =>
    bounded.slice(i * 1000, (i + 1) * 1000),
  )
  // From a table and not from the values: of those the engine does not know how many they are, and compares all pairs.
  const selects = parts.map(
    (part) =>
      sql`SELECT unnest([${part.map(({ place }) => sql`${place}`)}]) AS "place", unnest([${part.map(({ lower }) => lower)}]) AS "lower", unnest([${part.map(({ upper }) => upper)}]) AS "upper"`,
  )
  await connection.run(sql`CREATE TEMP TABLE ${temporary} AS ${join(selects, ' UNION ALL ')}`, signal)
  try {
    const rows = await connection.rows(
      sql`SELECT "files"."place" AS "place" FROM ${temporary} AS "files" ASOF JOIN (SELECT ${value} AS "value" FROM ${fresh} AS "new" WHERE ${value} IS NOT NULL) AS "keys" ON "files"."lower" <= "keys"."value" WHERE "keys"."value" <= "files"."upper"`,
      signal,
    )
    const found = new Set(rows.map((row) => Number(row['place'])))
    const excluded = new Set(bounded.flatMap(({ file, place }) => (found.has(place) ? [] : [file])))
    return files.filter((file) => !excluded.has(file))
  } finally {
    await connection.run(sql`DROP TABLE IF EXISTS ${temporary}`)
  }
}

// Bounds of text are bytes, and may end within a character.
const comparable = (type: PrimitiveType, value: Sql): Sql =>
  type.kind === 'string' ? sql`encode(${value})` : value

const boundSql = (type: PrimitiveType, bytes: Uint8Array | undefined): Sql | undefined => {
  if (bytes === undefined || type.kind === 'uuid') return undefined
  if (type.kind === 'string') return sql`from_hex(${literal(Buffer.from(bytes).toString('hex'))})`
  const value = deserialize(type, bytes)
  return value === undefined ? undefined : valueSql(type, value)
}
