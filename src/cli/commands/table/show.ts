import { rowCount, type Table } from '../../../lakehouse/index.ts'
import {
  describeFields,
  describePartitions,
  describeSortOrder,
  type TableHealth,
  tableHealth,
} from '../../../lakehouse/maintenance/index.ts'
import { tableRefs } from '../../../lakehouse/refs.ts'
import { openDeps } from '../../../run/index.ts'
import { counted, countText, displayWidth, escapeControls, padToWidth, sizeText } from '../../../tui/index.ts'
import type { CommandHandler } from '../../command.ts'
import { findTable } from '../../find-table.ts'
import { openSettings } from '../../open-project.ts'
import { textOption } from '../../options.ts'
import { jsonText } from '../../output/json-text.ts'
import { yamlText } from '../../output/yaml.ts'

/** What a table is, in which state its files are, and which command would improve it. Reads no row. */
export const tableShow: CommandHandler = async (invocation, signal) => {
  const { args, options, io } = invocation
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings, isReading: true })
  const { table, name } = await findTable(deps, args[0] ?? '', signal)
  const view = viewOf(name, table, await tableHealth(deps.lakehouse, table, signal))
  const form = textOption(options, 'output') ?? 'text'
  if (form === 'json') io.stdout.write(`${jsonText(view)}\n`)
  else io.stdout.write(form === 'yaml' ? await yamlText(view) : textOf(view))
  return 0
}

const viewOf = (name: string, table: Table, health: TableHealth) => {
  const { metadata, draft } = table
  return {
    name,
    state: draft ? 'draft: written, never published' : 'published',
    location: metadata.location,
    formatVersion: metadata.formatVersion,
    uuid: metadata.tableUuid,
    updated: new Date(metadata.lastUpdatedMs).toISOString(),
    snapshotId: metadata.currentSnapshotId?.toString(),
    rows: rowCount(table),
    ...health,
    columns: describeFields(table),
    partitions: describePartitions(table),
    sortOrder: describeSortOrder(table),
    refs: tableRefs(metadata).map(({ snapshotId, ...ref }) => ({ ...ref, snapshotId: String(snapshotId) })),
    properties: metadata.properties,
    advice: adviceFor(name, health),
  }
}

type View = ReturnType<typeof viewOf>

/** What is worth doing, as commands that can be typed, with why. */
const adviceFor = (
  name: string,
  { compaction, deleteFiles, expired, scattered, manifests }: TableHealth,
): readonly { readonly why: string; readonly command: string }[] => [
  ...(compaction === undefined
    ? []
    : [
        {
          why: `${counted(compaction.files, 'file')} would become about ${compaction.newFiles}${deleteFiles === 0 ? '' : `; ${counted(deleteFiles, 'delete file')} slow down every read`}`,
          command: `millrace table compact ${name}`,
        },
      ]),
  ...(scattered
    ? [
        {
          why: `${counted(manifests, 'manifest file')}: every read opens all of them`,
          command: `millrace table compact ${name} --manifests`,
        },
      ]
    : []),
  ...(expired === 0
    ? []
    : [
        {
          why: `${counted(expired, 'snapshot')} that nothing keeps hold on to files`,
          command: `millrace table expire ${name}`,
        },
      ]),
]

const textOf = (view: View): string => {
  const small = view.smallFiles === 0 ? '' : `, ${countText(view.smallFiles)} small`
  const deletes = view.deleteFiles === 0 ? '' : `, ${counted(view.deleteFiles, 'delete file')}`
  const lines = [
    view.name,
    '',
    `state       ${view.state}`,
    `rows        ${view.rows === undefined ? 'unknown: other engines deleted some' : countText(view.rows)}`,
    `files       ${countText(view.dataFiles)} (${sizeText(view.sizeBytes)})${small}${deletes}`,
    `snapshot    ${view.snapshotId ?? 'none'}, one of ${view.snapshots}`,
    `updated     ${view.updated}`,
    `location    ${view.location}`,
    `format      iceberg ${view.formatVersion}, ${counted(view.manifests, 'manifest file')}`,
    ...(view.partitions.length === 0 ? [] : [`partitions  ${view.partitions.join(', ')}`]),
    ...(view.sortOrder.length === 0 ? [] : [`sorted by   ${view.sortOrder.join(', ')}`]),
    '',
    'columns',
    ...columns(
      view.columns.map(({ id, path, type, required, doc }) => [
        String(id),
        path,
        `${type}${required ? ' required' : ''}`,
        doc ?? '',
      ]),
    ),
    ...section(
      'branches and tags',
      view.refs.map(({ name, kind, snapshotId }) => [name, kind, snapshotId]),
    ),
    ...section(
      'properties',
      Object.entries(view.properties).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
    ...section(
      'worth doing',
      view.advice.map(({ command, why }) => [command, why]),
    ),
  ]
  return `${lines.join('\n')}\n`
}

const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : ['', title, ...columns(rows)]

const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const cells = rows.map((row) => row.map(escapeControls))
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => displayWidth(row[i] ?? ''))))
  return cells.map((row) =>
    `  ${row.map((cell, i) => padToWidth(cell, widths[i] ?? 0)).join('  ')}`.trimEnd(),
  )
}
