import type { EngineColumn } from '../engines/index.ts'
import { failure, MillraceError } from '../diagnostics/index.ts'
import { printIdentity, type TableIdentity, type TableVersion } from './catalogs/catalog.ts'
import { toDuckdbType } from './format/duckdb-type.ts'
import { parseMetadata } from './format/metadata.ts'
import type { Schema } from './format/schema.ts'
import type { Snapshot } from './format/snapshot.ts'
import type { Lakehouse } from './lakehouse.ts'
import { fromLocation } from './location.ts'

/** A table at one version of its metadata. Later commits do not change it. */
export type Table = TableVersion & { readonly identity: TableIdentity }

/**
 * A table as it is published now; undefined where there is none, or only one that was never published.
 * Throws MR3111, MR3112 (damaged), MR3113 (a format version, or a part of it, that is not read) and what storage throws.
 */
export const loadTable = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  signal?: AbortSignal,
): Promise<Table | undefined> => {
  const table = await loadTableOrDraft(lakehouse, identity, signal)
  return table?.draft === true ? undefined : table
}

/** As `loadTable`, but a draft counts as well: what writers and readers of branches start from. */
export const loadTableOrDraft = async (
  lakehouse: Lakehouse,
  identity: TableIdentity,
  signal?: AbortSignal,
): Promise<Table | undefined> => {
  for (let tried: string | undefined; ; ) {
    const pointer = await lakehouse.catalog.load(identity, signal)
    if (pointer === undefined) return undefined
    try {
      return await loadTableAt(lakehouse, { identity, ...pointer }, signal)
    } catch (cause) {
      // Tables may ask for old metadata to be deleted: then it may go between the two reads, and a newer one is there.
      if (codeOf(cause) !== 'MR3112' || pointer.metadataLocation === tried) throw cause
      tried = pointer.metadataLocation
    }
  }
}

const codeOf = (cause: unknown): string | undefined =>
  cause instanceof MillraceError ? cause.diagnostic.code : undefined

/** A table at a known metadata file. Throws as `loadTable` does. */
export const loadTableAt = async (
  lakehouse: Lakehouse,
  at: { readonly identity: TableIdentity; readonly metadataLocation: string; readonly draft: boolean },
  signal?: AbortSignal,
): Promise<Table> => {
  const { identity, metadataLocation, draft } = at
  const bytes = await readLocation(lakehouse, metadataLocation, signal).catch((cause: unknown) => {
    if (codeOf(cause) !== 'MR3004') throw cause
    throw failure('MR3112', { location: metadataLocation, reason: 'the file is gone' }, { cause })
  })
  const table = printIdentity(identity)
  const metadata = readable(metadataLocation, () =>
    parseMetadata(bytes, (version, features) => {
      const isRead = version === 2 || version === 3
      if (!isRead || features.length > 0) throw failure('MR3113', { table, version, features })
    }),
  )
  return { identity, metadataLocation, metadata, draft }
}

/** All published tables, or those of one namespace, sorted. */
export const listTables = async (
  lakehouse: Lakehouse,
  namespace?: string,
  signal?: AbortSignal,
): Promise<readonly TableIdentity[]> =>
  (await lakehouse.catalog.list(namespace, signal)).flatMap(({ draft, ...identity }) =>
    draft ? [] : [identity],
  )

/** Columns with the types that DuckDB reads them as, of the current version or of a snapshot. Throws MR3117. */
export const tableColumns = (table: Table, snapshotId?: string): readonly EngineColumn[] =>
  schemaOf(table, snapshotId).fields.map((field) => ({ name: field.name, type: toDuckdbType(field.type) }))

/** The columns whose values new files are partitioned by, outermost first. */
export const partitionColumns = (table: Table): readonly string[] => {
  const { partitionSpecs, defaultSpecId } = table.metadata
  const spec = partitionSpecs.find((each) => each.specId === defaultSpecId)
  const { fields } = schemaOf(table)
  return (spec?.fields ?? []).flatMap((field) =>
    fields.filter((column) => column.id === field.sourceId).map((column) => column.name),
  )
}

/** The id of the published snapshot; undefined where nothing was ever written. */
export const currentSnapshotId = (table: Table): string | undefined =>
  table.metadata.currentSnapshotId?.toString()

/** Rows of the current snapshot without reading it; undefined where only reading tells (other writers' deletes). */
export const rowCount = (table: Table): number | undefined => {
  const snapshot = snapshotOf(table)
  if (snapshot === undefined) return 0
  const { summary } = snapshot
  const total = summary['total-records']
  return total === undefined || (summary['total-delete-files'] ?? '0') !== '0' ? undefined : Number(total)
}

/** The id of the snapshot that a commit made, whether or not others followed: how an unknown outcome is looked up. */
export const findCommit = (table: Table, commitId: string): string | undefined =>
  table.metadata.snapshots
    .find((snapshot) => snapshot.summary['millrace.commit-id'] === commitId)
    ?.snapshotId.toString()

/** The named snapshot, or the current one. Throws MR3117 where the table has no such snapshot. */
export const snapshotOf = (table: Table, snapshotId?: string): Snapshot | undefined => {
  const { snapshots, currentSnapshotId: current } = table.metadata
  const wanted = snapshotId ?? current?.toString()
  if (wanted === undefined) return undefined
  const found = snapshots.find((snapshot) => snapshot.snapshotId.toString() === wanted)
  if (found === undefined)
    throw failure('MR3117', { table: printIdentity(table.identity), snapshotId: wanted })
  return found
}

/** The table's schema, or the one that a named snapshot was written with. */
export const schemaOf = (table: Table, snapshotId?: string): Schema => {
  const { schemas, currentSchemaId } = table.metadata
  const wanted = snapshotId === undefined ? undefined : snapshotOf(table, snapshotId)?.schemaId
  const found = schemas.find((schema) => schema.schemaId === (wanted ?? currentSchemaId))
  if (found === undefined)
    throw failure('MR3112', { location: table.metadataLocation, reason: 'its current schema is missing' })
  return found
}

/** Runs a parser of a metadata or manifest file; what it cannot read becomes MR3112. */
export const readable = <T>(location: string, parse: () => T): T => {
  try {
    return parse()
  } catch (cause) {
    if (cause instanceof MillraceError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw failure('MR3112', { location, reason }, { cause })
  }
}

export const readLocation = async (
  lakehouse: Lakehouse,
  location: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> => lakehouse.storage.read(await fromLocation(lakehouse.storage, location), signal)
