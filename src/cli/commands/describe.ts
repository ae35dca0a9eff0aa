import { sqlName } from '../../address.ts'
import { nearest } from '../../base/nearest.ts'
import type { DatasetFacts } from '../../catalog/index.ts'
import { failure, MillraceError } from '../../diagnostics/index.ts'
import type { CheckResult, Profile } from '../../quality/index.ts'
import { type DatasetView, describeDataset } from '../../reader/index.ts'
import { loadTable, mainBranch, type Table } from '../../lakehouse/index.ts'
import { tableRefs } from '../../lakehouse/refs.ts'
import { type OpenedDeps, openDeps } from '../../run/index.ts'
import { storedDatasets } from '../../state/catalog-store.ts'
import { registeredResources } from '../../state/resource-store.ts'
import { taskRecords } from '../../state/run-store.ts'
import { counted, sizeText } from '../../tui/index.ts'
import type { CommandHandler, Invocation } from '../command.ts'
import { isCalled } from '../dataset-name.ts'
import { findRegistered, notRegistered, targetsOf, typeNamed } from '../find-resource.ts'
import { openSettings } from '../open-project.ts'
import { textOption } from '../options.ts'
import { jsonText } from '../output/json-text.ts'
import { yamlText } from '../output/yaml.ts'
import { principalOf } from '../principal.ts'

/** Everything that is known about one thing. Values of a profile are shown as the viewer may see them. */
export const describe: CommandHandler = async (invocation, signal) => {
  const [target = {}, ...more] = targetsOf(invocation)
  const { type = '', name } = target
  if (type === '' || name === undefined || more.length > 0)
    throw failure('MR9004', {
      message: 'describe takes one type and one name',
      hint: 'millrace get TYPE lists names',
    })
  const settings = await openSettings(invocation, signal)
  await using deps = openDeps({ settings, isReading: true })
  if (type.startsWith('dataset') || type === 'ds') {
    const known = storedDatasets(deps.database)
    const dataset = known.find(({ address }) => isCalled(address, name))
    if (dataset === undefined)
      throw failure('MR9003', {
        type: 'dataset',
        name,
        near: nearest(
          name,
          known.map(({ address }) => address),
        ),
      })
    const principal = principalOf(textOption(invocation.options, 'as'), settings)
    const facts = JSON.parse(dataset.facts) as DatasetFacts
    const view = describeDataset(deps.database, { ...dataset, facts }, principal, settings.masking.strict)
    const state = await stateOf(deps, view, signal)
    const whole = state === undefined ? view : { ...view, table: state }
    return await print(invocation, whole, () => datasetText(view, state))
  }
  const all = registeredResources(deps.database)
  const wanted = { ...target, type: typeNamed(type) }
  const resource = findRegistered(all, wanted) ?? notRegistered(all, wanted)
  const { manifest, compiled: _compiled, ...rest } = resource
  // What a record keeps of its job says something to no person.
  const tasks = taskRecords(deps.database)
    .filter(({ task }) => task.startsWith(`${resource.workspace}/${resource.name}/`))
    .map(({ fingerprint: _kept, ...told }) => told)
  const view = {
    ...rest,
    ...(resource.type === 'workflow' ? { tasks } : {}),
    manifest: JSON.parse(manifest) as unknown,
  }
  return await print(invocation, view, () => yamlText(view))
}

/** What the table itself says, or why it says nothing: what a scan has stored is told in any case. */
const stateOf = async (
  { lakehouse }: OpenedDeps,
  { format, address }: DatasetView,
  signal: AbortSignal,
): Promise<TableState | undefined> => {
  if (format !== 'iceberg') return undefined
  try {
    const identity = { namespace: address.collection, name: address.dataset }
    const table = await loadTable(lakehouse, identity, signal)
    return table === undefined ? undefined : tableState(table)
  } catch (cause) {
    if (cause instanceof MillraceError) return { problem: cause.diagnostic.message }
    throw cause
  }
}

const print = async ({ io, options }: Invocation, view: unknown, text: () => string | Promise<string>) => {
  const form = textOption(options, 'output') ?? 'text'
  if (form === 'json') io.stdout.write(`${jsonText(view)}\n`)
  else io.stdout.write(form === 'yaml' ? await yamlText(view) : await text())
  return 0 as const
}

type TableState =
  | { readonly problem: string }
  | {
      readonly files?: number
      readonly sizeBytes?: number
      readonly snapshots: number
      readonly updated: string
      readonly refs: readonly { readonly name: string; readonly kind: string }[]
    }

const tableState = ({ metadata }: Table): TableState => {
  const { snapshots, currentSnapshotId } = metadata
  const summary = snapshots.find(({ snapshotId }) => snapshotId === currentSnapshotId)?.summary
  const [files, bytes] = [summary?.['total-data-files'], summary?.['total-files-size']]
  return {
    ...(files === undefined ? {} : { files: Number(files) }),
    ...(bytes === undefined ? {} : { sizeBytes: Number(bytes) }),
    snapshots: snapshots.length,
    updated: new Date(metadata.lastUpdatedMs).toISOString(),
    refs: tableRefs(metadata).flatMap(({ name, kind }) => (name === mainBranch ? [] : [{ name, kind }])),
  }
}

const stateLines = (name: string, state: TableState): readonly string[] => {
  if ('problem' in state) return [`table       ${state.problem}`]
  const { files, sizeBytes, snapshots, updated, refs } = state
  const size = sizeBytes === undefined ? '' : ` (${sizeText(sizeBytes)})`
  return [
    ...(files === undefined ? [] : [`files       ${files}${size}`]),
    `history     ${counted(snapshots, 'snapshot')}, the last of ${updated}: millrace table history ${name}`,
    ...(refs.length === 0 ? [] : [`refs        ${refs.map((ref) => `${ref.kind} ${ref.name}`).join(', ')}`]),
  ]
}

const datasetText = (view: DatasetView, state: TableState | undefined): string => {
  const lines = [sqlName(view.address), ...(view.description === null ? [] : [`  ${view.description}`]), '']
  lines.push(
    `format      ${view.format}`,
    `rows        ${view.rows ?? 'unknown'}`,
    `snapshot    ${view.snapshotId ?? 'none'}`,
  )
  if (state !== undefined) lines.push(...stateLines(sqlName(view.address), state))
  if (view.partitions.length > 0) lines.push(`partitions  ${view.partitions.join(', ')}`)
  lines.push('', 'columns')
  const width = Math.max(...view.columns.map(({ name }) => name.length))
  for (const { name, type, tags, reveal } of view.columns)
    lines.push(
      `  ${name.padEnd(width)}  ${type}${tags.length === 0 ? '' : `  [${tags.join(', ')}]`}${reveal === 'raw' ? '' : `  ${reveal} for you`}`,
    )
  lines.push(...checkLines(view.checks), ...profileLines(view.profile))
  return `${lines.join('\n')}\n`
}

const checkLines = (checks: readonly CheckResult[]): readonly string[] =>
  checks.length === 0
    ? []
    : [
        '',
        `checks, ${checks.filter(({ outcome }) => outcome === 'pass').length} of ${checks.length} pass`,
        ...checks.map(
          ({ column, test, actual, outcome }) =>
            `  ${outcome.padEnd(5)}  ${column === undefined ? '' : `${column}: `}${test} (${actual ?? 'no value'})`,
        ),
      ]

const profileLines = (profile: Profile | undefined): readonly string[] => {
  if (profile === undefined) return []
  const width = Math.max(...profile.columns.map(({ name }) => name.length))
  return [
    '',
    `profile of ${profile.rows} rows`,
    ...profile.columns.map((column) => {
      const top = column.top
        ?.slice(0, 3)
        .map(({ value, count }) => `${value} (${count})`)
        .join(', ')
      return `  ${column.name.padEnd(width)}  ${column.nulls} null, ${column.distinct ?? '?'} distinct${top === undefined || top === '' ? '' : `; ${top}`}`
    }),
  ]
}
