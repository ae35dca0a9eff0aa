import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import { mainBranch } from '../branch-name.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import { toDuckdbType } from '../format/duckdb-type.ts'
import { noPartitionId, type PartitionSpec, partitionType } from '../format/partition-spec.ts'
import { planSpec, type SpecRefusal } from '../format/plan-spec.ts'
import { allFields, type Schema } from '../format/schema.ts'
import { parseTransform, printTransform } from '../format/transform.ts'
import { specOf } from '../files.ts'
import { headOf } from '../head.ts'
import { schemaOf, type Table } from '../table.ts'
import { columnNamed } from './column-named.ts'
import type { Layout, PartitionBy } from './layout.ts'

type PartitionRequest = {
  readonly schema: Schema
  /** Of the table, for messages. */
  readonly name: string
  readonly partitionBy: readonly PartitionBy[] | undefined
}

type Partitions = Pick<Layout, 'spec' | 'partition' | 'lastPartitionId'>

/** How rows are partitioned: as is wanted, else as the table is. Throws MR3104 to MR3106, MR3123, MR3124 and MR3158. */
export const planPartitions = (
  table: Table | undefined,
  branch: string,
  { schema, name, partitionBy }: PartitionRequest,
): Partitions => {
  const history = {
    specs: table?.metadata.partitionSpecs ?? [],
    lastPartitionId: table?.metadata.lastPartitionId ?? noPartitionId,
  }
  const typed = (spec: PartitionSpec, lastPartitionId: number): Partitions => {
    const unknown = spec.fields.find(({ transform }) => transform.kind === 'unknown')
    if (unknown !== undefined)
      throw failure('MR3106', { table: name, transform: printTransform(unknown.transform) })
    // The types that the columns have with this write: one may become wider.
    const schemas = [schema, ...(table?.metadata.schemas.toReversed() ?? [])]
    const partition = spec.fields.map((field) => ({ field, type: partitionType(field, schemas) }))
    return { spec, partition, lastPartitionId }
  }
  if (table !== undefined && partitionBy === undefined)
    return typed(specOf(table, headOf(table, branch).specId), history.lastPartitionId)
  const wanted = (partitionBy ?? []).map((each) => {
    const transform = parseTransform(each.transform)
    if (transform.kind === 'unknown') throw failure('MR3106', { table: name, transform: each.transform })
    const sourceId = sourceOf(schema, name, each.column)
    return { sourceId, transform, ...(each.name === undefined ? {} : { name: each.name }) }
  })
  const planned = planSpec(wanted, { ...history, schema })
  if (planned.kind === 'refused') throw refused(name, planned)
  if (table !== undefined && branch !== mainBranch)
    refuseUnknownToMain(table, branch, { schema, spec: planned.spec })
  return typed(planned.spec, planned.lastPartitionId)
}

/**
 * Iceberg's reference implementation looks the sources of every spec up in the current schema, which is that of
 * `main`, and opens no table where one is missing (apache/iceberg#10234).
 */
const refuseUnknownToMain = (
  table: Table,
  branch: string,
  { schema, spec }: { readonly schema: Schema; readonly spec: PartitionSpec },
): void => {
  const known = new Set(allFields(schemaOf(table).fields).map(({ field }) => field.id))
  const unknown = spec.fields.find(({ sourceId }) => !known.has(sourceId))
  const source = allFields(schema.fields).find(({ field }) => field.id === unknown?.sourceId)
  if (source === undefined) return
  const column = source.path.join('.')
  throw failure('MR3158', { table: printIdentity(table.identity), branch, column })
}

const sourceOf = (schema: Schema, table: string, column: string): number => {
  const found = columnNamed(schema, column)
  if (found !== undefined) return found.id
  const known = schema.fields.map((field) => field.name)
  throw failure('MR3104', { table, column, near: nearest(column, known) })
}

const refused = (table: string, refusal: SpecRefusal) => {
  switch (refusal.reason) {
    case 'unknown-source':
      return failure('MR3104', { table, column: String(refusal.sourceId) })
    case 'not-defined': {
      const { column, type, transform } = refusal
      return failure('MR3105', { table, column, type: toDuckdbType(type), transform })
    }
    case 'redundant':
      return failure('MR3123', { table, column: refusal.column, transforms: refusal.transforms })
    case 'name-taken':
      return failure('MR3124', { table, name: refusal.name, by: refusal.by })
    default:
      return refusal
  }
}
