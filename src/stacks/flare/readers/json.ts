import { diagnose, type Diagnostic, failure } from '../../../diagnostics/index.ts'
import { ident, literal, type Sql, sql, trusted } from '../../../sql/quote.ts'
import { engineType, jsonStructure, parseSchema, type SchemaField } from '../functions/parts/spark-schema.ts'
import { inferJsonFields } from './json-types.ts'
import { type Reader, type ReaderRequest, readOptions } from './reader.ts'

/**
 * JSON as Spark reads it: an object a line, or with `multiLine` one document a file; the elements of an array are
 * rows. Without a schema the fields are inferred from all rows and sorted by name. A text that is no object is a row
 * of NULLs with the text in `_corrupt_record`, is dropped, or fails the read (MR3229), as `mode` says.
 */
export const openJson: Reader = async (request, signal) => {
  const options = readOptions(request.options)
  const flag = (key: string): boolean => options.get(key)?.trim().toLowerCase() === 'true'
  const mode = options.get('mode')?.trim().toUpperCase() ?? 'PERMISSIVE'
  const corruptName = options.get('columnnameofcorruptrecord') ?? '_corrupt_record'
  const texts = textsOf(request, flag('multiline'))
  const bad = await countBad(request, texts, signal)
  const [first] = bad
  if (first !== undefined && mode === 'FAILFAST')
    throw failure('MR3229', { path: first.path }, { place: { file: first.path, line: 1, column: 1 } })
  const dropped = mode === 'DROPMALFORMED'
  const schema = options.get('schema')
  const documents = documentsOf(texts, !dropped)
  const fields =
    schema === undefined
      ? await inferJsonFields(documents, flag('primitivesasstring'), request.connection, signal)
      : schemaFields(schema)
  const shown =
    schema === undefined && first !== undefined && !dropped ? [...fields, corruptField(corruptName)] : fields
  const outputs = schema === undefined ? shown.toSorted(byName) : shown
  if (outputs.length === 0) throw failure('MR3220', { path: request.files[0] ?? '' })
  const read = fields.filter((field) => field.name !== corruptName)
  const structure = JSON.stringify(jsonStructure({ kind: 'struct', fields: read }))
  // DuckDB refuses a structure without fields: every text was corrupt.
  const record = read.length === 0 ? sql`document` : sql`json_transform(document, ${literal(structure)})`
  const items = outputs.map(({ name }) =>
    name === corruptName
      ? sql`corrupt AS ${ident(name)}`
      : sql`struct_extract(record, ${literal(name)}) AS ${ident(name)}`,
  )
  return {
    relation: sql`(SELECT ${items} FROM (SELECT ${record} AS record, corrupt FROM ${documents}))`,
    columns: outputs.map((field) => ({ name: field.name, type: engineType(field.type) })),
    notices: bad.map(({ path, rows }): Diagnostic => {
      const params = { path, rows, treatment: dropped ? 'dropped' : 'kept' } as const
      return diagnose('MR3228', params, { file: path, line: 1, column: 1 })
    }),
  }
}

const byName = (a: SchemaField, b: SchemaField): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

const corruptField = (name: string): SchemaField => ({ name, type: { kind: 'plain', type: 'VARCHAR' } })

const schemaFields = (text: string): readonly SchemaField[] => {
  const parsed = parseSchema(text)
  if (parsed.kind === 'malformed') throw failure('MR3226', { reason: parsed.reason })
  return parsed.fields
}

/** One text a line or a file. No JSON holds raw control characters, so that delimiter never splits a line. */
const textsOf = (request: ReaderRequest, multiLine: boolean): Sql => {
  const files = request.files.map(literal)
  const text = multiLine
    ? sql`SELECT content AS text, filename AS path FROM read_text([${files}])`
    : sql`SELECT text, filename AS path FROM read_csv([${files}], columns = {'text': 'VARCHAR'}, auto_detect = false,
        header = false, delim = ${trusted(String.raw`E'\x01\x02\x03\x04'`)}, quote = '', escape = '', nullstr = '', strict_mode = false, filename = true,
        compression = 'none', hive_partitioning = false, max_line_size = 268435456)`
  return sql`(SELECT text, path, json_valid(text) AND (json_type(${validText}) = 'OBJECT' OR (json_type(${validText}) = 'ARRAY'
      AND list_bool_and(list_transform(CAST(CASE WHEN json_type(${validText}) = 'ARRAY' THEN text ELSE '[]' END AS JSON[]), lambda d: json_type(d) = 'OBJECT')) IS NOT FALSE)) AS good
    FROM (${text}) WHERE trim(text, E' \\t\\r\\n') <> '')`
}

const validText = trusted('CASE WHEN json_valid(text) THEN text END')

const countBad = async (request: ReaderRequest, texts: Sql, signal?: AbortSignal) => {
  const rows = await request.connection.rows(
    sql`SELECT path, count(*) AS bad FROM ${texts} WHERE NOT good GROUP BY path ORDER BY path`,
    signal,
  )
  return rows.map((row) => ({ path: String(row['path']), rows: Number(row['bad']) }))
}

const documentsOf = (texts: Sql, keepBad: boolean): Sql => {
  const good = sql`SELECT unnest(CASE WHEN json_type(text) = 'ARRAY' THEN CAST(text AS JSON[]) ELSE [CAST(text AS JSON)] END) AS document,
    CAST(NULL AS VARCHAR) AS corrupt FROM (SELECT CASE WHEN good THEN text END AS text FROM ${texts} WHERE good)`
  const bad = sql`SELECT CAST('{}' AS JSON) AS document, text AS corrupt FROM ${texts} WHERE NOT good`
  return keepBad ? sql`(${good} UNION ALL ${bad})` : sql`(${good})`
}
