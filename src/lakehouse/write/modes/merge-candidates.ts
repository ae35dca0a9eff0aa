import type { Connection } from '../../../engines/index.ts'
import { type Sql, sql } from '../../../sql/quote.ts'
import { fromDuckdbType } from '../../format/duckdb-type.ts'
import { isPrimitive } from '../../format/iceberg-type.ts'
import { headOf } from '../../head.ts'
import type { Lakehouse } from '../../lakehouse.ts'
import type { ColumnPredicate } from '../../scan/predicate.ts'
import type { PlannedFile } from '../../scan/scan-file.ts'
import type { Table } from '../../table.ts'
import type { Source } from './find-changes.ts'
import { filesWithKeys, keyPredicates, type MergeKey, mergeKey } from './key-ranges.ts'
import { oneRow, typesOf } from './merge-clauses.ts'
import { filesToRead } from './stored-rows.ts'
import type { TemporaryTables } from './temporary-tables.ts'

type Search = {
  readonly connection: Connection
  readonly table: Table
  readonly branch: string
  /** Equalities that every match fulfils. */
  readonly keys: readonly { readonly old: string; readonly new: Sql }[]
  readonly source: Source
  readonly temporary: TemporaryTables
}

/** Where stored rows can be that match a new one. */
export type Candidates = {
  readonly files: readonly PlannedFile[]
  /** What holds of every stored row that matches. */
  readonly filter: readonly ColumnPredicate[]
  /** Those of the equalities that tell something about files. */
  readonly keys: readonly MergeKey[]
}

// Measured: to look so many new keys up takes as long as to read all of the stored ones.
const fewer = 16n

export const findCandidates = async (
  lakehouse: Lakehouse,
  { connection, table, branch, keys, source, temporary }: Search,
  signal: AbortSignal | undefined,
): Promise<Candidates> => {
  const { fields } = headOf(table, branch).schema
  const types = await typesOf(
    connection,
    sql`${oneRow(source.columns)} AS "new"`,
    keys.map((key) => key.new),
    signal,
  )
  const known = keys.flatMap((key, i): readonly MergeKey[] => {
    const field = fields.find(({ name }) => name.toLowerCase() === key.old.toLowerCase())
    const type = fromDuckdbType(types[i] ?? '', () => 0)
    if (field === undefined || type === undefined || !isPrimitive(type)) return []
    const made = mergeKey(field, key.new, type)
    return made === undefined ? [] : [made]
  })
  const filter: ColumnPredicate[] = []
  const inexact: MergeKey[] = []
  for (const key of known) {
    const { predicates, isExact } = await keyPredicates(connection, source.relation, key, signal)
    filter.push(...predicates)
    if (!isExact) inexact.push(key)
  }
  let files = await filesToRead(lakehouse, table, { branch, filter }, signal)
  for (const key of inexact) {
    const storedRows = files.reduce((sum, { file }) => sum + file.recordCount, 0n)
    if (files.length < 2 || source.rows * fewer > storedRows) break
    const request = { key, files, temporary: temporary.name(`bounds${key.field.id}`) }
    files = await filesWithKeys(connection, source.relation, request, signal)
  }
  return { files, filter, keys: known }
}
