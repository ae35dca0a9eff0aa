import { sqlName } from '../../address.ts'
import type { EngineTable } from '../../engines/engine.ts'
import type { DatasetDiff } from '../../reader/index.ts'
import { paint } from '../../tui/index.ts'
import type { ExitCode, Invocation } from '../command.ts'
import { textOption, usesColour } from '../options.ts'
import { alignedTable } from './aligned-table.ts'
import { jsonText } from './json-text.ts'

/** Prints comparisons as the command line asks: text for people, or JSON. */
export const showDiffs = (diffs: readonly DatasetDiff[], { io, options }: Invocation): ExitCode => {
  if (textOption(options, 'output') === 'json') io.stdout.write(`${jsonText(diffs.map(plain))}\n`)
  else {
    const colour = usesColour(io.stdout, io.env, options)
    const width = io.stdout.isTTY ? io.stdout.columns : undefined
    io.stdout.write(diffs.map((diff) => diffText(diff, { colour, width })).join('\n'))
  }
  return 0
}

type Look = { readonly colour: boolean; readonly width: number | undefined }

const diffText = (diff: DatasetDiff, look: Look): string => {
  const { rows, columns, key, samples } = diff
  const changed = Object.entries(columns.changed).map(([name, count]) => `${name} ${grouped(count)}`)
  const by = key.length === 0 ? 'by whole rows' : `by ${key.join(', ')}`
  const counts = `+${grouped(rows.added)} −${grouped(rows.removed)}${key.length === 0 ? '' : ` ~${grouped(rows.changed)}`} rows`
  return [
    `${sqlName(diff.address)}  ${diff.from} → ${diff.to}  ${counts}, ${by}\n`,
    columns.added.length === 0 ? '' : `  new columns: ${columns.added.join(', ')}\n`,
    columns.removed.length === 0 ? '' : `  columns that are gone: ${columns.removed.join(', ')}\n`,
    changed.length === 0 ? '' : `  changed values: ${changed.join(', ')}\n`,
    sampleText('added', samples.added, look),
    sampleText('removed', samples.removed, look),
    sampleText('changed, before', samples['changed-before'], look),
    sampleText('changed, after', samples['changed-after'], look),
  ].join('')
}

const sampleText = (title: string, table: EngineTable, { colour, width }: Look): string =>
  table.rows.length === 0
    ? ''
    : `\n  ${paint(`${title}:`, 'strong', colour)}\n${indented(alignedTable(table, { colour, ...(width === undefined ? {} : { width: width - 2 }) }))}`

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ')

const grouped = (count: number): string => count.toLocaleString('en-US')

const plain = ({ address, samples, ...rest }: DatasetDiff) => ({
  dataset: sqlName(address),
  ...rest,
  samples: Object.fromEntries(
    Object.entries(samples).map(([change, { columns, rows }]) => [
      change,
      rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]))),
    ]),
  ),
})
