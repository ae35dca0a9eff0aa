import { printAddress } from '../../../address.ts'
import { failure } from '../../../diagnostics/index.ts'
import type { ReadVersion } from '../../../lakehouse/index.ts'
import { rollBack, type RollBackOutcome } from '../../../lakehouse/maintenance/index.ts'
import { type OpenedDeps, openDeps } from '../../../run/index.ts'
import { taskRecords } from '../../../state/run-store.ts'
import { counted, countText } from '../../../tui/index.ts'
import type { CommandHandler, Options } from '../../command.ts'
import { isConfirmed } from '../../confirm.ts'
import { findTable } from '../../find-table.ts'
import { lockTable } from '../../lock-table.ts'
import { openSettings } from '../../open-project.ts'
import { flag, textOption } from '../../options.ts'
import { jsonText } from '../../output/json-text.ts'
import { timeOption } from '../../read-value.ts'
import { refreshFacts } from '../../refresh-facts.ts'

/** Lets readers see an earlier version again, and says what that undid and how to undo it. */
export const tableRollback: CommandHandler = async (invocation, signal) => {
  const { args, options, io } = invocation
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings })
  const { table, address, name } = await findTable(deps, args[0] ?? '', signal)
  const version = versionOf(options, deps.now().getTime())
  const planned = await rollBack(deps.lakehouse, table.identity, { version, dryRun: true }, signal)
  const isText = textOption(options, 'output') !== 'json'
  if (flag(options, 'dryRun')) {
    io.stdout.write(
      isText ? `${plannedText(planned, name)}\n` : `${jsonText({ dryRun: true, ...view(planned) })}\n`,
    )
    return 0
  }
  if (planned.to.snapshotId === planned.from.snapshotId) {
    io.stdout.write(
      isText ? `${name} is at snapshot ${planned.to.snapshotId} already\n` : `${jsonText(view(planned))}\n`,
    )
    return 0
  }
  if (!(await isConfirmed(invocation, plannedText(planned, name), signal))) return 1
  using _lock = lockTable(deps, table.identity, 'table rollback')
  const done = await rollBack(deps.lakehouse, table.identity, { version }, signal)
  await refreshFacts(deps, address, signal)
  if (isText) {
    io.stdout.write(`${name} is at ${snapshotText(done.to)} again\n${undoneText(done)}`)
    io.stderr.write(
      `to undo this: millrace table rollback ${name} --snapshot ${done.from.snapshotId}\n${writersText(deps, printAddress(address))}`,
    )
  } else io.stdout.write(`${jsonText(view(done))}\n`)
  return 0
}

const versionOf = (options: Options, nowMs: number): ReadVersion => {
  const id = textOption(options, 'snapshot')
  const name = textOption(options, 'tag')
  const timestampMs = timeOption(options, 'at', nowMs)
  const given: readonly ReadVersion[] = [
    ...(id === undefined ? [] : [{ kind: 'snapshot', id } as const]),
    ...(name === undefined ? [] : [{ kind: 'ref', name } as const]),
    ...(timestampMs === undefined ? [] : [{ kind: 'as-of', timestampMs } as const]),
  ]
  const [version, second] = given
  if (version !== undefined && second === undefined) return version
  throw failure('MR9004', {
    message:
      version === undefined
        ? 'roll back to which version?'
        : 'there is more than one version to roll back to',
    hint: 'give one of --snapshot, --at and --tag',
  })
}

type Snapshot = RollBackOutcome['to']

const snapshotText = ({ snapshotId, timestampMs, summary }: Snapshot): string => {
  const rows = summary['total-records']
  const size = rows === undefined ? '' : `, ${counted(Number(rows), 'row')}`
  return `snapshot ${snapshotId} of ${new Date(timestampMs).toISOString()}${size}`
}

const plannedText = ({ to, undone }: RollBackOutcome, name: string): string =>
  `${name} would be at ${snapshotText(to)} again${undone.length === 0 ? '' : `, without ${counted(undone.length, 'later snapshot')}`}`

const undoneText = ({ undone }: RollBackOutcome): string =>
  undone
    .map(({ snapshotId, timestampMs, summary }) => {
      const run = summary['millrace.run-id']
      const [added, removed] = ['added-records', 'deleted-records'].map((key) =>
        countText(Number(summary[key] ?? 0)),
      )
      return `undone: ${snapshotId}  ${new Date(timestampMs).toISOString()}  ${summary['operation'] ?? ''} +${added} -${removed}${run === undefined ? '' : `  run ${run}`}\n`
    })
    .join('')

// Rows that incremental tasks loaded since then are gone, and their watermarks say that they were loaded.
const writersText = ({ database }: OpenedDeps, address: string): string => {
  const writers = taskRecords(database).filter(({ outputs }) => outputs?.[address] !== undefined)
  if (writers.length === 0) return ''
  const workflows = [...new Set(writers.map(({ task }) => task.split('/').at(-2) ?? task))]
  return `what incremental tasks have read since then they do not read again by themselves: millrace run ${workflows.join(' ')} --full-refresh\n`
}

const view = ({ from, to, undone }: RollBackOutcome) => ({
  from: String(from.snapshotId),
  to: String(to.snapshotId),
  undone: undone.map(({ snapshotId }) => String(snapshotId)),
})
