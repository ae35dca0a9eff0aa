// Every mask operator, by the name that manifests use. To add one: a file here that fills MaskOperator, a line in this
// table, and a member of Mask in ../mask-policy.ts.
import { bucketDate } from './bucket-date.ts'
import { hash } from './hash.ts'
import { passThrough } from './pass-through.ts'

export const maskOperators = {
  hash,
  bucket_date: bucketDate,
  pass_through: passThrough,
} as const

export type MaskOperatorName = keyof typeof maskOperators
