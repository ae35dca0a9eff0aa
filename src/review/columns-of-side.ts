import { type DatasetAddress, namesDataset, parseAddress, printAddress } from '../address.ts'
import { type ColumnTagRule, tagColumns } from '../catalog/index.ts'
import type { Place } from '../diagnostics/index.ts'
import { judging, type MaskPolicy, type Principal, type TaggedColumn } from '../policy/index.ts'
import { masksOf } from './readers.ts'
import { type Shown, shownBy, theValue } from './shown.ts'
import type { Side } from './side.ts'

export type Sight = { readonly shown: Shown; readonly policy: string | undefined }

/** One of the columns of a class. */
export type ColumnClass = TaggedColumn & { readonly dataset: AddressedDataset | undefined }

type AddressedDataset = { readonly address: DatasetAddress }

/** The columns of one side that are known, and who sees what of them. Columns go by their names in lower case. */
export type SideColumns = {
  readonly nameOf: (dataset: string, column: string) => string | undefined
  readonly typeOf: (dataset: string, column: string) => string
  readonly datasets: ReadonlyMap<string, ReadonlyMap<string, Column>>
  readonly tagsOf: (dataset: string, column: string) => readonly string[]
  /** Columns of a dataset that have tags, known or not. */
  readonly taggedIn: (dataset: string) => readonly string[]
  /** Columns of one class are seen alike by everybody; undefined for those that no policy is about. */
  readonly classOf: (dataset: string, column: string) => ColumnClass | undefined
  readonly sees: (principal: Principal, columns: ColumnClass | undefined) => Sight
  /** Where the tags of a column are given, or the policy that decides it stands. */
  readonly placeOf: (dataset: string, column: string, policy: string | undefined) => Place | undefined
}

type Column = { readonly name: string; readonly type: string }

const raw: Sight = { shown: theValue, policy: undefined }

export const columnsOfSide = (side: Side): SideColumns => {
  const datasets = knownColumns(side)
  const { tagsOf, taggedIn } = tagging(side, datasets)
  const policies = masksOf(side)
  const judge = judging(policies, side.project.settings.masking.strict)
  const named = new Set(policies.flatMap(({ column }) => column.names.map((name) => name.toLowerCase())))
  // Without scopes the tags, the type and a name that a policy has are all that a decision depends on.
  const isScoped = policies.some(({ scope }) => Object.keys(scope).length > 0)
  const classes = new Map<string, ColumnClass>()
  const addresses = new Map<string, AddressedDataset | undefined>()
  /** The same object for the same dataset: what is judged of it is remembered by it. */
  const addressed = (dataset: string): AddressedDataset | undefined => {
    if (addresses.has(dataset)) return addresses.get(dataset)
    const address = addressOf(dataset)
    const made = address && { address }
    addresses.set(dataset, made)
    return made
  }
  const seen = new Map<string, Map<ColumnClass, Sight>>()
  const typeOf = (dataset: string, column: string) => datasets.get(dataset)?.get(column)?.type ?? ''
  return {
    datasets,
    nameOf: (dataset, column) => datasets.get(dataset)?.get(column)?.name,
    typeOf,
    tagsOf,
    taggedIn,
    classOf: (dataset, column) => {
      const tags = tagsOf(dataset, column)
      if (tags.length === 0 && !named.has(column)) return undefined
      // Of a type that nobody knows a mask is judged as of text, which every mask takes.
      const type = typeOf(dataset, column) || 'VARCHAR'
      const name = named.has(column) ? column : ''
      const key = `${isScoped ? dataset : ''}\n${name}\n${type}\n${tags.join('\n')}`
      const known = classes.get(key)
      if (known !== undefined) return known
      const made = { dataset: addressed(dataset), name: column, type, tags }
      classes.set(key, made)
      return made
    },
    sees: (principal, columns) => {
      if (columns === undefined) return raw
      const own = seen.get(principal.name) ?? new Map<ColumnClass, Sight>()
      seen.set(principal.name, own)
      const known = own.get(columns)
      if (known !== undefined) return known
      const { dataset } = columns
      const verdict = dataset === undefined ? undefined : judge(principal, dataset, columns)
      const sight = verdict === undefined ? raw : { shown: shownBy(verdict), policy: verdict.winner?.name }
      own.set(columns, sight)
      return sight
    },
    placeOf: placing(side),
  }
}

const knownColumns = ({ project, lineage }: Side): ReadonlyMap<string, Map<string, Column>> => {
  const datasets = new Map<string, Map<string, Column>>()
  const put = (dataset: string, column: Column): void => {
    const columns = datasets.get(dataset) ?? new Map<string, Column>()
    const key = column.name.toLowerCase()
    datasets.set(dataset, columns.has(key) ? columns : columns.set(key, column))
  }
  for (const { dataset, columns } of lineage)
    for (const { name, type } of columns ?? []) put(dataset, { name, type })
  for (const resource of project.resources)
    if (resource.type === 'dataset')
      for (const { name, type } of resource.columns)
        put(printAddress(resource.address), { name, type: type ?? '' })
  for (const { columns } of lineage)
    for (const { from } of columns ?? [])
      for (const { dataset, column } of from ?? []) put(dataset, { name: column, type: '' })
  return datasets
}

/** Tags that dataset resources and outputs of jobs give to columns. */
const tagging = (
  { project }: Side,
  datasets: ReadonlyMap<string, ReadonlyMap<string, Column>>,
): Pick<SideColumns, 'tagsOf' | 'taggedIn'> => {
  const given = new Map<string, Map<string, readonly string[]>>()
  const rules = new Map<string, ColumnTagRule[]>()
  for (const resource of project.resources) {
    if (resource.type !== 'dataset') continue
    const dataset = printAddress(resource.address).toLowerCase()
    const own = given.get(dataset) ?? new Map<string, readonly string[]>()
    given.set(dataset, own)
    for (const { name, tags } of resource.columns) {
      const key = name.toLowerCase()
      own.set(key, [...(own.get(key) ?? []), ...tags])
    }
  }
  for (const { job } of project.tasks) {
    if (job.kind !== 'flare') continue
    for (const { address, columnTags } of job.outputs) {
      const dataset = printAddress(address)
      if (columnTags.length > 0) rules.set(dataset, [...(rules.get(dataset) ?? []), ...columnTags])
    }
  }
  const tagsOf = (dataset: string, column: string): readonly string[] => {
    const own = given.get(dataset.toLowerCase())?.get(column) ?? none
    const ruled = rules.get(dataset)
    return ruled === undefined ? own : [...own, ...tagColumns([column], ruled).map(({ tag }) => tag)]
  }
  return {
    tagsOf,
    taggedIn: (dataset) => {
      const own = given.get(dataset.toLowerCase())
      if (!rules.has(dataset)) return own === undefined ? none : [...own.keys()]
      const all = new Set([...(own?.keys() ?? []), ...(datasets.get(dataset)?.keys() ?? [])])
      return [...all].filter((column) => tagsOf(dataset, column).length > 0)
    },
  }
}

const none: readonly string[] = []

const placing = ({ project }: Side): SideColumns['placeOf'] => {
  const policies = new Map<string, Place>()
  const columns = new Map<string, Place>()
  const datasets = new Map<string, Place>()
  for (const resource of project.resources) {
    if (resource.type === 'policy') policies.set(resource.name, resource.place)
    if (resource.type !== 'dataset') continue
    const dataset = printAddress(resource.address)
    datasets.set(dataset, resource.place)
    for (const { name, place } of resource.columns) columns.set(`${dataset}\n${name.toLowerCase()}`, place)
  }
  const writers = new Map<string, Place>()
  for (const { writes, place } of project.tasks)
    for (const { address } of writes) if (namesDataset(address)) writers.set(printAddress(address), place)
  return (dataset, column, policy) =>
    (policy === undefined ? undefined : policies.get(policy)) ??
    columns.get(`${dataset}\n${column}`) ??
    writers.get(dataset) ??
    datasets.get(dataset)
}

export const addressOf = (dataset: string): DatasetAddress | undefined => {
  const parsed = parseAddress(dataset)
  return parsed.kind === 'address' && namesDataset(parsed.address) ? parsed.address : undefined
}

/** Columns that no manifest here describes, and that a policy is about by their names in one dataset. */
export const namedColumns = (policies: readonly MaskPolicy[]): readonly (readonly [string, string])[] =>
  policies.flatMap(({ scope: { depot, collection, dataset }, column }) => {
    if (depot === undefined || collection === undefined || dataset === undefined) return []
    if (/[*?[{]/.test(depot + collection + dataset)) return []
    const address = printAddress({ depot: depot.toLowerCase(), collection, dataset })
    return column.names.map((name) => [address, name.toLowerCase()] as const)
  })
