import { ident } from '../../../quote.ts'
import { Mistaken } from '../../functions/entry.ts'
import { isNested, type SparkType } from '../../spark-types/spark-type.ts'
import type { Typed } from '../../spark-types/typed.ts'

/**
 * A value to sort by. The names of lambdas are such as no column has: as the member of a struct the engine takes one for
 * a column of that name, if there is any. Inside arrays and structs Spark puts NULL first, the engine last: each member gets a flag before
 * it. Maps have no order in Spark.
 */
export const orderKey = ({ sql, type }: Typed): string => {
  if (type.kind === 'map') throw new Mistaken('an order of maps')
  return isNested(type) ? nestedKey(sql, type) : sql
}

const nestedKey = (sql: string, type: SparkType): string => {
  if (type.kind === 'array')
    return `list_transform(${sql}, lambda lambda_e: {'present': lambda_e IS NOT NULL, 'value': ${orderKey({ sql: 'lambda_e', type: type.element })}})`
  if (type.kind !== 'struct') return sql
  const members = type.fields.map((field, i) => {
    const value = `(${sql}).${ident(field.name)}`
    return `'p${i}': ${value} IS NOT NULL, 'v${i}': ${orderKey({ sql: value, type: field.type })}`
  })
  return `CASE WHEN ${sql} IS NOT NULL THEN {${members.join(', ')}} END`
}
