import { diagnose, type Place } from '../../../diagnostics/index.ts'
import { type Cursor, child, firstChild, isPresent, items, placeOf, textOf } from '../cursor.ts'
import { type Report, readCount, readWord } from '../reading.ts'

/** One level of the partitions, outermost first. */
export type FlarePartition = {
  /** As Iceberg writes it: identity, year, month, day, hour, bucket[N], truncate[W]. */
  readonly transform: string
  readonly column: string
  /** Of the partition field; by default as Iceberg derives it. */
  readonly name?: string
  readonly place: Place
}

/** `partitionSpec`, or the columns of `partitionBy` where there is none. */
export const readPartitions = (
  spec: Cursor,
  partitionBy: Cursor,
  report: Report,
): readonly FlarePartition[] => {
  if (!isPresent(spec)) return readColumns(partitionBy)
  const read = items(spec).flatMap((item) => readPartition(item, report) ?? [])
  checkNames(read, report)
  return read.map(({ partition }) => partition)
}

const readColumns = (partitionBy: Cursor): readonly FlarePartition[] => {
  const columns = typeof partitionBy.value === 'string' ? [partitionBy] : items(partitionBy)
  return columns.flatMap((cursor) => {
    const column = textOf(cursor)
    return column === undefined ? [] : [{ transform: 'identity', column, place: placeOf(cursor) }]
  })
}

type Read = { readonly partition: FlarePartition; readonly namePlace: Place }

const transforms = ['identity', 'year', 'month', 'day', 'hour', 'bucket', 'truncate'] as const
const argumentsOf: Partial<Record<(typeof transforms)[number], readonly [string, ...string[]]>> = {
  bucket: ['numBuckets', 'bucket_count'],
  truncate: ['width'],
}

const readPartition = (item: Cursor, report: Report): Read | undefined => {
  const columnCursor = child(item, 'column')
  const column = textOf(columnCursor)
  const type = child(item, 'type')
  const kind = readWord(type, 'the partition transform', transforms, report)
  if (column === undefined || kind === undefined) return undefined
  const known = argumentsOf[kind]
  for (const argument of Object.values(argumentsOf).flat())
    if (isPresent(child(item, argument)) && !known?.includes(argument))
      report(diagnose('MR1399', { argument, transform: kind }, placeOf(child(item, argument), 'key')))
  const nameCursor = firstChild(item, 'name', 'asColumn')
  const name = textOf(nameCursor)
  const transform = known === undefined ? kind : readArgument(item, { kind, column, known }, report)
  if (transform === undefined) return undefined
  const partition = {
    transform,
    column,
    ...(name === undefined ? {} : { name }),
    place: placeOf(columnCursor),
  }
  return { partition, namePlace: placeOf(nameCursor) }
}

type Parametrised = {
  readonly kind: string
  readonly column: string
  readonly known: readonly [string, ...string[]]
}

const readArgument = (
  item: Cursor,
  { kind, column, known: [first, ...others] }: Parametrised,
  report: Report,
): string | undefined => {
  const cursor = firstChild(item, first, ...others)
  if (!isPresent(cursor)) {
    const params = { what: `${kind} partition of`, name: column, key: first }
    report(diagnose('MR1371', params, placeOf(child(item, 'type'))))
    return undefined
  }
  // Both are 32-bit integers in every engine.
  const count = readCount(cursor, { what: first, from: 1, to: 2_147_483_647 }, report)
  return count === undefined ? undefined : `${kind}[${count}]`
}

/** Engines show a partition field beside the columns, so it may have the name of its own column at most, unchanged. */
const checkNames = (read: readonly Read[], report: Report): void => {
  for (const [i, { partition, namePlace }] of read.entries()) {
    const name = partitionName(partition)
    const earlier = read.slice(0, i).map((other) => other.partition)
    const column = read.map((other) => other.partition.column).find((other) => takesName(partition, other))
    const first = earlier.find((other) => isRedundant(partition, other))
    if (first !== undefined) {
      const params = { column: partition.column, transform: partition.transform, other: first.transform }
      report(diagnose('MR1437', params, partition.place))
    } else if (column !== undefined)
      report(diagnose('MR1398', { name, taken: `the column "${column}"` }, namePlace))
    else if (earlier.some((other) => same(partitionName(other), name)))
      report(diagnose('MR1398', { name, taken: 'another partition field' }, namePlace))
  }
}

/** True where a column of the table has the name of the partition field, and is not what the field holds unchanged. */
export const takesName = (partition: FlarePartition, column: string): boolean =>
  same(partitionName(partition), column) &&
  !(partition.transform === 'identity' && same(partition.column, column))

/** As Iceberg derives it where none is given. */
const partitionName = ({ name, transform, column }: FlarePartition): string => {
  if (name !== undefined) return name
  const [kind = ''] = transform.split('[')
  return kind === 'identity' ? column : `${column}_${kind === 'truncate' ? 'trunc' : kind}`
}

const times = ['year', 'month', 'day', 'hour']

/** A day has one month: of the times of one column only one may be a partition. Source: Iceberg's PartitionSpec. */
const isRedundant = (one: FlarePartition, other: FlarePartition): boolean =>
  same(one.column, other.column) &&
  (one.transform === other.transform || (times.includes(one.transform) && times.includes(other.transform)))

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
