import { sqlName } from '../../../address.ts'
import { MillraceError } from '../../../diagnostics/index.ts'
import { loadTableOrDraft, rowCount, type Table } from '../../../lakehouse/index.ts'
import { openDeps } from '../../../run/index.ts'
import { sizeText } from '../../../tui/index.ts'
import type { CommandHandler } from '../../command.ts'
import { namedTables } from '../../find-table.ts'
import { openSettings } from '../../open-project.ts'
import { type Item, printItems } from '../../output/items.ts'

/** One line a table, from its metadata alone. One that cannot be read is listed with what is wrong with it. */
export const tableList: CommandHandler = async (invocation, signal) => {
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings, isReading: true })
  const items: Item[] = []
  for (const { address, draft } of await namedTables(deps, invocation.args[0], signal)) {
    const identity = { namespace: address.collection, name: address.dataset }
    try {
      const table = await loadTableOrDraft(deps.lakehouse, identity, signal)
      if (table !== undefined) items.push(itemOf(sqlName(address), table))
    } catch (cause) {
      if (!(cause instanceof MillraceError)) throw cause
      const { code, message } = cause.diagnostic
      items.push({ name: sqlName(address), state: code, problem: message, draft })
    }
  }
  const columns = ['name', 'rows', 'files', 'size', 'snapshots', 'updated', 'state']
  return await printItems(invocation, { columns, wide: ['branches', 'location', 'problem'] }, items)
}

const itemOf = (name: string, table: Table): Item => {
  const { metadata, draft } = table
  const summary = metadata.snapshots.find(
    ({ snapshotId }) => snapshotId === metadata.currentSnapshotId,
  )?.summary
  const files = summary?.['total-data-files']
  const bytes = summary?.['total-files-size']
  return {
    name,
    rows: rowCount(table),
    files: files === undefined ? undefined : Number(files),
    sizeBytes: bytes === undefined ? undefined : Number(bytes),
    size: bytes === undefined ? undefined : sizeText(Number(bytes)),
    snapshots: metadata.snapshots.length,
    updated: new Date(metadata.lastUpdatedMs).toISOString(),
    state: draft ? 'draft' : 'published',
    branches: Object.keys(metadata.refs).filter((ref) => ref !== 'main'),
    location: metadata.location,
  }
}
