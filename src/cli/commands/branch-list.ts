import { listBranches } from '../../lakehouse/index.ts'
import { openDeps } from '../../run/index.ts'
import type { CommandHandler } from '../command.ts'
import { openSettings } from '../open-project.ts'
import { printItems } from '../output/items.ts'

/** One line for each branch and table. */
export const branchList: CommandHandler = async (invocation, signal) => {
  const settings = await openSettings(invocation, signal)
  await using deps = openDeps({ settings, isReading: true })
  const items = (await listBranches(deps.lakehouse, signal)).flatMap(({ name, tables }) =>
    tables.map(({ identity, snapshotId, ahead, diverged, updatedAtMs, rejected }) => ({
      name,
      table: `${identity.namespace}.${identity.name}`,
      ahead,
      state: rejected === undefined ? (diverged ? 'main has moved' : 'can be published') : 'rejected',
      updated: new Date(updatedAtMs).toISOString(),
      snapshotId,
      ...(rejected === undefined ? {} : { rejected }),
    })),
  )
  const columns = ['name', 'table', 'ahead', 'state', 'updated']
  return await printItems(invocation, { columns, wide: ['snapshotId', 'rejected'] }, items)
}
