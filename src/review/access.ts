import { type DatasetAddress, namesDataset, parseAddress, printAddress, spokenAddress } from '../address.ts'
import { tagColumns } from '../catalog/index.ts'
import { decide, type MaskPolicy, openness, type Principal, type Reveal } from '../policy/index.ts'
import type { ColumnOrigin, TracedColumn } from '../project/index.ts'
import type { Side } from './side.ts'

/** What one reader sees of one column. */
export type Sight = {
  readonly reveal: Reveal
  readonly policy: string | undefined
  /** Columns that a mask protects from this reader, where this one shows what they are made of without a mask. */
  readonly exposes: readonly string[]
}

/** Who may read what, as one side says it: asked for any reader, dataset and column. */
export type Access = {
  /** By the canonical address; columns by their names in lower case. */
  readonly datasets: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly sees: (principal: Principal, dataset: string, column: string) => Sight | undefined
}

/**
 * Readers to compare by: the users of both sides, one reader for every tag that a policy names and no user has, and
 * one whom no policy names.
 */
export const readersOf = (...sides: readonly Side[]): readonly string[] => {
  const users = sides.flatMap(({ project }) => Object.keys(project.settings.users))
  const held = new Set(
    sides.flatMap(({ project }) => Object.values(project.settings.users).flatMap(({ tags }) => tags)),
  )
  const named = sides.flatMap((side) => policiesOf(side).flatMap(({ user }) => user.tags.flat()))
  const roles = named.filter((tag) => !held.has(tag) && !tag.startsWith('users:id:'))
  return [...new Set([...users, ...roles.map((tag) => `anyone with ${tag}`), anyoneElse])]
}

const anyoneElse = 'anyone else'

/** A reader with the tags that a side gives to it. */
export const principalOn = ({ project }: Side, reader: string): Principal => {
  const role = /^anyone with (.*)$/.exec(reader)?.[1]
  if (role !== undefined) return { name: reader, tags: [role] }
  if (reader === anyoneElse) return { name: reader, tags: [] }
  const tags = project.settings.users[reader]?.tags ?? []
  return { name: reader, tags: [`users:id:${reader}`, ...tags] }
}

export const accessOf = (side: Side): Access => {
  const datasets = new Map<string, Map<string, TracedColumn>>()
  const put = (dataset: string, column: TracedColumn): void => {
    const columns = datasets.get(dataset) ?? new Map<string, TracedColumn>()
    datasets.set(
      dataset,
      columns.set(column.name.toLowerCase(), columns.get(column.name.toLowerCase()) ?? column),
    )
  }
  for (const { dataset, columns } of side.lineage) for (const column of columns ?? []) put(dataset, column)
  for (const resource of side.project.resources)
    if (resource.type === 'dataset')
      for (const { name, type } of resource.columns)
        put(printAddress(resource.address), { name, type: type ?? '', from: [] })
  for (const { columns } of side.lineage)
    for (const { from } of columns ?? [])
      for (const { dataset, column } of from ?? []) put(dataset, { name: column, type: '', from: [] })
  const policies = policiesOf(side)
  const tags = tagsOf(side, datasets)
  const decisions = new Map<string, ReadonlyMap<string, Omit<Sight, 'exposes'>>>()
  const decided = (principal: Principal, dataset: string) => {
    const key = `${principal.name}\n${dataset}`
    const known = decisions.get(key)
    if (known !== undefined) return known
    const address = addressOf(dataset)
    const columns = [...(datasets.get(dataset)?.values() ?? [])].map(({ name, type }) => ({
      name,
      // Of a type that nobody knows a mask is judged as of text, which every mask takes.
      type: type === '' ? 'VARCHAR' : type,
      tags: tags(dataset, name),
    }))
    const decision =
      address === undefined
        ? []
        : decide(policies, principal, { address, columns }, side.project.settings.masking.strict)
    const made = new Map(
      decision.map(({ column, winner, reveal }) => [
        column.name.toLowerCase(),
        { reveal, policy: winner?.name },
      ]),
    )
    decisions.set(key, made)
    return made
  }
  /** All columns that one is made of, itself left out. */
  const originsOf = (dataset: string, column: string, seen = new Set<string>()): readonly ColumnOrigin[] =>
    (datasets.get(dataset)?.get(column)?.from ?? []).flatMap((origin) => {
      const name = origin.column.toLowerCase()
      const key = keyOf(origin.dataset, name)
      if (seen.has(key)) return []
      seen.add(key)
      return [origin, ...originsOf(origin.dataset, name, seen)]
    })
  /** What masks protect from a reader: the columns themselves, and those that they are made of, by which of them. */
  const guards = new Map<string, ReadonlyMap<string, string>>()
  const guardedFrom = (principal: Principal): ReadonlyMap<string, string> => {
    const known = guards.get(principal.name)
    if (known !== undefined) return known
    const found = new Map<string, string>()
    for (const [dataset, columns] of datasets)
      for (const [key, { name }] of columns) {
        const sight = decided(principal, dataset).get(key)
        if (sight === undefined || openness(sight.reveal) === 100) continue
        const guarded = `${spokenAddress(dataset)}.${name}`
        found.set(keyOf(dataset, key), guarded)
        for (const origin of originsOf(dataset, key)) {
          const root = keyOf(origin.dataset, origin.column.toLowerCase())
          if (!found.has(root)) found.set(root, guarded)
        }
      }
    guards.set(principal.name, found)
    return found
  }
  return {
    datasets: new Map(
      [...datasets].map(([dataset, columns]) => [
        dataset,
        new Map([...columns].map(([key, { name }]) => [key, name])),
      ]),
    ),
    sees: (principal, dataset, column) => {
      const sight = decided(principal, dataset).get(column)
      if (sight === undefined) return undefined
      const guarded = guardedFrom(principal)
      const exposes =
        openness(sight.reveal) < 100
          ? []
          : originsOf(dataset, column).flatMap((origin) => {
              const name = guarded.get(keyOf(origin.dataset, origin.column.toLowerCase()))
              return name === undefined ? [] : [name]
            })
      return { ...sight, exposes: [...new Set(exposes)] }
    },
  }
}

const keyOf = (dataset: string, column: string): string => `${dataset}\n${column}`

const policiesOf = ({ project }: Side): readonly MaskPolicy[] =>
  project.resources.flatMap((resource) =>
    resource.type === 'policy' && resource.policy.kind === 'mask' ? [resource.policy] : [],
  )

/** Tags that dataset resources and outputs of jobs give to columns. */
const tagsOf = (
  { project }: Side,
  datasets: ReadonlyMap<string, ReadonlyMap<string, TracedColumn>>,
): ((dataset: string, column: string) => readonly string[]) => {
  const found = new Map<string, string[]>()
  const put = (dataset: string, column: string, tag: string): void => {
    const key = `${dataset}\n${column}`.toLowerCase()
    found.set(key, [...(found.get(key) ?? []), tag])
  }
  for (const resource of project.resources)
    if (resource.type === 'dataset')
      for (const { name, tags } of resource.columns)
        for (const tag of tags) put(printAddress(resource.address), name, tag)
  for (const { job } of project.tasks) {
    if (job.kind !== 'flare') continue
    for (const { address, columnTags } of job.outputs) {
      const dataset = printAddress(address)
      const names = [...(datasets.get(dataset)?.values() ?? [])].map(({ name }) => name)
      for (const { column, tag } of tagColumns(names, columnTags)) put(dataset, column, tag)
    }
  }
  return (dataset, column) => found.get(`${dataset}\n${column}`.toLowerCase()) ?? []
}

const addressOf = (dataset: string): DatasetAddress | undefined => {
  const parsed = parseAddress(dataset)
  return parsed.kind === 'address' && namesDataset(parsed.address) ? parsed.address : undefined
}
