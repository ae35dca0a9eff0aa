import { diagnose } from '../../../diagnostics/index.ts'
import { type Cursor, child, isPresent, placeOf, textOf } from '../cursor.ts'
import type { FlareOutput, FlareWrite } from '../job.ts'
import { readMerge } from './merge.ts'
import { type Report, readWord } from '../reading.ts'
import { readPartitions } from './partitions.ts'
import { readProperties } from './properties.ts'
import { readSort } from './sort.ts'
import { readStrategy } from './strategy.ts'

type OutputOptions = Pick<FlareOutput, 'write' | 'branch' | 'partitions' | 'properties' | 'sort' | 'title'>

/** Reads `options` of an output, including those that real manifests put beside `iceberg` instead of under it. */
export const readOutputOptions = (options: Cursor, report: Report): OutputOptions => {
  const iceberg = child(options, 'iceberg')
  const misplacedSpec = child(options, 'partitionSpec')
  if (isPresent(misplacedSpec)) {
    const params = { key: 'partitionSpec', place: 'options.iceberg.partitionSpec' }
    report(diagnose('MR1367', params, placeOf(misplacedSpec, 'key')))
  }
  const { properties, overwriteMode } = readProperties(underIceberg(options, 'properties', report), report)
  const sort = readSort(child(options, 'sort'), report)
  const title = child(options, 'title')
  if (isPresent(title))
    report(diagnose('MR1366', { key: 'title', place: 'title of the output' }, placeOf(title, 'key')))
  const titleText = textOf(title)
  const branch = textOf(child(child(options, 'extraOptions'), 'branch'))?.trim()
  return {
    write: readWrite(options, overwriteMode, report),
    ...(branch === undefined || branch === 'main' ? {} : { branch }),
    partitions: readPartitions(child(iceberg, 'partitionSpec'), child(options, 'partitionBy'), report),
    properties,
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

const saveModes = ['append', 'overwrite', 'errorIfExists', 'ignore', 'overwritePartitions'] as const

/** A merge or a strategy decides alone; of save modes Spark's default is overwrite in Flare. */
const readWrite = (
  options: Cursor,
  overwriteMode: 'static' | 'dynamic' | undefined,
  report: Report,
): FlareWrite => {
  const saveModeCursor = child(options, 'saveMode')
  const saveMode = readWord(saveModeCursor, 'saveMode', saveModes, report)
  const merge = readMerge(underIceberg(options, 'merge', report), report)
  const strategyCursor = child(options, 'strategy')
  const strategy = readStrategy(strategyCursor, report)
  if (merge !== undefined && strategy !== undefined)
    report(diagnose('MR1426', {}, placeOf(strategyCursor, 'key')))
  const key = merge === undefined ? 'strategy' : 'merge'
  // Manifests of Flare write overwrite, the default, beside their merges.
  const isUsual = saveMode === undefined || (saveMode === 'overwrite' && strategy !== 'append')
  if ((merge !== undefined || strategy !== undefined) && !isUsual && saveMode !== strategy)
    report(diagnose('MR1373', { saveMode, key }, placeOf(saveModeCursor)))
  if (merge !== undefined) return { kind: 'merge', merge }
  if (strategy !== undefined)
    return strategy === 'append' ? { kind: 'append' } : { kind: 'strategy', strategy }
  switch (saveMode) {
    case 'append':
      return { kind: 'append' }
    case 'errorIfExists':
      return { kind: 'append', ifExists: 'fail' }
    case 'ignore':
      return { kind: 'append', ifExists: 'skip' }
    case 'overwritePartitions':
      return { kind: 'overwrite-partitions' }
    case 'overwrite':
    case undefined:
      return { kind: overwriteMode === 'dynamic' ? 'overwrite-partitions' : 'overwrite' }
  }
}
