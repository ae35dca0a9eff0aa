import { failure } from '../../diagnostics/index.ts'
import { literal, type Sql, sql } from '../../sql/quote.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import type { Field } from '../format/iceberg-type.ts'
import type { Table } from '../table.ts'
import type { PlannedFile } from './scan-file.ts'

/** A column by which equality deletes find rows. */
export type EqualityKey = {
  readonly id: number
  /** The top-level column that it is, or that it is inside of. */
  readonly top: Field
  /** The names that lead into structs, from the top-level column on. */
  readonly path: readonly string[]
}

/**
 * The columns by which deletes of these files find rows, by field id. A column that was dropped since still counts,
 * with the newest type that it had. Throws MR3118 for one that no schema knows.
 */
export const equalityKeys = (
  table: Table,
  fields: readonly Field[],
  files: readonly PlannedFile[],
): ReadonlyMap<number, EqualityKey> => {
  const ids = new Set(
    files.flatMap(({ deletes }) =>
      deletes.flatMap(({ kind, file }) => (kind === 'equality' ? (file.equalityIds ?? []) : [])),
    ),
  )
  const schemas = [fields, ...table.metadata.schemas.toReversed().map((schema) => schema.fields)]
  return new Map(
    [...ids].map((id) => {
      for (const tops of schemas) {
        const found = tops.flatMap((top) => keyInside(id, top, top, [])).at(0)
        if (found !== undefined) return [id, found]
      }
      const reason = `rows were deleted from it by a column that is not known any more, field ${id}`
      throw failure('MR3118', { table: printIdentity(table.identity), reason })
    }),
  )
}

/** The value of a key, given the value of its top-level column. */
export const keyValue = (key: EqualityKey, top: Sql): Sql =>
  key.path.reduce<Sql>((value, name) => sql`struct_extract(${value}, ${literal(name)})`, top)

const keyInside = (id: number, top: Field, field: Field, path: readonly string[]): readonly EqualityKey[] => {
  if (field.id === id) return [{ id, top, path }]
  if (field.type.kind !== 'struct') return []
  return field.type.fields.flatMap((child) => keyInside(id, top, child, [...path, child.name]))
}
