import { specOf, typedPartition } from '../files.ts'
import { deserialize } from '../format/bounds.ts'
import type { DataFile, PartitionValue } from '../format/data-file.ts'
import { type Field, isPrimitive, type PrimitiveType } from '../format/iceberg-type.ts'
import type { FieldSummary, ManifestListEntry } from '../format/manifest-list.ts'
import { projectPredicate } from '../format/project-predicate.ts'

import type { SingleValue } from '../format/value.ts'
import type { Table } from '../table.ts'
import { type ColumnPredicate, type Condition, mayMatch, rangeOfValue, type ValueRange } from './predicate.ts'
import { fieldOfPath } from './field-path.ts'

/** Tells what need not be read for a filter. Each answer is false only where no row that is asked for can be there. */
export type Pruner = {
  readonly manifest: (listed: ManifestListEntry) => boolean
  readonly partition: (specId: number, values: readonly PartitionValue[]) => boolean
  readonly file: (file: DataFile) => boolean
}

/**
 * The pruner of AND-ed predicates. A predicate whose column is not known, or known twice, prunes nothing.
 * Source: Iceberg table spec, "Scan Planning".
 */
export const pruner = (
  table: Table,
  fields: readonly Field[],
  filter: readonly ColumnPredicate[],
): Pruner => {
  const bound = filter.flatMap((predicate) => bind(fields, predicate))
  const projections = new Map<number, readonly Projected[]>()
  const projected = (specId: number): readonly Projected[] => {
    const known = projections.get(specId)
    if (known !== undefined) return known
    const made = project(table, specId, bound)
    projections.set(specId, made)
    return made
  }
  return {
    manifest: (listed) =>
      bound.length === 0 ||
      projected(listed.specId).every(({ index, type, condition }) => {
        const summary = listed.partitions[index]
        return summary === undefined || mayMatch(condition, rangeOfSummary(type, summary))
      }),
    partition: (specId, values) =>
      bound.length === 0 ||
      projected(specId).every(({ index, condition }) => {
        const value = values[index]
        return value === undefined || mayMatch(condition, rangeOfValue(value))
      }),
    file: (file) => bound.every((predicate) => mayMatch(predicate.condition, rangeOfColumn(file, predicate))),
  }
}

type Bound = {
  readonly id: number
  readonly type: PrimitiveType
  /** False of a column inside structs, whose absence makes NULLs that no count tells. */
  readonly isTopLevel: boolean
  readonly condition: Condition
}

const bind = (fields: readonly Field[], predicate: ColumnPredicate): readonly Bound[] => {
  const found = fieldOfPath(fields, predicate.column)
  if (found === undefined) return []
  const { id, type } = found.field
  return isPrimitive(type) ? [{ id, type, isTopLevel: found.isTopLevel, condition: predicate }] : []
}

type Projected = { readonly index: number; readonly type: PrimitiveType; readonly condition: Condition }

/** The predicates as they hold of the partition values of a spec; those that say nothing about them are left out. */
const project = (table: Table, specId: number, bound: readonly Bound[]): readonly Projected[] =>
  typedPartition(table, specOf(table, specId)).flatMap(({ field, type }, index) =>
    bound.flatMap(({ id, type: source, condition }) => {
      if (field.sourceId !== id) return []
      const projected = projectPredicate(field.transform, source, condition)
      return projected === undefined ? [] : [{ index, type, condition: projected }]
    }),
  )

const rangeOfSummary = (type: PrimitiveType, summary: FieldSummary): ValueRange => ({
  ...boundsOf(type, summary.lowerBound, summary.upperBound),
  mayBeNull: summary.containsNull,
  mayBeNan: isFloating(type) && summary.containsNan !== false,
  // Bounds are left out where all is NULL or NaN, but also where a writer has none to tell.
  mayBeValue: true,
})

const rangeOfColumn = (file: DataFile, { id, type, isTopLevel }: Bound): ValueRange => {
  const nulls = file.nullValueCounts.get(id)
  const values = file.valueCounts.get(id) ?? (isTopLevel ? file.recordCount : undefined)
  const isAllNull = nulls !== undefined && nulls === values
  const nans = isFloating(type) ? file.nanValueCounts.get(id) : 0n
  return {
    ...boundsOf(type, file.lowerBounds.get(id), file.upperBounds.get(id)),
    mayBeNull: nulls !== 0n || !isTopLevel,
    mayBeNan: nans !== 0n && !isAllNull,
    mayBeValue: !isAllNull,
  }
}

const boundsOf = (
  type: PrimitiveType,
  lower: Uint8Array | undefined,
  upper: Uint8Array | undefined,
): Pick<ValueRange, 'lower' | 'upper'> => ({ lower: boundOf(type, lower), upper: boundOf(type, upper) })

const boundOf = (type: PrimitiveType, bytes: Uint8Array | undefined): SingleValue | undefined => {
  // Java orders uuids otherwise than all others.
  if (bytes === undefined || type.kind === 'uuid') return undefined
  if (type.kind === 'string') return bytes
  const value = deserialize(type, bytes)
  // A NaN bound is one that the writer could not tell.
  return Number.isNaN(value) ? undefined : value
}

const isFloating = (type: PrimitiveType): boolean => type.kind === 'float' || type.kind === 'double'
