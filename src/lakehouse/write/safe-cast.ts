import { unreachable } from '../../base/bug.ts'
import type { Field, IcebergType } from '../format/iceberg-type.ts'

/**
 * Whether values of one type may be stored in another without anybody saying so: nothing is lost, or the write fails
 * where a value does not fit, as Spark's ANSI store assignment does. Text never becomes anything else.
 */
export const safelyCasts = (from: IcebergType, to: IcebergType): boolean => {
  switch (to.kind) {
    case 'int':
    case 'long':
      return isInteger(from)
    case 'float':
      return from.kind === 'float'
    case 'double':
      return from.kind === 'double' || from.kind === 'float' || from.kind === 'decimal' || isInteger(from)
    case 'decimal':
      return from.kind === 'decimal' || isInteger(from)
    case 'timestamp':
    case 'timestamptz':
      return from.kind === 'timestamp' || from.kind === 'timestamptz' || from.kind === 'date'
    case 'string':
      return ['string', 'boolean', 'date', 'uuid', 'decimal'].includes(from.kind) || isInteger(from)
    case 'struct':
      return from.kind === 'struct' && sameMembers(from.fields, to.fields)
    case 'list':
      return from.kind === 'list' && safelyCasts(from.element.type, to.element.type)
    case 'map':
      return (
        from.kind === 'map' &&
        safelyCasts(from.key.type, to.key.type) &&
        safelyCasts(from.value.type, to.value.type)
      )
    case 'boolean':
    case 'date':
    case 'time':
    case 'uuid':
    case 'binary':
      return from.kind === to.kind
    // Columns of this type are not written, see MR3107.
    case 'fixed':
      return from.kind === 'binary'
    default:
      return unreachable(to)
  }
}

const isInteger = (type: IcebergType): boolean => type.kind === 'int' || type.kind === 'long'

const sameMembers = (from: readonly Field[], to: readonly Field[]): boolean =>
  from.length === to.length &&
  to.every((field) => {
    const source = from.find((each) => each.name.toLowerCase() === field.name.toLowerCase())
    return source !== undefined && safelyCasts(source.type, field.type)
  })
