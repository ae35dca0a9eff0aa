import { type DatasetAddress, printAddress, sqlName } from '../../../address.ts'
import { diagnose } from '../../../diagnostics/index.ts'
import {
  atSnapshot,
  scanRelation,
  type StagedCommit,
  tableColumns,
  versionOf,
} from '../../../lakehouse/index.ts'
import type { CheckResult } from '../../../quality/index.ts'
import { sql } from '../../../sql/index.ts'
import type { Audit } from '../../stack.ts'
import type { FlareOutput } from '../job.ts'
import { checkEvents, checkView, failedChecks } from './check-view.ts'
import { type Session, viewOf } from './session.ts'

/** Results of the checks on one dataset, at one of its snapshots; null where it has none. */
export type Checked = {
  readonly address: DatasetAddress
  readonly snapshotId: string | null
  readonly results: readonly CheckResult[]
}

/**
 * Checks outputs as they would become visible: the whole table, at exactly the snapshot that is staged. SQL of
 * assertions sees that snapshot under the output's name, and the other views of the job as they are.
 */
export const auditOutputs = async (
  session: Session,
  audited: readonly { readonly output: FlareOutput; readonly commit: StagedCommit }[],
  store: (checked: readonly Checked[]) => void,
): Promise<Audit & { readonly checked: readonly Checked[] }> => {
  const checked: Checked[] = []
  for (const { output, commit } of audited) {
    if (output.assertions.length === 0) continue
    session.context.emit({ kind: 'task.progress', phase: `checking ${output.address.dataset}` })
    const table = { identity: commit.identity, ...versionOf(commit) }
    const relation = await scanRelation(
      session.context.lakehouse,
      table,
      { version: atSnapshot(commit.snapshotId) },
      session.signal,
    )
    const { doubled } = viewOf(session, output.name)
    const staged = await session.makeView(output.name, sql`SELECT * FROM ${relation}`)
    const columns = tableColumns(table, commit.snapshotId)
    const view = { ...staged, columns, doubled }
    const views = new Map([...session.views, [output.name.toLowerCase(), view]])
    const results = await checkView(session, output.assertions, view, views)
    checked.push({ address: output.address, snapshotId: commit.snapshotId ?? null, results })
  }
  const [failed] = checked.flatMap(({ address, results }) => {
    const found = failedChecks(address, results)
    return found === undefined ? [] : [{ ...found, address }]
  })
  return {
    checked,
    events: checked.flatMap(({ address, results }) => checkEvents(address, results)),
    store: () => store(checked),
    ...(failed === undefined
      ? {}
      : {
          failed: (branch) => {
            const { place, related, address, ...counts } = failed
            const rejected =
              branch === undefined
                ? undefined
                : `millrace query "SELECT * FROM ${sqlName(address)}" --branch ${branch}`
            const params = { ...counts, dataset: printAddress(address), published: false, rejected }
            return diagnose('MR5020', params, place, related)
          },
        }),
  }
}
