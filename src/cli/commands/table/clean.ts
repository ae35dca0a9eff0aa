import { cleanFiles, type CleanOutcome } from '../../../lakehouse/maintenance/index.ts'
import { isInFolderOf, tablesBeingWritten } from '../../../lakehouse/index.ts'
import { openDeps } from '../../../run/index.ts'
import { counted, sizeText } from '../../../tui/index.ts'
import type { CommandHandler } from '../../command.ts'
import { isConfirmed } from '../../confirm.ts'
import { findTable } from '../../find-table.ts'
import { openSettings } from '../../open-project.ts'
import { flag, textOption } from '../../options.ts'
import { deletionText, deletionView } from '../../output/deletion-text.ts'
import { hideValues } from '../../output/hide-values.ts'
import { jsonText } from '../../output/json-text.ts'
import { timeOption } from '../../read-value.ts'
import { lockProject } from '../apply.ts'

/** Deletes files that no table needs, of one table or of the whole warehouse. */
export const tableClean: CommandHandler = async (invocation, signal) => {
  const { args, options, io } = invocation
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings })
  const found = args[0] === undefined ? undefined : await findTable(deps, args[0], signal)
  const olderThanMs = timeOption(options, 'olderThan', deps.now().getTime())
  // Who begins later writes files that are too young.
  const running = tablesBeingWritten(deps.database)
  const request = {
    ...(found === undefined ? {} : { identity: found.table.identity }),
    ...(olderThanMs === undefined ? {} : { olderThanMs }),
    force: flag(options, 'force'),
    isBusy: (path: string) => running.some((table) => isInFolderOf(path, table)),
  }
  const name = found?.name ?? `the warehouse ${settings.lakehouse.warehouse}`
  const planned = await cleanFiles(deps.lakehouse, { ...request, dryRun: true }, signal)
  const isText = textOption(options, 'output') !== 'json'
  const isDry = flag(options, 'dryRun')
  if (isDry || planned.orphans.length === 0) {
    if (!isText) io.stdout.write(`${jsonText({ dryRun: isDry, ...view(planned) })}\n`)
    else {
      for (const { path, sizeBytes } of planned.orphans)
        io.stdout.write(`${hideValues(path)}  ${sizeText(sizeBytes)}\n`)
      io.stderr.write(`${plannedText(planned, name)}\n${leftText(planned)}`)
    }
    return 0
  }
  if (!(await isConfirmed(invocation, plannedText(planned, name), signal))) return 1
  using _lock = lockProject(settings.stateFolder, 'table clean')
  const done = await cleanFiles(deps.lakehouse, request, signal)
  if (isText) {
    io.stdout.write(deletionText(done.deletion))
    io.stderr.write(leftText(done))
  } else io.stdout.write(`${jsonText(view(done))}\n`)
  return done.deletion?.failed.length ? 1 : 0
}

const plannedText = ({ orphans }: CleanOutcome, name: string): string => {
  const bytes = orphans.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return orphans.length === 0
    ? `${name}: no file is needless`
    : `${name}: ${counted(orphans.length, 'file')} that no table needs would be deleted (${sizeText(bytes)})`
}

const leftText = ({ left, skipped }: CleanOutcome): string =>
  [
    ...(left.young === 0
      ? []
      : [`left ${counted(left.young, 'file')} that may belong to a writer: too young`]),
    ...(left.busy === 0 ? [] : [`left ${counted(left.busy, 'file')} of running writers`]),
    ...(left.linked === 0 ? [] : [`left ${counted(left.linked, 'file')} behind links`]),
    ...skipped.map(({ what, reason }) => `passed over ${what}: ${reason}`),
  ]
    .map((line) => `${line}\n`)
    .join('')

const view = ({ orphans, left, skipped, deletion }: CleanOutcome) => ({
  orphans: orphans.map((file) => ({ ...file, path: hideValues(file.path) })),
  left,
  skipped,
  ...deletionView(deletion),
})
