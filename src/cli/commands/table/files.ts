import { failure } from '../../../diagnostics/index.ts'
import { type ReadVersion, tableColumns } from '../../../lakehouse/index.ts'
import { type DescribedFile, describeFiles } from '../../../lakehouse/maintenance/index.ts'
import { shownColumns } from '../../../reader/index.ts'
import { openDeps } from '../../../run/index.ts'
import { sizeText } from '../../../tui/index.ts'
import type { CommandHandler, Options } from '../../command.ts'
import { findTable } from '../../find-table.ts'
import { openSettings } from '../../open-project.ts'
import { textOption } from '../../options.ts'
import { type Item, printItems } from '../../output/items.ts'
import { principalOf } from '../../principal.ts'

/**
 * Data files of a version. Partition values are values of columns, and paths may spell them: a viewer sees those of
 * columns only that are shown as they are. Bounds are not shown to anybody.
 */
export const tableFiles: CommandHandler = async (invocation, signal) => {
  const { args, options } = invocation
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings, isReading: true })
  const { table, address } = await findTable(deps, args[0] ?? '', signal)
  const principal = principalOf(textOption(options, 'as'), settings)
  const dataset = { address, columns: tableColumns(table) }
  const shown = shownColumns(deps.database, dataset, principal, settings.masking.strict)
  const files = await describeFiles(deps.lakehouse, table, versionOf(options), signal)
  const columns = ['name', 'partition', 'rows', 'size', 'deletes']
  const wide = ['snapshot', 'spec', 'path']
  return await printItems(
    invocation,
    { columns, wide },
    files.map((file) => itemOf(file, shown)),
  )
}

const versionOf = (options: Options): ReadVersion => {
  const id = textOption(options, 'snapshot')
  const name = textOption(options, 'branch')
  if (id !== undefined && name !== undefined)
    throw failure('MR9004', { message: 'give --snapshot or --branch, not both' })
  return id !== undefined
    ? { kind: 'snapshot', id }
    : name !== undefined
      ? { kind: 'ref', name }
      : { kind: 'current' }
}

const itemOf = (file: DescribedFile, shown: ReadonlySet<string>): Item => {
  const isShown = ({ column }: DescribedFile['partition'][number]) =>
    column !== undefined && shown.has(column.toLowerCase())
  return {
    name: file.path.slice(file.path.lastIndexOf('/') + 1),
    partition: file.partition.map((each) => `${each.field}=${isShown(each) ? each.value : '***'}`).join(', '),
    rows: file.rows,
    sizeBytes: file.sizeBytes,
    size: sizeText(file.sizeBytes),
    deletes: file.deletes,
    snapshot: file.snapshotId,
    spec: file.specId,
    ...(file.sortOrderId === undefined ? {} : { sortOrder: file.sortOrderId }),
    ...(file.partition.every(isShown) ? { path: file.path } : {}),
  }
}
