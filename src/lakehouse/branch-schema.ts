import { type IcebergType, isPrimitive, printPrimitive } from './format/iceberg-type.ts'
import { widens } from './format/evolve.ts'
import { allFields, type Schema } from './format/schema.ts'
import type { Head } from './head.ts'
import { currentSnapshotId, schemaOf, type Table } from './table.ts'

/**
 * The columns of `main` once a branch is published that follows it: the branch's, or those of `main` where only they
 * have changed since. Undefined where both have, and the branch has not seen what `main` did; and where a partition
 * field of any age would lose its column: Iceberg's reference implementation opens no table then (apache/iceberg#10234).
 */
export const publishedSchema = (table: Table, head: Head): Schema | undefined => {
  const main = schemaOf(table)
  const id = currentSnapshotId(table)
  const before = id === undefined ? main : schemaOf(table, id)
  const schema = chosen(head.schema, main, before)
  if (schema === undefined) return undefined
  const known = new Set(allFields(schema.fields).map(({ field }) => field.id))
  const sources = table.metadata.partitionSpecs
    .flatMap(({ fields }) => fields)
    .filter(({ transform }) => transform.kind !== 'void')
  return sources.every(({ sourceId }) => known.has(sourceId)) ? schema : undefined
}

const chosen = (branch: Schema, main: Schema, before: Schema): Schema | undefined => {
  if (main.schemaId === before.schemaId) return branch
  if (branch.schemaId === before.schemaId) return main
  return hasSeen(branch, main, before) ? branch : undefined
}

/** True where the branch has each column of `main` as it is there, or wider, and none that `main` has dropped. */
const hasSeen = (branch: Schema, main: Schema, before: Schema): boolean => {
  const [ours, theirs] = [columnsOf(branch), columnsOf(main)]
  return (
    [...theirs].every(([id, { path, type }]) => {
      const own = ours.get(id)
      return own?.path === path && (sameType(own.type, type) || widens(type, own.type))
    }) && [...columnsOf(before).keys()].every((id) => theirs.has(id) || !ours.has(id))
  )
}

// What structs, lists and maps have inside are fields of their own here.
const sameType = (a: IcebergType, b: IcebergType): boolean =>
  isPrimitive(a) && isPrimitive(b) ? printPrimitive(a) === printPrimitive(b) : a.kind === b.kind

const columnsOf = ({ fields }: Schema) =>
  new Map(
    allFields(fields).map(({ field: { id, type }, path }) => [id, { path: JSON.stringify(path), type }]),
  )
