import type { IcebergType } from './iceberg-type.ts'
import { asInt, asList, asObject, asText, MalformedMetadata } from './json-reader.ts'
import type { Schema } from './schema.ts'
import { allFields } from './schema.ts'
import { appliesTo, parseTransform, printTransform, type Transform } from './transform.ts'

export type SortField = {
  readonly sourceId: number
  readonly transform: Transform
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last'
}

/** By what the rows of data files are sorted that name it. Without fields it is `unsorted`. */
export type SortOrder = { readonly orderId: number; readonly fields: readonly SortField[] }

/** The order that every table has. */
export const unsorted: SortOrder = { orderId: 0, fields: [] }

export const sortOrderToJson = (order: SortOrder): Readonly<Record<string, unknown>> => ({
  'order-id': order.orderId,
  fields: order.fields.map((field) => ({
    'source-id': field.sourceId,
    transform: printTransform(field.transform),
    direction: field.direction,
    'null-order': `nulls-${field.nulls}`,
  })),
})

export const sortOrderFromJson = (value: unknown): SortOrder => {
  const json = asObject(value, 'sort order')
  return {
    orderId: asInt(json['order-id'], 'order-id'),
    fields: asList(json['fields'], 'sort fields').map((item): SortField => {
      const field = asObject(item, 'sort field')
      return {
        sourceId: asInt(field['source-id'], 'source-id'),
        transform: parseTransform(asText(field['transform'], 'transform')),
        direction: oneOf(field['direction'], ['asc', 'desc'], 'direction'),
        nulls: oneOf(String(field['null-order']).replace('nulls-', ''), ['first', 'last'], 'null-order'),
      }
    }),
  }
}

const oneOf = <const T extends string>(value: unknown, allowed: readonly T[], what: string): T => {
  const found = allowed.find((each) => each === String(value).toLowerCase())
  if (found === undefined) throw new MalformedMetadata(`${what} of a sort field is ${String(value)}`)
  return found
}

export type PlannedOrder =
  | { readonly kind: 'planned'; readonly order: SortOrder }
  | { readonly kind: 'refused'; readonly reason: 'unknown-source'; readonly sourceId: number }
  | {
      readonly kind: 'refused'
      readonly reason: 'not-defined'
      readonly column: string
      readonly type: IcebergType
      readonly transform: string
    }

/** The order by these fields: one of the table's where it had an equal one, else a new one. */
export const planSortOrder = (
  fields: readonly SortField[],
  { schema, orders }: { readonly schema: Schema; readonly orders: readonly SortOrder[] },
): PlannedOrder => {
  if (fields.length === 0) return { kind: 'planned', order: unsorted }
  const sources = allFields(schema.fields)
  for (const { sourceId, transform } of fields) {
    const source = sources.find(({ field }) => field.id === sourceId)
    if (source === undefined) return { kind: 'refused', reason: 'unknown-source', sourceId }
    const { type } = source.field
    if (!appliesTo(transform, type)) {
      const column = source.path.join('.')
      return { kind: 'refused', reason: 'not-defined', column, type, transform: printTransform(transform) }
    }
  }
  const same = orders.find((order) => sameFields(order.fields, fields))
  const orderId = orders.reduce((last, order) => Math.max(last, order.orderId), 0) + 1
  return { kind: 'planned', order: same ?? { orderId, fields } }
}

const sameFields = (a: readonly SortField[], b: readonly SortField[]): boolean =>
  a.length === b.length &&
  a.every((field, i) => {
    const other = b[i]
    return (
      other !== undefined &&
      field.sourceId === other.sourceId &&
      field.direction === other.direction &&
      field.nulls === other.nulls &&
      printTransform(field.transform) === printTransform(other.transform)
    )
  })
