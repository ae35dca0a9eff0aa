import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatasetAddress, printAddress } from '../../address.ts'
import { type ColumnTag, tagColumns } from '../../catalog/index.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/index.ts'
import type { TaskEvent } from '../../events.ts'
import { type StagedCommit, tableOnBranch, versionOf } from '../../lakehouse/index.ts'
import { profileRows, profileWarnings } from '../../quality/index.ts'
import { proposeDescription, replaceColumnTags, storeDataset } from '../../state/catalog-store.ts'
import { storeChecks, storeProfile } from '../../state/result-store.ts'
import type { MovedWatermarks } from '../../state/watermark-store.ts'
import type { Executor, TaskContext, TaskResult } from '../stack.ts'
import { auditOutputs, type Checked } from './execute/audit-outputs.ts'
import { bindInput } from './execute/bind-input.ts'
import { checkEvents, checkView, failedChecks } from './execute/check-view.ts'
import { profileView } from './execute/profile-view.ts'
import { checkActions, runUpkeep, stageDeletes } from './execute/run-action.ts'
import { runStep } from './execute/run-step.ts'
import { openSession, type Session, viewOf } from './execute/session.ts'
import { writeOutput } from './execute/write-output.ts'
import type { FlareJob, FlareOutput } from './job.ts'
import { readsIntervals } from './spec.ts'
import { tableFacts } from '../table-facts.ts'

/**
 * Runs a Flare job: inputs, steps, outputs, then stand-alone assertions and profile. Every view is bound before the
 * first row is written, so a wrong name fails the task with nothing done. Tables are staged here; their assertions are
 * evaluated on exactly the staged snapshots, and the runner publishes all of them together or none.
 */
export const executeFlare: Executor<FlareJob> = async (job, context, signal) => {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-'))
  try {
    await using connection = await context.engine.connect(signal)
    const session = openSession(connection, context, signal, job.sparkSettings)
    const moved: MovedWatermarks[] = []
    checkActions(session, job)
    for (const input of job.inputs) {
      const { keepSystemColumns } = job
      moved.push(...(await bindInput(session, input, { keepSystemColumns, scratch })))
    }
    for (const step of job.steps) await runStep(session, step)
    const written = await writeOutputs(session, job)
    const deleted = await stageDeletes(session, job, written)
    const measured = await measureInput(session, job)
    const isPartial = readsInterval(job, context)
    const done = { moved, written, deleted, measured }
    const concluded = await context.conclude({ ...resultOf(session, done), isPartial })
    await runUpkeep(session, job)
    return concluded
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** True where the bounds of an incremental read are the run's and not the job's own. */
const readsInterval = (job: FlareJob, { interval }: TaskContext): boolean =>
  (interval?.from ?? interval?.to) !== undefined && readsIntervals(job)

type Written = {
  readonly output: FlareOutput
  readonly address: DatasetAddress
  readonly commit: StagedCommit
  readonly tags: readonly ColumnTag[]
}

const writeOutputs = async (session: Session, job: FlareJob): Promise<readonly Written[]> => {
  const written: Written[] = []
  for (const output of job.outputs) {
    const commit = await writeOutput(session, output, written)
    const columns = viewOf(session, output.name).columns.map(({ name }) => name)
    written.push({
      output,
      address: output.address,
      commit,
      tags: tagColumns(columns, output.columnTags),
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
  { depot, lakehouse, branch }: TaskContext,
  address: DatasetAddress,
): Promise<string | null> => {
  if (depot(address).kind === 'file') return null
  const identity = { namespace: address.collection, name: address.dataset }
  return (await tableOnBranch(lakehouse, identity, branch))?.version ?? null
}

type Done = {
  readonly moved: readonly MovedWatermarks[]
  readonly written: readonly Written[]
  /** Tables that actions took rows out of. */
  readonly deleted: readonly Pick<Written, 'address' | 'commit'>[]
  readonly measured: Measured
}

const resultOf = (session: Session, { moved, written, deleted, measured }: Done): TaskResult => {
  const { context } = session
  let audited: readonly Checked[] = []
  return {
    rowsWritten: written.reduce(
      (sum, { commit }) => sum + (commit.kind === 'staged' ? commit.addedRows : 0),
      0,
    ),
    written: [],
    commits: [...written, ...deleted],
    watermarks: moved,
    audit: async (commits) => {
      const store = (checked: readonly Checked[]) => storeAll(context, checked)
      const audit = await auditOutputs(session, outputsAt(written, commits), store)
      audited = audit.checked
      return audit
    },
    store: (commits) => {
      const { branch } = context
      storeAll(context, [...audited, ...measured.checks])
      measured.store()
      const tags = written.flatMap(({ address, tags: found }) =>
        found.map((tag) => ({ address: printAddress(address), ...tag })),
      )
      replaceColumnTags(context.database, context.task, tags, branch)
      // What the catalog says of a dataset is what its readers on main find.
      if (branch !== 'main') return
      const scannedAt = context.now().toISOString()
      for (const [i, { address, commit }] of [...written, ...deleted].entries()) {
        const at = commits[i] ?? commit
        const facts = tableFacts({ identity: at.identity, ...versionOf(at) })
        storeDataset(context.database, {
          address: printAddress(address),
          facts: JSON.stringify(facts),
          scannedAt,
        })
      }
      for (const { address, output } of written)
        if (output.description !== undefined)
          proposeDescription(context.database, printAddress(address), output.description)
    },
    events: [
      ...measured.checks.flatMap(({ address, results }) => checkEvents(address, results)),
      ...measured.events,
    ],
    ...(measured.failed === undefined ? {} : { failed: measured.failed }),
  }
}

/** Outputs with the commits that became of their own: the same ones, or the same changes on newer versions. */
const outputsAt = (written: readonly Written[], commits: readonly StagedCommit[]) =>
  written.map(({ output, commit }, i) => ({ output, commit: commits[i] ?? commit }))

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
