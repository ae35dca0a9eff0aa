import { failure } from '../../../diagnostics/index.ts'
import type { Connection, EngineColumn } from '../../../engines/index.ts'
import { literal, type Sql, sql } from '../../../sql/quote.ts'
import { typeOfColumn } from '../../../sql/spark/parse/read-type.ts'
import type { SparkType } from '../../../sql/spark/spark-types/spark-type.ts'

/** A file that stands for all that have these columns, with the types that Spark reads, in the engine's spelling. */
export type ParquetLayout = { readonly path: string; readonly columns: readonly EngineColumn[] }

/**
 * The different layouts among the files: that of the first file first, the others by name, as Spark goes through them.
 * Throws MR3231 for what Spark does not read, or reads otherwise.
 */
export const parquetLayouts = async (
  files: readonly string[],
  connection: Connection,
  signal?: AbortSignal,
): Promise<readonly ParquetLayout[]> => {
  const list = sql`[${files.map(literal)}]`
  // Whether a value may be NULL makes no difference, whether there are many of them does.
  const facts = sql`concat_ws(' ', name, coalesce(type, '-'), coalesce(type_length, '-'), coalesce(num_children, 0),
    repetition_type = 'REPEATED', coalesce(converted_type, '-'), coalesce(scale, 0), coalesce("precision", 0), coalesce(logical_type, '-'))`
  const rows = await connection.rows(
    sql`SELECT min(file_name) AS path FROM (SELECT file_name, string_agg(${facts}, chr(10) ORDER BY column_id) AS layout
      FROM parquet_schema(${list}) WHERE column_id > 0 GROUP BY file_name) GROUP BY layout
      ORDER BY bool_or(file_name = ${literal(files[0] ?? '')}) DESC, path`,
    signal,
  )
  const layouts: ParquetLayout[] = []
  for (const row of rows) layouts.push(await layoutOf(String(row['path']), connection, signal))
  await refuseOtherMeaning(list, connection, signal)
  return layouts
}

const refusal = (path: string, reason: string, next: string) => failure('MR3231', { path, reason, next })

const layoutOf = async (
  path: string,
  connection: Connection,
  signal: AbortSignal | undefined,
): Promise<ParquetLayout> => {
  const described = await connection.describe(
    sql`SELECT * FROM read_parquet(${literal(path)}, hive_partitioning = false)`,
    signal,
  )
  const nodes = await connection.rows(
    sql`SELECT name, type, num_children AS children, logical_type AS logical, duckdb_type AS known
      FROM parquet_schema(${literal(path)}) WHERE column_id > 0 ORDER BY column_id`,
    signal,
  )
  const tops = topColumns(nodes)
  const names = tops.map(({ name }) => name.toLowerCase())
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw refusal(path, `has the column ${twice} twice, letter case aside`, 'rename one of them in the file')
  const columns = described.map((column, i) => {
    const leaves = tops[i]?.leaves ?? []
    const type = leaves.some(isUnreadable) ? undefined : sparkTypeOf(column.type, leaves)
    if (type === undefined)
      throw refusal(
        path,
        `has the column "${column.name}" of a type that Spark does not read (${column.type})`,
        'write it as another type into the file',
      )
    return { name: column.name, type }
  })
  return { path, columns }
}

type Leaf = { readonly type: string; readonly logical: string; readonly known: string }
type Top = { readonly name: string; readonly leaves: readonly Leaf[] }

/** The columns of a schema that stands there as a list of its nodes, each before its children. */
const topColumns = (nodes: readonly Readonly<Record<string, unknown>>[]): readonly Top[] => {
  const tops: { name: string; leaves: Leaf[] }[] = []
  let open = 0
  for (const node of nodes) {
    const text = (key: string): string => (typeof node[key] === 'string' ? node[key] : '')
    if (open === 0) {
      tops.push({ name: text('name'), leaves: [] })
      open = 1
    }
    open += Number(node['children'] ?? 0) - 1
    if (text('type') !== '')
      tops.at(-1)?.leaves.push({ type: text('type'), logical: text('logical'), known: text('known') })
  }
  return tops
}

// Numbers of 16 bits, decimals of more than 38 digits, and nanoseconds.
const isUnreadable = ({ type, logical, known }: Leaf): boolean =>
  /Float16/.test(logical) ||
  /NANOS=(?!<null>)/.test(logical) ||
  (/^(?:DOUBLE|FLOAT)$/.test(known) && type !== known)

/** Undefined for what Spark does not read. Times of 96 bits, as Spark writes them itself, are instants. */
const sparkTypeOf = (type: string, leaves: readonly Leaf[]): string | undefined => {
  const old = leaves.filter((leaf) => leaf.type === 'INT96').length
  const naive = leaves.filter(({ known }) => known === 'TIMESTAMP').length
  if (old > 0 && naive > old) return undefined
  const found = spelling(type, old > 0)
  return isKnown(typeOfColumn(found)) && !/\b(?:TIMESTAMP_NS|HUGEINT)\b/.test(found) ? found : undefined
}

/** The type that holds for Spark what the engine holds in a type of its own. */
export const spelling = (type: string, areInstants: boolean): string => {
  const words: Readonly<Record<string, string>> = {
    UTINYINT: 'SMALLINT',
    USMALLINT: 'INTEGER',
    UINTEGER: 'BIGINT',
    UBIGINT: 'DECIMAL(20,0)',
    JSON: 'VARCHAR',
    ...(areInstants ? { TIMESTAMP: 'TIMESTAMP WITH TIME ZONE' } : {}),
  }
  // Names of fields stand in quotes where they look like a type.
  const word = /"(?:[^"]|"")*"|\bTIMESTAMP WITH TIME ZONE|\w+/g
  return type.replace(word, (found: string) => words[found] ?? found)
}

const isKnown = (type: SparkType): boolean => {
  switch (type.kind) {
    case 'array':
      return isKnown(type.element)
    case 'map':
      return isKnown(type.key) && isKnown(type.value)
    case 'struct':
      return type.fields.every((field) => isKnown(field.type))
    default:
      return type.kind !== 'unknown'
  }
}

/** What Spark wrote about a file beside its schema: days of another calendar, or a type that the schema does not tell. */
const refuseOtherMeaning = async (
  list: Sql,
  connection: Connection,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const rows = await connection.rows(
    sql`SELECT file_name AS path, decode(key) AS name FROM parquet_kv_metadata(${list}) WHERE
      decode(key) = 'org.apache.spark.version' AND decode(value) < '3' OR starts_with(decode(key), 'org.apache.spark.legacy')
      OR decode(key) = 'org.apache.spark.sql.parquet.row.metadata' AND contains(decode(value), '"interval ')
      ORDER BY 1, 2 LIMIT 1`,
    signal,
  )
  const [found] = rows
  if (found === undefined) return
  const path = String(found['path'])
  throw String(found['name']).endsWith('row.metadata')
    ? refusal(path, 'has intervals of Spark', 'write them as numbers or texts into the file')
    : refusal(
        path,
        'was written by Spark in the old calendar, so that days long past are other ones',
        'write the file anew with Spark 3 and spark.sql.parquet.datetimeRebaseModeInWrite=CORRECTED',
      )
}
