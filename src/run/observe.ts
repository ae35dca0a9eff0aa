import type { Known } from '../plan/index.ts'
import { type Task, useKey } from '../project/index.ts'
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
  return {
    records: new Map(taskRecords(deps.database, deps.branch).map((record) => [record.task, record])),
    versions,
  }
}
