import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { contentHash } from '../../../base/stable-json.ts'
import { diagnose, type Diagnostic, failure } from '../../../diagnostics/index.ts'
import { ident, join as joinSql, literal, type Sql, sql, trusted } from '../../../sql/quote.ts'
import { engineType, parseSchema } from '../functions/parts/spark-schema.ts'
import { checkCsv } from './csv-check.ts'
import { type CsvHeader, readCsvHeader } from './csv-header.ts'
import { type CsvOptions, readCsvOptions } from './csv-options.ts'
import { rewriteCsv } from './csv-rewrite.ts'
import { inferCsvTypes } from './csv-infer.ts'
import { type CsvConversion, type CsvMeaning, conversionTo, meaningOf, textConversion } from './csv-types.ts'
import type { Connection } from '../../../engines/index.ts'
import type { Zone } from '../../../sql/index.ts'
import { type Reader, type ReaderRequest, readOptions } from './reader.ts'

/**
 * CSV as Spark reads it. A file on which DuckDB and Spark agree is read by DuckDB where it lies; any other one is
 * parsed here once and rewritten into the scratch folder. The dialect is always explicit, nothing is sniffed.
 */
export const openCsv: Reader = async (request, signal) => {
  const options = readCsvOptions(request.options)
  const meaning = meaningOf(options, request.timeParserPolicy ?? 'EXCEPTION', zoneOf(request))
  const schema = schemaOf(options)
  const header =
    schema === undefined || (options.header && !options.enforceSchema)
      ? await readCsvHeader(request.files, options, signal)
      : undefined
  const names = schema?.map((field) => field.name) ?? header?.names ?? []
  if (header !== undefined && options.header && !options.enforceSchema)
    refuseOtherHeaders(request.files, header, names)
  const declared = schema?.map((field) => conversionTo(field.type, meaning))
  const texts = () => textRelation(request, options, names, signal)
  const permissive = options.mode === 'PERMISSIVE' ? await texts() : undefined
  const inferred = async (found: CsvHeader) => {
    const rows = permissive?.relation ?? (await allRows(request, options, names, signal))
    return inferTypes(rows, { options, meaning, header: found }, request.connection, signal)
  }
  const conversions =
    declared ??
    (options.inferSchema && header !== undefined ? await inferred(header) : names.map(() => textConversion))
  const { relation, notices } = permissive ?? (await texts())
  const differing = header === undefined ? [] : headerNotices(request, options, header)
  const columns = names.map((name, i) => ({ name, type: conversions[i]?.type ?? 'VARCHAR' }))
  const typed = { relation, columns: names, conversions }
  if (options.mode !== 'PERMISSIVE') await refuseMisfits(typed, options, request, signal)
  return {
    relation: typedRelation(typed),
    columns,
    notices: [...differing, ...notices],
  }
}

/** An option of the reader may say UTC, and nothing else, whatever the zone of the session is. */
const zoneOf = ({ options, zone }: ReaderRequest): Zone | undefined =>
  readOptions(options).has('timezone') ? undefined : zone

/**
 * Spark looks at every row, also at those that the mode drops or refuses later. Where files are read by lines, a line
 * that is the first one again counts nowhere as data, and the header of another file does.
 */
const inferTypes = async (
  rows: Sql,
  { options, meaning, header }: { options: CsvOptions; meaning: CsvMeaning; header: CsvHeader },
  connection: Connection,
  signal?: AbortSignal,
): Promise<readonly CsvConversion[]> => {
  const { names, first } = header
  if (!options.header || options.multiLine) return inferCsvTypes(rows, names, meaning, connection, signal)
  const cellOf = (record: readonly (string | null)[], i: number): Sql => {
    const cell = record[i] ?? null
    return cell === null || cell === options.nullValue ? trusted('CAST(NULL AS VARCHAR)') : literal(cell)
  }
  const isFirst = names.map((name, i) => sql`${ident(name)} IS NOT DISTINCT FROM ${cellOf(first, i)}`)
  const others = header.firsts.flatMap((record) =>
    record === undefined || JSON.stringify(record) === JSON.stringify(first)
      ? []
      : [sql` UNION ALL SELECT ${names.map((_, i) => cellOf(record, i))}`],
  )
  const counted = sql`(SELECT * FROM ${rows} WHERE NOT (${joinSql(isFirst, ' AND ')})${joinSql(others, '')})`
  return inferCsvTypes(counted, names, meaning, connection, signal)
}

/** The rows as they are before a mode drops or refuses some. */
const allRows = async (
  request: ReaderRequest,
  options: CsvOptions,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Sql> => {
  const scratch = join(request.scratch, 'inferred')
  await mkdir(scratch, { recursive: true })
  return (await textRelation({ ...request, scratch }, { ...options, mode: 'PERMISSIVE' }, names, signal))
    .relation
}

/** Without enforceSchema every header has to be that of the schema, by position. Throws MR3230. */
const refuseOtherHeaders = (
  files: readonly string[],
  { firsts }: CsvHeader,
  names: readonly string[],
): void => {
  for (const [i, record] of firsts.entries()) {
    if (record === undefined) continue
    const at = Array.from({ length: Math.max(record.length, names.length) }, (_, k) => k).find(
      (k) => record[k]?.toLowerCase() !== names[k]?.toLowerCase(),
    )
    if (at === undefined) continue
    const columns = record.map((cell) => cell ?? '')
    throw failure('MR3230', { path: files[i] ?? '', position: at + 1, column: names[at], columns })
  }
}

type Typed = {
  readonly relation: Sql
  readonly columns: readonly string[]
  readonly conversions: readonly CsvConversion[]
}

const schemaOf = (options: CsvOptions) => {
  if (options.schema === undefined) return undefined
  const parsed = parseSchema(options.schema)
  if (parsed.kind === 'malformed') throw failure('MR3226', { reason: parsed.reason })
  if (parsed.fields.some(({ name }) => name === options.corruptColumn))
    throw failure('MR3226', {
      reason: `rows are not kept as they are written, so there is no column ${options.corruptColumn}`,
    })
  const names = parsed.fields.map(({ name }) => name.toLowerCase())
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw failure('MR3226', { reason: `it names the column ${twice} twice` })
  return parsed.fields.map((field) => ({ name: field.name, type: engineType(field.type) }))
}

/** The rows as texts under the given names, NULL and empty values already told apart. */
const textRelation = async (
  request: ReaderRequest,
  options: CsvOptions,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly relation: Sql; readonly notices: readonly Diagnostic[] }> => {
  const notices: Diagnostic[] = []
  const plain: string[] = []
  const rewritten: string[] = []
  let longest = 0
  let longestRow = 0
  let spanning = false
  for (const [i, file] of request.files.entries()) {
    const check = await checkCsv(file, options, names.length, signal)
    if (check.kind === 'plain') {
      longest = Math.max(longest, check.longestLine)
      spanning ||= check.spanning
      if (check.rows > (options.header ? 1 : 0)) plain.push(file)
    } else {
      const target = join(request.scratch, `${contentHash(file).slice(0, 16)}-${i}.csv`)
      const source = { path: file, options, width: names.length }
      const done = await rewriteCsv(source, target, signal)
      notices.push(...done.notices)
      longestRow = Math.max(longestRow, done.longestRow)
      rewritten.push(target)
    }
  }
  const select = sql`SELECT ${names.map((name) => sql`${valueOf(ident(name), options)} AS ${ident(name)}`)} FROM`
  const parts: Sql[] = []
  if (plain.length > 0) {
    const dialect = sql`header = ${options.header}, delim = ${literal(options.delimiter)}, quote = ${literal(options.quote)},
      escape = ${literal(options.quote)}, max_line_size = ${Math.max(2_000_000, longest + 4096)}, parallel = ${!spanning}`
    parts.push(sql`${select} read_csv([${plain.map(literal)}], ${dialect}, ${common(names)})`)
  }
  if (rewritten.length > 0) {
    const dialect = sql`header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', max_line_size = ${Math.max(2_000_000, longestRow + 4096)}, parallel = ${!options.multiLine}`
    parts.push(
      sql`${select} read_csv([${rewritten.map(literal)}], ${dialect}, ${common([...names, guardName(names)])})`,
    )
  }
  if (parts.length === 0)
    parts.push(sql`SELECT ${names.map((name) => sql`CAST(NULL AS VARCHAR) AS ${ident(name)}`)} WHERE false`)
  return { relation: sql`(${joinSql(parts, ' UNION ALL ')})`, notices }
}

const common = (names: readonly string[]): Sql => {
  const columns = names.map((name) => sql`${literal(name)}: 'VARCHAR'`)
  return sql`auto_detect = false, strict_mode = true, nullstr = '', allow_quoted_nulls = false, encoding = 'utf-8',
    compression = 'none', hive_partitioning = false, columns = {${columns}}`
}

const guardName = (names: readonly string[]): string => {
  let name = 'guard'
  while (names.some((other) => other.toLowerCase() === name)) name += '_'
  return name
}

/** Spark: an empty quoted value is `emptyValue`, and what equals `nullValue` is NULL, quoted or not. */
const valueOf = (text: Sql, options: CsvOptions): Sql => {
  const filled =
    options.emptyValue === ''
      ? text
      : sql`CASE WHEN ${text} = '' THEN ${literal(options.emptyValue)} ELSE ${text} END`
  return sql`nullif(${filled}, ${literal(options.nullValue)})`
}

const typedRelation = (typed: Typed): Sql => {
  const converted = typed.columns.map(
    (column, i) => sql`${typed.conversions[i]?.convert(ident(column)) ?? ident(column)} AS ${ident(column)}`,
  )
  return sql`(SELECT ${converted} FROM ${typed.relation})`
}

/** For each typed column the condition that a value is there and does not convert. */
const misfits = (typed: Typed): readonly Sql[] =>
  typed.columns.flatMap((source, i) => {
    const conversion = typed.conversions[i]
    if (conversion === undefined || conversion.type === 'VARCHAR') return []
    return [sql`(${ident(source)} IS NOT NULL AND ${conversion.convert(ident(source))} IS NULL)`]
  })

const refuseMisfits = async (
  typed: Typed,
  options: CsvOptions,
  request: ReaderRequest,
  signal?: AbortSignal,
): Promise<void> => {
  const conditions = misfits(typed)
  if (conditions.length === 0) return
  const [row] = await request.connection.rows(
    sql`SELECT ${typed.columns.map(ident)} FROM ${typed.relation} WHERE ${joinSql(conditions, ' OR ')} LIMIT 1`,
    signal,
  )
  if (row === undefined) return
  // Spark reads no column that it does not need, so that what is wrong there drops nothing.
  const path = request.files[0] ?? ''
  if (options.mode === 'DROPMALFORMED')
    throw failure('MR3234', { path, ofTypes: true }, { place: { file: path, line: 1, column: 1 } })
  for (const [i, source] of typed.columns.entries()) {
    const conversion = typed.conversions[i]
    const value = row[source]
    if (conversion === undefined || typeof value !== 'string') continue
    const [check] = await request.connection.rows(
      sql`SELECT ${conversion.convert(literal(value))} IS NULL AS misfit`,
      signal,
    )
    if (check?.['misfit'] === true) throw failure('MR3227', { column: source, type: conversion.type, value })
  }
}

const headerNotices = (
  request: ReaderRequest,
  options: CsvOptions,
  header: CsvHeader,
): readonly Diagnostic[] => {
  if (!options.header) return []
  const first = JSON.stringify(header.first)
  return request.files.flatMap((path, i) => {
    const record = header.firsts[i]
    if (record === undefined || JSON.stringify(record) === first) return []
    return [diagnose('MR3224', { path, first: header.path }, { file: path, line: 1, column: 1 })]
  })
}
