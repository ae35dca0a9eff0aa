import { ident } from '../../quote.ts'
import type { SparkType } from '../spark-types/spark-type.ts'

/** The fields of a struct, each with the SQL that reads it. */
export const fieldsOf = (x: string, type: SparkType & { readonly kind: 'struct' }) =>
  type.fields.map((field) => ({ sql: `(${x}).${ident(field.name)}`, type: field.type }))
