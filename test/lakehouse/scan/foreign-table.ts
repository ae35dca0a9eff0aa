import { randomUUID } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { EngineRow } from '../../../src/engines/index.ts'
import { scanRelation, type ScanOptions, type Table } from '../../../src/lakehouse/index.ts'
import type { DataFile, ManifestEntry } from '../../../src/lakehouse/format/data-file.ts'
import { fieldIds, toDuckdbType } from '../../../src/lakehouse/format/duckdb-type.ts'
import { type Field, parsePrimitive } from '../../../src/lakehouse/format/iceberg-type.ts'
import { type ManifestListEntry, writeManifestList } from '../../../src/lakehouse/format/manifest-list.ts'
import { printMetadata, type TableMetadata } from '../../../src/lakehouse/format/metadata.ts'
import { partitionSpecFromJson } from '../../../src/lakehouse/format/partition-spec.ts'
import { type Schema, schemaFromJson } from '../../../src/lakehouse/format/schema.ts'
import { typedPartition } from '../../../src/lakehouse/files.ts'
import { type ManifestWriter, writeManifest } from '../../../src/lakehouse/write/manifests.ts'
import { literal, sql, trusted } from '../../../src/sql/quote.ts'
import type { Lake } from '../lake.ts'

/** A file as some other writer may have left it. */
export type ForeignFile = Partial<Omit<DataFile, 'content'>> & {
  /** Rows; their columns get the ids of `columns` by position, or none where that is left out. */
  readonly rows?: string
  readonly columns?: readonly Field[]
  readonly content?: 'data' | 'positions' | 'equality'
  readonly specId?: number
  readonly sequenceNumber?: bigint
  readonly status?: ManifestEntry['status']
}

export type ForeignTable = {
  readonly table: Table
  /** Locations of the files, in order. */
  readonly locations: readonly string[]
  readonly rows: (options?: ScanOptions) => Promise<readonly EngineRow[]>
  /** Lets every engine find it in the catalog, as `demo.<name>`. */
  readonly register: (name: string) => Promise<Table>
}

type Request = {
  /** Field lists as metadata spells them, oldest first; the last is the current one. */
  readonly schemas: readonly (readonly unknown[])[]
  readonly specs?: readonly unknown[]
  readonly properties?: Readonly<Record<string, string>>
  /** A function gets the locations of the files before it. */
  readonly files: readonly (ForeignFile | ((locations: readonly string[]) => ForeignFile))[]
}

let tables = 0

/** A table with one snapshot of exactly these files, in a state that this project's writer never leaves. */
export const foreignTable = async (lake: Lake, request: Request): Promise<ForeignTable> => {
  const { storage } = lake.lakehouse
  const root = `foreign/t${++tables}`
  const location = `file://${storage.location(root)}`
  const schemas = request.schemas.map((fields, i) => schemaFromJson({ 'schema-id': i, fields }))
  const specs = (request.specs ?? [[]]).map((fields, i) => partitionSpecFromJson({ 'spec-id': i, fields }))
  const metadata: TableMetadata = {
    formatVersion: 2,
    tableUuid: randomUUID(),
    location,
    lastSequenceNumber: 100n,
    lastUpdatedMs: 1,
    lastColumnId: 1000,
    currentSchemaId: schemas.length - 1,
    schemas,
    defaultSpecId: specs.length - 1,
    partitionSpecs: specs,
    lastPartitionId: 1010,
    properties: request.properties ?? {},
    currentSnapshotId: 7n,
    snapshots: [
      {
        snapshotId: 7n,
        sequenceNumber: 100n,
        timestampMs: 1,
        manifestList: `${location}/metadata/list.avro`,
        summary: { operation: 'append' },
        schemaId: schemas.length - 1,
        rest: {},
      },
    ],
    snapshotLog: [{ timestampMs: 1, snapshotId: 7n }],
    metadataLog: [],
    refs: {},
    defaultSortOrderId: 0,
    sortOrders: [{ orderId: 0, fields: [] }],
    rest: {},
  }
  const table: Table = {
    identity: { namespace: 'foreign', name: 't' },
    metadataLocation: `${location}/metadata/v1.metadata.json`,
    metadata,
    draft: false,
  }
  const writer: ManifestWriter = {
    put: async (name, content) => {
      await storage.put(`${root}/metadata/${name}`, content)
      return `${location}/metadata/${name}`
    },
    prefix: 'm',
    snapshotId: 7n,
    sequenceNumber: 100n,
  }
  const locations: string[] = []
  const listed: ManifestListEntry[] = []
  for (const [i, given] of request.files.entries()) {
    const foreign = typeof given === 'function' ? given(locations) : given
    const path = `${root}/data/${i}.parquet`
    locations.push(foreign.path ?? `file://${storage.location(path)}`)
    if (foreign.rows !== undefined) await writeParquet(lake, storage.location(path), foreign)
    const file = describe(foreign, locations[i] ?? '', storage.location(path))
    const spec = specs[foreign.specId ?? 0]
    const schema = schemas.at(-1)
    if (spec === undefined || schema === undefined) throw new Error('there is no such spec')
    const content = file.content === 0 ? 'data' : 'deletes'
    const sequenceNumber = foreign.sequenceNumber ?? 1n
    const entry = {
      status: 'existing',
      snapshotId: 7n,
      sequenceNumber,
      fileSequenceNumber: sequenceNumber,
      file,
    } as const
    const isLive = foreign.status !== 'deleted'
    // A manifest file each, so that their summaries count.
    const manifest = await writeManifest(
      { schema, spec, partition: typedPartition(table, spec), content },
      { existing: isLive ? [entry] : [], deleted: isLive ? [] : [entry] },
      { writer, name: `m${i}.avro` },
    )
    listed.push(manifest)
  }
  const list = writeManifestList({ snapshotId: 7n, sequenceNumber: 100n }, listed)
  await storage.put(`${root}/metadata/list.avro`, list)
  return {
    table,
    locations,
    rows: async (options = {}) =>
      lake.connection.rows(
        sql`SELECT * FROM ${await scanRelation(lake.lakehouse, table, options)} ORDER BY ALL`,
      ),
    register: async (name) => {
      const identity = { namespace: 'demo', name }
      await storage.put(`${root}/metadata/v1.metadata.json`, printMetadata(metadata))
      await lake.lakehouse.catalog.commit([{ identity, base: undefined, next: table }])
      return { ...table, identity }
    },
  }
}

const contents = { data: 0, positions: 1, equality: 2 } as const

const describe = (foreign: ForeignFile, location: string, path: string): DataFile => {
  const {
    rows,
    columns: _,
    content = 'data',
    specId: __,
    sequenceNumber: ___,
    status: ____,
    ...given
  } = foreign
  const none = new Map<number, never>()
  return {
    content: contents[content],
    path: location,
    format: 'PARQUET',
    partition: [],
    recordCount: 1n,
    fileSizeBytes: rows === undefined ? 1n : BigInt(statSync(path).size),
    columnSizes: none,
    valueCounts: none,
    nullValueCounts: none,
    nanValueCounts: none,
    lowerBounds: none,
    upperBounds: none,
    ...given,
  }
}

const writeParquet = async (lake: Lake, path: string, { rows = '', columns }: ForeignFile): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true })
  const ids = columns === undefined ? sql`` : sql`, FIELD_IDS ${fieldIds(columns)}`
  const query =
    columns === undefined
      ? trusted(rows)
      : sql`SELECT ${columns.map(({ name, type }) => sql`CAST("${trusted(name)}" AS ${toDuckdbType(type)}) AS "${trusted(name)}"`)} FROM (${trusted(rows)})`
  await lake.connection.run(sql`COPY (${query}) TO ${literal(path)} (FORMAT parquet${ids})`)
}

export type FieldShape = string | readonly [string, unknown]

/** Fields from their short form, `1 id long`; a nested type is given as metadata spells it. */
export const fields = (...shapes: readonly FieldShape[]): readonly unknown[] =>
  shapes.map((shape) => {
    const [text, nested] = typeof shape === 'string' ? [shape, undefined] : shape
    const [, id, name, type] = /^(\d+) (\S+)(?: (.+))?$/.exec(text) ?? []
    if (nested === undefined && parsePrimitive(type ?? '') === undefined)
      throw new Error(`no type in ${text}`)
    return { id: Number(id), name, required: false, type: nested ?? type }
  })

export const parsed = (list: readonly unknown[]): readonly Field[] => {
  const { fields: found }: Schema = schemaFromJson({ fields: list })
  return found
}

export const positionFields = parsed(fields('2147483546 file_path string', '2147483545 pos long'))
