import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatasetAddress, printAddress } from '../../address.ts'
import { type ColumnTag, type DatasetFacts, tagColumns } from '../../catalog/index.ts'
import { type Diagnostic, diagnose, MillraceError } from '../../diagnostics/index.ts'
import type { TaskEvent } from '../../events.ts'
import { currentSnapshotId, loadTable, type StagedCommit, versionOf } from '../../lakehouse/index.ts'
import { type CheckResult, profileRows, profileWarnings } from '../../quality/index.ts'
import { proposeDescription, replaceColumnTags, storeDataset } from '../../state/catalog-store.ts'
import { storeChecks, storeProfile } from '../../state/result-store.ts'
import { storeWatermarks } from '../../state/watermark-store.ts'
import type { Executor, TaskContext, TaskResult } from '../stack.ts'
import type { MovedWatermarks } from './execute/bind-incremental.ts'
import { bindInput } from './execute/bind-input.ts'
import { checkEvents, checkView, failedChecks } from './execute/check-view.ts'
import { profileView } from './execute/profile-view.ts'
import { runStep } from './execute/run-step.ts'
import { openSession, type Session, viewOf } from './execute/session.ts'
import { writeOutput } from './execute/write-output.ts'
import type { FlareJob } from './job.ts'
import { tableFacts } from '../table-facts.ts'

/**
 * Runs a Flare job: inputs, steps, outputs, then stand-alone assertions and profile. Every view is bound before the
 * first row is written, so a wrong name fails the task with nothing done. Assertions of outputs are evaluated before
 * any of them is written. Tables are staged here and published by the runner, all together.
 */
export const executeFlare: Executor<FlareJob> = async (job, context, signal) => {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-'))
  try {
    await using connection = await context.engine.connect(signal)
    const session = openSession(connection, context, signal)
    const moved: MovedWatermarks[] = []
    for (const input of job.inputs) {
      const watermark = await bindInput(session, input, { keepSystemColumns: job.keepSystemColumns, scratch })
      if (watermark !== undefined) moved.push(watermark)
    }
    for (const step of job.steps) await runStep(session, step)
    const checked = await checkOutputs(session, job)
    const commits = await writeOutputs(session, job)
    const measured = await measureInput(session, job)
    return resultOf(context, { moved, commits, checks: [...checked, ...measured.checks], measured })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

type Checked = {
  readonly address: DatasetAddress
  readonly snapshotId: string | null
  readonly results: readonly CheckResult[]
}
type Written = {
  readonly address: DatasetAddress
  readonly commit: StagedCommit
  readonly tags: readonly ColumnTag[]
  readonly facts: DatasetFacts
  readonly description?: string
}

/** Throws MR5020 where a test of any output does not pass; the results are told first. */
const checkOutputs = async (session: Session, job: FlareJob): Promise<readonly Checked[]> => {
  const checked: Checked[] = []
  for (const output of job.outputs) {
    if (output.assertions.length === 0) continue
    const results = await checkView(session, output.assertions, viewOf(session, output.name))
    checked.push({ address: output.address, snapshotId: null, results })
  }
  const failed = checked
    .map(({ address, results }) => failedChecks(address, results))
    .find((found) => found !== undefined)
  if (failed === undefined) return checked
  for (const { address, results } of checked) checkEvents(address, results).forEach(session.context.emit)
  storeAll(session.context, checked)
  const { place, related, ...counts } = failed
  throw new MillraceError(diagnose('MR5020', { ...counts, published: false }, place, related))
}

const writeOutputs = async (session: Session, job: FlareJob): Promise<readonly Written[]> => {
  const written: Written[] = []
  for (const output of job.outputs) {
    const commit = await writeOutput(session, output, written)
    const columns = viewOf(session, output.name).columns.map(({ name }) => name)
    const table = { identity: commit.identity, ...versionOf(commit) }
    written.push({
      address: output.address,
      commit,
      tags: tagColumns(columns, output.columnTags),
      facts: tableFacts(table),
      ...(output.description === undefined ? {} : { description: output.description }),
    })
  }
  return written
}

type Measured = {
  readonly checks: readonly Checked[]
  readonly failed?: Diagnostic
  readonly store: () => void
  readonly events: readonly TaskEvent[]
}

/** Assertions and profile of the first input. A failed assertion fails the node, or warns, as the project says. */
const measureInput = async (session: Session, job: FlareJob): Promise<Measured> => {
  const [input] = job.inputs
  if (input === undefined || (job.assertions.length === 0 && job.profile === undefined))
    return { checks: [], store: () => undefined, events: [] }
  const { context } = session
  const view = viewOf(session, input.name)
  const snapshotId = await snapshotOf(context, input.address)
  const results = job.assertions.length === 0 ? [] : await checkView(session, job.assertions, view)
  const failed = failedChecks(input.address, results)
  const warns = context.settings.quality.failedAssertions === 'warn'
  if (failed !== undefined && warns)
    session.notice([diagnose('MR5021', failed, failed.place, failed.related)])
  const profile = job.profile === undefined ? undefined : await profileView(session, job.profile, view)
  const dataset = printAddress(input.address)
  if (profile !== undefined) session.notice(profileWarnings(profile, dataset))
  return {
    checks: [{ address: input.address, snapshotId, results }],
    ...(failed === undefined || warns
      ? {}
      : { failed: diagnose('MR5020', { ...failed, published: true }, failed.place, failed.related) }),
    store: () => {
      if (profile === undefined) return
      const createdAt = context.now().toISOString()
      const text = JSON.stringify({ ...profile, rowsLong: profileRows(profile) })
      storeProfile(context.database, {
        dataset,
        run: context.run,
        task: context.task,
        snapshotId,
        profile: text,
        createdAt,
      })
    },
    events:
      profile === undefined
        ? []
        : [{ kind: 'profile.stored', dataset, rows: profile.rows, columns: profile.columns.length }],
  }
}

const snapshotOf = async (
  { depot, lakehouse }: TaskContext,
  address: DatasetAddress,
): Promise<string | null> => {
  if (depot(address).kind === 'file') return null
  const table = await loadTable(lakehouse, { namespace: address.collection, name: address.dataset })
  return table === undefined ? null : (currentSnapshotId(table) ?? null)
}

type Done = {
  readonly moved: readonly MovedWatermarks[]
  readonly commits: readonly Written[]
  readonly checks: readonly Checked[]
  readonly measured: Measured
}

const resultOf = (context: TaskContext, { moved, commits, checks, measured }: Done): TaskResult => ({
  rowsWritten: commits.reduce(
    (sum, { commit }) => sum + (commit.kind === 'staged' ? commit.addedRows : 0),
    0,
  ),
  written: [],
  commits,
  store: () => {
    for (const { scope, values } of moved) storeWatermarks(context.database, scope, values, context.run)
    storeAll(context, checks)
    measured.store()
    const scannedAt = context.now().toISOString()
    for (const { address, facts, description } of commits) {
      const dataset = printAddress(address)
      storeDataset(context.database, { address: dataset, facts: JSON.stringify(facts), scannedAt })
      if (description !== undefined) proposeDescription(context.database, dataset, description)
    }
    const tags = commits.flatMap(({ address, tags: found }) =>
      found.map((tag) => ({ address: printAddress(address), ...tag })),
    )
    replaceColumnTags(context.database, context.task, tags)
  },
  events: [...checks.flatMap(({ address, results }) => checkEvents(address, results)), ...measured.events],
  ...(measured.failed === undefined ? {} : { failed: measured.failed }),
})

const storeAll = (context: TaskContext, checked: readonly Checked[]): void => {
  const stored = checked.flatMap(({ address, snapshotId, results }) =>
    results.map((result) => ({
      run: context.run,
      task: context.task,
      dataset: printAddress(address),
      snapshotId,
      result: JSON.stringify(result),
    })),
  )
  storeChecks(context.database, stored)
}
