import type { BucketPrecision } from './operators/bucket-date.ts'

/** How one policy changes a value. `closed` is a policy that could not be compiled: what it would win becomes NULL. */
export type Mask =
  | { readonly operator: 'hash' }
  | { readonly operator: 'bucket_date'; readonly precision: BucketPrecision }
  | { readonly operator: 'pass_through' }
  | {
      readonly operator: 'closed'
      readonly reason: string
      /** What the author means, where the operator is one that this release does not run. */
      readonly meant?: { readonly operator: string; readonly args: unknown }
    }

/** A mask policy as data. Patterns are globs; an absent part of `scope` means any. Lower `priority` wins. */
export type MaskPolicy = {
  readonly name: string
  readonly priority: number
  readonly scope: { readonly depot?: string; readonly collection?: string; readonly dataset?: string }
  readonly user: { readonly match: 'any' | 'all'; readonly tags: readonly string[] }
  /** A column is selected by a tag or by a name. Names are compared without regard to case. */
  readonly column: { readonly tags: readonly string[]; readonly names: readonly string[] }
  readonly mask: Mask
}
