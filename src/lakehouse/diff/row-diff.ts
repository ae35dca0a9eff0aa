import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import { ident, join, type Sql, sql, trusted } from '../../sql/quote.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import { toDuckdbType } from '../format/duckdb-type.ts'
import type { Field } from '../format/iceberg-type.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { type ReadVersion, resolveVersion, schemaAt } from '../read-version.ts'
import { planScan } from '../scan/plan.ts'
import type { PlannedFile } from '../scan/scan-file.ts'
import { scanRelation } from '../scan/scan.ts'
import type { Table } from '../table.ts'

export type RowDiffRequest = {
  readonly table: Table
  /** Absent: there was nothing before. */
  readonly from?: ReadVersion
  readonly to: ReadVersion
  /** Columns that tell rows apart. Default: the table's identifier fields; without any, whole rows are compared. */
  readonly key?: readonly string[]
}

export type DiffColumn = { readonly name: string; readonly type: string }

/** Which rows differ. `changed` are told apart from removed and added ones only by a key. */
export type RowChange = 'added' | 'removed' | 'changed-before' | 'changed-after'

/** Statements that compare two versions of a table. Only files that the versions do not share are read. */
export type RowDiff = {
  readonly key: readonly string[]
  readonly columns: {
    /** In both versions, with their type in the later one. */
    readonly common: readonly DiffColumn[]
    readonly added: readonly DiffColumn[]
    readonly removed: readonly DiffColumn[]
  }
  /** Reports in one row whether a key occurs twice on a side: `duplicates`. Undefined without a key. */
  readonly duplicates: Sql | undefined
  /** One row: `added`, `removed`, `changed`, and `changed_<n>` for the n-th common column. */
  readonly counts: Sql
  /** Up to `limit` of such rows, raw, as a relation that stands after FROM; in an order that says nothing of values. */
  readonly rows: (
    change: RowChange,
    limit: number,
  ) => { readonly relation: Sql; readonly columns: readonly DiffColumn[] }
}

/** Plans the comparison. Throws MR3163 for a key column that a version lacks, and what reading the versions throws. */
export const rowDiff = async (
  lakehouse: Lakehouse,
  { table, from, to, key }: RowDiffRequest,
  signal?: AbortSignal,
): Promise<RowDiff> => {
  const after = schemaAt(table, to)
  const before = from === undefined ? after : schemaAt(table, from)
  const byId = new Map(before.fields.map((field) => [field.id, field]))
  const common = after.fields.filter((field) => byId.has(field.id))
  const keyFields = (key ?? identifierNames(table, after.fields)).map((name) => {
    const found = common.find((field) => field.name.toLowerCase() === name.toLowerCase())
    if (found !== undefined) return found
    const known = common.map((field) => field.name)
    throw failure('MR3163', {
      table: printIdentity(table.identity),
      column: name,
      near: nearest(name, known),
    })
  })
  const [oldFiles, newFiles] = await unsharedFiles(lakehouse, table, { from, to }, signal)
  // Columns of the earlier version stand under the names of the later one, so that a rename is no difference.
  const oldRows =
    from === undefined
      ? sql`(SELECT * FROM ${await scanRelation(lakehouse, table, { version: to, only: new Set() }, signal)})`
      : await scanRelation(lakehouse, table, { version: from, only: oldFiles }, signal)
  const newRows = await scanRelation(lakehouse, table, { version: to, only: newFiles }, signal)
  const oldName = (field: Field): Sql => ident(byId.get(field.id)?.name ?? field.name)
  const side = (rows: Sql, name: (field: Field) => Sql): Sql => {
    const packed = (fields: readonly Field[], internal: string) =>
      fields.map((field, i) => sql`${ident(`${internal}${i}`)}: ${cast(field, sql`"side".${name(field)}`)}`)
    return sql`SELECT {${packed(keyFields.length === 0 ? common : keyFields, 'k')}} AS "key", {${packed(common, 'c')}} AS "row" FROM ${rows} AS "side"`
  }
  const sides = sql`"before" AS (${side(oldRows, oldName)}), "after" AS (${side(newRows, (field) => ident(field.name))})`
  const columns = {
    common: common.map(asColumn),
    added: after.fields.filter((field) => !byId.has(field.id)).map(asColumn),
    removed: before.fields
      .filter((field) => !after.fields.some((other) => other.id === field.id))
      .map(asColumn),
  }
  const plan = keyFields.length === 0 ? byWholeRow : byKey
  const { counts, duplicates, selection } = plan(sides, common)
  return {
    key: keyFields.map(({ name }) => name),
    columns,
    duplicates,
    counts,
    rows: (change, limit) => ({
      relation: sql`(SELECT ${unpacked(common)} FROM (WITH ${sides} ${selection(change)} ORDER BY hash("order"), "order" LIMIT ${limit}))`,
      columns: columns.common,
    }),
  }
}

type Comparison = {
  readonly counts: Sql
  readonly duplicates: Sql | undefined
  /** `row` and `order` of the rows that changed so. */
  readonly selection: (change: RowChange) => Sql
}

const sameKey = trusted('"before"."key" IS NOT DISTINCT FROM "after"."key"')
const differs = trusted('"before"."row" IS DISTINCT FROM "after"."row"')

const byKey = (sides: Sql, common: readonly Field[]): Comparison => {
  const changed = common.map((_, i) => {
    const column = ident(`c${i}`)
    return sql`count(*) FILTER ("before"."row".${column} IS DISTINCT FROM "after"."row".${column} AND "before"."key" IS NOT NULL AND "after"."key" IS NOT NULL) AS ${ident(`changed_${i}`)}`
  })
  return {
    counts: sql`WITH ${sides} SELECT ${[
      trusted('count(*) FILTER ("before"."key" IS NULL) AS "added"'),
      trusted('count(*) FILTER ("after"."key" IS NULL) AS "removed"'),
      sql`count(*) FILTER ("before"."key" IS NOT NULL AND "after"."key" IS NOT NULL AND ${differs}) AS "changed"`,
      ...changed,
    ]} FROM "before" FULL JOIN "after" ON ${sameKey}`,
    duplicates: sql`WITH ${sides} SELECT EXISTS (SELECT 1 FROM "before" GROUP BY "key" HAVING count(*) > 1)
      OR EXISTS (SELECT 1 FROM "after" GROUP BY "key" HAVING count(*) > 1) AS "duplicates"`,
    selection: (change) => {
      switch (change) {
        case 'added':
          return sql`SELECT "row", "key" AS "order" FROM "after" ANTI JOIN "before" ON ${sameKey}`
        case 'removed':
          return sql`SELECT "row", "key" AS "order" FROM "before" ANTI JOIN "after" ON ${sameKey}`
        case 'changed-before':
          return sql`SELECT "before"."row" AS "row", "before"."key" AS "order" FROM "before" JOIN "after" ON ${sameKey} AND ${differs}`
        case 'changed-after':
          return sql`SELECT "after"."row" AS "row", "before"."key" AS "order" FROM "before" JOIN "after" ON ${sameKey} AND ${differs}`
      }
    },
  }
}

const byWholeRow = (sides: Sql, common: readonly Field[]): Comparison => {
  const difference = (left: 'before' | 'after', right: 'before' | 'after'): Sql =>
    sql`SELECT "row" FROM ${ident(left)} EXCEPT ALL SELECT "row" FROM ${ident(right)}`
  const zeros = common.map((_, i) => sql`0 AS ${ident(`changed_${i}`)}`)
  return {
    counts: sql`WITH ${sides} SELECT ${[
      sql`(SELECT count(*) FROM (${difference('after', 'before')})) AS "added"`,
      sql`(SELECT count(*) FROM (${difference('before', 'after')})) AS "removed"`,
      trusted('0 AS "changed"'),
      ...zeros,
    ]}`,
    duplicates: undefined,
    selection: (change) => {
      switch (change) {
        case 'added':
          return sql`SELECT "row", "row" AS "order" FROM (${difference('after', 'before')})`
        case 'removed':
          return sql`SELECT "row", "row" AS "order" FROM (${difference('before', 'after')})`
        case 'changed-before':
        case 'changed-after':
          return sql`SELECT "row", "row" AS "order" FROM "after" WHERE false`
      }
    },
  }
}

/** Locations of the files that only one version has, or has with other deletes: all others hold the same rows. */
const unsharedFiles = async (
  lakehouse: Lakehouse,
  table: Table,
  { from, to }: { readonly from: ReadVersion | undefined; readonly to: ReadVersion },
  signal: AbortSignal | undefined,
): Promise<readonly [ReadonlySet<string>, ReadonlySet<string>]> => {
  const files = async (version: ReadVersion) => {
    const request = { snapshot: resolveVersion(table, version), fields: [], filter: [] }
    const planned = await planScan(lakehouse, table, request, signal)
    return new Map(planned.map((file) => [file.file.path, contentKey(file)]))
  }
  const older = from === undefined ? new Map<string, string>() : await files(from)
  const newer = await files(to)
  const only = (some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>) =>
    new Set([...some].flatMap(([path, content]) => (others.get(path) === content ? [] : [path])))
  return [only(older, newer), only(newer, older)]
}

const contentKey = ({ deletes }: PlannedFile): string =>
  deletes
    .map(({ file }) => file.path)
    .toSorted()
    .join('\n')

const identifierNames = (table: Table, fields: readonly Field[]): readonly string[] => {
  const schema = table.metadata.schemas.find(({ schemaId }) => schemaId === table.metadata.currentSchemaId)
  const ids = schema?.rest['identifier-field-ids']
  return Array.isArray(ids) ? fields.filter(({ id }) => ids.includes(id)).map(({ name }) => name) : []
}

const cast = (field: Field, value: Sql): Sql => sql`CAST(${value} AS ${toDuckdbType(field.type)})`

const unpacked = (fields: readonly Field[]): Sql =>
  join(
    fields.map((field, i) => sql`"row".${ident(`c${i}`)} AS ${ident(field.name)}`),
    ', ',
  )

const asColumn = (field: Field): DiffColumn => ({
  name: field.name,
  type: toDuckdbType(field.type),
})

/** The label of a version, for people. */
export const printVersion = (version: ReadVersion | undefined): string => {
  switch (version?.kind) {
    case undefined:
      return 'nothing'
    case 'current':
      return 'main'
    case 'snapshot':
      return `snapshot ${version.id}`
    case 'ref':
      return version.name
    case 'as-of':
      return new Date(version.timestampMs).toISOString()
  }
}
