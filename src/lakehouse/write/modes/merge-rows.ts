import { failure } from '../../../diagnostics/index.ts'
import type { Connection, EngineColumn } from '../../../engines/index.ts'
import { ident, type Sql, sql } from '../../../sql/quote.ts'
import { printIdentity } from '../../catalogs/catalog.ts'
import { freeName } from '../../free-name.ts'
import { headOf } from '../../head.ts'
import type { Lakehouse } from '../../lakehouse.ts'
import type { WriteMode } from '../request.ts'
import { explainRow } from '../unstorable-row.ts'
import { refuseRepeated, touchedFiles } from './changes.ts'
import { findChanges, type Source } from './find-changes.ts'
import { insertRows } from './insert-rows.ts'
import { findCandidates } from './merge-candidates.ts'
import { type MatchedClause, planClauses } from './merge-clauses.ts'
import { prepared, type Preparation, type PreparedRows } from './prepared-rows.ts'
import { ownColumns, rewriteFiles } from './rewrite-files.ts'
import { inOrder, numberedRows, numberRows, readsOf } from './stored-rows.ts'
import { type TemporaryTables, temporaryTables } from './temporary-tables.ts'

type MergeMode = Extract<WriteMode, { readonly kind: 'merge' }>

/**
 * Rows that match are found once, by reading of the files that can hold them the columns that this needs; then exactly
 * the files are written anew of which a row changes. Where the table is new there is nothing to match.
 * Source: Spark 3.5, RewriteMergeIntoTable and MergeRowsExec, for what a merge means.
 */
export const mergeRows = async (
  lakehouse: Lakehouse,
  { request, table, branch, layout }: Preparation,
  mode: MergeMode,
  signal: AbortSignal | undefined,
): Promise<PreparedRows> => {
  const { connection, query } = request
  const name = printIdentity(request.identity)
  const { fields } = layout.schema
  const columns = request.columns ?? (await connection.describe(query, signal))
  refuseDoubled(name, columns)
  const stored = table === undefined ? fields : headOf(table, branch).schema.fields
  const plan = await planClauses(
    connection,
    { table: name, fields, stored, fresh: columns },
    mode.clauses,
    signal,
  )
  if (table === undefined) {
    const rows = insertRows(fields, plan.inserts, { from: sql`(${query}) AS "new"`, columns })
    const parts = rows === undefined ? [] : [{ rows, columns: ownColumns(fields) }]
    // That there were no rows is what was read.
    return prepared({ parts, operation: 'append', reads: { kind: 'all' } })
  }
  await using temporary = temporaryTables(lakehouse, connection)
  const source = await keepSource(connection, { query, columns, temporary }, signal)
  const candidates = await findCandidates(
    lakehouse,
    { connection, table, branch, keys: mode.keys, source, temporary },
    signal,
  )
  const rowsOf = numberRows(table, branch, {
    files: inOrder(candidates.files, candidates.keys[0]?.field),
    taken: columns.map((column) => column.name),
  })
  const reads = readsOf(table, branch, candidates.filter)
  const from = sql`${source.relation} AS "new"`
  const common = { stored: rowsOf, layout, reads, temporary }
  const relation = await numberedRows(lakehouse, rowsOf, rowsOf.files, signal)
  if (plan.matched.length === 0 || rowsOf.files.length === 0) {
    const unmatched = sql`${from} ANTI JOIN ${relation} AS "old" ON (${mode.on})`
    const inserts = insertRows(fields, plan.inserts, { from: unmatched, columns })
    return await rewriteFiles(lakehouse, { ...common, inserts, touched: [], changes: noChanges }, signal)
  }
  const repeats = isPlainDelete(plan.matched)
  const changes = await findChanges(
    connection,
    { plan, on: mode.on, stored: rowsOf, relation, source, layout, repeats, temporary },
    signal,
  ).catch((cause: unknown) => {
    // Whether a changed row gets another partition is computed with it.
    throw explainRow(cause, { layout, table: name })
  })
  if (!repeats)
    await refuseRepeated(connection, changes, { table: name, keys: mode.keys.map(({ old }) => old) }, signal)
  const touched = await touchedFiles(connection, rowsOf, changes, signal)
  const unmatched = sql`${from} ANTI JOIN ${changes.table} AS "change" ON "new".${ident(source.rowColumn)} = "change"."source"`
  const inserts = insertRows(fields, plan.inserts, { from: unmatched, columns })
  return await rewriteFiles(lakehouse, { ...common, inserts, touched, changes }, signal)
}

/** As in Spark, the one merge for which it does not matter how many new rows a stored one equals. */
const isPlainDelete = ([first, ...others]: readonly MatchedClause[]): boolean =>
  first?.kind === 'delete' && first.condition === undefined && others.length === 0

const noChanges = { table: sql`""`, deletes: [], assigned: new Map(), repeats: false }

const refuseDoubled = (table: string, columns: readonly EngineColumn[]): void => {
  const seen = new Set<string>()
  for (const { name } of columns) {
    if (seen.has(name.toLowerCase())) throw failure('MR3101', { table, column: name })
    seen.add(name.toLowerCase())
  }
}

type SourceRequest = {
  readonly query: Sql
  readonly columns: readonly EngineColumn[]
  readonly temporary: TemporaryTables
}

/** Runs the query once; its rows stay in the engine, which spills what is too much for its memory. */
const keepSource = async (
  connection: Connection,
  { query, columns, temporary }: SourceRequest,
  signal: AbortSignal | undefined,
): Promise<Source> => {
  const table = temporary.name('source')
  // Names of its own: a column called rowid would hide what tells the rows apart.
  const inner = columns.map((_, i) => ident(`column${i}`))
  await connection.run(sql`CREATE TEMP TABLE ${table}(${inner}) AS ${query}`, signal)
  const [counted] = await connection.rows(sql`SELECT count(*) AS "rows" FROM ${table}`, signal)
  const rowColumn = freeName(
    'millrace_source',
    columns.map(({ name }) => name),
  )
  const selected = columns.map(({ name }, i) => sql`${ident(`column${i}`)} AS ${ident(name)}`)
  return {
    relation: sql`(SELECT ${[...selected, sql`rowid AS ${ident(rowColumn)}`]} FROM ${table})`,
    columns,
    rowColumn,
    rows: BigInt(String(counted?.['rows'] ?? 0)),
  }
}
