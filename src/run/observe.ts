import { type Address, printAddress } from '../address.ts'
import type { Known } from '../plan/index.ts'
import type { Task } from '../project/index.ts'
import { taskRecords } from '../state/run-store.ts'
import type { RunDeps } from './deps.ts'

/** What the planner must know of the world: how tasks ended, and the present versions of what they read and write. */
export const observe = async (tasks: readonly Task[], deps: RunDeps): Promise<Known> => {
  const addresses = new Map<string, Address>()
  for (const { reads, writes } of tasks)
    for (const { address } of [...reads, ...writes]) addresses.set(printAddress(address), address)
  const versions = new Map<string, string>()
  for (const [text, address] of addresses) {
    const version = await deps.version(address)
    if (version !== undefined) versions.set(text, version)
  }
  return {
    records: new Map(taskRecords(deps.database, deps.branch).map((record) => [record.task, record])),
    versions,
  }
}
