import { createRef, dropRef } from '../../../lakehouse/maintenance/index.ts'
import { type TableRef, tableRefs } from '../../../lakehouse/refs.ts'
import { openDeps } from '../../../run/index.ts'
import type { CommandHandler } from '../../command.ts'
import { isConfirmed } from '../../confirm.ts'
import { findTable } from '../../find-table.ts'
import { openSettings } from '../../open-project.ts'
import { flag, textOption } from '../../options.ts'
import { printItems } from '../../output/items.ts'
import { countOption, durationOption } from '../../read-value.ts'
import { lockProject } from '../apply.ts'

const refCommand =
  (kind: TableRef['kind']): CommandHandler =>
  async (invocation, signal) => {
    const { args, options, io } = invocation
    const [called = '', name] = args
    const settings = await openSettings({ ...invocation, args: [] }, signal)
    await using deps = openDeps({ settings })
    const { table, name: tableName } = await findTable(deps, called, signal)
    if (name === undefined) {
      const items = tableRefs(table.metadata)
        .filter((ref) => ref.kind === kind)
        .map(itemOf)
      const columns = ['name', 'snapshot', 'keep']
      return await printItems(invocation, { columns, wide: ['keepSnapshots', 'maxAge'] }, items)
    }
    if (flag(options, 'drop')) {
      if (!(await isConfirmed(invocation, `the ${kind} ${name} of ${tableName} would be forgotten`, signal)))
        return 1
      using _lock = lockProject(settings.stateFolder, `table ${kind}`)
      const { snapshotId } = await dropRef(deps.lakehouse, table.identity, { name, kind }, signal)
      io.stdout.write(`dropped the ${kind} ${name}; its snapshot ${snapshotId} stays until it expires\n`)
      return 0
    }
    const limits = {
      maxRefAgeMs: durationOption(options, 'keep'),
      minSnapshotsToKeep: countOption(options, 'keepSnapshots'),
      maxSnapshotAgeMs: durationOption(options, 'maxAge'),
    }
    const snapshotId = textOption(options, 'snapshot')
    using _lock = lockProject(settings.stateFolder, `table ${kind}`)
    const ref = await createRef(
      deps.lakehouse,
      table.identity,
      {
        name,
        kind,
        ...(snapshotId === undefined ? {} : { snapshotId }),
        ...(limits.maxRefAgeMs === undefined ? {} : { maxRefAgeMs: limits.maxRefAgeMs }),
        ...(limits.minSnapshotsToKeep === undefined ? {} : { minSnapshotsToKeep: limits.minSnapshotsToKeep }),
        ...(limits.maxSnapshotAgeMs === undefined ? {} : { maxSnapshotAgeMs: limits.maxSnapshotAgeMs }),
      },
      signal,
    )
    io.stdout.write(`${kind} ${name} of ${tableName} is at snapshot ${ref.snapshotId}\n`)
    return 0
  }

/** Lists, makes or drops tags of one table. */
export const tableTag = refCommand('tag')

/** The same of branches; those of all tables at once are the business of `millrace branch`. */
export const tableBranch = refCommand('branch')

const itemOf = ({ name, snapshotId, maxRefAgeMs, minSnapshotsToKeep, maxSnapshotAgeMs }: TableRef) => ({
  name,
  snapshot: String(snapshotId),
  keep: maxRefAgeMs === undefined ? 'for ever' : daysText(maxRefAgeMs),
  ...(minSnapshotsToKeep === undefined ? {} : { keepSnapshots: minSnapshotsToKeep }),
  ...(maxSnapshotAgeMs === undefined ? {} : { maxAge: daysText(maxSnapshotAgeMs) }),
})

const daysText = (ms: number): string => `${Math.round(ms / 86_400) / 1000} days`
