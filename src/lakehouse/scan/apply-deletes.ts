import { ident, join, literal, type Sql, sql } from '../../sql/quote.ts'
import type { Lakehouse } from '../lakehouse.ts'
import type { Table } from '../table.ts'
import { scopeOf } from './delete-index.ts'
import { type EqualityKey, keyValue } from './equality-keys.ts'
import { type OpenFiles, pathList, perFile } from './file-group.ts'
import { groupByLayout } from './file-layouts.ts'
import { locate } from './locate.ts'
import type { DeleteFile, Located, PlannedFile } from './scan-file.ts'

export type Column = { readonly name: string; readonly value: Sql }

type Request = {
  readonly files: readonly Located<PlannedFile>[]
  readonly opened: OpenFiles
  readonly columns: readonly Column[]
  readonly keys: ReadonlyMap<number, EqualityKey>
}

/**
 * Columns of files without the rows that their delete files take out: a SELECT over the files, with an anti join for
 * positions and one for each set of columns by which rows were deleted. All of it stays in the engine.
 */
export const withoutDeleted = async (
  lakehouse: Lakehouse,
  table: Table,
  { files, opened, columns, keys }: Request,
  signal: AbortSignal | undefined,
): Promise<Sql> => {
  const deletes = new Map(files.flatMap((each) => each.deletes.map((one) => [one.file.path, one] as const)))
  const located = await locate(lakehouse, [...deletes.values()])
  const positions = located.filter(({ kind }) => kind === 'positions')
  const sets = Map.groupBy(
    located.filter(({ kind }) => kind === 'equality'),
    ({ file, scope }) =>
      `${(file.equalityIds ?? []).toSorted((a, b) => a - b).join()}${scope === undefined ? '' : ' scoped'}`,
  )
  const numbers = scopeNumbers([...files.map(scopeOf), ...located.map(scopeOf)])
  const joins: Sql[] = []
  if (positions.length > 0)
    joins.push(
      sql`ANTI JOIN (${deletedPositions(files, positions, numbers)}) AS "positions" ON "rows"."file" = "positions"."file" AND "rows"."position" = "positions"."position"`,
    )
  const wanted = new Map<number, EqualityKey>()
  for (const [i, set] of [...sets.values()].entries()) {
    const used = (set[0]?.file.equalityIds ?? []).flatMap((id) => keys.get(id) ?? [])
    for (const key of used) wanted.set(key.id, key)
    const other = ident(`deleted${i}`)
    const conditions = [
      ...used.map(({ id }) => sql`"rows".${keyName(id)} IS NOT DISTINCT FROM ${other}.${keyName(id)}`),
      ...(set[0]?.scope === undefined ? [] : [sql`"rows"."scope" = ${other}."scope"`]),
      sql`"rows"."sequence" < ${other}."sequence"`,
    ]
    const rows = await deletedKeys(lakehouse, table, { set, used, numbers }, signal)
    joins.push(sql`ANTI JOIN (${rows}) AS ${other} ON ${join(conditions, ' AND ')}`)
  }
  const inner = [
    ...columns.map(({ value }, i) => sql`${value} AS ${ident(`column${i}`)}`),
    ...[...wanted.values()].map((key) => sql`${keyValue(key, opened.value(key.top))} AS ${keyName(key.id)}`),
    sql`CAST(file_index AS BIGINT) AS "file", CAST(file_row_number AS BIGINT) AS "position"`,
    ...versionColumns(files, numbers),
  ]
  const outer = columns.map(({ name }, i) => sql`"rows".${ident(`column${i}`)} AS ${ident(name)}`)
  return sql`SELECT ${outer} FROM (SELECT ${inner} FROM ${opened.from}) AS "rows" ${join(joins, ' ')}`
}

type ScopeNumbers = ReadonlyMap<string, number>

const scopeNumbers = (scopes: readonly string[]): ScopeNumbers =>
  new Map([...new Set(scopes)].map((scope, i) => [scope, i]))

/** What decides whether a delete counts for a row: the partition, and who was first. */
const versionColumns = (
  files: readonly Located<PlannedFile | DeleteFile>[],
  numbers: ScopeNumbers,
): readonly Sql[] => [
  sql`${perFile(files.map(({ sequenceNumber }) => sql`${sequenceNumber}`))} AS "sequence"`,
  sql`${perFile(files.map((file) => sql`${numbers.get(scopeOf(file)) ?? -1}`))} AS "scope"`,
]

/** Positions are about a file by its location, exactly as its manifest file spells it. */
const deletedPositions = (
  files: readonly Located<PlannedFile>[],
  positions: readonly Located<DeleteFile>[],
  numbers: ScopeNumbers,
): Sql => {
  const targets = files.map(
    (file, i) =>
      sql`(${literal(file.file.path)}, ${i}, ${file.sequenceNumber}, ${numbers.get(scopeOf(file)) ?? -1})`,
  )
  const named = sql`SELECT file_path, pos, ${versionColumns(positions, numbers)} FROM read_parquet(${pathList(positions)}, hive_partitioning = false)`
  return sql`SELECT CAST("target"."file" AS BIGINT) AS "file", CAST("named".pos AS BIGINT) AS "position" FROM (${named}) AS "named" JOIN (VALUES ${targets}) AS "target"("location", "file", "sequence", "scope") ON "named".file_path = "target"."location" AND "named"."scope" = "target"."scope" AND "named"."sequence" >= "target"."sequence"`
}

type KeySet = {
  readonly set: readonly Located<DeleteFile>[]
  readonly used: readonly EqualityKey[]
  readonly numbers: ScopeNumbers
}

/** Each deleted key once, with the newest of its deletes. */
const deletedKeys = async (
  lakehouse: Lakehouse,
  table: Table,
  { set, used, numbers }: KeySet,
  signal: AbortSignal | undefined,
): Promise<Sql> => {
  const groups = await groupByLayout(lakehouse, table, set, signal)
  const branches = groups.map(({ files, open }) => {
    const opened = open(files)
    const values = used.map((key) => sql`${keyValue(key, opened.value(key.top))} AS ${keyName(key.id)}`)
    return sql`SELECT ${[...values, ...versionColumns(files, numbers)]} FROM ${opened.from}`
  })
  const grouped = [
    ...used.map(({ id }) => keyName(id)),
    ...(set[0]?.scope === undefined ? [] : [ident('scope')]),
  ]
  return sql`SELECT ${grouped}, max("sequence") AS "sequence" FROM (${join(branches, ' UNION ALL ')}) GROUP BY ${grouped}`
}

const keyName = (id: number): Sql => ident(`key${id}`)
