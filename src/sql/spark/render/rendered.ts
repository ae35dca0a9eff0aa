import { type Rendered, union } from '../scope.ts'
import type { SparkType } from '../spark-types/spark-type.ts'
import type { Typed } from '../spark-types/typed.ts'

/** A value that reads no column. */
export const constant = (sql: string, type: SparkType, label: string): Rendered => ({
  sql,
  type,
  label,
  inputs: new Set(),
})

/** A value made of others: it reads what they read. */
export const combine = (value: Typed, label: string, from: readonly Rendered[]): Rendered => ({
  sql: value.sql,
  type: value.type,
  label,
  inputs: union(from.map((source) => source.inputs)),
  ...(from.some((source) => source.volatile) ? { volatile: true } : {}),
})
