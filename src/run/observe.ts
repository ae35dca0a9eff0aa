import type { Known } from '../plan/index.ts'
import { isRecordedJob, jobFingerprint, type Task, useKey } from '../project/index.ts'
import { taskRecords } from '../state/run-store.ts'
import type { RunDeps } from './deps.ts'

/** What the planner must know of the world: how tasks ended, and the present versions of what they read and write. */
export const observe = async (tasks: readonly Task[], deps: RunDeps): Promise<Known> => {
  const uses = new Map(
    tasks.flatMap(({ reads, writes }) => [...reads, ...writes].map((use) => [useKey(use), use] as const)),
  )
  const versions = new Map<string, string>()
  for (const [key, { address, ref }] of uses) {
    const version = await deps.version(address, ref)
    if (version !== undefined) versions.set(key, version)
  }
  return { records: await recordsOf(tasks, deps), versions }
}

/** How tasks ended last. The record of a job that says the same in another layout has the fingerprint of this one. */
export const recordsOf = async (
  tasks: readonly Task[],
  { database, branch }: Pick<RunDeps, 'database' | 'branch'>,
): Promise<Known['records']> => {
  const records = new Map(taskRecords(database, branch).map((record) => [record.task, record]))
  for (const { id, job } of tasks) {
    const record = records.get(id)
    if (record?.fingerprint !== undefined && (await isRecordedJob(record.fingerprint, job)))
      records.set(id, { ...record, fingerprint: jobFingerprint(job) })
  }
  return records
}
