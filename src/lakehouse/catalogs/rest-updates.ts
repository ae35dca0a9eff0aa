import { stableJson } from '../../base/stable-json.ts'
import { metadataToJson } from '../format/metadata.ts'
import type { TableVersion } from './catalog.ts'

/** The property that marks a table which was never published. */
export const draftProperty = 'millrace.draft'

type Json = Readonly<Record<string, unknown>>

/** What a REST catalog is asked to do to one table. Long numbers are bigints. */
export type RestChange = { readonly requirements: readonly Json[]; readonly updates: readonly Json[] }

/**
 * The requirements and updates by which a server makes `next` of `base`; of nothing, where there is no base. The server
 * keeps its own logs and times. Required is what the change was computed from: schema, partitioning, sort order, and
 * the refs that it moves; what else another writer changed meanwhile is kept by the server.
 * Source: Iceberg REST catalog OpenAPI, CommitTableRequest; the order is that of the reference client.
 */
export const restChange = (base: TableVersion | undefined, next: TableVersion): RestChange => {
  const before = base === undefined ? {} : printVersion(base)
  const after = printVersion(next)
  const schemas = compareLists(before['schemas'], after['schemas'], 'schema-id')
  const specs = compareLists(before['partition-specs'], after['partition-specs'], 'spec-id')
  const orders = compareLists(before['sort-orders'], after['sort-orders'], 'order-id')
  const snapshots = compareLists(before['snapshots'], after['snapshots'], 'snapshot-id')
  const refs = compareMembers(before['refs'], after['refs'])
  const properties = compareMembers(before['properties'], after['properties'])
  const updates = [
    ...(base === undefined ? [{ action: 'assign-uuid', uuid: after['table-uuid'] }] : []),
    ...when(before, after, 'format-version', (value) => ({
      action: 'upgrade-format-version',
      'format-version': value,
    })),
    ...schemas.added.map((schema) => ({
      action: 'add-schema',
      schema,
      'last-column-id': after['last-column-id'],
    })),
    ...when(before, after, 'current-schema-id', (id) => ({
      action: 'set-current-schema',
      'schema-id': lastAdded(schemas, 'schema-id', id),
    })),
    ...specs.added.map((spec) => ({ action: 'add-spec', spec })),
    ...when(before, after, 'default-spec-id', (id) => ({
      action: 'set-default-spec',
      'spec-id': lastAdded(specs, 'spec-id', id),
    })),
    ...orders.added.map((order) => ({ action: 'add-sort-order', 'sort-order': order })),
    ...when(before, after, 'default-sort-order-id', (id) => ({
      action: 'set-default-sort-order',
      'sort-order-id': lastAdded(orders, 'order-id', id),
    })),
    ...when(before, after, 'location', (location) => ({ action: 'set-location', location })),
    ...some(properties.set, (set) => ({ action: 'set-properties', updates: Object.fromEntries(set) })),
    ...some(properties.removed, (removals) => ({ action: 'remove-properties', removals })),
    ...snapshots.added.map((snapshot) => ({ action: 'add-snapshot', snapshot })),
    ...refs.set.map(([name, ref]) => ({
      action: 'set-snapshot-ref',
      'ref-name': name,
      ...asJson(ref),
    })),
    ...refs.removed.map((name) => ({ action: 'remove-snapshot-ref', 'ref-name': name })),
    ...some(snapshots.removed, (ids) => ({ action: 'remove-snapshots', 'snapshot-ids': ids })),
    ...statisticsUpdates(before, after),
    ...some(specs.removed, (ids) => ({ action: 'remove-partition-specs', 'spec-ids': ids })),
    ...some(schemas.removed, (ids) => ({ action: 'remove-schemas', 'schema-ids': ids })),
  ]
  if (base === undefined) return { requirements: [{ type: 'assert-create' }], updates }
  const drops = snapshots.removed.length + specs.removed.length + schemas.removed.length > 0
  const known = asJson(before['refs'])
  // What nobody refers to any more may be removed only while that is so.
  const touched = new Set([
    ...refs.set.map(([name]) => name),
    ...refs.removed,
    ...(drops ? Object.keys(known) : []),
  ])
  const requirements = [
    { type: 'assert-table-uuid', uuid: before['table-uuid'] },
    { type: 'assert-current-schema-id', 'current-schema-id': before['current-schema-id'] },
    { type: 'assert-default-spec-id', 'default-spec-id': before['default-spec-id'] },
    { type: 'assert-default-sort-order-id', 'default-sort-order-id': before['default-sort-order-id'] ?? 0 },
    ...some(schemas.added, () => ({
      type: 'assert-last-assigned-field-id',
      'last-assigned-field-id': before['last-column-id'],
    })),
    ...some(specs.added, () => ({
      type: 'assert-last-assigned-partition-id',
      'last-assigned-partition-id': before['last-partition-id'],
    })),
    ...[...touched].map((name) => ({
      type: 'assert-ref-snapshot-id',
      ref: name,
      'snapshot-id': asJson(known[name])['snapshot-id'] ?? null,
    })),
  ]
  return { requirements, updates }
}

const printVersion = ({ metadata, draft }: TableVersion): Json => {
  const { [draftProperty]: _mark, ...properties } = metadata.properties
  return {
    ...metadataToJson(metadata),
    properties: draft ? { ...properties, [draftProperty]: 'true' } : properties,
  }
}

const statisticsUpdates = (before: Json, after: Json): readonly Json[] =>
  (['statistics', 'partition-statistics'] as const).flatMap((kind) => {
    const { added, removed } = compareLists(before[kind], after[kind], 'snapshot-id')
    return [
      ...removed.map((id) => ({ action: `remove-${kind}`, 'snapshot-id': id })),
      ...added.map((file) => ({ action: `set-${kind}`, 'snapshot-id': file['snapshot-id'], [kind]: file })),
    ]
  })

type ListChange = { readonly added: readonly Json[]; readonly removed: readonly unknown[] }

/** Members of lists are never changed, only added and removed; each has an id. */
const compareLists = (before: unknown, after: unknown, id: string): ListChange => {
  const [old, fresh] = [asList(before), asList(after)]
  const idsOf = (list: readonly Json[]) => new Set(list.map((member) => String(member[id])))
  const [oldIds, freshIds] = [idsOf(old), idsOf(fresh)]
  return {
    added: fresh.filter((member) => !oldIds.has(String(member[id]))),
    removed: old.filter((member) => !freshIds.has(String(member[id]))).map((member) => member[id]),
  }
}

const compareMembers = (before: unknown, after: unknown) => {
  const [old, fresh] = [asJson(before), asJson(after)]
  return {
    set: Object.entries(fresh).filter(([key, value]) => stableJson(value) !== stableJson(old[key])),
    removed: Object.keys(old).filter((key) => !Object.hasOwn(fresh, key)),
  }
}

/** -1 means the one that this request adds last: a server may give it another number than we did. */
const lastAdded = ({ added }: ListChange, key: string, id: unknown): unknown =>
  added.length > 0 && added.at(-1)?.[key] === id ? -1 : id

const when = (before: Json, after: Json, key: string, update: (value: unknown) => Json): readonly Json[] =>
  after[key] === undefined || after[key] === before[key] ? [] : [update(after[key])]

const some = <T>(list: readonly T[], make: (list: readonly T[]) => Json): readonly Json[] =>
  list.length === 0 ? [] : [make(list)]

const asJson = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})

const asList = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(asJson) : [])
