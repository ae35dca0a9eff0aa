import { expireSnapshots, type ExpireOutcome } from '../../../lakehouse/maintenance/index.ts'
import { openDeps } from '../../../run/index.ts'
import { counted } from '../../../tui/index.ts'
import type { CommandHandler } from '../../command.ts'
import { isConfirmed } from '../../confirm.ts'
import { findTable } from '../../find-table.ts'
import { lockTable } from '../../lock-table.ts'
import { openSettings } from '../../open-project.ts'
import { flag, listOption, textOption } from '../../options.ts'
import { deletionText, deletionView } from '../../output/deletion-text.ts'
import { jsonText } from '../../output/json-text.ts'
import { countOption, timeOption } from '../../read-value.ts'

/** Removes old snapshots of a table, and then the files that only they needed. */
export const tableExpire: CommandHandler = async (invocation, signal) => {
  const { args, options, io } = invocation
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings })
  const { table, name } = await findTable(deps, args[0] ?? '', signal)
  const olderThanMs = timeOption(options, 'olderThan', deps.now().getTime())
  const retainLast = countOption(options, 'retainLast')
  const request = {
    ...(olderThanMs === undefined ? {} : { olderThanMs }),
    ...(retainLast === undefined ? {} : { retainLast }),
    snapshotIds: listOption(options, 'snapshot'),
  }
  const planned = await expireSnapshots(deps.lakehouse, table.identity, { ...request, dryRun: true }, signal)
  const isText = textOption(options, 'output') !== 'json'
  if (flag(options, 'dryRun')) {
    io.stdout.write(
      isText ? `${plannedText(planned, name)}\n` : `${jsonText({ dryRun: true, ...view(planned) })}\n`,
    )
    return 0
  }
  if (planned.snapshots.length === 0 && planned.refs.length === 0) {
    io.stdout.write(isText ? `nothing of ${name} is old enough to expire\n` : `${jsonText(view(planned))}\n`)
    return 0
  }
  if (!(await isConfirmed(invocation, plannedText(planned, name), signal))) return 1
  using _lock = lockTable(deps, table.identity, 'table expire')
  const done = await expireSnapshots(deps.lakehouse, table.identity, request, signal)
  if (isText) {
    const refs = done.refs.length === 0 ? '' : `, forgot ${done.refs.join(', ')}`
    io.stdout.write(`${name}: removed ${counted(done.snapshots.length, 'snapshot')}${refs}\n`)
    io.stdout.write(deletionText(done.deletion))
  } else io.stdout.write(`${jsonText(view(done))}\n`)
  return done.deletion?.failed.length ? 1 : 0
}

const plannedText = ({ snapshots, refs, files }: ExpireOutcome, name: string): string => {
  const count = Object.values(files).reduce((sum, some) => sum + some.length, 0)
  const forgotten = refs.length === 0 ? '' : ` and ${refs.join(', ')}`
  return `${name}: ${counted(snapshots.length, 'snapshot')}${forgotten} would go, with ${counted(count, 'file')} that only they need`
}

const view = ({ snapshots, refs, files, deletion }: ExpireOutcome) => ({
  snapshots,
  refs,
  files: Object.fromEntries(Object.entries(files).map(([kind, some]) => [kind, some.length])),
  ...deletionView(deletion),
})
