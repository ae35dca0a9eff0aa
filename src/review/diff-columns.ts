import type { Place } from '../diagnostics/index.ts'
import type { DatasetLineage } from '../project/index.ts'
import type { Consumers } from './consumers.ts'
import type { Side } from './side.ts'

/** A column of a dataset that is added, removed or of another type, or a dataset that is written on one side only. */
export type ColumnChange = {
  readonly dataset: string
  /** Undefined: the dataset as a whole. */
  readonly column: string | undefined
  /** `widened`: of a type that holds all values of the one before. */
  readonly action: 'added' | 'removed' | 'retyped' | 'widened' | 'derived otherwise'
  readonly before: string | undefined
  readonly after: string | undefined
  /** Who reads what is taken away and still does: datasets and columns of tasks, and other resources. */
  readonly readers: readonly string[]
  readonly place: Place | undefined
}

/** What was read before the change, and is still read after it. */
export type Reads = (dataset: string, column: string | undefined) => readonly string[]

export const stillReading =
  (old: Consumers, fresh: Consumers): Reads =>
  (dataset, column) => {
    const still = new Set(fresh.of(dataset, column).map(({ key }) => key))
    const readers = old.of(dataset, column).filter(({ key }) => still.has(key))
    return [...new Set(readers.flatMap(({ names }) => names))].toSorted()
  }

export const diffColumns = (before: Side, after: Side, reads: Reads): readonly ColumnChange[] => {
  const [old, fresh] = [columnsOf(before.lineage), columnsOf(after.lineage)]
  const places = new Map(after.project.tasks.map(({ id, place }) => [id, place]))
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .toSorted()
    .flatMap((dataset): readonly ColumnChange[] => {
      const [was, is] = [old.get(dataset), fresh.get(dataset)]
      const place = places.get((is ?? was)?.task ?? '')
      const whole = { dataset, column: undefined, before: undefined, after: undefined, place }
      if (was === undefined) return [{ ...whole, action: 'added', readers: [] }]
      if (is === undefined) return [{ ...whole, action: 'removed', readers: reads(dataset, undefined) }]
      // What only a run can tell cannot be compared.
      if (was.columns === undefined || is.columns === undefined) return []
      if (isSame(was.columns, is.columns)) return []
      return compareColumns({ dataset, place }, was.columns, is.columns, reads)
    })
}

type Columns = NonNullable<DatasetLineage['columns']>

/** Most datasets are as they were: they are passed over before anything is made of them. */
const isSame = (old: Columns, fresh: Columns): boolean =>
  old.length === fresh.length &&
  old.every((a, i) => {
    const b = fresh[i]
    if (b === undefined || a.name !== b.name || a.type !== b.type) return false
    if (a.from === undefined || b.from === undefined) return a.from === b.from
    const origins = b.from
    return (
      a.from.length === origins.length &&
      a.from.every(({ dataset, column }, k) => {
        const other = origins[k]
        return other?.dataset === dataset && other.column === column
      })
    )
  })

const compareColumns = (
  { dataset, place }: Pick<ColumnChange, 'dataset' | 'place'>,
  old: Columns,
  fresh: Columns,
  reads: Reads,
): readonly ColumnChange[] => {
  const [was, is] = [byName(old), byName(fresh)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name): readonly ColumnChange[] => {
    const [a, b] = [was.get(name), is.get(name)]
    const column = (b ?? a)?.name ?? name
    const change = (action: ColumnChange['action'], from: string | undefined, to: string | undefined) => {
      const readers = action === 'removed' || action === 'retyped' ? reads(dataset, name) : []
      return [{ dataset, column, action, before: from, after: to, readers, place }]
    }
    if (a === undefined) return change('added', undefined, b?.type)
    if (b === undefined) return change('removed', a.type, undefined)
    if (a.type !== '' && b.type !== '' && a.type !== b.type)
      return change(isWider(a.type, b.type) ? 'widened' : 'retyped', a.type, b.type)
    const [oldFrom, newFrom] = [originText(a), originText(b)]
    return oldFrom === newFrom ? [] : change('derived otherwise', oldFrom, newFrom)
  })
}

const integers = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']
const floats = ['FLOAT', 'DOUBLE']

/** The promotions that tables know: files with values of the old type can be read as the new one. */
const isWider = (before: string, after: string): boolean => {
  for (const order of [integers, floats])
    if (order.includes(before) && order.includes(after)) return order.indexOf(after) > order.indexOf(before)
  const [[, precision, scale] = [], [, wider, same] = []] = [before, after].map(
    (type) => /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type) ?? [],
  )
  return scale !== undefined && scale === same && Number(wider) > Number(precision)
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

type Known = Pick<DatasetLineage, 'columns' | 'task'>

/** Datasets with all that is known of their columns; undefined columns where one of the tasks does not tell. */
const columnsOf = (lineage: readonly DatasetLineage[]): ReadonlyMap<string, Known> => {
  const found = new Map<string, Known>()
  for (const { dataset, task, columns } of lineage) {
    const other = found.get(dataset)
    const unknown = columns === undefined || (other !== undefined && other.columns === undefined)
    const all = other?.columns === undefined ? columns : [...other.columns, ...(columns ?? [])]
    found.set(dataset, { task, columns: unknown ? undefined : all })
  }
  return found
}
