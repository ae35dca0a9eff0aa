import type { Resource } from '../resources/index.ts'
import { diffValues, type FieldChange } from './diff-values.ts'
import type { Side } from './side.ts'

/** A resource that is on one side only, or says something else on the other. */
export type ResourceChange = {
  readonly type: string
  readonly workspace: string
  readonly name: string
  readonly action: 'added' | 'removed' | 'changed'
  /** Empty unless changed. SQL is compared by itself. */
  readonly fields: readonly FieldChange[]
}

export const diffResources = (before: Side, after: Side): readonly ResourceChange[] => {
  const [old, fresh] = [byIdentity(before), byIdentity(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .toSorted()
    .flatMap((key): readonly ResourceChange[] => {
      const [was, is] = [old.get(key), fresh.get(key)]
      const known = is ?? was
      if (known === undefined) return []
      const { type, workspace, name } = known
      if (was === undefined) return [{ type, workspace, name, action: 'added', fields: [] }]
      if (is === undefined) return [{ type, workspace, name, action: 'removed', fields: [] }]
      const fields = diffValues(manifestOf(was), manifestOf(is)).filter(
        ({ path }) => !isStatement(type, path),
      )
      return fields.length === 0 ? [] : [{ type, workspace, name, action: 'changed', fields }]
    })
}

const byIdentity = ({ project }: Side): ReadonlyMap<string, Resource> =>
  new Map(
    project.resources.map((resource) => [
      `${resource.type} ${resource.workspace}/${resource.name}`,
      resource,
    ]),
  )

/** What the author says: without what servers write back, and without credentials. */
const manifestOf = ({ document }: Resource): unknown => {
  const value = document.value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !serverKeys.has(key))
      .map(([key, member]) => [key, withoutSecrets(member)]),
  )
}

const serverKeys = new Set(['generation', 'uid', 'stamp', 'created', 'status', 'runtime'])

const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      /^(?:connectionSecret|data|files|values)$/.test(key) && 'acl' in value ? '***' : withoutSecrets(member),
    ]),
  )
}

/** Statements of jobs are compared as parsed trees; the files that they may stand in are no difference. */
const isStatement = (type: string, path: string): boolean =>
  type === 'workflow' && /\.(?:sql|sqlFile)$|\.steps(?:\[\d+\])?$/.test(path)
