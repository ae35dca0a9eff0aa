import type { Diagnostic } from '../../../diagnostics/index.ts'
import type { SourceText } from '../../source-text.ts'
import { type EqualKey, equalKeys } from './equal-keys.ts'
import { readClauses, type SparkMergeClause } from './read-clauses.ts'

/** Rows are merged into a table: `old` is the stored row, `new` the one that is merged, in every text. */
export type SparkMerge = {
  readonly on: SourceText
  readonly keys: readonly EqualKey[]
  readonly clauses: readonly SparkMergeClause[]
}

/** What stands after ON and after the first WHEN of a MERGE whose aliases are `old` and `new`. */
export const readMergeTexts = (
  on: SourceText,
  when: SourceText,
  report: (found: Diagnostic) => void,
): SparkMerge => ({ on, keys: equalKeys(on), clauses: readClauses(when, report) })
