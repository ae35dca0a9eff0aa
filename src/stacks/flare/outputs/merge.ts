import { replaceSynonyms } from '../../../sql/spark/merge/aliases.ts'
import { readMergeTexts, type SparkMerge } from '../../../sql/spark/merge/read-merge.ts'
import { type Cursor, child, sourceTextOf } from '../cursor.ts'
import type { Report } from '../reading.ts'

const synonyms = [
  { spelling: 'target', alias: 'old' },
  { spelling: 'source', alias: 'new' },
] as const

/** Reads `merge`; undefined where there is none. Clauses that cannot be read are left out, with an error each. */
export const readMerge = (cursor: Cursor, report: Report): SparkMerge | undefined => {
  const onClause = sourceTextOf(child(cursor, 'onClause'))
  const whenClause = sourceTextOf(child(cursor, 'whenClause'))
  if (onClause === undefined || whenClause === undefined) return undefined
  const [on = onClause, when = whenClause] = replaceSynonyms([onClause, whenClause], synonyms)
  return readMergeTexts(on, when, report)
}
