import { once } from '../base/once.ts'
import { namesDataset, printAddress } from '../address.ts'
import type { DatasetLineage, Task } from '../project/index.ts'
import type { Resource } from '../resources/index.ts'
import { addressOf } from './columns-of-side.ts'
import { type Mention, mentionsOf } from './mentions.ts'
import { rowPoliciesOf } from './readers.ts'
import type { Side } from './side.ts'
import { wordsOf } from './words.ts'

/** Who reads a dataset or a column of it: `key` tells the reader apart, `names` is what of it is told. */
export type Consumer = { readonly key: string; readonly names: readonly string[] }

/** Who reads what on one side. Indexes are made when first asked for: most changes take nothing away. */
export type Consumers = {
  readonly of: (dataset: string, column: string | undefined) => readonly Consumer[]
  /** Readers that are no tasks. */
  readonly showing: (dataset: string) => readonly string[]
  /** Who builds on a resource. */
  readonly needing: (resource: Resource) => readonly string[]
}

export const consumersOf = (side: Side): Consumers => {
  const byInput = once(() => {
    const found = new Map<string, DatasetLineage[]>()
    for (const each of side.lineage)
      for (const input of each.inputs) found.set(input, [...(found.get(input) ?? []), each])
    return found
  })
  const jobs = once(() => new Map(side.project.tasks.map(({ id, job }) => [id, job])))
  const mentions = once(() => mentionsOf(side.project.resources))
  const showing = (dataset: string, column?: string): readonly Consumer[] => [
    ...productsOf(side.project.resources, dataset).map((name) => ({ key: name, names: [name] })),
    ...(mentions().get(dataset.toLowerCase()) ?? [])
      .filter((mention) => column === undefined || reads(mention, column))
      .map(({ name }) => ({ key: name, names: [name] })),
  ]
  return {
    showing: (dataset) => [...new Set(showing(dataset).flatMap(({ names }) => names))],
    of: (dataset, column) => [
      ...(byInput().get(dataset) ?? [])
        .filter((each) => each.dataset !== dataset)
        .flatMap((each): readonly Consumer[] => {
          const names = readNames(each, jobs().get(each.task), dataset, column)
          return names.length === 0 ? [] : [{ key: `task ${each.task}`, names }]
        }),
      ...showing(dataset, column),
      ...(column === undefined ? [] : [...filters(side, dataset, column), ...checks(side, dataset, column)]),
    ],
    needing: (resource) => {
      const own = `product ${resource.name}`
      const offered =
        resource.type === 'data' ? resource.outputs.map(({ address }) => printAddress(address)) : []
      const named = side.project.resources.flatMap((other) => {
        if (!('isRegisteredOnly' in other)) return []
        const isNamed = other.names.some(
          ({ types, name }) => types.includes(resource.type) && name === resource.name,
        )
        return isNamed ? [`${other.type} ${other.name}`] : []
      })
      const readers = offered.flatMap((dataset) => showing(dataset).flatMap(({ names }) => names))
      return [...new Set([...readers, ...named])].filter((name) => name !== own).toSorted()
    },
  }
}

const reads = ({ columns }: Mention, column: string): boolean => columns === undefined || columns.has(column)

/** What of a task's output is made of the column; the output itself where the task only asks for it. */
const readNames = (
  { dataset: output, columns }: DatasetLineage,
  job: Task['job'] | undefined,
  dataset: string,
  column: string | undefined,
): readonly string[] => {
  if (column === undefined) return [output]
  const made = (columns ?? []).flatMap(({ name, from }) => {
    const isMade =
      from === undefined ||
      from.some((origin) => origin.dataset === dataset && origin.column.toLowerCase() === column)
    return isMade ? [`${output}.${name}`] : []
  })
  if (made.length > 0) return made
  const isAsked = job === undefined || job.kind !== 'flare' || asksFor(job, column)
  return (columns === undefined && job?.kind !== 'flare') || isAsked ? [output] : []
}

/** Whether the name stands in any text of the job: in a filter, a join, a merge. */
const asksFor = (job: Extract<Task['job'], { kind: 'flare' }>, column: string): boolean => {
  const texts = [
    ...job.steps.flatMap(({ sql, functions }) => [
      sql.text,
      JSON.stringify(functions.map(({ args }) => args)),
    ]),
    ...job.inputs.flatMap(({ incremental }) =>
      incremental === undefined ? [] : [incremental.sql.text, ...incremental.keys.map(({ sql }) => sql.text)],
    ),
  ]
  return texts.some((text) => wordsOf(text).has(column))
}

const productsOf = (resources: readonly Resource[], dataset: string): readonly string[] =>
  resources.flatMap((resource) => {
    if (resource.type !== 'data') return []
    const ports = [...resource.inputs, ...resource.outputs].map(({ address }) => printAddress(address))
    return ports.includes(dataset) ? [`product ${resource.name}`] : []
  })

/** Policies that let rows through by the column. */
const filters = (side: Side, dataset: string, column: string): readonly Consumer[] => {
  const address = addressOf(dataset)
  return rowPoliciesOf(side).flatMap(({ name, scope, filters: conditions }) => {
    const isHere =
      address !== undefined &&
      (scope.depot ?? address.depot) === address.depot &&
      (scope.collection ?? address.collection) === address.collection &&
      (scope.dataset ?? address.dataset) === address.dataset
    const isRead = conditions.some((condition) => String(condition['column']).toLowerCase() === column)
    return isHere && isRead ? [{ key: `policy ${name}`, names: [`policy ${name}`] }] : []
  })
}

/** Assertions of the jobs that write the dataset. */
const checks = ({ project }: Side, dataset: string, column: string): readonly Consumer[] =>
  project.tasks.flatMap(({ id, job }) => {
    if (job.kind !== 'flare') return []
    const isChecked = job.outputs.some(
      ({ address, assertions }) =>
        namesDataset(address) &&
        printAddress(address) === dataset &&
        assertions.some(
          ({ subject }) => subject.kind === 'column' && subject.column.toLowerCase() === column,
        ),
    )
    const name = `a check of ${id.replace(/^public\//, '')}`
    return isChecked ? [{ key: name, names: [name] }] : []
  })
