import { type DatasetAddress, printAddress } from '../../../address.ts'
import { type Depot, datasetPath } from '../../../depots/index.ts'
import { DiagnosticsError, failure, MillraceError } from '../../../diagnostics/index.ts'
import {
  atSnapshot,
  demandedPredicates,
  loadTableOrDraft,
  type ReadVersion,
  scanRelation,
  type Table,
  tableOnBranch,
} from '../../../lakehouse/index.ts'
import { ident, type RowCondition, type Sql, sql } from '../../../sql/index.ts'
import type { FlareInput } from '../job.ts'
import { openReader, readableFormats } from '../readers/index.ts'
import type { MovedWatermarks } from '../../../state/watermark-store.ts'
import { bindIncremental } from './bind-incremental.ts'
import { datasetFiles } from './dataset-files.ts'
import { demandedRows } from './demanded-rows.ts'
import { newFiles } from './new-files.ts'
import type { Session } from './session.ts'

export type InputOptions = {
  readonly keepSystemColumns: boolean
  /** A folder for files that a reader must rewrite; it outlives the session. */
  readonly scratch: string
}

/**
 * Makes an input's view: loads the dataset, removes the system column, applies `incremental`. The result is what the
 * next run begins with, once this one has published.
 */
export const bindInput = async (
  session: Session,
  input: FlareInput,
  { keepSystemColumns, scratch }: InputOptions,
): Promise<readonly MovedWatermarks[]> => {
  session.context.emit({ kind: 'task.progress', phase: `reading ${input.name}` })
  const { rows, seen, only } = await loadInput(session, input, scratch)
  const stored = await session.makeView(input.name, sql`SELECT * FROM ${rows}`)
  const systemColumn = stored.columns.find(({ name }) => name.toLowerCase() === '__metadata')
  const whole =
    systemColumn === undefined || keepSystemColumns
      ? stored
      : await session.makeView(
          input.name,
          sql`SELECT * EXCLUDE (${ident(systemColumn.name)}) FROM ${stored.relation}`,
        )
  const files = seen === undefined ? [] : [seen]
  if (input.incremental !== undefined) {
    const narrow = async (statement: Sql) => {
      const conditions = only === undefined ? [] : await demandedRows(session, statement, whole)
      if (only === undefined || conditions.length === 0) return
      const fewer = sql`SELECT * FROM ${await only(conditions)}`
      await session.connection.run(
        sql`CREATE OR REPLACE TEMP VIEW ${stored.relation} AS ${fewer}`,
        session.signal,
      )
    }
    const moved = await bindIncremental(session, input.name, input.incremental, { whole, narrow })
    return moved === undefined ? files : [...files, moved]
  }
  session.publish(input.name, whole)
  return files
}

type Loaded = {
  readonly rows: Sql
  readonly seen?: MovedWatermarks
  /** The rows again, maybe without some that fail the conditions. */
  readonly only?: (conditions: readonly RowCondition[]) => Promise<Sql>
}

const loadInput = async (session: Session, input: FlareInput, scratch: string): Promise<Loaded> => {
  const depot = session.context.depot(input.address)
  switch (depot.kind) {
    case 'lakehouse':
      return loadTableRows(session, input)
    case 'file':
      return loadFiles(session, input, depot, scratch)
  }
}

const loadTableRows = async (
  session: Session,
  { name, address, version, newFiles, place }: FlareInput,
): Promise<Loaded> => {
  if (newFiles !== undefined)
    throw failure('MR1413', { input: name, address: printAddress(address) }, { place })
  const { context, signal } = session
  const { lakehouse, branch } = context
  const identity = { namespace: address.collection, name: address.dataset }
  const found = await tableOnBranch(lakehouse, identity, branch, signal)
  const missing = () => absent(address, 'no task has written it yet', place)
  // A run on a branch of its own writes there what it would write to the branch that an output names.
  const redirected = version?.kind === 'ref' && found?.snapshotId !== undefined
  if (version === undefined || redirected) {
    if (found === undefined) throw missing()
    return tableRows(session, found.table, atSnapshot(found.snapshotId))
  }
  const table = await loadTableOrDraft(lakehouse, identity, signal)
  if (table === undefined) throw missing()
  return tableRows(session, table, version).catch((cause: unknown) => {
    if (!(cause instanceof MillraceError) || !/^MR31(?:17|30|31)$/.test(cause.diagnostic.code)) throw cause
    throw new DiagnosticsError([{ ...cause.diagnostic, place }])
  })
}

const tableRows = async (
  { context: { lakehouse }, signal }: Session,
  table: Table,
  version: ReadVersion,
): Promise<Loaded> => ({
  rows: await scanRelation(lakehouse, table, { version }, signal),
  only: async (conditions) => {
    const filter = demandedPredicates(table, version, conditions)
    return scanRelation(lakehouse, table, { version, filter }, signal)
  },
})

const loadFiles = async (
  session: Session,
  input: FlareInput,
  { storage }: Extract<Depot, { kind: 'file' }>,
  scratch: string,
): Promise<Loaded> => {
  const { address, format, options, place } = input
  const { connection, signal } = session
  const path = datasetPath(address)
  const files = datasetFiles(path, await storage.list(path, signal), options)
  if (files.length === 0) throw absent(address, `there is no file at ${storage.location(path)}`, place)
  const known = format ?? /\.([a-z0-9]+)$/i.exec(files[0]?.path ?? '')?.[1] ?? ''
  const read = openReader(known)
  if (read === undefined) {
    const params = { address: printAddress(address), format: known, known: readableFormats }
    throw failure('MR3214', params, { place })
  }
  const fresh = newFiles(session, input, files)
  // A view needs columns even where it has no rows: those of one file.
  const isEmpty = fresh?.files.length === 0
  const chosen = isEmpty ? files.slice(-1) : (fresh?.files ?? files)
  const paths = chosen.map(({ path }) => storage.location(path))
  const { relation, notices } = await read(
    {
      files: paths,
      options,
      connection,
      scratch,
      timeParserPolicy: session.timeParserPolicy,
      ...(session.zone === undefined ? {} : { zone: session.zone }),
    },
    signal,
  )
  if (!isEmpty) session.notice(notices)
  return {
    rows: isEmpty ? sql`(SELECT * FROM ${relation} LIMIT 0)` : relation,
    ...(fresh === undefined ? {} : { seen: fresh.seen }),
  }
}

const absent = (address: DatasetAddress, reason: string, place: FlareInput['place']) =>
  failure('MR3213', { address: printAddress(address), reason }, { place })
