import { stableJson } from '../../base/stable-json.ts'
import { editField, editSiblings, type FieldPath, find, type PathRefusal, sameName } from './edit-fields.ts'
import type { Field, IcebergType, PrimitiveType } from './iceberg-type.ts'
import { typeToJson } from './iceberg-type.ts'
import type { PartitionSpec } from './partition-spec.ts'
import { allFields, type Schema, schemaToJson } from './schema.ts'
import type { SortOrder } from './sort-order.ts'

/** Among the fields of the same struct. */
export type Position =
  | { readonly kind: 'first' | 'last' }
  | { readonly kind: 'before' | 'after'; readonly name: string }

export type SchemaChange =
  /** The ids of the type are of no meaning: all are new. */
  | {
      readonly kind: 'add'
      readonly path: FieldPath
      readonly type: IcebergType
      readonly required?: boolean
      readonly doc?: string
      readonly position?: Position
    }
  | { readonly kind: 'drop'; readonly path: FieldPath }
  | { readonly kind: 'rename'; readonly path: FieldPath; readonly name: string }
  | { readonly kind: 'move'; readonly path: FieldPath; readonly position: Position }
  | { readonly kind: 'widen'; readonly path: FieldPath; readonly type: PrimitiveType }
  | { readonly kind: 'make-optional'; readonly path: FieldPath }

export type ChangeRefusal =
  | PathRefusal
  /** By a field of the same struct, or by a partition field of the table; letter case does not count. */
  | { readonly reason: 'name-taken'; readonly path: FieldPath; readonly by: 'column' | 'partition' }
  | { readonly reason: 'no-name'; readonly path: FieldPath }
  /** Rows of earlier have no value for it. */
  | { readonly reason: 'required'; readonly path: FieldPath }
  | {
      readonly reason: 'not-widening'
      readonly path: FieldPath
      readonly from: IcebergType
      readonly to: IcebergType
    }
  /** The table is, or was, partitioned or sorted by it, or its rows are told apart by it. */
  | { readonly reason: 'in-use'; readonly path: FieldPath; readonly by: 'partition' | 'sort' | 'identifier' }
  | { readonly reason: 'last-column'; readonly path: FieldPath }
  | { readonly reason: 'unknown-position'; readonly path: FieldPath; readonly name: string }

export type EvolvedSchema =
  | { readonly kind: 'evolved'; readonly schema: Schema; readonly lastColumnId: number }
  | ({ readonly kind: 'refused'; readonly change: SchemaChange } & ChangeRefusal)

export type SchemaHistory = {
  /** Every schema that the table has. */
  readonly schemas: readonly Schema[]
  readonly lastColumnId: number
  readonly specs: readonly PartitionSpec[]
  /** Those that may still be written by; absent orders hold nothing back. */
  readonly sortOrders: readonly SortOrder[]
}

/**
 * A schema after some changes, one after the other: each sees what those before it left. Only what version 2 allows,
 * so that all files stay readable. An equal schema of earlier is that schema, else it gets an id of its own.
 * Source: Iceberg table spec, "Schema Evolution".
 */
export const evolveSchema = (
  schema: Schema,
  changes: readonly SchemaChange[],
  history: SchemaHistory,
): EvolvedSchema => {
  let { lastColumnId } = history
  let { fields } = schema
  for (const change of changes) {
    const context: Context = { ...history, rest: schema.rest, all: fields, nextId: () => ++lastColumnId }
    const result = applyChange(fields, change, context)
    if ('reason' in result) return { kind: 'refused', change, ...result }
    fields = result
  }
  return { kind: 'evolved', schema: numbered({ ...schema, fields }, history.schemas), lastColumnId }
}

/** Whether every value of one type is the same value of another that files of the first can be read as. */
export const widens = (from: IcebergType, to: IcebergType): boolean => {
  if (from.kind === 'int') return to.kind === 'long'
  if (from.kind === 'float') return to.kind === 'double'
  return (
    from.kind === 'decimal' &&
    to.kind === 'decimal' &&
    from.scale === to.scale &&
    from.precision < to.precision &&
    to.precision <= 38
  )
}

const sameType = (a: IcebergType, b: IcebergType): boolean =>
  stableJson(typeToJson(a)) === stableJson(typeToJson(b))

const numbered = (schema: Schema, schemas: readonly Schema[]): Schema => {
  const content = (each: Schema) => stableJson(schemaToJson({ ...each, schemaId: 0 }))
  const same = schemas.find((each) => content(each) === content(schema))
  const schemaId = schemas.reduce((last, each) => Math.max(last, each.schemaId), -1) + 1
  return same ?? { ...schema, schemaId }
}

type Context = SchemaHistory & {
  readonly rest: Schema['rest']
  readonly all: readonly Field[]
  readonly nextId: () => number
}

const applyChange = (
  fields: readonly Field[],
  change: SchemaChange,
  context: Context,
): readonly Field[] | ChangeRefusal => {
  const { path } = change
  const name = path.at(-1) ?? ''
  switch (change.kind) {
    case 'add': {
      if (change.required === true) return { reason: 'required', path }
      const refusal = refuseName(path, name, context)
      if (refusal !== undefined) return refusal
      return editSiblings<ChangeRefusal>(fields, path, (siblings) => {
        if (indexOf(siblings, name) !== undefined) return { reason: 'name-taken', path, by: 'column' }
        const id = context.nextId()
        const doc = change.doc === undefined ? {} : { doc: change.doc }
        const added = { id, name, required: false, type: withFreshIds(change.type, context.nextId), ...doc }
        return place(siblings, added, change.position ?? { kind: 'last' }, path)
      })
    }
    case 'drop':
      return editSiblings<ChangeRefusal>(fields, path, (siblings) => {
        const field = find(siblings, name)
        if (field === undefined) return { reason: 'unknown-column', path }
        const by = userOf(field, context)
        if (by !== undefined) return { reason: 'in-use', path, by }
        return siblings.length === 1
          ? { reason: 'last-column', path }
          : siblings.filter((each) => each !== field)
      })
    case 'rename': {
      const renamed = [...path.slice(0, -1), change.name]
      return editSiblings<ChangeRefusal>(fields, path, (siblings) => {
        const field = find(siblings, name)
        if (field === undefined) return { reason: 'unknown-column', path }
        const refusal = refuseName(renamed, change.name, context, field.id)
        if (refusal !== undefined) return refusal
        const others = siblings.filter((each) => each !== field)
        if (others.some((each) => sameName(each.name, change.name)))
          return { reason: 'name-taken', path: renamed, by: 'column' }
        return siblings.map((each) => (each === field ? { ...each, name: change.name } : each))
      })
    }
    case 'move':
      return editSiblings<ChangeRefusal>(fields, path, (siblings) => {
        const field = find(siblings, name)
        if (field === undefined) return { reason: 'unknown-column', path }
        const others = siblings.filter((each) => each !== field)
        return place(others, field, change.position, path)
      })
    case 'widen':
      return editField<ChangeRefusal>(fields, path, (field) =>
        sameType(field.type, change.type) || widens(field.type, change.type)
          ? { ...field, type: change.type }
          : { reason: 'not-widening', path, from: field.type, to: change.type },
      )
    case 'make-optional':
      return editField<ChangeRefusal>(fields, path, (field) =>
        field.required && identifierIds(context.rest).includes(field.id)
          ? { reason: 'in-use', path, by: 'identifier' }
          : { ...field, required: false },
      )
    default:
      return change
  }
}

const indexOf = (fields: readonly Field[], name: string): number | undefined => {
  const field = find(fields, name)
  return field === undefined ? undefined : fields.indexOf(field)
}

const place = (
  others: readonly Field[],
  field: Field,
  position: Position,
  path: FieldPath,
): readonly Field[] | ChangeRefusal => {
  switch (position.kind) {
    case 'first':
      return [field, ...others]
    case 'last':
      return [...others, field]
    case 'before':
    case 'after': {
      const index = indexOf(others, position.name)
      if (index === undefined) return { reason: 'unknown-position', path, name: position.name }
      return others.toSpliced(position.kind === 'before' ? index : index + 1, 0, field)
    }
    default:
      return position
  }
}

/**
 * A column that is called like a partition field makes the table unreadable for the reference implementation, unless
 * the field is its own identity.
 */
const refuseName = (
  path: FieldPath,
  name: string,
  { specs }: Context,
  ownId?: number,
): ChangeRefusal | undefined => {
  if (name === '') return { reason: 'no-name', path }
  const full = path.join('.')
  const taken = specs.some((spec) =>
    spec.fields.some(
      (field) =>
        sameName(field.name, full) && !(field.transform.kind === 'identity' && field.sourceId === ownId),
    ),
  )
  return taken ? { reason: 'name-taken', path, by: 'partition' } : undefined
}

/** What a field, or one inside it, is needed for. Of specs all count: readers look up the sources of every one. */
const userOf = (field: Field, context: Context): 'partition' | 'sort' | 'identifier' | undefined => {
  const ids = new Set(allFields([field]).map((each) => each.field.id))
  const { specs, sortOrders, rest } = context
  const partitions = specs.flatMap((spec) => spec.fields).filter(({ transform }) => transform.kind !== 'void')
  if (partitions.some(({ sourceId }) => ids.has(sourceId))) return 'partition'
  if (sortOrders.some((order) => order.fields.some(({ sourceId }) => ids.has(sourceId)))) return 'sort'
  return identifierIds(rest).some((id) => ids.has(id)) ? 'identifier' : undefined
}

const identifierIds = (rest: Schema['rest']): readonly number[] => {
  const ids = rest['identifier-field-ids']
  return Array.isArray(ids) ? ids.filter((id): id is number => typeof id === 'number') : []
}

/** Ids of one level are given before those of the next, as other writers do. */
const withFreshIds = (type: IcebergType, nextId: () => number): IcebergType => {
  const inside = (field: Field): Field => ({ ...field, type: withFreshIds(field.type, nextId) })
  switch (type.kind) {
    case 'struct': {
      const fields = type.fields.map((field) => ({ ...field, id: nextId() }))
      return { kind: 'struct', fields: fields.map(inside) }
    }
    case 'list':
      return { kind: 'list', element: inside({ ...type.element, id: nextId() }) }
    case 'map': {
      const key = { ...type.key, id: nextId() }
      const value = { ...type.value, id: nextId() }
      return { kind: 'map', key: inside(key), value: inside(value) }
    }
    default:
      return type
  }
}
