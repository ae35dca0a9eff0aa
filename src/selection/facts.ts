import { type Address, namesDataset, parseAddress, printAddress } from '../address.ts'
import { contentHash } from '../base/stable-json.ts'
import { jobFingerprint, type Project, type Task } from '../project/index.ts'
import { awaitedIncident, raisedIncident, type Resource } from '../resources/index.ts'

/** What choosing has to know of a resource, as plain data: the same of a manifest and of a registration. */
export type ResourceFacts = {
  readonly type: string
  readonly workspace: string
  readonly name: string
  readonly version: string
  readonly hash: string
  readonly file: string
} & KeptFacts

/** The part that registration keeps beside the manifest. Addresses are canonical texts. */
export type KeptFacts = {
  readonly tags: readonly string[]
  readonly owner?: string
  /** The dataset that a resource of that type describes. */
  readonly address?: string
  /** Datasets that it is about: those that a product or a dashboard reads. */
  readonly reads: readonly string[]
  /** Outputs of a product. */
  readonly offers: readonly string[]
  readonly needs: readonly Need[]
  readonly nodes: readonly NodeFacts[]
  readonly parts: Parts
}

/** Another resource that must be there: of the first of `types` that has the name. */
export type Need = {
  readonly types: readonly string[]
  readonly name: string
  readonly workspace?: string
}

export type NodeFacts = {
  readonly name: string
  readonly stack: string
  readonly tags: readonly string[]
  readonly files: readonly string[]
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  /** Ids of tasks. */
  readonly dependsOn: readonly string[]
  readonly needs: readonly Need[]
  readonly parts: Parts
}

/** Hashes of what can change by itself, by the name that `state:modified.NAME` calls it. */
export type Parts = Readonly<Partial<Record<PartName, string>>>
export const partNames = ['body', 'configs', 'relation', 'contract', 'persisted_descriptions'] as const
export type PartName = (typeof partNames)[number]

/** The facts of a project as its files say it, in the order of its resources. */
export const projectFacts = ({
  resources,
  tasks,
}: Pick<Project, 'resources' | 'tasks'>): readonly ResourceFacts[] => {
  const byWorkflow = Map.groupBy(tasks, ({ workspace, workflow }) => `${workspace}/${workflow}`)
  const monitors = resources.flatMap((resource) =>
    resource.type === 'monitor'
      ? [{ incident: raisedIncident(resource), name: resource.name, workspace: resource.workspace }]
      : [],
  )
  return resources.map((resource) => {
    const { type, workspace, name, version, hash, document } = resource
    const own = type === 'workflow' ? (byWorkflow.get(`${workspace}/${name}`) ?? []) : []
    const kept = factsOf(resource, own)
    const awaited = resource.type === 'pager' ? awaitedIncident(resource)?.name : undefined
    const raising = monitors.filter(({ incident }) => incident !== undefined && incident === awaited)
    const needs = [
      ...kept.needs,
      ...membersOf(resource, resources),
      ...raising.map((monitor) => need(['monitor'], monitor.name, monitor.workspace)),
    ]
    return { type, workspace, name, version, hash: hash(), file: document.file, ...kept, needs }
  })
}

/** Facts without what a registration has in columns of its own. */
export const keptFacts = ({
  type: _type,
  workspace: _workspace,
  name: _name,
  version: _version,
  hash: _hash,
  file: _file,
  ...kept
}: ResourceFacts): KeptFacts => kept

const factsOf = (resource: Resource, tasks: readonly Task[]): KeptFacts => {
  const { tags, owner, title, description } = resource
  const nodes = tasks.map((task) => nodeFacts(resource, task))
  const plain = {
    tags,
    ...(owner === undefined ? {} : { owner }),
    reads: [],
    offers: [],
    needs: [],
    nodes,
    parts: { persisted_descriptions: contentHash([title, description]) },
  }
  if ('isRegisteredOnly' in resource)
    return {
      ...plain,
      reads: addressesIn(resource.document.value),
      needs: resource.names.map(({ types, name, workspace }) => need(types, name, workspace)),
    }
  switch (resource.type) {
    case 'workflow':
      return {
        ...plain,
        needs: [
          ...nodes.flatMap(({ needs }) => needs),
          ...resource.nodes.flatMap(({ volumes }) => volumes.map(({ name }) => need(['volume'], name))),
        ],
      }
    case 'depot':
      return {
        ...plain,
        needs: resource.secrets.map(({ name }) => need(['instance-secret', 'secret'], name)),
      }
    case 'data':
      return {
        ...plain,
        reads: resource.inputs.map(({ address }) => printAddress(address)),
        offers: resource.outputs.map(({ address }) => printAddress(address)),
        needs: resource.resources.map((part) => need([part.type], part.name, part.workspace)),
      }
    case 'dataset': {
      const { address, columns, datasetTags } = resource
      return {
        ...plain,
        tags: [...new Set([...tags, ...datasetTags, ...columns.flatMap((column) => column.tags)])],
        address: printAddress(address),
        needs: [depotNeed(address)],
        parts: {
          contract: contentHash(columns.map(({ name, type }) => [name.toLowerCase(), type])),
          persisted_descriptions: contentHash([
            title,
            description,
            columns.map((column) => [column.name.toLowerCase(), column.description]),
          ]),
        },
      }
    }
    default:
      return plain
  }
}

const nodeFacts = (resource: Resource, task: Task): NodeFacts => {
  const { reads, writes, job, node, dependsOn, engine, retry, place: own } = task
  const declared = resource.type === 'workflow' ? resource.nodes.find(({ name }) => name === node) : undefined
  const addresses = [...reads, ...writes].map(({ address }) => address)
  const depots = new Map(addresses.map((address) => [address.depot, address]))
  const texts = job.kind === 'flare' ? job.steps.flatMap(({ place, sql }) => [place, sql.place(0)]) : []
  return {
    name: node,
    stack: job.kind,
    tags: declared?.tags ?? [],
    files: [...new Set([resource.document.file, ...[own, ...texts].map(({ file }) => file)])],
    reads: [...new Set(reads.map(({ address }) => printAddress(address)))],
    writes: [...new Set(writes.map(({ address }) => printAddress(address)))],
    dependsOn,
    needs: [
      ...[...depots.values()].map(depotNeed),
      ...(declared?.compute === undefined ? [] : [need(['compute'], declared.compute)]),
    ],
    parts: {
      body: jobFingerprint(job),
      // What it waits for because of its data follows from its reads.
      configs: contentHash([engine, declared?.dependencies, retry]),
      relation: contentHash(writes.map(({ address, ref }) => [printAddress(address), ref])),
    },
  }
}

const need = (types: readonly string[], name: string, workspace?: string): Need => ({
  types,
  name,
  ...(workspace === undefined ? {} : { workspace }),
})

const depotNeed = ({ depot }: Address): Need => need(['depot', 'lakehouse'], depot)

/** The resources that a bundle holds: written in it, or in a file that it names. */
const membersOf = ({ type, document }: Resource, all: readonly Resource[]): readonly Need[] => {
  if (type !== 'bundle') return []
  const members: unknown = at(at(document.value, 'bundle'), 'resources')
  return (Array.isArray(members) ? members : []).flatMap((member: unknown) => {
    const file = at(member, 'file')
    if (typeof file === 'string') {
      const end = `/${file.replace(/^(\.{0,2}\/)+/, '')}`
      const inside = all.filter((each) => each.document.absoluteFile.replaceAll('\\', '/').endsWith(end))
      return inside.map((each) => need([each.type], each.name, each.workspace))
    }
    const manifest = at(member, 'spec')
    const [inner, name] = [at(manifest, 'type'), at(manifest, 'name')]
    if (typeof inner !== 'string' || typeof name !== 'string') return []
    const workspace = at(member, 'workspace') ?? at(manifest, 'workspace')
    return [need([inner], name, typeof workspace === 'string' ? workspace : undefined)]
  })
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Reflect.get(value, key) : undefined

/** Every dataset that a manifest names, wherever its type has them. */
const addressesIn = (value: unknown): readonly string[] => {
  const found = new Set<string>()
  const visit = (each: unknown): void => {
    if (typeof each === 'string') {
      const parsed = parseAddress(each.trim())
      if (parsed.kind === 'address' && namesDataset(parsed.address)) found.add(printAddress(parsed.address))
    } else if (typeof each === 'object' && each !== null)
      for (const member of Object.values(each)) visit(member)
  }
  visit(value)
  return [...found]
}
