import { type Diagnostic, diagnose } from '../../diagnostics/index.ts'

/** What a `basic` profile says about a dataset. Counts are rows; shares are fractions of all rows, null on no rows. */
export type Profile = { readonly rows: number; readonly columns: readonly ColumnProfile[] }

export type ColumnProfile = {
  readonly name: string
  readonly type: string
  /** From 1. */
  readonly ordinal: number
  /** Rows with a value. */
  readonly count: number
  readonly nulls: number
  readonly nullShare: number | null
  /** Different values, exactly; null for types without equality (nested, binary, JSON). */
  readonly distinct: number | null
  readonly distinctShare: number | null
  /** Values that occur exactly once; absent where only another pass over the data would tell. */
  readonly unique?: number
  readonly uniqueShare?: number | null
  readonly statistics: ColumnStatistics
  /** The most frequent values, at most 20; absent where there are too many different ones. */
  readonly top?: readonly { readonly value: string; readonly count: number }[]
  /** Equal-width bins; the last one includes its upper end. */
  readonly histogram?: readonly { readonly from: number; readonly to: number; readonly count: number }[]
}

/** What depends on the kind of value. Numbers that must be exact are text; NaN and infinities are left out. */
export type ColumnStatistics =
  | {
      readonly kind: 'number'
      readonly min: string | null
      readonly max: string | null
      readonly sum: string | null
      readonly mean: number | null
      readonly median: number | null
      readonly stddev: number | null
      readonly p85: number | null
      readonly p977: number | null
    }
  | { readonly kind: 'date'; readonly first: string | null; readonly last: string | null }
  | {
      readonly kind: 'text'
      readonly minLength: number | null
      readonly meanLength: number | null
      readonly maxLength: number | null
      readonly emptyCount: number
    }
  | { readonly kind: 'boolean'; readonly trueCount: number; readonly falseCount: number }
  | { readonly kind: 'none' }
  /** Left out because the viewer sees the column masked. */
  | { readonly kind: 'masked' }

/** A profile of nothing is a success, but seldom meant: MR5010. `dataset` is how the message names it. */
export const profileWarnings = (profile: Profile, dataset: string): readonly Diagnostic[] =>
  profile.rows === 0 ? [diagnose('MR5010', { dataset })] : []
