import { childFields, type Field, type IcebergType } from './iceberg-type.ts'
import type { PartitionField, PartitionSpec } from './partition-spec.ts'
import type { Schema } from './schema.ts'
import { appliesTo, printTransform, type Transform } from './transform.ts'

/** A partition field that a spec should have. */
export type WantedPartition = {
  readonly sourceId: number
  readonly transform: Transform
  /** Default: as Iceberg names it, `ts_day`, `id_bucket`, `name_trunc`; an identity is called like its column. */
  readonly name?: string
}

export type SpecHistory = {
  readonly schema: Schema
  readonly specs: readonly PartitionSpec[]
  readonly lastPartitionId: number
}

export type SpecRefusal =
  /** The schema has no such field, or it is inside of a list or a map. */
  | { readonly reason: 'unknown-source'; readonly sourceId: number }
  | {
      readonly reason: 'not-defined'
      readonly column: string
      readonly type: IcebergType
      readonly transform: string
    }
  /** Two fields of one source and transform, or two times of one source: a day has one month. */
  | { readonly reason: 'redundant'; readonly column: string; readonly transforms: readonly string[] }
  /** Another column, another field of the spec, or a field that the table had with another meaning has this name. */
  | {
      readonly reason: 'name-taken'
      readonly name: string
      readonly by: 'column' | 'field' | 'earlier-field'
    }

export type PlannedSpec =
  | { readonly kind: 'planned'; readonly spec: PartitionSpec; readonly lastPartitionId: number }
  | ({ readonly kind: 'refused' } & SpecRefusal)

/**
 * The spec of these fields: one of the table's where it had an equal one, else a new one. A source and transform that
 * any earlier spec had keeps its field id. Source: Iceberg table spec, "Partitioning" and "Partition Evolution".
 */
export const planSpec = (wanted: readonly WantedPartition[], history: SpecHistory): PlannedSpec => {
  const columns = partitionSources(history.schema.fields)
  const known = history.specs.flatMap((spec) => spec.fields)
  const fields: PartitionField[] = []
  let { lastPartitionId } = history
  for (const each of wanted) {
    const { sourceId, transform } = each
    const column = columns.get(sourceId)
    if (column === undefined) return { kind: 'refused', reason: 'unknown-source', sourceId }
    const { name: columnName, type } = column
    const word = printTransform(transform)
    if (!appliesTo(transform, type))
      return { kind: 'refused', reason: 'not-defined', column: columnName, type, transform: word }
    const rival = fields.find(
      (field) => field.sourceId === sourceId && isRedundant(field.transform, transform),
    )
    if (rival !== undefined) {
      const transforms = [printTransform(rival.transform), word]
      return { kind: 'refused', reason: 'redundant', column: columnName, transforms }
    }
    const before = known.findLast(
      (field) => field.sourceId === sourceId && sameTransform(field.transform, transform),
    )
    const fieldId = before?.fieldId ?? lastPartitionId + 1
    const takenBy = (name: string) =>
      nameTakenBy(name, { sourceId, transform, fieldId }, { columns, fields, known })
    const name = each.name ?? defaultName(columnName, transform, before, takenBy)
    const by = takenBy(name)
    if (by !== undefined) return { kind: 'refused', reason: 'name-taken', name, by }
    lastPartitionId = Math.max(lastPartitionId, fieldId)
    fields.push({ sourceId, fieldId, name, transform })
  }
  const same = history.specs.find((spec) => sameFields(spec.fields, fields))
  if (same !== undefined) return { kind: 'planned', spec: same, lastPartitionId: history.lastPartitionId }
  const specId = history.specs.reduce((last, spec) => Math.max(last, spec.specId), -1) + 1
  return { kind: 'planned', spec: { specId, fields }, lastPartitionId }
}

type Column = { readonly name: string; readonly type: IcebergType }

/** Fields that may be a source, with their full names: not what lists and maps have inside. */
const partitionSources = (fields: readonly Field[], above = ''): ReadonlyMap<number, Column> =>
  new Map(
    fields.flatMap((field): readonly (readonly [number, Column])[] => {
      const name = above + field.name
      const inner = field.type.kind === 'struct' ? childFields(field.type) : []
      return [[field.id, { name, type: field.type }], ...partitionSources(inner, `${name}.`)]
    }),
  )

const sameTransform = (a: Transform, b: Transform): boolean => printTransform(a) === printTransform(b)

const isRedundant = (a: Transform, b: Transform): boolean => sameTransform(a, b) || (isTime(a) && isTime(b))

const isTime = ({ kind }: Transform): boolean => ['year', 'month', 'day', 'hour'].includes(kind)

const sameFields = (a: readonly PartitionField[], b: readonly PartitionField[]): boolean =>
  a.length === b.length &&
  a.every((field, i) => {
    const other = b[i]
    return (
      other !== undefined &&
      field.sourceId === other.sourceId &&
      field.name === other.name &&
      sameTransform(field.transform, other.transform)
    )
  })

type Names = {
  readonly columns: ReadonlyMap<number, Column>
  readonly fields: readonly PartitionField[]
  readonly known: readonly PartitionField[]
}

/**
 * Letter case is ignored, as most engines do. Earlier fields count: readers put the fields of all specs into one
 * struct, in which a name can stand once.
 */
const nameTakenBy = (
  name: string,
  field: Omit<PartitionField, 'name'>,
  { columns, fields, known }: Names,
): 'column' | 'field' | 'earlier-field' | undefined => {
  const isCalled = (each: { readonly name: string }) => each.name.toLowerCase() === name.toLowerCase()
  const ownColumn = field.transform.kind === 'identity' ? field.sourceId : undefined
  for (const [id, column] of columns) if (id !== ownColumn && isCalled(column)) return 'column'
  if (fields.some(isCalled)) return 'field'
  return known.some((each) => each.fieldId !== field.fieldId && isCalled(each)) ? 'earlier-field' : undefined
}

const defaultName = (
  column: string,
  transform: Transform,
  before: PartitionField | undefined,
  takenBy: (name: string) => string | undefined,
): string => {
  if (before !== undefined && takenBy(before.name) === undefined) return before.name
  const plain = plainName(column, transform)
  if (takenBy(plain) !== 'earlier-field') return plain
  const names = Array.from({ length: 1000 }, (_, i) => `${plain}_${i + 1}`)
  // As Iceberg names the second bucket of a column.
  if ('buckets' in transform) names.unshift(`${plain}_${transform.buckets}`)
  if ('width' in transform) names.unshift(`${plain}_${transform.width}`)
  return names.find((name) => takenBy(name) === undefined) ?? plain
}

const plainName = (column: string, transform: Transform): string => {
  switch (transform.kind) {
    case 'identity':
      return column
    case 'truncate':
      return `${column}_trunc`
    case 'void':
      return `${column}_null`
    case 'year':
    case 'month':
    case 'day':
    case 'hour':
    case 'bucket':
    case 'unknown':
      return `${column}_${transform.kind}`
    default:
      return transform
  }
}
