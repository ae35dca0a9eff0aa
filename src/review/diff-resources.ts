import { redactedManifest, type Resource } from '../resources/index.ts'
import type { Place } from '../diagnostics/index.ts'
import { compareStatements } from '../sql/index.ts'
import { withDefaults } from './defaults.ts'
import { diffValues, type FieldChange } from './diff-values.ts'
import { isCovered, meaningOf } from './meaning.ts'
import type { Side } from './side.ts'

/** A resource that is on one side only, or says something else on the other. */
export type ResourceChange = {
  readonly type: string
  readonly workspace: string
  readonly name: string
  readonly action: 'added' | 'removed' | 'changed'
  /** Empty unless changed. SQL is compared by itself. */
  readonly fields: readonly FieldChange[]
  /** Who needs one that is removed. */
  readonly readers: readonly string[]
  /** Of one that is removed, where it was. */
  readonly place: Place
}

/** What comparing jobs found out: nodes whose input says the same on both sides, statements apart. */
export type SameJobs = { readonly isSame: (workspace: string, workflow: string, node: string) => boolean }

export const diffResources = async (
  before: Side,
  after: Side,
  jobs: SameJobs,
  needed: (resource: Resource) => readonly string[],
): Promise<readonly ResourceChange[]> => {
  const [old, fresh] = [byIdentity(before), byIdentity(after)]
  const found: ResourceChange[] = []
  for (const key of [...new Set([...old.keys(), ...fresh.keys()])].toSorted()) {
    const [was, is] = [old.get(key), fresh.get(key)]
    const known = is ?? was
    if (known === undefined || was === is || was?.hash() === is?.hash()) continue
    const { type, workspace, name, place } = known
    const change = { type, workspace, name, fields: [], readers: [], place }
    if (was === undefined) found.push({ ...change, action: 'added' })
    else if (is === undefined) found.push({ ...change, action: 'removed', readers: needed(was) })
    else {
      const fields = await withoutSameSql(fieldsOf(was, is, jobs))
      if (fields.length > 0) found.push({ ...change, action: 'changed', fields })
    }
  }
  return found
}

/** Queries of dashboards and the like that differ in spelling say the same. */
const withoutSameSql = async (fields: readonly FieldChange[]): Promise<readonly FieldChange[]> => {
  const kept: FieldChange[] = []
  for (const field of fields) {
    const { path, before, after } = field
    const isSql = path.endsWith('.sql') && typeof before === 'string' && typeof after === 'string'
    if (!isSql || (await compareStatements(before, after)).length > 0) kept.push(field)
  }
  return kept
}

const byIdentity = ({ project }: Side): ReadonlyMap<string, Resource> =>
  new Map(
    project.resources.map((resource) => [
      `${resource.type} ${resource.workspace}/${resource.name}`,
      resource,
    ]),
  )

const fieldsOf = (was: Resource, is: Resource, jobs: SameJobs): readonly FieldChange[] => {
  const [old, fresh] = [meaningOf(was), meaningOf(is)]
  const meansSame = old !== undefined && old === fresh
  return changesOf(was, is).filter(({ path }) => {
    if (meansSame && isCovered(is, path)) return false
    if (is.type !== 'workflow') return true
    const [, node] = /^workflow\.dag\[(.*?)\]\.spec\.stackSpec\b/.exec(path) ?? []
    return (node === undefined || !jobs.isSame(is.workspace, is.name, node)) && !isStatement(path)
  })
}

/** Of a credential it is told that it is another one, and never what it is. */
const changesOf = (was: Resource, is: Resource): readonly FieldChange[] => {
  const shown = diffValues(shownOf(was), shownOf(is))
  const paths = new Set(shown.map(({ path }) => path))
  const hidden = diffValues(manifestOf(was), manifestOf(is)).flatMap((change) => {
    const { path, before, after } = change
    // What is registered has no credentials: whether they are others is not known.
    const isKnown = ![before, after].some((value) => JSON.stringify(value ?? null).includes('***'))
    return paths.has(path) || !isKnown
      ? []
      : [{ path, before: stars(before), after: stars(after, ' (another one)') }]
  })
  return [...shown, ...hidden]
}

const stars = (value: unknown, word = ''): string | undefined =>
  value === undefined ? undefined : `***${word}`

const shownOf = (resource: Resource): unknown =>
  withDefaults(resource.type, redactedManifest(resource.type, ownOf(resource)))

const manifestOf = (resource: Resource): unknown => withDefaults(resource.type, ownOf(resource))

/** What the author says: without what servers write back. */
const ownOf = ({ document: { value } }: Resource): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Object.fromEntries(Object.entries(value).filter(([key]) => !serverKeys.has(key)))

const serverKeys = new Set(['generation', 'uid', 'stamp', 'created', 'status', 'runtime'])

/** Statements of jobs are compared as parsed trees; the files that they may stand in are no difference. */
const isStatement = (path: string): boolean => /\.(?:sql|sqlFile)$|\.steps(?:\[\d+\])?$/.test(path)
