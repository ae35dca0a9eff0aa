import { type Diagnostic, diagnose, type Staged } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Access, Data, Policy } from '../manifest/generated/policy.ts'
import type { MaskPolicy } from '../policy/mask-policy.ts'
import { readMask } from './mask.ts'
import { checkBase, readBase, type ResourceBase } from './resource.ts'

/** Who sees what. Only masks are compiled by this release; what the other kinds cover stays closed. */
export type PolicyResource = ResourceBase<'policy'> & {
  readonly policy:
    | ({ readonly kind: 'mask' } & MaskPolicy)
    | ({ readonly kind: 'filter'; readonly filters: readonly RowFilter[] } & Pick<
        MaskPolicy,
        'priority' | 'scope' | 'user'
      >)
    | AccessPolicy
    /** Kept but never evaluated. */
    | { readonly kind: 'archived' }
}

/** One condition that the rows which a reader may see meet, as written. */
export type RowFilter = Readonly<Record<string, unknown>>

export type AccessPolicy = {
  readonly kind: 'access'
  /** The outer list is "or", the inner one "and". */
  readonly subjects: readonly (readonly string[])[]
  readonly predicates: readonly string[]
  readonly paths: readonly string[]
  /** Tags of objects; as for subjects, the outer list is "or". */
  readonly objectTags: readonly (readonly string[])[]
  readonly allow: boolean
}

type Report = (diagnostic: Diagnostic) => void

export const readPolicy = (document: Document): Staged<PolicyResource> => {
  const { policy } = document.value as Policy
  const diagnostics: Diagnostic[] = []
  const report: Report = (diagnostic) => diagnostics.push(diagnostic)
  const base = readBase('policy', document)
  diagnostics.push(...checkBase(base, ['v1']))
  if (policy.data !== undefined) {
    const value = { ...base, policy: readData(base.name, policy.data, document, report) }
    return { value, diagnostics }
  }
  return { value: { ...base, policy: readAccess(policy.access ?? {}, document, report) }, diagnostics }
}

const at = ['policy', 'data'] as const

const readData = (name: string, data: Data, document: Document, report: Report): PolicyResource['policy'] => {
  if (isTrue(data.isArchived)) return { kind: 'archived' }
  const priority = readPriority(data, document, report)
  const scope = readScope(data, document, report)
  const user = { match: data.selector?.user?.match ?? 'any', tags: texts(data.selector?.user?.tags) }
  if (user.tags.length === 0)
    report(diagnose('MR1334', {}, document.place([...at, 'selector', 'user', 'tags'])))
  if (data.type === 'filter') {
    if (data.filters === undefined || data.filters === null || data.filters.length === 0)
      report(diagnose('MR1336', { kind: 'filter', section: 'filters' }, document.place([...at, 'type'])))
    report(diagnose('MR1331', { what: 'a filter policy' }, document.place([...at, 'type'])))
    return { kind: 'filter', filters: data.filters ?? [], priority, scope, user }
  }
  const column = {
    tags: texts(data.selector?.column?.tags),
    names: texts(data.selector?.column?.names),
  }
  const columnPlace = document.place([...at, 'selector', 'column'], 'key')
  if (column.tags.length + column.names.length === 0) report(diagnose('MR1335', {}, columnPlace))
  if (column.names.length > 0 && scope.dataset === undefined) report(diagnose('MR1338', {}, columnPlace))
  const mask = readMask(data.mask, document, report)
  if (mask.operator === 'pass_through' && column.tags.length > 0 && column.names.length > 0)
    report(diagnose('MR1339', {}, columnPlace))
  return { kind: 'mask', name, priority, scope, user, column, mask }
}

const readPriority = ({ priority = 100 }: Data, document: Document, report: Report): number => {
  const value = Number(priority)
  if (value >= 1 && value <= 100) return value
  const place = document.place([...at, 'priority'])
  report(diagnose('MR1317', { what: 'the priority', value, from: 1, to: 100 }, place))
  return value
}

const readScope = (data: Data, document: Document, report: Report): MaskPolicy['scope'] => {
  const { depot, collection, dataset, dataset_id: id } = data
  const scope = {
    ...(depot === undefined ? {} : { depot }),
    ...(collection === undefined ? {} : { collection }),
    ...(dataset === undefined ? {} : { dataset }),
  }
  if (id === undefined) return scope
  const place = document.place([...at, 'dataset_id'])
  if (Object.keys(scope).length > 0)
    report(diagnose('MR1337', { id, reason: 'stands beside depot, collection or dataset' }, place))
  const [first, second, ...rest] = id.split('.')
  if (!first || !second || rest.join('.') === '') {
    report(diagnose('MR1337', { id, reason: 'has not three parts' }, place))
    return scope
  }
  return { depot: first, collection: second, dataset: rest.join('.') }
}

const readAccess = (access: Access, document: Document, report: Report): AccessPolicy => {
  const place = document.place(['policy', 'access'], 'key')
  const subjects = groups(access.subjects?.tags)
  const { path, paths = [], tags = [] } = access.objects ?? {}
  const allPaths = path === undefined ? paths : [...paths, path]
  if (subjects.length === 0) report(diagnose('MR1341', { what: 'subjects' }, place))
  if ((access.predicates ?? []).length === 0) report(diagnose('MR1341', { what: 'predicates' }, place))
  if (allPaths.length + tags.length === 0) report(diagnose('MR1341', { what: 'objects' }, place))
  const objects = ['policy', 'access', 'objects']
  for (const [i, text] of allPaths.entries()) {
    if (!/^dataos\b/i.test(text) || /^dataos:\/\/[^/]/.test(text)) continue
    const at = document.place(i < paths.length ? [...objects, 'paths', i] : [...objects, 'path'])
    report(diagnose('MR1360', { address: text, reason: 'it does not start with dataos://' }, at))
  }
  report(diagnose('MR1331', { what: 'an access policy' }, place))
  return {
    kind: 'access',
    subjects,
    predicates: access.predicates ?? [],
    paths: allPaths,
    objectTags: groups(tags),
    allow: isTrue(access.allow),
  }
}

const groups = (tags: readonly (string | readonly string[])[] = []): readonly (readonly string[])[] =>
  tags.map((group) => (typeof group === 'string' ? [group] : group))

const isTrue = (value: boolean | string | undefined): boolean => String(value).toLowerCase() === 'true'

const texts = (list: readonly string[] | null | undefined): readonly string[] =>
  (list ?? []).filter((text) => text.trim() !== '')
