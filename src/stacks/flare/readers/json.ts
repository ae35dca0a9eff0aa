import { diagnose, type Diagnostic, failure } from '../../../diagnostics/index.ts'
import { ident, join as joinSql, literal, type Sql, sql, trusted } from '../../../sql/quote.ts'
import { jsonStructure, type SchemaField, type SchemaType } from '../functions/parts/spark-schema.ts'
import { inferJsonFields } from './json-types.ts'
import { type Reader, type ReaderRequest, readOptions } from './reader.ts'

/**
 * JSON as Spark reads it: an object a line, or with `multiLine` one document a file; the elements of an array are
 * rows. The fields are inferred from all rows and sorted by name. A text that is no object is a row of NULLs with the
 * text in `_corrupt_record`, is dropped, or fails the read (MR3229), as `mode` says. What Spark would read otherwise
 * is refused (MR3233).
 */
export const openJson: Reader = async (request, signal) => {
  const options = readOptions(request.options)
  const flag = (key: string): boolean => options.get(key)?.trim().toLowerCase() === 'true'
  const mode = options.get('mode')?.trim().toUpperCase() ?? 'PERMISSIVE'
  const corruptName = options.get('columnnameofcorruptrecord') ?? '_corrupt_record'
  const texts = textsOf(request, flag('multiline'))
  const { bad, odd } = await examine(request, texts, signal)
  const refuse = (path: string, reason: string) =>
    failure('MR3233', { path, reason }, { place: { file: path, line: 1, column: 1 } })
  if (odd !== undefined) throw refuse(odd.path, odd.reason)
  const [first] = bad
  if (first !== undefined && mode === 'FAILFAST')
    throw failure('MR3229', { path: first.path }, { place: { file: first.path, line: 1, column: 1 } })
  const dropped = mode === 'DROPMALFORMED'
  const documents = documentsOf(texts, !dropped)
  const inferred = await inferJsonFields(
    documents,
    { primitivesAsString: flag('primitivesasstring'), dropsNulls: flag('dropfieldifallnull') },
    request.connection,
    signal,
  )
  const path = request.files[0] ?? ''
  if (inferred.kind === 'odd') throw refuse(path, inferred.reason)
  const { fields, hasBlanks } = inferred
  const twice = sameNames(fields)
  if (twice !== undefined) throw refuse(path, `has fields that are called ${twice} in several letter cases`)
  if (await hasDoubledFields(request, documents, fields, signal)) throw refuse(path, doubledField)
  // The inference passes over a NULL, the reader finds no object in it.
  const showsCorrupt = bad.some(({ named }) => named > 0) && !dropped
  if (showsCorrupt && fields.length === 0)
    throw refuse(path, 'has no object at all, so that Spark reads nothing of it')
  if (fields.some(({ name }) => name === corruptName))
    throw refuse(path, `has a field that is called ${corruptName}, as the column of what is no object`)
  // An empty text in a column of numbers makes its row a malformed one, which matters where rows are dropped or kept.
  if (hasBlanks && (mode !== 'PERMISSIVE' || showsCorrupt))
    throw refuse(path, 'has empty texts where other rows have values of another type')
  const shown = showsCorrupt ? [...fields, corruptField(corruptName)] : fields
  const outputs = shown.toSorted(byName)
  if (outputs.length === 0) throw failure('MR3220', { path })
  const structure = JSON.stringify(jsonStructure({ kind: 'struct', fields }))
  // DuckDB refuses a structure without fields: every text was corrupt.
  const record = fields.length === 0 ? sql`document` : sql`json_transform(document, ${literal(structure)})`
  const items = outputs.map(({ name }) =>
    name === corruptName
      ? sql`corrupt AS ${ident(name)}`
      : sql`struct_extract(record, ${literal(name)}) AS ${ident(name)}`,
  )
  const relation = sql`(SELECT ${items} FROM (SELECT ${record} AS record, corrupt FROM ${documents}))`
  return {
    relation,
    columns: await request.connection.describe(sql`SELECT * FROM ${relation}`, signal),
    notices: bad.map(({ path, rows }): Diagnostic => {
      const params = { path, rows, treatment: dropped ? 'dropped' : 'kept' } as const
      return diagnose('MR3228', params, { file: path, line: 1, column: 1 })
    }),
  }
}

/** A name that stands twice in one struct, letter case aside. */
const sameNames = (fields: readonly SchemaField[]): string | undefined => {
  const lower = fields.map(({ name }) => name.toLowerCase())
  return (
    lower.find((name, i) => lower.indexOf(name) !== i) ??
    fields.map(({ type }) => sameInside(type)).find(Boolean)
  )
}

const sameInside = (type: SchemaType): string | undefined => {
  if (type.kind === 'struct') return sameNames(type.fields)
  return type.kind === 'list' ? sameInside(type.element) : undefined
}

const byName = (a: SchemaField, b: SchemaField): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

const corruptField = (name: string): SchemaField => ({ name, type: { kind: 'plain', type: 'VARCHAR' } })

/**
 * One text a line or a file, and the JSON that Spark finds in it: strings may stand in single quotes, and what follows
 * the first value does not count. No JSON holds raw control characters, so that delimiter never splits a line.
 */
const textsOf = (request: ReaderRequest, multiLine: boolean): Sql => {
  const files = request.files.map(literal)
  const text = multiLine
    ? sql`SELECT content AS text, filename AS path FROM read_text([${files}])`
    : sql`SELECT text, filename AS path FROM read_csv([${files}], columns = {'text': 'VARCHAR'}, auto_detect = false,
        header = false, delim = ${trusted(String.raw`E'\x01\x02\x03\x04'`)}, quote = '', escape = '', nullstr = '', strict_mode = false, filename = true,
        compression = 'none', hive_partitioning = false, max_line_size = 268435456)`
  const isObjects = sql`list_bool_and(list_transform(CAST(CASE WHEN json_type(json) = 'ARRAY' THEN json ELSE '[]' END AS JSON[]), lambda d: json_type(d) = 'OBJECT')) IS NOT FALSE`
  return sql`(SELECT text, path, json, json IS NOT NULL AND (json_type(json) = 'OBJECT' OR (json_type(json) = 'ARRAY' AND ${isObjects})) AS good
    FROM (SELECT text, path, ${asJson} AS json FROM (${text}) WHERE trim(text, E' \\t\\r\\n') <> ''))`
}

/** Numbers that are none, spelt as Jackson knows them, are the engine's, too. */
const asJson = trusted(
  `CASE WHEN spark_json_alike(text) OR json_valid(text) AND NOT regexp_matches(text, ',\\s*[\\]}]')
    AND NOT regexp_matches(regexp_replace(text, '([\\[:,])\\s*(?:NaN|-?Infinity|-?INF)\\b', '\\1 0', 'g'), '(?i)(?:^|[\\[:,])\\s*-?(?:nan|inf|infinity)\\s*(?:$|[,\\]}])')
    THEN text ELSE spark_json_strict(text) END`,
)

type Odd = { readonly path: string; readonly reason: string }

const doubledField = 'has an object with two fields of one name'

/** Of what stands in documents; `examine` looks at these themselves. Spark reads no schema that has a name twice. */
const hasDoubledFields = async (
  request: ReaderRequest,
  documents: Sql,
  fields: readonly SchemaField[],
  signal?: AbortSignal,
): Promise<boolean> => {
  const doubled = structPaths(fields, '$').map((place) => {
    const found = sql`json_extract(document, ${literal(place)})`
    const list = place.includes('[*]') ? found : sql`[${found}]`
    return sql`list_bool_or(list_transform(${list}, lambda d: len(json_keys(d)) > list_unique(json_keys(d))))`
  })
  if (doubled.length === 0) return false
  const query = sql`SELECT 1 AS found FROM ${documents} WHERE ${joinSql(doubled, ' OR ')} LIMIT 1`
  return (await request.connection.rows(query, signal)).length > 0
}

/** Where structs stand inside of a document, as paths of the engine. */
const structPaths = (fields: readonly SchemaField[], prefix: string): readonly string[] =>
  fields.flatMap(({ name, type }) => {
    // No path of the engine can say such a name.
    if (/["\\]/.test(name)) return []
    let [place, inner] = [`${prefix}."${name}"`, type]
    for (; inner.kind === 'list'; inner = inner.element) place = `${place}[*]`
    return inner.kind === 'struct' ? [place, ...structPaths(inner.fields, place)] : []
  })

/** How many texts are no objects, and the first text that Spark reads in a way that is not known here. */
const examine = async (request: ReaderRequest, texts: Sql, signal?: AbortSignal) => {
  const reason = sql`CASE
    WHEN json_type(json) = 'ARRAY' AND list_contains(list_transform(CAST(CASE WHEN json_type(json) = 'ARRAY' THEN json END AS JSON[]), lambda d: json_type(d)), 'NULL')
      THEN 'has a NULL among the rows of an array'
    WHEN json_type(json) = 'OBJECT' AND len(json_keys(CASE WHEN json_type(json) = 'OBJECT' THEN json END)) > list_unique(json_keys(CASE WHEN json_type(json) = 'OBJECT' THEN json END))
      THEN ${literal(doubledField)}
    WHEN json_type(json) = 'ARRAY' AND list_bool_or(list_transform(CAST(CASE WHEN json_type(json) = 'ARRAY' THEN json END AS JSON[]), lambda d: len(json_keys(d)) > list_unique(json_keys(d))))
      THEN ${literal(doubledField)}
    WHEN json IS NULL AND regexp_matches(text, '\\\\u[dD][89abAB]') THEN 'has a half of a character beyond 16 bits'
    WHEN json IS NULL AND regexp_matches(text, '[+](?:INF|Infinity)') THEN 'has an infinite number with a sign'
    WHEN regexp_matches(text, '[{\\[,:]\\s*-?(?:[0-9]{20}|9[2-9][0-9]{17})[0-9]*\\s*[,\\]}]') AND regexp_matches(text, '[\\[:]\\s*[{\\[]')
      THEN 'has whole numbers beyond 64 bits beside nested values' END`
  const rows = await request.connection.rows(
    sql`SELECT path, count(*) FILTER (WHERE NOT good) AS bad, count(*) FILTER (WHERE NOT good AND json_type(json) IS DISTINCT FROM 'NULL') AS named, min(${reason}) AS odd FROM ${texts} GROUP BY path ORDER BY path`,
    signal,
  )
  const odd = rows.find((row) => typeof row['odd'] === 'string')
  return {
    bad: rows
      .map((row) => ({ path: String(row['path']), rows: Number(row['bad']), named: Number(row['named']) }))
      .filter((file) => file.rows > 0),
    odd:
      odd === undefined
        ? undefined
        : ({ path: String(odd['path']), reason: String(odd['odd']) } satisfies Odd),
  }
}

const documentsOf = (texts: Sql, keepBad: boolean): Sql => {
  const good = sql`SELECT unnest(CASE WHEN json_type(json) = 'ARRAY' THEN CAST(json AS JSON[]) ELSE [CAST(json AS JSON)] END) AS document,
    CAST(NULL AS VARCHAR) AS corrupt FROM (SELECT CASE WHEN good THEN json END AS json FROM ${texts} WHERE good)`
  const bad = sql`SELECT CAST('{}' AS JSON) AS document, text AS corrupt FROM ${texts} WHERE NOT good`
  return keepBad ? sql`(${good} UNION ALL ${bad})` : sql`(${good})`
}
