import { type DatasetAddress, printAddress } from '../../../address.ts'
import { nearest } from '../../../base/nearest.ts'
import { diagnose, DiagnosticsError, failure, hasErrors, MillraceError } from '../../../diagnostics/index.ts'
import {
  type StagedCommit,
  stageWrite,
  tableColumns,
  tableOnBranch,
  type WriteMode,
} from '../../../lakehouse/index.ts'
import { ident, type Sql, sql, trusted } from '../../../sql/index.ts'
import type { FlareOutput } from '../job.ts'
import { type Session, type View, viewOf } from './session.ts'

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
  const identity = { namespace: output.address.collection, name: output.address.dataset }
  // Two outputs of one job may append to the same table: the second one follows the first one's commit.
  const after = earlier.findLast(
    ({ address }) => printAddress(address) === printAddress(output.address),
  )?.commit
  context.emit({ kind: 'task.progress', phase: `writing ${output.address.dataset}` })
  const staged = stageWrite(
    context.lakehouse,
    {
      connection,
      query: sortedRows(view, output),
      columns: view.columns,
      identity,
      mode: await writeMode(session, output, view),
      ...(output.partitions.length === 0 ? {} : { partitionBy: output.partitions }),
      properties: output.properties,
      branch: context.branch,
      runId: context.run,
      commitId: `${context.run}/${context.task}/${output.name}`,
      ...(after === undefined ? {} : { after }),
    },
    signal,
  )
  return staged.catch((cause: unknown) => {
    // Rows that do not fit the table are told where the output stands; what the world did has no place there.
    if (!(cause instanceof MillraceError) || !/^MR310[0-8]$/.test(cause.diagnostic.code)) throw cause
    throw new DiagnosticsError([{ ...cause.diagnostic, place: cause.diagnostic.place ?? output.place }])
  })
}

const writeMode = async (session: Session, output: FlareOutput, view: View): Promise<WriteMode> => {
  if (output.merge === undefined) return { kind: output.saveMode }
  const { context, signal } = session
  const identity = { namespace: output.address.collection, name: output.address.dataset }
  const stored = await tableOnBranch(context.lakehouse, identity, context.branch, signal)
  const { value, diagnostics } = await session.translator.translateCondition(
    output.merge.on,
    // On the first run the table gets the view's own columns.
    new Map([
      ['old', stored === undefined ? view.columns : tableColumns(stored.table, stored.snapshotId)],
      ['new', view.columns],
    ]),
  )
  if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  session.notice(diagnostics)
  return { kind: 'merge', on: value.sql, keys: [], clauses: [{ kind: 'insert', values: 'all' }] }
}

/** Partition columns first where the order is within partitions; NULL first going up, last going down, as in Spark. */
const sortedRows = ({ relation, columns }: View, output: FlareOutput): Sql => {
  const whole = sql`SELECT * FROM ${relation}`
  if (output.sort === undefined) return whole
  const leading =
    output.sort.mode === 'partition'
      ? output.partitions.map(({ column }) => ({ name: column, order: 'asc' as const }))
      : []
  const keys = [...leading, ...output.sort.columns].map(({ name, order }) => {
    const known = columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
    if (known === undefined) {
      const near = nearest(
        name,
        columns.map((column) => column.name),
      )
      throw new DiagnosticsError([
        diagnose('MR3218', { column: name, output: output.name, near }, output.place),
      ])
    }
    return sql`${ident(known.name)} ${trusted(order === 'asc' ? 'ASC NULLS FIRST' : 'DESC NULLS LAST')}`
  })
  return sql`${whole} ORDER BY ${keys}`
}
