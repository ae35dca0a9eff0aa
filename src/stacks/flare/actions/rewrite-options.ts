import { diagnose } from '../../../diagnostics/index.ts'
import { type Cursor, child, isPresent, isTrue, placeOf, sourceTextOf } from '../cursor.ts'
import { type Report, readCount, readWord } from '../reading.ts'
import { readSortOrder } from '../sort-order.ts'
import type { FlareAction, RewriteOptions } from './action.ts'
import { childOption } from './option-names.ts'

type Rewrite = Extract<FlareAction, { kind: 'rewrite-dataset' }>

/** Reads `options` of rewrite_dataset. Source of names and ranges: Iceberg 1.9, rewrite_data_files. */
export const readRewrite = (
  options: Cursor,
  report: Report,
): Pick<Rewrite, 'order' | 'where' | 'options'> => {
  const where = sourceTextOf(child(options, 'where'))
  return {
    order: readOrder(options, report),
    ...(where === undefined ? {} : { where }),
    options: readOptions(child(options, 'properties'), report),
  }
}

const readOrder = (options: Cursor, report: Report): Rewrite['order'] => {
  const strategyCursor = child(options, 'strategy')
  const strategy = readWord(strategyCursor, 'the strategy', ['binpack', 'sort'] as const, report)
  const cursor = childOption(options, 'sortOrder')
  const text = sourceTextOf(cursor)
  if (text === undefined) return strategy === 'sort' ? 'table' : 'as-stored'
  if (strategy === 'binpack') {
    const params = { action: 'rewrite_dataset', first: 'strategy binpack', second: 'a sortOrder' }
    report(diagnose('MR1440', params, placeOf(cursor, 'key')))
  }
  return readSortOrder(text, 'asc', report) ?? 'as-stored'
}

const counts = {
  targetFileSizeBytes: { key: 'target-file-size-bytes', from: 1 },
  minFileSizeBytes: { key: 'min-file-size-bytes', from: 0 },
  maxFileSizeBytes: { key: 'max-file-size-bytes', from: 1 },
  minInputFiles: { key: 'min-input-files', from: 1 },
  maxFileGroupSizeBytes: { key: 'max-file-group-size-bytes', from: 1 },
  deleteFileThreshold: { key: 'delete-file-threshold', from: 0 },
} as const

// Checked, and of no effect: groups of files are rewritten one after the other.
const others = [
  { key: 'max-concurrent-file-group-rewrites', from: 1 },
  { key: 'partial-progress.max-failed-commits', from: 0 },
]

const readOptions = (properties: Cursor, report: Report): RewriteOptions => {
  const read = (count: { readonly key: string; readonly from: number }): number | undefined =>
    readCount(child(properties, count.key), { what: count.key, from: count.from }, report)
  const sizes = Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) => {
      const value = read(count)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
  others.forEach(read)
  checkSizes(properties, sizes, report)
  const commits = read({ key: 'partial-progress.max-commits', from: 1 })
  const isPartial = isTrue(child(properties, 'partial-progress.enabled'))
  return {
    ...sizes,
    rewriteAll: isTrue(child(properties, 'rewrite-all')),
    ...(isPartial ? { partialCommits: commits ?? 10 } : {}),
  }
}

/** New files must be neither too small nor too large to stay. */
const checkSizes = (
  properties: Cursor,
  { targetFileSizeBytes: target, minFileSizeBytes: min, maxFileSizeBytes: max }: Partial<RewriteOptions>,
  report: Report,
): void => {
  if (target === undefined) return
  const fits = (min === undefined || target > min) && (max === undefined || target < max)
  if (fits) return
  const range = { from: (min ?? 0) + 1, to: max === undefined ? undefined : max - 1 }
  const cursor = child(properties, counts.targetFileSizeBytes.key)
  if (isPresent(cursor))
    report(
      diagnose('MR1317', { what: counts.targetFileSizeBytes.key, value: target, ...range }, placeOf(cursor)),
    )
}
