import { type DatasetAddress, namesDataset, printAddress } from '../address.ts'
import { nearest } from '../base/nearest.ts'
import { diagnose, type Diagnostic, hasErrors } from '../diagnostics/index.ts'
import type { EngineColumn } from '../engines/index.ts'
import type { Resource } from '../resources/index.ts'
import {
  fillIncremental,
  type Relations,
  type SourceText,
  type SparkTranslator,
  translateMerge,
} from '../sql/index.ts'
import type { FlareInput, FlareJob } from '../stacks/flare/job.ts'
import type { Project } from './project.ts'

/** Columns of a relation, as far as they can be known without reading data. */
export type KnownColumns = readonly EngineColumn[] | undefined

export type SqlCheck = {
  readonly translator: SparkTranslator
  /** The columns that a table has now; undefined where there is none, or where they are not known. */
  readonly tableColumns: (address: DatasetAddress) => Promise<KnownColumns>
}

/**
 * Errors of the SQL of all Flare jobs, found without an engine: syntax, functions, views, and columns wherever the
 * schema is known. It is known for a table that exists, for what an earlier job of the project will write, and for a
 * dataset whose declared columns all have types. After a step's functions it is not.
 */
export const checkSql = async (
  { tasks, resources }: Pick<Project, 'tasks' | 'resources'>,
  { translator, tableColumns }: SqlCheck,
): Promise<readonly Diagnostic[]> => {
  const written = new Map<string, KnownColumns>()
  const diagnostics: Diagnostic[] = []
  const columnsOf = async (address: DatasetAddress): Promise<KnownColumns> => {
    const key = printAddress(address)
    const present = await tableColumns(address)
    if (!written.has(key)) return present ?? declaredColumns(address, resources)
    const future = written.get(key)
    // A table gets new columns and wider types, and other ones on a full refresh. What does not fit is told when the
    // job runs, and only there.
    if (present === undefined || future === undefined) return present ?? future
    return sameNames(present, future) ? knownAlike(present, future) : undefined
  }
  for (const { job, writes } of tasks) {
    if (job.kind !== 'flare') {
      for (const { address } of writes)
        if (namesDataset(address)) written.set(printAddress(address), undefined)
      continue
    }
    const checked = await checkJob(job, { translator, columnsOf })
    diagnostics.push(
      ...checked.diagnostics,
      ...(await checkMerges(job, checked.views, { translator, columnsOf })),
      ...(await checkDeletions(job, checked.views, { translator, columnsOf })),
    )
    for (const { name, address } of job.outputs) {
      const key = printAddress(address)
      const columns = checked.views.get(name.toLowerCase())?.columns
      const other = written.get(key)
      written.set(key, written.has(key) && !sameNames(columns, other) ? undefined : columns)
    }
  }
  for (const resource of resources) {
    if (resource.type !== 'dataset') continue
    const key = printAddress(resource.address)
    const present = await tableColumns(resource.address)
    // What is about to be written counts too: a description may come with the column that it describes.
    if (written.has(key) && written.get(key) === undefined) continue
    diagnostics.push(...checkDescribed(resource, present, written.get(key)))
  }
  return diagnostics
}

const checkDescribed = (
  { address, columns }: Extract<Resource, { type: 'dataset' }>,
  ...known: readonly KnownColumns[]
): readonly Diagnostic[] => {
  const names = known.flatMap((all) => all?.map(({ name }) => name) ?? [])
  if (names.length === 0) return []
  const there = new Set(names.map((name) => name.toLowerCase()))
  return columns
    .filter(({ name }) => !there.has(name.toLowerCase()))
    .map(({ name, place }) =>
      diagnose('MR1410', { dataset: printAddress(address), column: name, near: nearest(name, names) }, place),
    )
}

type Reading = {
  readonly translator: SparkTranslator
  readonly columnsOf: (address: DatasetAddress) => Promise<KnownColumns>
}
type View = { readonly name: string; readonly columns: KnownColumns }
type Views = Map<string, View>

const checkJob = async (
  job: FlareJob,
  { translator, columnsOf }: Reading,
): Promise<{ readonly views: Views; readonly diagnostics: readonly Diagnostic[] }> => {
  const views: Views = new Map()
  const diagnostics: Diagnostic[] = []
  const define = (name: string, columns: KnownColumns) => views.set(name.toLowerCase(), { name, columns })
  /** Columns of a statement's result; null where it only advises Spark. */
  const query = async (statement: Statement, scope: Views): Promise<KnownColumns | null> => {
    const relations: Relations = new Map([...scope.values()].map(({ name, columns }) => [name, columns]))
    const staged = await translator.translate(statement.text, relations)
    const isCertain = statement.isCertain && [...relations.values()].every(isTyped)
    diagnostics.push(...staged.diagnostics.filter((found) => isProven(found, statement, isCertain)))
    if (staged.value?.kind === 'hint') return null
    return hasErrors(staged.diagnostics) ? undefined : outputColumns(staged.value?.outputColumns)
  }
  for (const input of job.inputs) {
    // Another version of a table may have other columns.
    const known = input.version === undefined ? await columnsOf(input.address) : undefined
    const columns = known?.filter(({ name }) => job.keepSystemColumns || name.toLowerCase() !== '__metadata')
    define(
      input.name,
      input.incremental === undefined ? columns : await readIncremental(input, columns, views, query),
    )
  }
  for (const { name, sql, functions } of job.steps) {
    const columns = await query({ text: sql, isCertain: true, isWhole: true }, views)
    if (columns !== null) define(name, functions.length === 0 ? columns : undefined)
  }
  return { views, diagnostics }
}

/** Conditions and values of merges, over the stored rows (`old`) and those of the output (`new`). */
const checkMerges = async (
  { outputs }: FlareJob,
  views: Views,
  { translator, columnsOf }: Reading,
): Promise<readonly Diagnostic[]> => {
  const diagnostics: Diagnostic[] = []
  for (const { name, address, write } of outputs) {
    const fresh = views.get(name.toLowerCase())?.columns
    if (write.kind !== 'merge' || fresh === undefined || !isTyped(fresh)) continue
    const sides = { old: (await columnsOf(address)) ?? fresh, fresh }
    const staged = await translateMerge(write.merge, sides, translator)
    diagnostics.push(...staged.diagnostics.filter(({ severity }) => severity === 'error'))
  }
  return diagnostics
}

/** Conditions of rows to delete, over the stored ones (`old`) and, in queries, the views of the job. */
const checkDeletions = async (
  { actions }: FlareJob,
  views: Views,
  { translator, columnsOf }: Reading,
): Promise<readonly Diagnostic[]> => {
  const diagnostics: Diagnostic[] = []
  for (const action of actions) {
    const columns = action.kind === 'delete-from-dataset' ? await columnsOf(action.address) : undefined
    if (action.kind !== 'delete-from-dataset' || columns === undefined || !isTyped(columns)) continue
    const relations: Relations = new Map([...views.values()].map((view) => [view.name, view.columns]))
    const isCertain = [...relations.values()].every(isTyped)
    const statement = { text: action.where, isCertain, isWhole: true }
    const staged = await translator.translateCondition(action.where, new Map([['old', columns]]), relations)
    diagnostics.push(...staged.diagnostics.filter((found) => isProven(found, statement, isCertain)))
  }
  return diagnostics
}

/** `isWhole` is false where a value that only a run knows stands in the text, outside of quotes. */
type Statement = { readonly text: SourceText; readonly isCertain: boolean; readonly isWhole: boolean }

const readIncremental = async (
  { incremental }: FlareInput,
  columns: KnownColumns,
  views: Views,
  query: (statement: Statement, scope: Views) => Promise<KnownColumns | null>,
): Promise<KnownColumns> => {
  if (incremental === undefined) return columns
  const { context, keys, sql } = incremental
  const scope: Views = new Map([...views, [context.toLowerCase(), { name: context, columns }]])
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

/** The value of `SELECT '…'` or of a number, which needs no engine. */
const constantOf = (text: string): string | undefined => {
  const [, quoted, number] =
    /^\s*select\s+(?:'([^'\\]*)'|(-?\d+(?:\.\d+)?))(?:\s+as\s+\w+)?\s*;?\s*$/i.exec(text) ?? []
  return quoted ?? number
}

/** Codes that hold whatever the types are. The rest is certain only where every column's type is known. */
const untyped = new Set(['MR2001', 'MR2002', 'MR2003', 'MR2004', 'MR2005', 'MR2006', 'MR2009'])

const isProven = ({ code, severity }: Diagnostic, { isWhole }: Statement, isCertain: boolean): boolean => {
  if (severity !== 'error') return false
  if (!isWhole && (code === 'MR2001' || code === 'MR2002')) return false
  return isCertain || untyped.has(code)
}

const isTyped = (columns: KnownColumns): boolean => columns?.every(({ type }) => type !== '') ?? false

/** All declared columns of a dataset where each has a type: a list without types describes only some of them. */
const declaredColumns = (address: DatasetAddress, resources: readonly Resource[]): KnownColumns => {
  const key = printAddress(address)
  for (const resource of resources) {
    if (resource.type !== 'dataset' || printAddress(resource.address) !== key) continue
    if (resource.columns.length === 0 || resource.columns.some(({ type }) => type === undefined)) continue
    // Which type a reader of files gives to a column depends on its options: only the names are promised.
    return resource.columns.map(({ name }) => ({ name, type: '' }))
  }
  return undefined
}

const outputColumns = (
  columns: readonly { readonly name: string; readonly type: string | undefined }[] | undefined,
): KnownColumns => columns?.map(({ name, type }) => ({ name, type: engineType(type) }))

/** Spark's spelling of a type as the engine's; empty for what is not a plain value. */
const engineType = (type: string | undefined): string => {
  if (type === undefined || /[<>]/.test(type)) return ''
  return engineTypes[type] ?? type.toUpperCase()
}

const engineTypes: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  timestamp_ntz: 'TIMESTAMP',
  binary: 'BLOB',
  void: '',
}

/** Columns with the types that both have. */
const knownAlike = (
  one: readonly EngineColumn[],
  other: readonly EngineColumn[],
): readonly EngineColumn[] => {
  const types = new Map(other.map(({ name, type }) => [name.toLowerCase(), type]))
  return one.map((column) =>
    types.get(column.name.toLowerCase()) === column.type ? column : { ...column, type: '' },
  )
}

const sameNames = (one: KnownColumns, other: KnownColumns): boolean => {
  const names = (columns: readonly EngineColumn[]) =>
    columns
      .map(({ name }) => name.toLowerCase())
      .sort()
      .join('\n')
  return one !== undefined && other !== undefined && names(one) === names(other)
}
