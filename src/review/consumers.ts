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
  const { resources, tasks } = side.project
  const byInput = once(() =>
    grouped(side.lineage.flatMap((each) => each.inputs.map((input) => [input, each] as const))),
  )
  const jobs = once(() => new Map(tasks.map(({ id, job }) => [id, job])))
  const mentions = once(() => mentionsOf(resources))
  const products = once(() => productsByDataset(resources))
  const filters = once(() => rowPoliciesOf(side))
  const checks = once(() => checksByDataset(tasks))
  const builders = once(() => buildersByName(resources))
  const showing = (dataset: string, column?: string): readonly Consumer[] => [
    ...(products().get(dataset) ?? []).map(alone),
    ...(mentions().get(dataset.toLowerCase()) ?? [])
      .filter((mention) => column === undefined || reads(mention, column))
      .map(({ name }) => alone(name)),
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
      ...(column === undefined
        ? []
        : [
            ...filtersOver(filters(), dataset, column),
            ...(checks().get(dataset) ?? [])
              .filter((check) => check.columns.has(column))
              .map(({ name }) => alone(name)),
          ]),
    ],
    needing: (resource) => {
      const own = `product ${resource.name}`
      const offered =
        resource.type === 'data' ? resource.outputs.map(({ address }) => printAddress(address)) : []
      const named = builders().get(`${resource.type} ${resource.name}`) ?? []
      const readers = offered.flatMap((dataset) => showing(dataset).flatMap(({ names }) => names))
      return [...new Set([...readers, ...named])].filter((name) => name !== own).toSorted()
    },
  }
}

const alone = (name: string): Consumer => ({ key: name, names: [name] })

const grouped = <T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> => {
  const found = new Map<string, T[]>()
  for (const [key, value] of entries) {
    const list = found.get(key)
    if (list === undefined) found.set(key, [value])
    else list.push(value)
  }
  return found
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

const productsByDataset = (resources: readonly Resource[]) =>
  grouped(
    resources.flatMap((resource) => {
      if (resource.type !== 'data') return []
      const ports = [...resource.inputs, ...resource.outputs].map(({ address }) => printAddress(address))
      return [...new Set(ports)].map((dataset) => [dataset, `product ${resource.name}`] as const)
    }),
  )

/** Resources that are only registered, by the type and name of each that they name. */
const buildersByName = (resources: readonly Resource[]) =>
  grouped(
    resources.flatMap((other) =>
      'isRegisteredOnly' in other
        ? other.names.flatMap(({ types, name }) =>
            types.map((type) => [`${type} ${name}`, `${other.type} ${other.name}`] as const),
          )
        : [],
    ),
  )

/** Policies that let rows through by the column. */
const filtersOver = (
  policies: ReturnType<typeof rowPoliciesOf>,
  dataset: string,
  column: string,
): readonly Consumer[] => {
  const address = addressOf(dataset)
  return policies.flatMap(({ name, scope, filters: conditions }) => {
    const isHere =
      address !== undefined &&
      (scope.depot ?? address.depot) === address.depot &&
      (scope.collection ?? address.collection) === address.collection &&
      (scope.dataset ?? address.dataset) === address.dataset
    const isRead = conditions.some((condition) => String(condition['column']).toLowerCase() === column)
    return isHere && isRead ? [alone(`policy ${name}`)] : []
  })
}

/** Assertions of the jobs that write a dataset, with the columns in lower case that they look at. */
const checksByDataset = (tasks: readonly Task[]) =>
  grouped(
    tasks.flatMap(({ id, job }) => {
      if (job.kind !== 'flare') return []
      const name = `a check of ${id.replace(/^public\//, '')}`
      return job.outputs.flatMap(({ address, assertions }) => {
        if (!namesDataset(address) || assertions.length === 0) return []
        const columns = new Set(
          assertions.flatMap(({ subject }) =>
            subject.kind === 'column' ? [subject.column.toLowerCase()] : [],
          ),
        )
        return [[printAddress(address), { name, columns }] as const]
      })
    }),
  )
