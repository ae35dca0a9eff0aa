import { failure } from '../../diagnostics/index.ts'
import { findBranch, publishBranch, type Table } from '../../lakehouse/index.ts'
import { openDeps } from '../../run/index.ts'
import { tableFacts } from '../../stacks/table-facts.ts'
import { promoteBranch } from '../../state/branch-store.ts'
import type { CommandHandler } from '../command.ts'
import { openSettings } from '../open-project.ts'
import { flag } from '../options.ts'
import { lockProject } from './apply.ts'

/** Tables, watermarks, records of tasks and tags of a branch become those of `main`, in one transaction. */
export const branchPublish: CommandHandler = async (invocation, signal) => {
  const { io, args, options } = invocation
  const [name = ''] = args
  const settings = await openSettings(invocation, signal)
  await using deps = openDeps({ settings })
  using _lock = lockProject(settings.stateFolder, 'branch publish')
  const { tables } = await findBranch(deps.lakehouse, name, signal)
  for (const { identity, rejected } of flag(options, 'acceptFailedChecks') ? [] : tables)
    if (rejected !== undefined)
      throw failure('MR3162', { table: tableName(identity), branch: name, reason: rejected })
  const also = () => promoteBranch(deps.database, name)
  const published = await publishBranch(deps.lakehouse, name, { also, signal })
  for (const table of published) io.stdout.write(`published ${tableName(table.identity)}: ${sizeOf(table)}\n`)
  return 0
}

const tableName = ({ namespace, name }: Table['identity']): string => `${namespace}.${name}`

const sizeOf = (table: Table): string => {
  const { rows } = tableFacts(table)
  return rows === null ? 'rows not counted' : `${rows} ${rows === 1 ? 'row' : 'rows'}`
}
