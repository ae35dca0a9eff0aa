import { stableJson } from '../base/stable-json.ts'
import { type ColumnDecision, openness } from '../policy/index.ts'

/** What a reader sees of a column: how much of it, from 0 to 100, and how that is called. */
export type Shown = {
  readonly level: number
  readonly text: string
  /** The operator and its arguments, where a mask that only the manifest knows decides. */
  readonly mask?: { readonly operator: string; readonly args: unknown }
}

export const theValue: Shown = { level: 100, text: 'the value' }

/** What a decision shows. Operators that this release does not run are judged by what their author means. */
export const shownBy = ({ reveal, winner }: Pick<ColumnDecision, 'reveal' | 'winner'>): Shown => {
  switch (reveal.kind) {
    case 'raw':
      return theValue
    case 'masked':
      return { level: openness(reveal), text: maskText(reveal.mask) }
    case 'null': {
      const meant = winner?.mask.operator === 'closed' ? winner.mask.meant : undefined
      if (meant === undefined) return { level: 0, text: 'NULL' }
      return { level: levels[meant.operator] ?? 0, text: `${meant.operator} mask`, mask: meant }
    }
  }
}

type Masked = Extract<ColumnDecision['reveal'], { kind: 'masked' }>['mask']

const maskText = (mask: Masked): string =>
  mask.operator === 'bucket_date' ? `the ${mask.precision} of it` : `${mask.operator} mask`

/** In the order of policies section 5; hash is 20, and dates in buckets are 55 to 60. */
const levels: Readonly<Record<string, number>> = {
  redact: 0,
  rand_pattern: 30,
  rand_regexify: 30,
  regex_replace: 50,
  bucket_number: 60,
}

export type Direction = 'loosened' | 'tightened' | 'changed'

/** Which way it goes from one to the other; undefined where both show the same. What cannot be told is loosened. */
export const directionOf = (was: Shown, is: Shown): Direction | undefined => {
  if (is.level !== was.level) return is.level > was.level ? 'loosened' : 'tightened'
  if (was.mask === undefined || is.mask === undefined) return was.text === is.text ? undefined : 'changed'
  if (stableJson(was.mask) === stableJson(is.mask)) return undefined
  switch (is.mask.operator) {
    case 'regex_replace':
      return 'loosened'
    case 'bucket_number': {
      const [old, fresh] = [bucketsOf(was.mask.args), bucketsOf(is.mask.args)]
      if (fresh.some((bucket) => !old.includes(bucket))) return 'loosened'
      return fresh.length === old.length ? undefined : 'tightened'
    }
    default:
      return 'changed'
  }
}

const bucketsOf = (args: unknown): readonly number[] => {
  const buckets: unknown = typeof args === 'object' && args !== null ? Reflect.get(args, 'buckets') : []
  return Array.isArray(buckets) ? [...new Set(buckets.map(Number))] : []
}

/** Both texts; with the arguments where only they differ. */
export const textsOf = (was: Shown, is: Shown): { readonly before: string; readonly after: string } => {
  const full = ({ text, mask }: Shown) => (mask === undefined ? text : `${text} ${stableJson(mask.args)}`)
  return was.text === is.text ? { before: full(was), after: full(is) } : { before: was.text, after: is.text }
}
