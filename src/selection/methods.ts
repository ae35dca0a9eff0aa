import { spokenAddress } from '../address.ts'
import { nearest } from '../base/nearest.ts'
import type { TaskOutcome } from '../events.ts'
import { kinds } from '../resources/index.ts'
import { typeCalled } from '../resources/type-names.ts'
import { partNames } from './facts.ts'
import type { SelectionGraph } from './graph.ts'
import type { Member } from './member.ts'
import { hasWildcards, matchesPath, matchesWildcards } from './wildcards.ts'

/** What some methods compare with. */
export type Background = {
  /** Absolute, with slashes: paths may be written so too. */
  readonly root?: string
  /** For `state:`: the other version of the project. */
  readonly before?: SelectionGraph
  /** For `result:`: how each task ended last, by its id. */
  readonly outcomes?: ReadonlyMap<string, TaskOutcome>
}

/** A way to choose: `tag:nightly`. */
export type Method = {
  /** The first is the usual one. */
  readonly names: readonly string[]
  readonly summary: string
  /** Whether datasets that match bring the nodes that write them, as a model of dbt is both. */
  readonly bringsWriters?: boolean
  readonly background?: 'state' | 'result'
  /** Why a value cannot be meant. */
  readonly check?: (
    value: string,
  ) => { readonly problem: string; readonly hint?: string | undefined } | undefined
  readonly matches: (member: Member, value: string, background: Background) => boolean
  /** Values that something has, to find what a mistyped one may mean. */
  readonly known?: (members: Iterable<Member>) => readonly string[]
}

/** A word without a method. */
export const nameMethod: Method = {
  names: ['name', 'fqn'],
  summary: 'names: `orders`, `orders.load`, `*_daily`, `lake.shop.*`; a workflow with its nodes',
  bringsWriters: true,
  matches: (member, value) => isNamed(member, value),
  known: (members) =>
    [...members].flatMap(({ name, names, files }) => [
      name,
      names.at(-1)?.join('.') ?? name,
      ...files.flatMap((file) => file.split('/').slice(0, -1)).map((folder) => `${folder}/`),
    ]),
}

const pathMethod: Method = {
  names: ['path'],
  summary: 'what is declared in a file or below a folder, and nodes with their step files',
  matches: ({ files }, value, { root }) => files.some((file) => isBelow(file, value, root)),
  known: (members) => [...new Set([...members].flatMap(({ files }) => files))],
}

/** To add one: an entry. */
export const methods: readonly Method[] = [
  nameMethod,
  {
    names: ['tag'],
    summary: 'tags of a resource, of its workflow, of a dataset or its columns',
    bringsWriters: true,
    matches: ({ tags }, value) => tags.some((tag) => matchesWildcards(tag, value)),
    known: (members) => [...members].flatMap(({ tags }) => tags),
  },
  pathMethod,
  {
    names: ['file'],
    summary: 'the name of the file alone',
    matches: ({ files }, value) =>
      files.some((file) => matchesWildcards(file.split('/').at(-1) ?? file, value)),
    known: (members) =>
      [...members].flatMap(({ files }) => files.map((file) => file.split('/').at(-1) ?? file)),
  },
  {
    names: ['type', 'resource_type'],
    summary: '`node`, or a type of resource by any of its names',
    check: (value) => {
      if (hasWildcards(value) || value === 'node' || value === 'nodes' || typeCalled(value) !== undefined)
        return
      const near = nearest(value, ['node', ...kinds.map(({ type }) => type)])
      return {
        problem: `there is no type "${value}"`,
        hint: near === undefined ? undefined : `did you mean "${near}"?`,
      }
    },
    matches: ({ type }, value) =>
      hasWildcards(value)
        ? matchesWildcards(type, value)
        : type === (value === 'nodes' ? 'node' : (typeCalled(value) ?? value)),
  },
  {
    names: ['workspace'],
    summary: 'everything of a workspace',
    matches: ({ workspace }, value) => workspace !== undefined && matchesWildcards(workspace, value),
    known: (members) => [...members].flatMap(({ workspace }) => workspace ?? []),
  },
  {
    names: ['workflow'],
    summary: 'a workflow and its nodes; `WORKSPACE/NAME` where two are called the same',
    matches: ({ workflow, workspace }, value) =>
      workflow !== undefined &&
      (matchesWildcards(workflow, value) || matchesWildcards(`${workspace}/${workflow}`, value)),
    known: (members) => [...members].flatMap(({ workflow }) => workflow ?? []),
  },
  {
    names: ['node'],
    summary: 'a node; `WORKFLOW/NAME` where two are called the same',
    matches: (member, value) =>
      isNode(member, value) ||
      (member.kind === 'node' && wholes(member.name).some((whole) => matchesWildcards(whole, value))),
    known: (members) => [...members].flatMap(({ kind, name }) => (kind === 'node' ? name : [])),
  },
  {
    names: ['dataset'],
    summary: 'a dataset and the nodes that write it: `lake.shop.orders`, `dataos://lake:shop/orders`',
    bringsWriters: true,
    matches: ({ address, name, datasetNames }, value) =>
      address !== undefined &&
      [
        address,
        spokenAddress(address),
        name,
        datasetNames[0]?.at(-1) ?? '',
        datasetNames[1]?.join('.') ?? '',
      ].some((called) => matchesWildcards(called, value.replace(/\?acl=rw?$/, ''))),
    known: (members) =>
      [...members].flatMap(({ address }) => (address === undefined ? [] : spokenAddress(address))),
  },
  {
    names: ['depot'],
    summary: 'a depot, the datasets in it and the nodes that write them',
    bringsWriters: true,
    matches: ({ depot }, value) => depot !== undefined && matchesWildcards(depot, value.toLowerCase()),
    known: (members) => [...members].flatMap(({ depot }) => depot ?? []),
  },
  {
    names: ['product'],
    summary: 'a data product, the resources that it names, and its outputs with the nodes that write them',
    bringsWriters: true,
    matches: ({ products }, value) =>
      products.some((product) => matchesWildcards(product.slice(product.lastIndexOf('/') + 1), value)),
    known: (members) => [...members].flatMap(({ type, name }) => (type === 'data' ? name : [])),
  },
  {
    names: ['owner'],
    summary: 'what an owner has, and the nodes of workflows that are theirs',
    bringsWriters: true,
    matches: ({ owner }, value) => owner !== undefined && matchesWildcards(owner, value),
    known: (members) => [...members].flatMap(({ owner }) => owner ?? []),
  },
  {
    names: ['stack'],
    summary: 'nodes by what runs them: `flare`, `scanner`, `mock`',
    matches: ({ stack }, value) => stack !== undefined && matchesWildcards(stack, value.toLowerCase()),
    known: (members) => [...members].flatMap(({ stack }) => stack ?? []),
  },
  {
    names: ['state'],
    summary: `what changed: \`new\`, \`modified\` (which includes new), \`unmodified\`, \`old\`; parts: ${partNames.map((part) => `\`modified.${part}\``).join(', ')}`,
    background: 'state',
    check: (value) => oneOf(value, states),
    matches: (member, value, { before }) => before !== undefined && isInState(member, value, before),
  },
  {
    names: ['result'],
    summary: 'nodes by how they ended last: `error`, `success`, `skipped`, `cancelled`',
    background: 'result',
    check: (value) => oneOf(value, Object.keys(results)),
    matches: ({ task }, value, { outcomes }) => {
      const outcome = outcomes?.get(task ?? '')
      return outcome !== undefined && outcome === results[value]
    },
  },
]

/** A word with a slash. */
export const pathOrName: Method = {
  names: [''],
  summary: 'a path, `WORKFLOW/NODE`, or `TYPE/NAME` as lists print it',
  matches: (member, value, background) =>
    isCalled(member, value) || pathMethod.matches(member, value, background),
  known: (members) => [...members].flatMap(({ reference, files }) => [reference, ...files]),
}

const states = ['new', 'modified', 'unmodified', 'old', ...partNames.map((part) => `modified.${part}`)]

/** What dbt and this program call an outcome. */
const results: Readonly<Record<string, TaskOutcome>> = {
  error: 'failed',
  fail: 'failed',
  failed: 'failed',
  success: 'succeeded',
  pass: 'succeeded',
  succeeded: 'succeeded',
  skipped: 'skipped',
  cancelled: 'cancelled',
}

const oneOf = (value: string, known: readonly string[]): ReturnType<NonNullable<Method['check']>> => {
  if (known.includes(value)) return
  const near = nearest(value, known)
  return {
    problem: `"${value}" is none of ${known.join(', ')}`,
    hint: near === undefined ? undefined : `did you mean "${near}"?`,
  }
}

/** A whole name or its beginning, part by part; from a wildcard on, the rest of the name at once. As dbt has it. */
const isNamed = ({ names, datasetNames }: Member, value: string): boolean =>
  names.some((parts) => parts.at(-1) === value || beginsWith(parts, value)) ||
  datasetNames.some((parts) => parts.at(-1) === value || isWhole(parts, value))

const beginsWith = (parts: readonly string[], value: string): boolean => {
  const flat = parts.flatMap((part) => part.split('.'))
  const wanted = value.split('.')
  if (flat.length < wanted.length) return false
  const wild = wanted.findIndex(hasWildcards)
  const plain = wild < 0 ? wanted : wanted.slice(0, wild)
  if (plain.some((part, i) => flat[i] !== part)) return false
  return wild < 0 || matchesWildcards(flat.slice(wild).join('.'), wanted.slice(wild).join('.'))
}

/** Of a dataset a beginning is not enough: a collection may be called as a workflow is. */
const isWhole = (parts: readonly string[], value: string): boolean =>
  parts.join('.') === value || (hasWildcards(value) && matchesWildcards(parts.join('.'), value))

const isCalled = (member: Member, value: string): boolean =>
  matchesWildcards(member.reference, value) ||
  (member.address !== undefined && matchesWildcards(`dataset/${spokenAddress(member.address)}`, value)) ||
  isNode(member, value)

/** `workflow/node`, with the workspace or without. */
const isNode = ({ kind, name, workflow, workspace }: Member, value: string): boolean =>
  kind === 'node' &&
  wholes(name).some(
    (whole) =>
      matchesWildcards(`${workflow}/${whole}`, value) ||
      matchesWildcards(`${workspace}/${workflow}/${whole}`, value),
  )

/** A node that runs the workflow of another file is named for all of its nodes: `outer` for `outer.inner`. */
const wholes = (name: string): readonly string[] =>
  name.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'))

const isBelow = (file: string, value: string, root = ''): boolean => {
  const written = value.replaceAll('\\', '/')
  const inside = root !== '' && written.startsWith(`${root}/`) ? written.slice(root.length + 1) : written
  const pattern = inside.split('/').filter((segment) => segment !== '' && segment !== '.')
  const segments = file.split('/')
  if (pattern.length === 0) return true
  return segments.some((_, i) => matchesPath(segments.slice(0, i + 1), pattern))
}

const isInState = (member: Member, value: string, { members }: SelectionGraph): boolean => {
  // Nobody declares it, so nobody changed it.
  if (member.identity === undefined) return false
  const before = members.get(member.reference)
  switch (value) {
    case 'new':
      return before === undefined
    case 'old':
      return before !== undefined
    case 'modified':
      return before?.identity !== member.identity
    case 'unmodified':
      return before?.identity === member.identity
    default: {
      const part = partNames.find((name) => value === `modified.${name}`)
      const [now, then] = part === undefined ? [] : [member.parts[part], before?.parts[part]]
      if (now === undefined) return false
      // A registration that kept no parts: which of them changed is not known, only that something did.
      return before !== undefined && then === undefined ? before.identity !== member.identity : now !== then
    }
  }
}
