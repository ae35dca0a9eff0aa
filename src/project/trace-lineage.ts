import type { TaskId } from '../events.ts'
import type { DatasetLineage } from './check-sql.ts'

/** A dataset, or one column of it. */
export type LineagePoint = { readonly dataset: string; readonly column?: string }

/** A point, and what it comes from or what comes from it, in one direction. */
export type LineageTree = LineagePoint & {
  /** The task between this point and the one that it hangs under. */
  readonly task?: TaskId
  /** True where only the datasets are known to be connected: a run alone can tell which columns are. */
  readonly uncertain?: boolean
  /** True where the point stands elsewhere in the tree with what hangs under it. */
  readonly repeated?: boolean
  readonly next: readonly LineageTree[]
}

export type Direction = 'upstream' | 'downstream'

/** What a dataset or column comes from, or what comes from it, over all tasks. Ends at what is there already. */
export const traceLineage = (
  lineage: readonly DatasetLineage[],
  start: LineagePoint,
  direction: Direction,
): LineageTree => {
  const steps = direction === 'upstream' ? sourcesOf : resultsOf
  const seen = new Set<string>()
  const walk = (point: Step): LineageTree => {
    const key = JSON.stringify([point.dataset, point.column])
    const next = steps(lineage, point)
    if (seen.has(key)) return { ...point, ...(next.length === 0 ? {} : { repeated: true }), next: [] }
    seen.add(key)
    return { ...point, next: next.map(walk) }
  }
  return walk(start)
}

type Step = Omit<LineageTree, 'next'>

const sourcesOf = (lineage: readonly DatasetLineage[], { dataset, column }: LineagePoint): readonly Step[] =>
  unique(
    lineage
      .filter((each) => each.dataset === dataset)
      .flatMap(({ task, inputs, columns }): readonly Step[] => {
        const whole = inputs.filter((input) => input !== dataset)
        if (column === undefined) return whole.map((input) => ({ dataset: input, task }))
        const traced = columns?.find(({ name }) => isSame(name, column))
        if (columns !== undefined && traced === undefined) return []
        return (
          traced?.from?.map((origin) => ({ dataset: origin.dataset, column: origin.column, task })) ??
          whole.map((input) => ({ dataset: input, task, uncertain: true }))
        )
      }),
  )

const resultsOf = (lineage: readonly DatasetLineage[], { dataset, column }: LineagePoint): readonly Step[] =>
  unique(
    lineage
      .filter((each) => each.inputs.includes(dataset) && each.dataset !== dataset)
      .flatMap(({ dataset: output, task, columns }): readonly Step[] => {
        if (column === undefined) return [{ dataset: output, task }]
        if (columns === undefined) return [{ dataset: output, task, uncertain: true }]
        return columns.flatMap(({ name, from }): readonly Step[] => {
          if (from === undefined) return [{ dataset: output, column: name, task, uncertain: true }]
          const isFrom = from.some((origin) => origin.dataset === dataset && isSame(origin.column, column))
          return isFrom ? [{ dataset: output, column: name, task }] : []
        })
      }),
  )

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Two tasks may read the same. */
const unique = (steps: readonly Step[]): readonly Step[] => {
  const byKey = new Map(steps.map((step) => [JSON.stringify([step.dataset, step.column, step.task]), step]))
  return [...byKey.values()]
}
