import type { Table } from '../table.ts'
import {
  type DescribedField,
  describeFields,
  describePartitions,
  describeSortOrder,
} from './describe-table.ts'

/** In what two versions of one table's metadata differ, a clause for each difference; rows are not compared. */
export const describeChange = (before: Table, after: Table): readonly string[] => [
  ...columnChanges(describeFields(before), describeFields(after)),
  ...propertyChanges(before.metadata.properties, after.metadata.properties),
  ...listChange('partitions', describePartitions(before), describePartitions(after)),
  ...listChange('sorted by', describeSortOrder(before), describeSortOrder(after)),
]

const columnChanges = (
  before: readonly DescribedField[],
  after: readonly DescribedField[],
): readonly string[] => {
  const old = new Map(before.map((field) => [field.id, field]))
  const ids = new Set(after.map(({ id }) => id))
  const dropped = before.filter(({ id }) => !ids.has(id)).map(({ path }) => `dropped ${path}`)
  const changed = after.flatMap((field) => {
    const was = old.get(field.id)
    if (was === undefined) return [`added ${field.path} ${field.type}`]
    return [
      // What is inside of a renamed column has another path, and the same name.
      ...(lastName(was) === lastName(field) ? [] : [`renamed ${was.path} to ${field.path}`]),
      ...(was.type === field.type ? [] : [`${field.path}: ${was.type} became ${field.type}`]),
      ...(was.required === field.required ? [] : [`${field.path} may be NULL`]),
    ]
  })
  const order = (fields: readonly DescribedField[], others: ReadonlySet<number>) =>
    fields.flatMap(({ id }) => (others.has(id) ? [id] : [])).join()
  const moved =
    order(before, ids) === order(after, new Set(old.keys())) ? [] : ['columns are in another order']
  return [...dropped, ...changed, ...moved]
}

const lastName = ({ path }: DescribedField): string => path.slice(path.lastIndexOf('.') + 1)

type Properties = Readonly<Record<string, string>>

const propertyChanges = (before: Properties, after: Properties): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted().flatMap((name) => {
    const [was, is] = [before[name], after[name]]
    if (was === is) return []
    if (is === undefined) return [`property ${name} was ${was}, and is removed`]
    return [was === undefined ? `property ${name} is ${is}` : `property ${name} was ${was}, and is ${is}`]
  })

const listChange = (what: string, before: readonly string[], after: readonly string[]): readonly string[] => {
  const text = (list: readonly string[]) => (list.length === 0 ? 'nothing' : list.join(', '))
  return text(before) === text(after) ? [] : [`${what}: ${text(before)} became ${text(after)}`]
}
