import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MillraceError } from '../../../src/diagnostics/index.ts'
import { openDuckdb } from '../../../src/engines/index.ts'
import { sparkMacrosFor } from '../../../src/sql/index.ts'
import { ident, literal, sql } from '../../../src/sql/quote.ts'
import { openReader } from '../../../src/stacks/flare/readers/index.ts'
import { openSpark, type Verdict } from '../functions/spark-process.ts'

/** A dataset of files, and the options with which both sides read it. */
export type ReaderCase = {
  readonly name: string
  readonly format: 'csv' | 'json' | 'parquet'
  readonly content: Buffer | string | readonly (Buffer | string)[]
  readonly options?: Readonly<Record<string, string>>
  /** Spark DDL; Flare takes it as an option. */
  readonly schema?: string
  /** `here`: Spark reads it and we refuse, on purpose. `everywhere`: both fail. */
  readonly refused?: 'here' | 'everywhere'
}

type Ours =
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | {
      readonly kind: 'read'
      readonly names: readonly string[]
      readonly types: readonly string[]
      readonly file: string
    }

/** What differs, a text each; nothing where names, types and every cell are Spark's. */
export const compareReaders = async (cases: readonly ReaderCase[]): Promise<readonly string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-readers-'))
  const tables = join(folder, 'tables')
  await mkdir(tables)
  await using engine = await openDuckdb({ library: sparkMacrosFor })
  await using connection = await engine.connect()
  const read = async (one: ReaderCase, files: readonly string[], i: number): Promise<Ours> => {
    const scratch = join(folder, `scratch-${i}`)
    await mkdir(scratch)
    const schema = one.schema === undefined ? {} : { schema: one.schema }
    try {
      const open = openReader(one.format)
      if (open === undefined) throw new Error(`no reader of ${one.format}`)
      const { relation, columns } = await open({
        files,
        options: { ...one.options, ...schema },
        connection,
        scratch,
      })
      const names = columns.map(({ name }) => name)
      const described = await connection.describe(sql`SELECT * FROM ${relation}`)
      const declared = JSON.stringify(columns)
      if (JSON.stringify(described) !== declared)
        return { kind: 'refused', code: 'declared', message: `${declared} is ${JSON.stringify(described)}` }
      const file = join(folder, `${i}.parquet`)
      await connection.run(
        sql`COPY (SELECT * FROM ${relation} AS q(${names.map((_, k) => ident(`c${k}`))})) TO ${literal(file)} (FORMAT parquet)`,
      )
      return { kind: 'read', names, types: columns.map(({ type }) => type), file }
    } catch (error) {
      if (error instanceof MillraceError)
        return { kind: 'refused', code: error.diagnostic.code, message: error.message }
      return { kind: 'refused', code: 'raw', message: String(error) }
    }
  }
  try {
    const ours: Ours[] = []
    const statements: { readonly sql: string; readonly file?: string; readonly show: number }[] = []
    for (const [i, one] of cases.entries()) {
      const contents =
        typeof one.content === 'string' || Buffer.isBuffer(one.content) ? [one.content] : one.content
      const place = join(folder, `files-${i}`)
      await mkdir(place)
      const files: string[] = []
      for (const [k, content] of contents.entries()) {
        const file = join(place, `part-${k}.${one.format}`)
        await writeFile(file, content)
        files.push(file)
      }
      const made = await read(one, files, i)
      ours.push(made)
      const options = {
        ...sparkDefaults(one),
        ...one.options,
        path: files.length === 1 ? (files[0] ?? '') : place,
      }
      const written = Object.entries(options).map(([key, value]) => `${text(key)} ${text(value)}`)
      const columns = one.schema === undefined ? '' : ` (${one.schema})`
      statements.push(
        {
          sql: `CREATE OR REPLACE TEMPORARY VIEW reader_${i}${columns} USING ${one.format} OPTIONS (${written.join(', ')})`,
          show: 0,
        },
        { sql: `SELECT * FROM reader_${i}`, show: 20, ...(made.kind === 'read' ? { file: made.file } : {}) },
      )
    }
    await using spark = await openSpark()
    const verdicts = await spark.ask({ tables, cases: statements })
    return cases.flatMap((one, i) => {
      const mine = ours[i]
      const [made, found] = [verdicts[2 * i], verdicts[2 * i + 1]]
      if (mine === undefined || made === undefined || found === undefined) return ['no answer']
      const wrong = complaints(one, mine, made.error === undefined ? found : made)
      return wrong.length === 0
        ? []
        : [[`${one.name} ${JSON.stringify(one.options ?? {})}`, ...wrong].join('\n    ')]
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What Flare reads where nothing is said: a header, and quotes that are doubled. */
const sparkDefaults = (one: ReaderCase): Readonly<Record<string, string>> => {
  const has = (key: string) => Object.keys(one.options ?? {}).some((known) => known.toLowerCase() === key)
  if (one.format !== 'csv') return {}
  const quote = Object.entries(one.options ?? {}).find(([key]) => key.toLowerCase() === 'quote')?.[1] ?? '"'
  return { ...(has('header') ? {} : { header: 'true' }), ...(has('escape') ? {} : { escape: quote }) }
}

/** A literal of Spark SQL that holds any text. */
const text = (value: string): string =>
  `'${value
    .split('')
    .map((c) => (/[\w ./,;:-]/.test(c) ? c : unicode(c)))
    .join('')}'`

const unicode = (c: string): string =>
  Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')

const complaints = (one: ReaderCase, mine: Ours, spark: Verdict): readonly string[] => {
  const failed = spark.error !== undefined
  const isIncomparable = spark.stage === 'compare'
  if (isIncomparable && mine.kind === 'read') return [`cannot be compared: ${spark.error}`]
  if (mine.kind === 'refused') {
    const reason = `${mine.code} ${mine.message}`
    if (mine.code === 'raw' || mine.code === 'declared') return [reason]
    if (one.refused === 'here' && (!failed || isIncomparable)) return []
    if (one.refused === 'everywhere' && failed) return []
    if (failed && one.refused === undefined)
      return [`both refuse it: say refused: everywhere; ${reason}; ${spark.error}`]
    return [`we refuse, Spark ${failed ? 'too' : 'reads'}: ${reason}`, ...shown(spark)]
  }
  if (failed)
    return [
      `Spark fails (${spark.stage}), we read it: ${spark.error}`,
      ...(one.refused ? [] : [`ours ${mine.names}: ${mine.types}`]),
    ]
  if (one.refused !== undefined) return ['both read it']
  const theirs = `${spark.columns?.map((name, i) => `${name} ${spark.types?.[i]}`)}`
  const own = `${mine.names.map((name, i) => `${name} ${spark.fileTypes?.[i]}`)}`
  const rows = (spark.differences ?? []).map(
    ({ ours, spark: wanted }) =>
      `ours ${ours?.join(' | ') ?? 'missing'}; Spark ${wanted?.join(' | ') ?? 'missing'}`,
  )
  const facts = [
    ...(theirs === own ? [] : [`ours ${own}`, `Spark ${theirs}`]),
    ...(spark.count === spark.fileCount ? [] : [`${spark.fileCount} rows, Spark ${spark.count}`]),
  ]
  return [...facts, ...rows, ...(facts.length > 0 && rows.length === 0 ? shown(spark) : [])]
}

const shown = (spark: Verdict): readonly string[] =>
  spark.columns === undefined
    ? []
    : [
        `Spark ${spark.columns.map((name, i) => `${name} ${spark.types?.[i]}`)}`,
        ...(spark.rows ?? []).map((row) => row.join(' | ')),
      ]
