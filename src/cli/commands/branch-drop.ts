import { dropBranch } from '../../lakehouse/index.ts'
import { openDeps } from '../../run/index.ts'
import { forgetBranch } from '../../state/branch-store.ts'
import type { CommandHandler } from '../command.ts'
import { openSettings } from '../open-project.ts'
import { lockProject } from './apply.ts'

/** Removes a branch from all tables, with what is known of its runs' tasks. Files go when `table clean` runs. */
export const branchDrop: CommandHandler = async (invocation, signal) => {
  const { io, args } = invocation
  const [name = ''] = args
  const settings = await openSettings(invocation, signal)
  await using deps = openDeps({ settings })
  using _lock = lockProject(settings.stateFolder, 'branch drop')
  const also = () => forgetBranch(deps.database, name)
  const { tables } = await dropBranch(deps.lakehouse, name, { also, signal })
  io.stdout.write(`dropped ${name} of ${tables.length} ${tables.length === 1 ? 'table' : 'tables'}\n`)
  return 0
}
