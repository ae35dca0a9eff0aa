import { printAddress } from '../address.ts'
import { accept, type Acceptance, type Accepted, type Judged, type Verdict } from './accept.ts'
import type { AccessChange } from './access-change.ts'
import { type Consumers, consumersOf } from './consumers.ts'
import { diffAccess } from './diff-access.ts'
import { type ColumnChange, diffColumns, stillReading } from './diff-columns.ts'
import { diffResources, type ResourceChange } from './diff-resources.ts'
import { diffJobs, type StepChange } from './diff-statements.ts'
import type { Side } from './side.ts'

/** What a change does, in meaning. */
export type Review = {
  readonly resources: readonly Judged<ResourceChange>[]
  readonly steps: readonly StepChange[]
  readonly columns: readonly Judged<ColumnChange>[]
  readonly access: readonly Judged<AccessChange>[]
  /** Tasks whose tables will be written, and how much of them. */
  readonly rebuilt: readonly Rebuilt[]
  /** What reads, directly or not, what changes. */
  readonly affected: readonly string[]
  /** The worst that the change does and nobody has accepted; empty: nothing that a reader could notice. */
  readonly verdicts: readonly Verdict[]
  /** What became of the entries of the file of acceptances. */
  readonly acceptances: readonly Acceptance[]
}

export type Rebuilt = {
  readonly task: string
  readonly dataset: string
  readonly rows: 'all rows' | 'new rows' | 'rows that match' | 'partitions that get rows' | 'a new table'
}

/** Findings that a project's file accepts, and the day on which that is judged: `2026-01-31`. */
export type Acceptances = { readonly entries: readonly Accepted[]; readonly today: string }

/** Compares two versions of a project. Pure, but for the parser of SQL, which it may load. */
export const review = async (
  before: Side,
  after: Side,
  acceptances: Acceptances = { entries: [], today: '' },
): Promise<Review> => {
  const jobs = await diffJobs(before, after)
  const [old, fresh] = [consumersOf(before), consumersOf(after)]
  const reads = stillReading(old, fresh)
  const rebuilt = rebuiltBy(jobs.changed, before, after)
  const columns = diffColumns(before, after, reads)
  const datasets = new Set([
    ...columns.map(({ dataset }) => dataset),
    ...rebuilt.map(({ dataset }) => dataset),
  ])
  const judged = accept(
    {
      resources: await diffResources(
        before,
        after,
        { isSame: (workspace, workflow, node) => jobs.same.has(`${workspace}/${workflow}/${node}`) },
        fresh.needing,
      ),
      columns,
      access: diffAccess(before, after),
    },
    acceptances,
  )
  return { ...judged, steps: jobs.steps, rebuilt, affected: affectedBy(datasets, after, fresh) }
}

const rebuiltBy = (changed: ReadonlySet<string>, before: Side, after: Side): readonly Rebuilt[] => {
  const known = new Set(before.lineage.map(({ dataset }) => dataset))
  const tasks = new Set(before.project.tasks.map(({ id }) => id))
  return after.project.tasks.flatMap(({ id, job }) => {
    if ((tasks.has(id) && !changed.has(id)) || job.kind !== 'flare') return []
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

const affectedBy = (
  datasets: ReadonlySet<string>,
  { lineage }: Side,
  consumers: Consumers,
): readonly string[] => {
  const next = new Map<string, string[]>()
  if (datasets.size > 0)
    for (const { dataset, inputs } of lineage)
      for (const input of inputs) {
        const outputs = next.get(input)
        if (outputs === undefined) next.set(input, [dataset])
        else outputs.push(dataset)
      }
  const seen = new Set(datasets)
  for (const dataset of seen) for (const output of next.get(dataset) ?? []) seen.add(output)
  const readers = [...seen].flatMap((dataset) => consumers.showing(dataset))
  return [...new Set([...[...seen].filter((dataset) => !datasets.has(dataset)), ...readers])].toSorted()
}
