import { type DatasetAddress, printAddress } from '../../../address.ts'
import { type Depot, datasetPath } from '../../../depots/index.ts'
import { failure } from '../../../diagnostics/index.ts'
import { atSnapshot, scanRelation, tableOnBranch } from '../../../lakehouse/index.ts'
import { ident, type Sql, sql } from '../../../sql/index.ts'
import type { FlareInput } from '../job.ts'
import { openReader, readableFormats } from '../readers/index.ts'
import { bindIncremental, type MovedWatermarks } from './bind-incremental.ts'
import type { Session } from './session.ts'

export type InputOptions = {
  readonly keepSystemColumns: boolean
  /** A folder for files that a reader must rewrite; it outlives the session. */
  readonly scratch: string
}

/** Makes an input's view: loads the dataset, removes the system column, applies `incremental`. */
export const bindInput = async (
  session: Session,
  input: FlareInput,
  { keepSystemColumns, scratch }: InputOptions,
): Promise<MovedWatermarks | undefined> => {
  session.context.emit({ kind: 'task.progress', phase: `reading ${input.name}` })
  const loaded = await loadInput(session, input, scratch)
  const stored = await session.makeView(input.name, sql`SELECT * FROM ${loaded}`)
  const systemColumn = stored.columns.find(({ name }) => name.toLowerCase() === '__metadata')
  const whole =
    systemColumn === undefined || keepSystemColumns
      ? stored
      : await session.makeView(
          input.name,
          sql`SELECT * EXCLUDE (${ident(systemColumn.name)}) FROM ${stored.relation}`,
        )
  if (input.incremental !== undefined) return bindIncremental(session, input.name, input.incremental, whole)
  session.publish(input.name, whole)
  return undefined
}

const loadInput = async (session: Session, input: FlareInput, scratch: string): Promise<Sql> => {
  const depot = session.context.depot(input.address)
  switch (depot.kind) {
    case 'lakehouse':
      return loadTableRows(session, input)
    case 'file':
      return loadFiles(session, input, depot, scratch)
  }
}

const loadTableRows = async ({ context, signal }: Session, { address, place }: FlareInput): Promise<Sql> => {
  const identity = { namespace: address.collection, name: address.dataset }
  const found = await tableOnBranch(context.lakehouse, identity, context.branch, signal)
  if (found === undefined) throw absent(address, 'no task has written it yet', place)
  return scanRelation(context.lakehouse, found.table, { version: atSnapshot(found.snapshotId) }, signal)
}

const loadFiles = async (
  session: Session,
  { address, format, options, place }: FlareInput,
  { storage }: Extract<Depot, { kind: 'file' }>,
  scratch: string,
): Promise<Sql> => {
  const { connection, signal } = session
  const files = await storage.list(datasetPath(address), signal)
  if (files.length === 0)
    throw absent(address, `there is no file at ${storage.location(datasetPath(address))}`, place)
  const known = format ?? /\.([a-z0-9]+)$/i.exec(files[0]?.path ?? '')?.[1] ?? ''
  const read = openReader(known)
  if (read === undefined) {
    const params = { address: printAddress(address), format: known, known: readableFormats }
    throw failure('MR3214', params, { place })
  }
  const paths = files.map(({ path }) => storage.location(path))
  const { relation, notices } = await read({ files: paths, options, connection, scratch }, signal)
  session.notice(notices)
  return relation
}

const absent = (address: DatasetAddress, reason: string, place: FlareInput['place']) =>
  failure('MR3213', { address: printAddress(address), reason }, { place })
