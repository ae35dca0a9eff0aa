import { ident } from '../../../quote.ts'
import { Refused } from '../../refusals.ts'
import { type SparkType, sparkName } from '../../spark-types/spark-type.ts'

/** Trino's type for a type of Spark. */
export const typeName = (type: SparkType): string => {
  switch (type.kind) {
    case 'string':
    case 'null':
      return 'varchar'
    case 'int':
    case 'year_month':
      return 'integer'
    case 'day_time':
      return 'bigint'
    case 'float':
      return 'real'
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'timestamp':
      return 'timestamp(6) with time zone'
    case 'timestamp_ntz':
      return 'timestamp(6)'
    case 'binary':
      return 'varbinary'
    case 'array':
      return `array(${typeName(type.element)})`
    case 'map':
      return `map(${typeName(type.key)}, ${typeName(type.value)})`
    case 'struct':
      return `row(${type.fields.map((field) => `${ident(field.name)} ${typeName(field.type)}`).join(', ')})`
    case 'unknown':
    case 'interval':
      throw new Refused(
        `a value of type ${sparkName(type)} on Trino`,
        'the types of all columns must be known',
      )
    default:
      return type.kind
  }
}
