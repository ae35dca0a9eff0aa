import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatasetAddress, printAddress } from '../../address.ts'
import { diagnose, type Diagnostic } from '../../diagnostics/index.ts'
import { atSnapshot, scanRelation, tableColumns, tableOnBranch } from '../../lakehouse/index.ts'
import { sql } from '../../sql/index.ts'
import { storeChecks } from '../../state/result-store.ts'
import type { Executor, TaskContext } from '../stack.ts'
import type { Checked } from './execute/audit-outputs.ts'
import { bindInput } from './execute/bind-input.ts'
import { checkEvents, checkView, failedChecks } from './execute/check-view.ts'
import { runStep } from './execute/run-step.ts'
import { openSession, type Session, viewOf } from './execute/session.ts'
import type { FlareJob, FlareOutput } from './job.ts'

/**
 * Evaluates a job's assertions on the tables as they are, on the task's branch, and writes nothing. The job's views
 * are bound, since SQL of assertions may name them, and read only where it does.
 */
export const checkFlare: Executor<FlareJob> = async (job, context, signal) => {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-'))
  try {
    await using connection = await context.engine.connect(signal)
    const session = openSession(connection, context, signal, job.sparkSettings)
    for (const input of job.inputs)
      await bindInput(session, input, { keepSystemColumns: job.keepSystemColumns, scratch })
    for (const step of job.steps) await runStep(session, step)
    const checked = [...(await checkInput(session, job)), ...(await checkOutputs(session, job))]
    const failed = failureOf(checked)
    return await context.conclude({
      rowsWritten: 0,
      written: [],
      store: () => storeAll(context, checked),
      events: checked.flatMap(({ address, results }) => checkEvents(address, results)),
      ...(failed === undefined ? {} : { failed }),
    })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const checkInput = async (session: Session, job: FlareJob): Promise<readonly Checked[]> => {
  const [input] = job.inputs
  if (input === undefined || job.assertions.length === 0) return []
  const results = await checkView(session, job.assertions, viewOf(session, input.name))
  return [{ address: input.address, snapshotId: await snapshotOf(session, input.address), results }]
}

const checkOutputs = async (session: Session, job: FlareJob): Promise<readonly Checked[]> => {
  const checked: Checked[] = []
  for (const output of job.outputs) {
    if (output.assertions.length === 0) continue
    const found = await checkOutput(session, output)
    if (found !== undefined) checked.push(found)
  }
  return checked
}

const checkOutput = async (session: Session, output: FlareOutput): Promise<Checked | undefined> => {
  const { context, signal } = session
  const { address } = output
  const identity = { namespace: address.collection, name: address.dataset }
  const found = await tableOnBranch(context.lakehouse, identity, context.branch, signal)
  if (found === undefined) {
    session.notice([diagnose('MR5022', { dataset: printAddress(address) }, output.place)])
    return undefined
  }
  const relation = await scanRelation(
    context.lakehouse,
    found.table,
    { version: atSnapshot(found.snapshotId) },
    signal,
  )
  const stored = await session.makeView(output.name, sql`SELECT * FROM ${relation}`)
  const view = { ...stored, columns: tableColumns(found.table, found.snapshotId) }
  const views = new Map([...session.views, [output.name.toLowerCase(), view]])
  const results = await checkView(session, output.assertions, view, views)
  return { address, snapshotId: found.version, results }
}

const snapshotOf = async ({ context, signal }: Session, address: DatasetAddress): Promise<string | null> => {
  if (context.depot(address).kind === 'file') return null
  const identity = { namespace: address.collection, name: address.dataset }
  return (await tableOnBranch(context.lakehouse, identity, context.branch, signal))?.version ?? null
}

const failureOf = (checked: readonly Checked[]): Diagnostic | undefined => {
  for (const { address, results } of checked) {
    const failed = failedChecks(address, results)
    if (failed !== undefined)
      return diagnose('MR5020', { ...failed, published: true }, failed.place, failed.related)
  }
  return undefined
}

const storeAll = (context: TaskContext, checked: readonly Checked[]): void =>
  storeChecks(
    context.database,
    checked.flatMap(({ address, snapshotId, results }) =>
      results.map((result) => ({
        run: context.run,
        task: context.task,
        dataset: printAddress(address),
        snapshotId,
        result: JSON.stringify(result),
      })),
    ),
  )
