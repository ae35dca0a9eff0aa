import type { DatasetAddress } from '../address.ts'
import { printAddress } from '../address.ts'
import { type Diagnostic, hasErrors } from '../diagnostics/index.ts'
import type { EngineColumn } from '../engines/index.ts'
import {
  composed,
  type Disclosure,
  fillIncremental,
  type OutputColumn,
  type Relations,
  type SourceText,
  type SparkTranslator,
  widest,
} from '../sql/index.ts'
import type { Incremental } from '../stacks/flare/incremental.ts'
import type { FlareFunctionCall, FlareInput, FlareJob, FlareStep } from '../stacks/flare/job.ts'
import { engineType } from './engine-type.ts'
import { readCall } from './read-call.ts'

/** Columns of a relation, as far as they can be known without reading data. */
export type KnownColumns = readonly EngineColumn[] | undefined

/** A column of a dataset, by the canonical address. */
export type ColumnOrigin = {
  readonly dataset: string
  readonly column: string
  /** Absent: all of the column can be seen. */
  readonly shows?: Disclosure
}

/** Where the value of a column comes from, filters excepted; undefined: from any column of what the job reads. */
export type TracedColumn = EngineColumn & { readonly from: readonly ColumnOrigin[] | undefined }

export type Reading = {
  readonly translator: SparkTranslator
  readonly columnsOf: (address: DatasetAddress) => Promise<KnownColumns>
}

export type View = {
  readonly name: string
  readonly columns: readonly TracedColumn[] | undefined
  /** Set where the view is a dataset itself, so that a column that nobody knows of comes from there. */
  readonly dataset?: string
}
export type Views = Map<string, View>

/** What decides which views a job has, and which columns these have. */
export type ReadableJob = Pick<FlareJob, 'keepSystemColumns' | 'sparkSettings' | 'unread'> & {
  readonly inputs: readonly (Pick<FlareInput, 'name' | 'address' | 'version'> & {
    readonly incremental?: Pick<Incremental, 'context' | 'keys' | 'sql'>
  })[]
  readonly steps: readonly Pick<FlareStep, 'name' | 'sql' | 'functions'>[]
}

/** The views of a job with their columns, and what is wrong with its statements. */
export const readJob = async (
  job: ReadableJob,
  { translator, columnsOf }: Reading,
): Promise<{ readonly views: Views; readonly diagnostics: readonly Diagnostic[] }> => {
  const { sparkSettings } = job
  const own = sparkSettings === undefined ? translator : translator.under(sparkSettings)
  const views: Views = new Map()
  const diagnostics: Diagnostic[] = []
  const define = (view: View) => views.set(view.name.toLowerCase(), view)
  /** Columns of a statement's result; null where it only advises Spark. */
  const query = async (statement: Statement, scope: Views): Promise<View['columns'] | null> => {
    const relations = relationsOf(scope)
    const staged = await own.translate(statement.text, relations)
    const isCertain = statement.isCertain && [...relations.values()].every(isTyped)
    diagnostics.push(...staged.diagnostics.filter((found) => isProven(found, statement, isCertain)))
    if (staged.value?.kind === 'hint') return null
    return hasErrors(staged.diagnostics) ? undefined : traced(staged.value?.outputColumns, scope)
  }
  const behind = async (call: FlareFunctionCall, before: readonly TracedColumn[]) => {
    const read = await readCall(call, before, own)
    const isCertain = isTyped(before)
    diagnostics.push(...read.diagnostics.filter(({ code }) => isCertain || untyped.has(code)))
    return read.columns?.map(({ name, type, of }) => ({
      name,
      type,
      from: throughAll(of, ({ column }) => originsIn(before, column)),
    }))
  }
  for (const name of job.unread?.inputs ?? []) define({ name, columns: undefined })
  for (const input of job.inputs) {
    // Another version of a table may have other columns.
    const known = input.version === undefined ? await columnsOf(input.address) : undefined
    const dataset = printAddress(input.address)
    const columns = known
      ?.filter(({ name }) => job.keepSystemColumns || name.toLowerCase() !== '__metadata')
      .map((column) => ({ ...column, from: [{ dataset, column: column.name }] }))
    const view = { name: input.name, columns, dataset }
    define(input.incremental === undefined
      ? view
      : { name: input.name, columns: await readIncremental(input, view, views, query) })
  }
  for (const { name, sql, functions } of job.steps) {
    const columns = await query({ text: sql, isCertain: true, isWhole: true }, views)
    if (columns === null) continue
    let made = columns
    for (const call of functions) made = made && (await behind(call, made))
    define({ name, columns: made })
  }
  // A step that could not be read is a view that those after it miss: that would be told twice.
  const hasAll = job.unread?.hasSteps !== true
  return { views, diagnostics: hasAll ? diagnostics : diagnostics.filter(({ code }) => code !== 'MR2002') }
}

/** `isWhole` is false where a value that only a run knows stands in the text, outside of quotes. */
export type Statement = { readonly text: SourceText; readonly isCertain: boolean; readonly isWhole: boolean }

const readIncremental = async (
  { incremental }: ReadableJob['inputs'][number],
  view: View,
  views: Views,
  query: (statement: Statement, scope: Views) => Promise<View['columns'] | null>,
): Promise<View['columns']> => {
  if (incremental === undefined) return view.columns
  const { context, keys, sql } = incremental
  const scope: Views = new Map([...views, [context.toLowerCase(), { ...view, name: context }]])
  const values = new Map<string, string>()
  const assumed = new Set<string>()
  const filled = (text: SourceText): Statement => {
    const names = [...assumed].filter((name) => text.text.includes(`$|${name}|`))
    const bare = names.some((name) => !text.text.includes(`'$|${name}|'`))
    return { text: fillIncremental(text, values).value, isCertain: names.length === 0, isWhole: !bare }
  }
  for (const key of keys) {
    const statement = filled(key.sql)
    await query(statement, scope)
    const constant = constantOf(statement.text.text)
    if (constant === undefined) assumed.add(key.name)
    const isQuoted = [sql, ...keys.map((other) => other.sql)].some(({ text }) =>
      text.includes(`'$|${key.name}|'`),
    )
    values.set(key.name, constant ?? (isQuoted ? '1970-01-01 00:00:00' : '1'))
  }
  return (await query(filled(sql), scope)) ?? undefined
}

/** What a statement may read. Where columns come from is left out: the same statement means the same elsewhere. */
export const relationsOf = (views: Views): Relations =>
  new Map(
    Array.from(views.values(), ({ name, columns }) => [
      name,
      columns?.map((column) => ({ name: column.name, type: column.type })),
    ]),
  )

/** The value of `SELECT '…'` or of a number, which needs no engine. */
const constantOf = (text: string): string | undefined => {
  const [, quoted, number] =
    /^\s*select\s+(?:'([^'\\]*)'|(-?\d+(?:\.\d+)?))(?:\s+as\s+\w+)?\s*;?\s*$/i.exec(text) ?? []
  return quoted ?? number
}

/** Codes that hold whatever the types are. The rest is certain only where every column's type is known. */
const untyped = new Set(
  'MR1021 MR2001 MR2002 MR2003 MR2004 MR2005 MR2006 MR2009 MR2014 MR2015 MR2103 MR2104'.split(' '),
)

export const isProven = (
  { code, severity }: Diagnostic,
  { isWhole }: Statement,
  isCertain: boolean,
): boolean => {
  // Of warnings, those about functions that are Spark's within limits.
  if (severity !== 'error') return code === 'MR2020'
  if (!isWhole && (code === 'MR2001' || code === 'MR2002')) return false
  return isCertain || untyped.has(code)
}

export const isTyped = (columns: KnownColumns): boolean => columns?.every(({ type }) => type !== '') ?? false

const traced = (columns: readonly OutputColumn[] | undefined, scope: Views): View['columns'] =>
  columns?.map(({ name, type, from }) => ({
    name,
    type: engineType(type),
    from: throughAll(from, ({ relation, column }) => {
      const view = scope.get(relation.toLowerCase())
      const origins = originsIn(view?.columns, column)
      return origins ?? (view?.dataset === undefined ? undefined : [{ dataset: view.dataset, column }])
    }),
  }))

const originsIn = (columns: readonly TracedColumn[] | undefined, name: string): TracedColumn['from'] =>
  columns?.find((column) => column.name.toLowerCase() === name.toLowerCase())?.from

/** Where values come from that are made of others, whose origins `originsOf` knows. */
const throughAll = <T extends { readonly shows?: Disclosure }>(
  sources: readonly T[] | undefined,
  originsOf: (source: T) => TracedColumn['from'],
): TracedColumn['from'] => {
  if (sources === undefined) return undefined
  const found = new Map<string, ColumnOrigin>()
  for (const source of sources) {
    const origins = originsOf(source)
    if (origins === undefined) return undefined
    for (const origin of origins) {
      const key = JSON.stringify([origin.dataset, origin.column])
      const seen = composed(source.shows, origin.shows)
      const other = found.get(key)
      const all = other === undefined ? seen : widest(other.shows, seen)
      const { dataset, column: name } = origin
      found.set(key, { dataset, column: name, ...(all === undefined ? {} : { shows: all }) })
    }
  }
  return [...found.values()]
}
