import { type DatasetAddress, printAddress } from '../../../address.ts'
import { nearest } from '../../../base/nearest.ts'
import { diagnose, DiagnosticsError, failure, hasErrors, MillraceError } from '../../../diagnostics/index.ts'
import {
  mainBranch,
  type SortBy,
  type StagedCommit,
  stageWrite,
  tableColumns,
  tableOnBranch,
  versionOf,
  type WriteMode,
} from '../../../lakehouse/index.ts'
import { type SparkMerge, type Sql, sql, translateMerge } from '../../../sql/index.ts'
import type { FlareOutput } from '../job.ts'
import { takesName } from '../outputs/partitions.ts'
import { refuseInZone, type Session, type View, viewOf } from './session.ts'
import { explainStrategy, strategyWrite } from './strategy-write.ts'

/** Writes an output's rows as files of its table. Readers see nothing of it until the runner publishes the commit. */
export const writeOutput = async (
  session: Session,
  output: FlareOutput,
  earlier: readonly { readonly address: DatasetAddress; readonly commit: StagedCommit }[],
): Promise<StagedCommit> => {
  const { context, connection, signal } = session
  const depot = context.depot(output.address)
  const format = output.format ?? (depot.kind === 'lakehouse' ? 'iceberg' : 'files')
  if (depot.kind !== 'lakehouse' || format !== 'iceberg')
    throw failure('MR3217', { address: printAddress(output.address), format }, { place: output.place })
  const view = viewOf(session, output.name)
  const [column] = view.doubled.values()
  if (column !== undefined) throw failure('MR3209', { column, output: output.name }, { place: output.place })
  checkPartitionNames(output, view)
  if (session.zone !== undefined) await refuseOtherTimes(session, output, view)
  const identity = { namespace: output.address.collection, name: output.address.dataset }
  // Two outputs of one job may write to the same table: the second one follows the first one's commit.
  const after = earlier.findLast(
    ({ address }) => printAddress(address) === printAddress(output.address),
  )?.commit
  context.emit({ kind: 'task.progress', phase: `writing ${output.address.dataset}` })
  const { write } = output
  const sortBy = sortOf(view, output)
  const { rows, mode } = await rowsAndMode(session, { output, view, after })
  const staged = await stageWrite(
    context.lakehouse,
    {
      connection,
      query: sql`SELECT * FROM ${rows}`,
      columns: view.columns,
      identity,
      mode,
      // All rows are made again, so the table may become what the manifest says by now.
      schemaChange: context.fullRefresh && mode.kind === 'overwrite' ? 'replace' : 'safe',
      ...(write.kind === 'append' && write.ifExists !== undefined ? { ifExists: write.ifExists } : {}),
      ...(output.partitions.length === 0 ? {} : { partitionBy: output.partitions }),
      ...(sortBy.length === 0 ? {} : { sortBy }),
      properties: output.properties,
      branch: branchOf(session, output),
      runId: context.run,
      commitId: `${context.run}/${context.task}/${output.name}`,
      ...(after === undefined ? {} : { after }),
    },
    signal,
  ).catch((cause: unknown) => {
    const known = write.kind === 'strategy' ? explainStrategy(cause, output.name, write.strategy) : cause
    // Rows that do not fit the table are told where the output stands; what the world did has no place there.
    if (
      !(known instanceof MillraceError) ||
      !/^MR(?:310[0-9]|312[1-9]|314[0-9]|3158)$/.test(known.diagnostic.code)
    )
      throw known
    throw new DiagnosticsError([{ ...known.diagnostic, place: known.diagnostic.place ?? output.place }])
  })
  const changes = staged.kind === 'staged' ? staged.change.layout.columnChanges : []
  if (changes.length > 0)
    session.notice([
      diagnose('MR3126', { table: `${identity.namespace}.${identity.name}`, changes }, output.place),
    ])
  return staged
}

type Writing = {
  readonly output: FlareOutput
  readonly view: View
  readonly after: StagedCommit | undefined
}

const rowsAndMode = async (
  session: Session,
  writing: Writing,
): Promise<{ readonly rows: Sql; readonly mode: WriteMode }> => {
  const { output, view } = writing
  const { write } = output
  switch (write.kind) {
    case 'append':
    case 'overwrite':
    case 'overwrite-partitions':
      return { rows: view.relation, mode: { kind: write.kind } }
    case 'merge':
      return { rows: view.relation, mode: await mergeMode(session, write.merge, writing) }
    case 'strategy':
      return strategyWrite(output.name, write.strategy, view)
  }
}

const mergeMode = async (session: Session, merge: SparkMerge, writing: Writing): Promise<WriteMode> => {
  const { output, view, after } = writing
  const { context, signal } = session
  const identity = { namespace: output.address.collection, name: output.address.dataset }
  const stored =
    after === undefined
      ? await tableOnBranch(context.lakehouse, identity, branchOf(session, output), signal)
      : { table: { identity, ...versionOf(after) }, snapshotId: after.snapshotId }
  // On the first run the table gets the view's own columns.
  const old = stored === undefined ? view.columns : tableColumns(stored.table, stored.snapshotId)
  const sides = { old, fresh: view.columns }
  const { value, diagnostics } = await translateMerge(merge, sides, session.translator)
  if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  session.notice(diagnostics)
  return { kind: 'merge', ...value }
}

/** Which instant a date or a time without zone is stored as, is the session's zone to say, and the table is in UTC. */
const refuseOtherTimes = async (session: Session, output: FlareOutput, view: View): Promise<void> => {
  const { context, signal } = session
  const identity = { namespace: output.address.collection, name: output.address.dataset }
  const stored = await tableOnBranch(context.lakehouse, identity, branchOf(session, output), signal)
  const columns = stored === undefined ? [] : tableColumns(stored.table, stored.snapshotId)
  const named = new Map(columns.map(({ name, type }) => [name.toLowerCase(), type]))
  const times = (type: string): string => (type.match(/TIMESTAMP(?: WITH TIME ZONE)?|DATE/g) ?? []).join()
  for (const { name, type } of view.columns) {
    const there = named.get(name.toLowerCase())
    if (there === undefined || times(there) === '' || times(there) === times(type)) continue
    const what = `the column "${name}", a ${type}, in a table where it is a ${there},`
    refuseInZone(session, what, output.place, 'cast it in a step to the type that the table has')
  }
}

/** A run on a branch of its own leaves every other branch as it is, that which the output names too. */
const branchOf = ({ context }: Session, { branch }: FlareOutput): string =>
  context.branch === mainBranch ? (branch ?? mainBranch) : context.branch

/** A partition field beside a column of the same name could not be told from it. */
const checkPartitionNames = ({ partitions }: FlareOutput, { columns }: View): void => {
  for (const partition of partitions) {
    const taken = columns.find(({ name }) => takesName(partition, name))?.name
    if (taken !== undefined)
      throw failure('MR1398', { name: taken, taken: `the column "${taken}"` }, { place: partition.place })
  }
}

/** NULL first going up, last going down, as in Spark. */
const sortOf = ({ columns }: View, { name: output, sort, place }: FlareOutput): readonly SortBy[] =>
  (sort?.columns ?? []).map(({ name, order }) => {
    const known = columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
    if (known !== undefined)
      return { column: known.name, direction: order, nulls: order === 'asc' ? 'first' : 'last' }
    const near = nearest(
      name,
      columns.map((column) => column.name),
    )
    throw new DiagnosticsError([diagnose('MR3218', { column: name, output, near }, place)])
  })
