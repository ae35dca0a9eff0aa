import { type DatasetAddress, namesDataset, printAddress } from '../address.ts'
import { nearest } from '../base/nearest.ts'
import { diagnose, type Diagnostic } from '../diagnostics/index.ts'
import type { EngineColumn } from '../engines/index.ts'
import type { Resource } from '../resources/index.ts'
import type { TaskId } from '../events.ts'
import { type SparkTranslator, translateMerge } from '../sql/index.ts'
import type { FlareJob } from '../stacks/flare/job.ts'
import { jobMemo, type JobMemo } from './job-memo.ts'
import type { Project } from './project.ts'
import { checkAssertions } from './check-assertions.ts'
import {
  isProven,
  isTyped,
  type KnownColumns,
  readJob,
  type Reading,
  relationsOf,
  type TracedColumn,
  type Views,
} from './read-job.ts'

export type SqlCheck = {
  readonly translator: SparkTranslator
  /** The columns that a table has now; undefined where there is none, or where they are not known. */
  readonly tableColumns: (address: DatasetAddress) => Promise<KnownColumns>
  /** Of the check before, where there was one. */
  readonly memo?: SqlMemo
}

export type SqlMemo = JobMemo<CheckedJob>

type CheckedJob = { readonly views: Views; readonly diagnostics: readonly Diagnostic[] }

/** A dataset that a task writes, and where its columns come from. */
export type DatasetLineage = {
  /** The canonical address. */
  readonly dataset: string
  readonly task: TaskId
  /** What the task reads, by canonical address. */
  readonly inputs: readonly string[]
  /** Undefined where only a run can tell. */
  readonly columns: readonly TracedColumn[] | undefined
}

export type SqlFindings = {
  readonly diagnostics: readonly Diagnostic[]
  readonly lineage: readonly DatasetLineage[]
}

/**
 * The lineage and the errors of the SQL of all Flare jobs, found without an engine: syntax, functions, views, and columns wherever the
 * schema is known. It is known for a table that exists, for what an earlier job of the project will write, and for a
 * dataset whose declared columns all have types.
 */
export const checkSql = async (
  { tasks, resources }: Pick<Project, 'tasks' | 'resources'>,
  { translator, tableColumns, memo = jobMemo() }: SqlCheck,
): Promise<SqlFindings> => {
  const declared = declaredColumns(resources)
  const written = new Map<string, KnownColumns>()
  const overwritten = new Set<string>()
  const lineage: DatasetLineage[] = []
  const diagnostics: Diagnostic[] = []
  const columnsOf = async (address: DatasetAddress): Promise<KnownColumns> => {
    const key = printAddress(address)
    const present = await tableColumns(address)
    if (!written.has(key)) return present ?? declared.get(key)
    const future = written.get(key)
    // A table gets new columns and wider types, and other ones on a full refresh. What does not fit is told when the
    // job runs, and only there.
    if (present === undefined || future === undefined) return present ?? future
    if (sameNames(present, future)) return knownAlike(present, future)
    // A column that an overwrite leaves out is gone where it succeeds: no reader will find it.
    return overwritten.has(key) ? knownAlike(future, present) : undefined
  }
  for (const { id, job, reads, writes } of tasks) {
    const inputs = [...new Set(reads.map(({ address }) => printAddress(address)))]
    if (job.kind !== 'flare') {
      for (const { address } of writes) {
        if (!namesDataset(address)) continue
        written.set(printAddress(address), undefined)
        lineage.push({ dataset: printAddress(address), task: id, inputs, columns: undefined })
      }
      continue
    }
    const checked = await memo(job, columnsOf, (recording) =>
      checkJob(job, { translator, columnsOf: recording }),
    )
    diagnostics.push(...checked.diagnostics)
    for (const { name, address, write } of job.outputs) {
      const key = printAddress(address)
      if (write.kind === 'overwrite' && !written.has(key)) overwritten.add(key)
      else overwritten.delete(key)
      const columns = checked.views.get(name.toLowerCase())?.columns
      const other = written.get(key)
      lineage.push({ dataset: key, task: id, inputs, columns })
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
  return { diagnostics, lineage }
}

const checkJob = async (job: FlareJob, reading: Reading): Promise<CheckedJob> => {
  const { views, diagnostics } = await readJob(job, reading)
  const merges = await checkMerges(job, views, reading)
  const deletions = await checkDeletions(job, views, reading)
  const assertions = await checkAssertions(job, views, reading)
  return { views, diagnostics: [...diagnostics, ...merges, ...deletions, ...assertions] }
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

/** Conditions and values of merges, over the stored rows (`old`) and those of the output (`new`). */
const checkMerges = async (
  { outputs, sparkSettings }: FlareJob,
  views: Views,
  { translator, columnsOf }: Reading,
): Promise<readonly Diagnostic[]> => {
  const own = sparkSettings === undefined ? translator : translator.under(sparkSettings)
  const diagnostics: Diagnostic[] = []
  for (const { name, address, write } of outputs) {
    const fresh = views.get(name.toLowerCase())?.columns
    if (write.kind !== 'merge' || fresh === undefined || !isTyped(fresh)) continue
    const sides = { old: (await columnsOf(address)) ?? fresh, fresh }
    const staged = await translateMerge(write.merge, sides, own)
    diagnostics.push(...staged.diagnostics.filter(({ severity }) => severity === 'error'))
  }
  return diagnostics
}

/** Conditions of rows to delete, over the stored ones (`old`) and, in queries, the views of the job. */
const checkDeletions = async (
  { actions, sparkSettings }: FlareJob,
  views: Views,
  { translator, columnsOf }: Reading,
): Promise<readonly Diagnostic[]> => {
  const own = sparkSettings === undefined ? translator : translator.under(sparkSettings)
  const diagnostics: Diagnostic[] = []
  for (const action of actions) {
    const columns = action.kind === 'delete-from-dataset' ? await columnsOf(action.address) : undefined
    if (action.kind !== 'delete-from-dataset' || columns === undefined || !isTyped(columns)) continue
    const relations = relationsOf(views)
    const isCertain = [...relations.values()].every(isTyped)
    const statement = { text: action.where, isCertain, isWhole: true }
    const staged = await own.translateCondition(action.where, new Map([['old', columns]]), relations)
    diagnostics.push(...staged.diagnostics.filter((found) => isProven(found, statement, isCertain)))
  }
  return diagnostics
}

/**
 * All declared columns of each dataset where each has a type, by address: a list without types describes only some of
 * them.
 */
const declaredColumns = (resources: readonly Resource[]): ReadonlyMap<string, KnownColumns> => {
  const declared = new Map<string, KnownColumns>()
  for (const resource of resources) {
    if (resource.type !== 'dataset' || declared.has(printAddress(resource.address))) continue
    if (resource.columns.length === 0 || resource.columns.some(({ type }) => type === undefined)) continue
    // Which type a reader of files gives to a column depends on its options: only the names are promised.
    declared.set(
      printAddress(resource.address),
      resource.columns.map(({ name }) => ({ name, type: '' })),
    )
  }
  return declared
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
