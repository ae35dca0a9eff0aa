import type { TableIdentity } from '../lakehouse/index.ts'
import { leaseTable, type OpenedDeps } from '../run/index.ts'
import { lockProject } from './commands/apply.ts'

/**
 * Keeps runs of this project, and tasks of other machines that write the table, away until disposed. Throws MR3008 or
 * MR3020, which name the holder.
 */
export const lockTable = (deps: OpenedDeps, identity: TableIdentity, command: string): Disposable => {
  const lock = lockProject(deps.settings.stateFolder, command)
  try {
    const lease = leaseTable(deps, identity, command)
    return {
      [Symbol.dispose]: () => {
        lease[Symbol.dispose]()
        lock[Symbol.dispose]()
      },
    }
  } catch (cause) {
    lock[Symbol.dispose]()
    throw cause
  }
}
