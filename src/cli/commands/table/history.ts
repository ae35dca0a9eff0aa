import { describeSnapshots } from '../../../lakehouse/maintenance/index.ts'
import { openDeps } from '../../../run/index.ts'
import type { CommandHandler } from '../../command.ts'
import { findTable } from '../../find-table.ts'
import { openSettings } from '../../open-project.ts'
import { printItems } from '../../output/items.ts'

/** Snapshots of all branches and tags, newest first. */
export const tableHistory: CommandHandler = async (invocation, signal) => {
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings, isReading: true })
  const { table } = await findTable(deps, invocation.args[0] ?? '', signal)
  const items = describeSnapshots(table).map(({ snapshotId, timestampMs, refs, rejected, ...snapshot }) => ({
    name: snapshotId,
    snapshot: snapshotId,
    time: new Date(timestampMs).toISOString(),
    operation: snapshot.operation,
    added: snapshot.addedRows,
    removed: snapshot.removedRows,
    rows: snapshot.totalRows,
    run: snapshot.runId,
    refs,
    state: rejected === undefined ? snapshot.standing : 'rejected',
    addedFiles: snapshot.addedFiles,
    removedFiles: snapshot.removedFiles,
    parent: snapshot.parentId,
    ...(rejected === undefined ? {} : { rejected }),
  }))
  const columns = ['snapshot', 'time', 'operation', 'added', 'removed', 'rows', 'run', 'refs', 'state']
  const wide = ['addedFiles', 'removedFiles', 'parent', 'rejected']
  return await printItems(invocation, { columns, wide }, items)
}
