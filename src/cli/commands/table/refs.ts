import { createRef, dropRef, type NewRef } from '../../../lakehouse/maintenance/index.ts'
import { type TableRef, tableRefs } from '../../../lakehouse/refs.ts'
import { openDeps } from '../../../run/index.ts'
import type { CommandHandler, Options } from '../../command.ts'
import { isConfirmed } from '../../confirm.ts'
import { findTable } from '../../find-table.ts'
import { openSettings } from '../../open-project.ts'
import { flag, textOption } from '../../options.ts'
import { printItems } from '../../output/items.ts'
import { jsonText } from '../../output/json-text.ts'
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
    const dryRun = flag(options, 'dryRun')
    const isText = textOption(options, 'output') !== 'json'
    const print = (text: string, ref: TableRef): void => {
      const view = { ...(dryRun ? { dryRun } : {}), kind, ...itemOf(ref) }
      io.stdout.write(isText ? `${text}\n` : `${jsonText(view)}\n`)
    }
    const drops = flag(options, 'drop')
    const change = drops
      ? (only: { readonly dryRun: boolean }) =>
          dropRef(deps.lakehouse, table.identity, { name, kind, ...only }, signal)
      : (only: { readonly dryRun: boolean }) =>
          createRef(deps.lakehouse, table.identity, { ...newRef(kind, name, options), ...only }, signal)
    // A wrong name is told before anybody is asked.
    const planned = await change({ dryRun: true })
    const wouldBe = drops
      ? `the ${kind} ${name} of ${tableName} would be forgotten`
      : `the ${kind} ${name} of ${tableName} would be at snapshot ${planned.snapshotId}`
    if (dryRun) {
      print(wouldBe, planned)
      return 0
    }
    if (drops && !(await isConfirmed(invocation, wouldBe, signal))) return 1
    using _lock = lockProject(settings.stateFolder, `table ${kind}`)
    const done = await change({ dryRun: false })
    print(
      drops
        ? `dropped the ${kind} ${name}; its snapshot ${done.snapshotId} stays until it expires`
        : `${kind} ${name} of ${tableName} is at snapshot ${done.snapshotId}`,
      done,
    )
    return 0
  }

const newRef = (kind: TableRef['kind'], name: string, options: Options): NewRef => {
  const snapshotId = textOption(options, 'snapshot')
  const maxRefAgeMs = durationOption(options, 'keep')
  const minSnapshotsToKeep = countOption(options, 'keepSnapshots')
  const maxSnapshotAgeMs = durationOption(options, 'maxAge')
  return {
    name,
    kind,
    ...(snapshotId === undefined ? {} : { snapshotId }),
    ...(maxRefAgeMs === undefined ? {} : { maxRefAgeMs }),
    ...(minSnapshotsToKeep === undefined ? {} : { minSnapshotsToKeep }),
    ...(maxSnapshotAgeMs === undefined ? {} : { maxSnapshotAgeMs }),
  }
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
