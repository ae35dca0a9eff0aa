import { printAddress } from '../address.ts'
import { traceLineage, type LineageTree } from '../project/index.ts'
import { type AccessChange, diffAccess } from './diff-access.ts'
import { type ColumnChange, diffColumns, productsOf } from './diff-columns.ts'
import { diffResources, type ResourceChange } from './diff-resources.ts'
import { diffStatements, type StepChange } from './diff-statements.ts'
import type { Side } from './side.ts'

/** What a change does, in meaning. */
export type Review = {
  readonly resources: readonly ResourceChange[]
  readonly steps: readonly StepChange[]
  readonly columns: readonly ColumnChange[]
  readonly access: readonly AccessChange[]
  /** Tasks whose tables will be written, and how much of them. */
  readonly rebuilt: readonly Rebuilt[]
  /** What reads, directly or not, what changes. */
  readonly affected: readonly string[]
  /** The worst that the change does; empty: nothing that a reader could notice. */
  readonly verdicts: readonly Verdict[]
}

export type Verdict = 'breaking' | 'access'

export type Rebuilt = {
  readonly task: string
  readonly dataset: string
  readonly rows: 'all rows' | 'new rows' | 'rows that match' | 'partitions that get rows' | 'a new table'
}

/** Compares two versions of a project. Pure, but for the parser of SQL, which it may load. */
export const review = async (before: Side, after: Side): Promise<Review> => {
  const resources = diffResources(before, after)
  const steps = await diffStatements(before, after)
  const columns = diffColumns(before, after)
  const access = diffAccess(before, after)
  const changedTasks = new Set([
    ...steps.map(({ task }) => task),
    ...tasksOfChanged(resources, before, after),
  ])
  const rebuilt = rebuiltBy(changedTasks, before, after)
  const datasets = new Set([
    ...columns.map(({ dataset }) => dataset),
    ...rebuilt.map(({ dataset }) => dataset),
  ])
  const verdicts: Verdict[] = []
  if (columns.some(isBreaking)) verdicts.push('breaking')
  if (access.some(({ direction }) => direction === 'loosened')) verdicts.push('access')
  return { resources, steps, columns, access, rebuilt, affected: affectedBy(datasets, after), verdicts }
}

/** Something that is read is gone, or is of another type. */
export const isBreaking = ({ action, readers }: ColumnChange): boolean =>
  (action === 'removed' || action === 'retyped') && readers.length > 0

/** Tasks whose node says something else than before, whatever it is: their jobs run again. */
const tasksOfChanged = (
  resources: readonly ResourceChange[],
  before: Side,
  after: Side,
): readonly string[] => {
  const old = new Map(before.project.tasks.map(({ id, fingerprint }) => [id, fingerprint]))
  const workflows = new Set(
    resources.filter(({ type }) => type === 'workflow').map(({ workspace, name }) => `${workspace}/${name}`),
  )
  return after.project.tasks
    .filter(({ id, workspace, workflow, fingerprint }) => {
      return workflows.has(`${workspace}/${workflow}`) && old.get(id) !== fingerprint
    })
    .map(({ id }) => id)
}

const rebuiltBy = (changed: ReadonlySet<string>, before: Side, after: Side): readonly Rebuilt[] => {
  const known = new Set(before.lineage.map(({ dataset }) => dataset))
  return after.project.tasks.flatMap(({ id, job }) => {
    if (!changed.has(id) || job.kind !== 'flare') return []
    return job.outputs.map(({ address, write }): Rebuilt => {
      const dataset = printAddress(address)
      return { task: id, dataset, rows: known.has(dataset) ? rowsOf(write.kind) : 'a new table' }
    })
  })
}

const rowsOf = (kind: string): Rebuilt['rows'] => {
  switch (kind) {
    case 'append':
    case 'strategy':
      return 'new rows'
    case 'merge':
      return 'rows that match'
    case 'overwrite-partitions':
      return 'partitions that get rows'
    default:
      return 'all rows'
  }
}

const affectedBy = (datasets: ReadonlySet<string>, { lineage, project }: Side): readonly string[] => {
  const found = new Set<string>()
  const walk = ({ dataset, next }: LineageTree): void => {
    for (const product of productsOf(project.resources, dataset)) found.add(product)
    for (const child of next) {
      if (!datasets.has(child.dataset)) found.add(child.dataset)
      walk(child)
    }
  }
  for (const dataset of datasets) walk(traceLineage(lineage, { dataset }, 'downstream'))
  return [...found].toSorted()
}
