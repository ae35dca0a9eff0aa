import { printAddress } from '../address.ts'
import type { DatasetLineage } from '../project/index.ts'
import type { Side } from './side.ts'

/** A column of a dataset that is added, removed or of another type, or a dataset that is written on one side only. */
export type ColumnChange = {
  readonly dataset: string
  /** Undefined: the dataset as a whole. */
  readonly column: string | undefined
  readonly action: 'added' | 'removed' | 'retyped' | 'derived otherwise'
  readonly before: string | undefined
  readonly after: string | undefined
  /** Who reads the column as it was: tasks, by dataset and column that they make of it, and products. */
  readonly readers: readonly string[]
}

export const diffColumns = (before: Side, after: Side): readonly ColumnChange[] => {
  const [old, fresh] = [columnsOf(before.lineage), columnsOf(after.lineage)]
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .toSorted()
    .flatMap((dataset): readonly ColumnChange[] => {
      const [was, is] = [old.get(dataset), fresh.get(dataset)]
      const whole = { dataset, column: undefined, before: undefined, after: undefined }
      if (was === undefined) return [{ ...whole, action: 'added', readers: [] }]
      if (is === undefined)
        return [{ ...whole, action: 'removed', readers: readersOf(before, dataset, undefined) }]
      // What only a run can tell cannot be compared.
      if (was.columns === undefined || is.columns === undefined) return []
      return compareColumns(before, dataset, was.columns, is.columns)
    })
}

type Columns = NonNullable<DatasetLineage['columns']>

const compareColumns = (
  before: Side,
  dataset: string,
  old: Columns,
  fresh: Columns,
): readonly ColumnChange[] => {
  const [was, is] = [byName(old), byName(fresh)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name): readonly ColumnChange[] => {
    const [a, b] = [was.get(name), is.get(name)]
    const column = (b ?? a)?.name ?? name
    const readers = a === undefined ? [] : readersOf(before, dataset, name)
    const change = (action: ColumnChange['action'], from: string | undefined, to: string | undefined) => [
      { dataset, column, action, before: from, after: to, readers },
    ]
    if (a === undefined) return change('added', undefined, b?.type)
    if (b === undefined) return change('removed', a.type, undefined)
    if (a.type !== '' && b.type !== '' && a.type !== b.type) return change('retyped', a.type, b.type)
    const [oldFrom, newFrom] = [originText(a), originText(b)]
    return oldFrom === newFrom ? [] : change('derived otherwise', oldFrom, newFrom)
  })
}

const originText = ({ from }: Columns[number]): string =>
  from === undefined
    ? 'any column'
    : from
        .map(({ dataset, column }) => `${dataset}.${column.toLowerCase()}`)
        .toSorted()
        .join(', ')

const byName = (columns: Columns): ReadonlyMap<string, Columns[number]> =>
  new Map(columns.map((column) => [column.name.toLowerCase(), column]))

/** Datasets with all that is known of their columns; undefined columns where one of the tasks does not tell. */
const columnsOf = (
  lineage: readonly DatasetLineage[],
): ReadonlyMap<string, Pick<DatasetLineage, 'columns'>> => {
  const found = new Map<string, Pick<DatasetLineage, 'columns'>>()
  for (const { dataset, columns } of lineage) {
    const other = found.get(dataset)
    const unknown = columns === undefined || (other !== undefined && other.columns === undefined)
    found.set(dataset, { columns: unknown ? undefined : [...(other?.columns ?? []), ...columns] })
  }
  return found
}

/** Tasks whose output is made of the column, and products that offer the dataset or read it. */
const readersOf = (
  { project, lineage }: Side,
  dataset: string,
  column: string | undefined,
): readonly string[] => {
  const tasks = lineage
    .filter((each) => each.inputs.includes(dataset) && each.dataset !== dataset)
    .flatMap((each) => {
      if (column === undefined || each.columns === undefined) return [each.dataset]
      return each.columns.flatMap(({ name, from }) => {
        const reads =
          from === undefined ||
          from.some((origin) => origin.dataset === dataset && origin.column.toLowerCase() === column)
        return reads ? [`${each.dataset}.${name}`] : []
      })
    })
  return [...new Set([...tasks, ...productsOf(project.resources, dataset)])]
}

export const productsOf = (resources: Side['project']['resources'], dataset: string): readonly string[] =>
  resources.flatMap((resource) => {
    if (resource.type !== 'data') return []
    const ports = [...resource.inputs, ...resource.outputs].map(({ address }) => printAddress(address))
    return ports.includes(dataset) ? [`product ${resource.name}`] : []
  })
