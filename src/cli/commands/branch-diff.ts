import {
  findBranch,
  headOf,
  loadTableOrDraft,
  mainBranch,
  type TableIdentity,
} from '../../lakehouse/index.ts'
import { failure } from '../../diagnostics/index.ts'
import { nearest } from '../../base/nearest.ts'
import { type DatasetDiff, diffRows } from '../../reader/index.ts'
import { openDeps } from '../../run/index.ts'
import type { CommandHandler } from '../command.ts'
import { isCalled } from '../dataset-name.ts'
import { lakeAddresses } from '../lake-addresses.ts'
import { openSettings } from '../open-project.ts'
import { textOption } from '../options.ts'
import { showDiffs } from '../output/diff-text.ts'
import { diffOptions } from '../diff-options.ts'

/** Which rows a branch would add to main, remove from it and change, table by table, as one viewer may see them. */
export const branchDiff: CommandHandler = async (invocation, signal) => {
  const { args, options } = invocation
  const [name = ''] = args
  const settings = await openSettings(invocation, signal)
  await using deps = openDeps({ settings })
  const branch = await findBranch(deps.lakehouse, name, signal)
  const addressesOf = lakeAddresses(deps.database, settings)
  const wanted = textOption(options, 'dataset')
  const tables = branch.tables.filter(
    ({ identity }) =>
      wanted === undefined || addressesOf(identity).names.some((each) => isCalled(each, wanted)),
  )
  if (tables.length === 0)
    throw noSuchTable(
      wanted ?? '',
      branch.tables.map(({ identity }) => identity),
    )
  await using connection = await (await deps.engine('default')).connect(signal)
  const diffs: DatasetDiff[] = []
  for (const { identity } of tables) {
    const table = await loadTableOrDraft(deps.lakehouse, identity, signal)
    if (table === undefined) continue
    const isNew = headOf(table, mainBranch).snapshot === undefined
    const { address, aliases } = addressesOf(identity)
    diffs.push(
      await diffRows(
        {
          table,
          ...(isNew ? {} : { from: { kind: 'current' } as const }),
          to: { kind: 'ref', name },
          branch: name,
          address,
          aliases,
          ...diffOptions(invocation, settings),
        },
        { connection, lakehouse: deps.lakehouse, database: deps.database },
        signal,
      ),
    )
  }
  return showDiffs(diffs, invocation)
}

const noSuchTable = (name: string, tables: readonly TableIdentity[]) => {
  const known = tables.map((table) => `${table.namespace}.${table.name}`)
  return failure('MR9003', { type: 'dataset on the branch', name, near: nearest(name, known) })
}
