import { failure } from '../../../diagnostics/index.ts'
import { ident, join, type Sql, sql } from '../../../sql/quote.ts'
import type { DataFile } from '../../format/data-file.ts'
import type { Field } from '../../format/iceberg-type.ts'
import type { Lakehouse } from '../../lakehouse.ts'
import { numberProperty } from '../../maintenance/table-property.ts'
import { scopeOf } from '../../scan/delete-index.ts'
import { nullOf } from '../../scan/cast-column.ts'
import type { PlannedFile } from '../../scan/scan-file.ts'
import type { ReadSet } from '../change.ts'
import type { Layout } from '../layout.ts'
import { sumRows } from '../manifests.ts'
import { type Changes, isOneOf, type TouchedFile, valueColumn } from './changes.ts'
import type { PreparedRows, RowsPart } from './prepared-rows.ts'
import { numberedRows, rowsOfFile, type StoredRows } from './stored-rows.ts'
import type { TemporaryTables } from './temporary-tables.ts'

type Rewriting = {
  readonly stored: StoredRows
  readonly changes: Changes
  readonly layout: Layout
}

type Rewrite = Rewriting & {
  readonly touched: readonly TouchedFile[]
  /** New rows, whose columns are called like the fields. */
  readonly inserts?: Sql | undefined
  readonly reads: ReadSet
  /** Needed until the rows are written. */
  readonly temporary: TemporaryTables
}

/**
 * Files of which rows change leave the table; their other rows, the changed ones and the new ones become files. The
 * files that are not touched stay the same ones.
 */
export const rewriteFiles = async (
  lakehouse: Lakehouse,
  { touched, inserts, reads, temporary, ...rewriting }: Rewrite,
  signal: AbortSignal | undefined,
): Promise<PreparedRows> => {
  const kept = await rewrittenParts(lakehouse, rewriting, touched, signal)
  const moved = await movedRows(lakehouse, rewriting, touched, signal)
  const fresh = [moved, inserts].filter((rows) => rows !== undefined)
  const columns = ownColumns(rewriting.layout.schema.fields)
  const others = fresh.length === 0 ? [] : [{ rows: join(fresh, ' UNION ALL '), columns }]
  const locations = new Set(touched.map(({ file }) => file.file.path))
  const tables = temporary.keep()
  return {
    parts: [...kept, ...others],
    removes: () => (locations.size === 0 ? { kind: 'nothing' } : { kind: 'files', locations }),
    reads,
    operation: (added) => (locations.size === 0 ? 'append' : added.length === 0 ? 'delete' : 'overwrite'),
    verify: (written) => refuseOtherRows(rewriting, touched, written.slice(0, kept.length).flat()),
    [Symbol.asyncDispose]: () => tables[Symbol.asyncDispose](),
  }
}

/**
 * The rows that stay of files of which some change, as they are afterwards. Each file becomes one again, so that the
 * ranges of values that it is found by stay narrow; only small neighbours are put together, and what is far larger than
 * a file should be is cut. Rows stay near their neighbours: the engine's join shuffles no more than two thousand at a
 * time. Those that get another partition are not among them.
 */
const rewrittenParts = async (
  lakehouse: Lakehouse,
  { stored, changes, layout }: Rewriting,
  touched: readonly TouchedFile[],
  signal: AbortSignal | undefined,
): Promise<readonly RowsPart[]> => {
  const columns = ownColumns(layout.schema.fields)
  const left = touched.filter((each) => !isAllDeleted(each)).map(({ file }) => file)
  const parts: RowsPart[] = []
  const targetBytes = numberProperty(stored.table, 'write.target-file-size-bytes', {
    otherwise: 512 * 1024 * 1024,
  })
  for (const files of groupFiles(left, Math.min(smallBytes, targetBytes))) {
    const [first] = files
    if (first === undefined) continue
    const isPresent = first.specId === layout.spec.specId
    const stays = sql`"change"."clause" IS NULL OR NOT (${isOneOf(sql`"change"."clause"`, changes.deletes)}${isPresent ? sql` OR "change"."moved"` : sql``})`
    const relation = await numberedRows(lakehouse, stored, files, signal)
    const change = changesOf(stored, changes, files)
    for (const range of slices(stored, files, targetBytes)) {
      const rows = sql`SELECT ${storedValues(stored, changes, layout)} FROM ${relation} AS "stored" LEFT JOIN ${change} AS "change" ON "stored".${ident(stored.rowColumn)} = "change"."row" WHERE (${stays})${range}`
      parts.push({
        rows,
        columns,
        ...(isPresent ? { partition: widened(layout, first.file.partition) } : {}),
      })
    }
  }
  return parts
}

/** A value of the type that its partition field has with this write: the column may have become wider. */
const widened = ({ partition }: Layout, values: DataFile['partition']): DataFile['partition'] =>
  partition.map(({ type }, i) => {
    const value = values[i] ?? null
    return type.kind === 'long' && typeof value === 'number' ? BigInt(value) : value
  })

/** The rows that get another partition, as they are afterwards; undefined where there are none. */
const movedRows = async (
  lakehouse: Lakehouse,
  { stored, changes, layout }: Rewriting,
  touched: readonly TouchedFile[],
  signal: AbortSignal | undefined,
): Promise<Sql | undefined> => {
  const files = touched
    .filter(({ file, movedRows: rows }) => rows > 0n && file.specId === layout.spec.specId)
    .map(({ file }) => file)
  if (files.length === 0) return undefined
  const relation = await numberedRows(lakehouse, stored, files, signal)
  const change = changesOf(stored, changes, files)
  return sql`SELECT ${storedValues(stored, changes, layout)} FROM ${relation} AS "stored" JOIN ${change} AS "change" ON "stored".${ident(stored.rowColumn)} = "change"."row" WHERE "change"."moved"`
}

/** Throws MR3112 where files hold other rows than they should: one that is lost here would be lost for good. */
const refuseOtherRows = (
  { stored, layout }: Rewriting,
  touched: readonly TouchedFile[],
  written: readonly DataFile[],
): void => {
  const after = sumRows(written)
  const expected = touched.reduce((sum, { file, deletedRows, movedRows: moved }) => {
    const leaving = file.specId === layout.spec.specId ? deletedRows + moved : deletedRows
    return sum + file.file.recordCount - leaving
  }, 0n)
  const mayBeLess = touched.some(({ file }) => file.deletes.length > 0)
  if (after === expected || (mayBeLess && after < expected)) return
  throw failure('MR3112', {
    location: stored.table.metadataLocation,
    reason: `its manifests count ${expected} rows where the files have ${after}`,
  })
}

/** Rows whose columns are called like the fields that they fill. */
export const ownColumns = (fields: readonly Field[]): Layout['columns'] =>
  fields.map((field) => ({ field, source: field.name }))

/** Known without reading only where no other engine has deleted rows of the file. */
const isAllDeleted = ({ file, deletedRows }: TouchedFile): boolean =>
  file.deletes.length === 0 && deletedRows === file.file.recordCount

// What a file costs by itself is little beside the work on so many bytes.
const smallBytes = 32 * 1024 * 1024

const groupFiles = (
  files: readonly PlannedFile[],
  mostBytes: number,
): readonly (readonly PlannedFile[])[] => {
  const groups: { readonly scope: string; readonly files: PlannedFile[]; bytes: number }[] = []
  for (const file of files) {
    const bytes = Number(file.file.fileSizeBytes)
    const scope = scopeOf(file)
    const last = groups.at(-1)
    if (last !== undefined && last.scope === scope && last.bytes + bytes <= mostBytes) {
      last.files.push(file)
      last.bytes += bytes
    } else groups.push({ scope, files: [file], bytes })
  }
  return groups.map((group) => group.files)
}

/** Conditions on a file's rows that cut it where it is far too large; one that is always true where it is not. */
const slices = (
  stored: StoredRows,
  [file, ...others]: readonly PlannedFile[],
  targetBytes: number,
): readonly Sql[] => {
  const bytes = Number(file?.file.fileSizeBytes ?? 0)
  if (file === undefined || others.length > 0 || bytes <= 1.8 * targetBytes) return [sql``]
  const count = Math.ceil(bytes / targetBytes)
  const size = (file.file.recordCount + BigInt(count) - 1n) / BigInt(count)
  const { begin, end } = rowsOfFile(stored, file)
  const row = sql`"stored".${ident(stored.rowColumn)}`
  return Array.from({ length: count }, (_, i) => {
    const from = begin + BigInt(i) * size
    return sql` AND ${row} >= ${from} AND ${row} < ${i + 1 < count ? from + size : end}`
  })
}

/** The changes of rows between the first and the last of the files. */
const changesOf = (stored: StoredRows, { table }: Changes, files: readonly PlannedFile[]): Sql => {
  const ranges = files.map((file) => rowsOfFile(stored, file))
  const begin = ranges.reduce(
    (least, range) => (range.begin < least ? range.begin : least),
    ranges[0]?.begin ?? 0n,
  )
  const end = ranges.reduce((most, range) => (range.end > most ? range.end : most), 0n)
  return sql`(SELECT * FROM ${table} WHERE "clause" IS NOT NULL AND "row" >= ${begin} AND "row" < ${end})`
}

const storedValues = (stored: StoredRows, changes: Changes, { schema }: Layout): readonly Sql[] =>
  schema.fields.map((field) => {
    const known = stored.fields.find(({ id }) => id === field.id)
    const before = known === undefined ? nullOf(field) : sql`"stored".${ident(known.name)}`
    const clauses = changes.assigned.get(field.id) ?? []
    const after =
      clauses.length === 0
        ? before
        : sql`CASE WHEN ${isOneOf(sql`"change"."clause"`, clauses)} THEN "change".${valueColumn(field.id)} ELSE ${before} END`
    return sql`${after} AS ${ident(field.name)}`
  })
