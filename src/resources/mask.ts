import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Mask as Section } from '../manifest/generated/policy.ts'
import type { Mask } from '../policy/mask-policy.ts'
import type { BucketPrecision } from '../policy/operators/bucket-date.ts'

const operators =
  'hash redact regex_replace rand_pattern rand_regexify bucket_number bucket_date pass_through'.split(' ')

const precisions: readonly BucketPrecision[] = ['hour', 'day', 'week', 'month', 'quarter', 'year']

type Report = (diagnostic: Diagnostic) => void
const at = ['policy', 'data', 'mask'] as const

/** Reads a mask. One that cannot be compiled is `closed`: what it wins is never shown. */
export const readMask = (mask: Section | undefined, document: Document, report: Report): Mask => {
  if (mask === undefined) {
    report(diagnose('MR1336', { kind: 'mask', section: 'mask' }, document.place(['policy', 'data'], 'key')))
    return closed('the policy has no mask')
  }
  const operator = mask.operator.trim()
  const place = document.place([...at, 'operator'])
  if (!operators.includes(operator)) {
    report(diagnose('MR1330', { operator, near: nearest(operator, operators) }, place))
    return closed(`"${operator}" is not a mask operator`)
  }
  for (const block of operators)
    if (block !== operator && block in mask)
      report(diagnose('MR1333', { block, operator }, document.place([...at, block], 'key')))
  switch (operator) {
    case 'hash':
      return readHash(mask, document, report)
    case 'bucket_date':
      return readBucketDate(mask, document, report)
    case 'pass_through':
      return { operator }
    case 'bucket_number':
      checkBuckets(mask, document, report)
      break
    default:
  }
  report(diagnose('MR1331', { what: `the mask operator ${operator}` }, place))
  const args: unknown = Reflect.get(mask, operator) ?? {}
  return {
    operator: 'closed',
    reason: `the mask operator ${operator} is not supported by this release`,
    meant: { operator, args },
  }
}

const closed = (reason: string): Mask => ({ operator: 'closed', reason })

const readHash = ({ hash }: Section, document: Document, report: Report): Mask => {
  const algo = hash?.algo?.trim() ?? 'sha256'
  if (algo.toLowerCase() === 'sha256') return { operator: 'hash' }
  const params = { what: 'the algorithm of hash', value: algo, values: ['sha256'], near: 'sha256' }
  report(diagnose('MR1308', params, document.place([...at, 'hash', 'algo'])))
  return closed(`hash with ${algo} is not supported`)
}

const readBucketDate = ({ bucket_date: args }: Section, document: Document, report: Report): Mask => {
  if (args?.precision === undefined) {
    const params = { operator: 'bucket_date', argument: 'precision' }
    report(diagnose('MR1332', params, document.place([...at, 'operator'])))
    return closed('bucket_date has no precision')
  }
  const value = args.precision.trim().toLowerCase()
  const precision = precisions.find((known) => known === value)
  if (precision !== undefined) return { operator: 'bucket_date', precision }
  const near = nearest(value, precisions)
  const params = { what: 'the precision of bucket_date', value: args.precision, values: precisions, near }
  report(diagnose('MR1308', params, document.place([...at, 'bucket_date', 'precision'])))
  return closed(`bucket_date with the precision ${value} is not supported`)
}

const checkBuckets = ({ bucket_number: args }: Section, document: Document, report: Report): void => {
  const buckets = args?.buckets ?? []
  if (buckets.length === 0) {
    const params = { operator: 'bucket_number', argument: 'buckets' }
    report(diagnose('MR1332', params, document.place([...at, 'operator'])))
  }
  buckets.forEach((bucket, i) => {
    if (String(bucket).trim() !== '' && Number.isFinite(Number(bucket))) return
    const place = document.place([...at, 'bucket_number', 'buckets', i])
    report(diagnose('MR1340', { value: String(bucket) }, place))
  })
}
