import { diagnose } from '../../diagnostics/index.ts'
import { type Cursor, child, isPresent, items, placeOf, sourceTextOf, textMapOf, textOf } from './cursor.ts'
import type { FlareMerge, FlareOutput, FlarePartition } from './job.ts'
import { notSupported, type Report, readWord } from './reading.ts'

type OutputOptions = Pick<FlareOutput, 'saveMode' | 'merge' | 'partitions' | 'properties' | 'sort' | 'title'>

/** Reads `options` of an output, including those that real manifests put beside `iceberg` instead of under it. */
export const readOutputOptions = (options: Cursor, report: Report): OutputOptions => {
  const iceberg = child(options, 'iceberg')
  const branch = child(child(options, 'extraOptions'), 'branch')
  if (isPresent(branch)) notSupported(branch, 'writing to a branch', report)
  const misplacedSpec = child(options, 'partitionSpec')
  if (isPresent(misplacedSpec)) {
    const params = { key: 'partitionSpec', place: 'options.iceberg.partitionSpec' }
    report(diagnose('MR1367', params, placeOf(misplacedSpec, 'key')))
  }
  const saveMode = readSaveMode(child(options, 'saveMode'), report)
  const merge = readMerge(underIceberg(options, 'merge', report), report)
  if (merge !== undefined && saveMode === 'append')
    report(diagnose('MR1373', { merge: saveMode }, placeOf(child(options, 'saveMode'))))
  const sort = readSort(child(options, 'sort'), report)
  const title = child(options, 'title')
  if (isPresent(title))
    report(diagnose('MR1366', { key: 'title', place: 'title of the output' }, placeOf(title, 'key')))
  const titleText = textOf(title)
  return {
    saveMode: saveMode ?? 'overwrite',
    ...(merge === undefined ? {} : { merge }),
    partitions: readPartitions(child(iceberg, 'partitionSpec'), child(options, 'partitionBy'), report),
    properties: textMapOf(underIceberg(options, 'properties', report)),
    ...(sort === undefined ? {} : { sort }),
    ...(titleText === undefined ? {} : { title: titleText }),
  }
}

/** `options.iceberg.<key>`, or `options.<key>` with a warning. */
const underIceberg = (options: Cursor, key: string, report: Report): Cursor => {
  const right = child(child(options, 'iceberg'), key)
  const misplaced = child(options, key)
  if (!isPresent(misplaced)) return right
  const place = `options.iceberg.${key}`
  const warning = isPresent(right) ? 'MR1367' : 'MR1366'
  report(diagnose(warning, { key, place }, placeOf(misplaced, 'key')))
  return isPresent(right) ? right : misplaced
}

const saveModes = ['append', 'overwrite', 'errorIfExists', 'ignore'] as const

const readSaveMode = (cursor: Cursor, report: Report): FlareOutput['saveMode'] | undefined => {
  const mode = readWord(cursor, 'saveMode', saveModes, report)
  if (mode !== 'errorIfExists' && mode !== 'ignore') return mode
  notSupported(cursor, `saveMode ${mode}`, report, 'write append or overwrite')
  return undefined
}

const insertOnly = /^\s*(?:WHEN\s+)?NOT\s+MATCHED\s+THEN\s+INSERT\s*\*\s*;?\s*$/i

const readMerge = (cursor: Cursor, report: Report): FlareMerge | undefined => {
  const on = sourceTextOf(child(cursor, 'onClause'))
  const when = sourceTextOf(child(cursor, 'whenClause'))
  if (on === undefined || when === undefined) return undefined
  if (!insertOnly.test(when.text)) {
    const clause = when.text.trim()
    const place = when.place(when.text.indexOf(clause), clause.length)
    report(diagnose('MR1374', { clause: clause.replaceAll(/\s+/g, ' ') }, place))
  }
  return { on, when }
}

const transforms = ['identity', 'year', 'month', 'day', 'hour', 'bucket', 'truncate'] as const

const readPartitions = (spec: Cursor, partitionBy: Cursor, report: Report): readonly FlarePartition[] => {
  const identity = (column: string, cursor: Cursor): FlarePartition => ({
    transform: 'identity',
    column,
    place: placeOf(cursor),
  })
  if (isPresent(spec))
    return items(spec).flatMap((item) => {
      const column = textOf(child(item, 'column'))
      const transform = readWord(child(item, 'type'), 'the partition transform', transforms, report)
      if (column === undefined || transform === undefined) return []
      if (transform === 'identity') return [identity(column, child(item, 'column'))]
      const next = 'partition by identity of a column computed in a step'
      notSupported(child(item, 'type'), `the partition transform ${transform}`, report, next)
      return []
    })
  const columns = typeof partitionBy.value === 'string' ? [partitionBy] : items(partitionBy)
  return columns.flatMap((cursor) => {
    const column = textOf(cursor)
    return column === undefined ? [] : [identity(column, cursor)]
  })
}

const readSort = (sort: Cursor, report: Report): FlareOutput['sort'] => {
  if (!isPresent(sort)) return undefined
  const mode = readWord(child(sort, 'mode'), 'the sort mode', ['partition', 'global'] as const, report)
  const columns = items(child(sort, 'columns')).map((item) => ({
    name: textOf(child(item, 'name')) ?? '',
    order:
      readWord(child(item, 'order'), 'the sort order', ['asc', 'desc'] as const, report) ?? ('asc' as const),
  }))
  return { mode: mode ?? 'partition', columns }
}
