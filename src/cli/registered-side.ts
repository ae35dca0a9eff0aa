import type { Document, Loaded } from '../manifest/document.ts'
import { link, type Project } from '../project/index.ts'
import { type AttachedFile, readResources, type Resource } from '../resources/index.ts'
import type { Side } from '../review/index.ts'
import type { Settings } from '../settings/index.ts'
import { detachedText } from '../sql/index.ts'
import { stacks } from '../stacks/index.ts'
import type { RegisteredResource } from '../state/resource-store.ts'
import { checkProjectSql } from './check-project-sql.ts'

/** What the last apply left; without users where it was one of a release that did not keep them. */
export type Registered = {
  readonly resources: readonly RegisteredResource[]
  readonly users: Settings['users'] | undefined
}

/** Both sides of a plan: the project as the last apply registered it, and as it will be. */
export type PlannedSides = { readonly before: Side; readonly after: Side }

/**
 * What is registered, read again by this release, beside the project. Resources that did not change are the same ones on
 * both sides, and so are those that can no longer be read: what changes in them is not known. With `named files`, what
 * they do not declare stays as it is registered.
 */
export const plannedSides = async (
  side: Side,
  { resources: registered, users }: Registered,
  scope: 'whole project' | 'named files',
  signal: AbortSignal,
): Promise<PlannedSides> => {
  const { settings, resources } = side.project
  const declared = new Map(resources.map((resource) => [keyOf(resource), resource]))
  const known = registered.flatMap((row): readonly Resource[] => {
    const now = declared.get(keyOf(row))
    if (now?.hash() === row.hash) return [now]
    const then = readRegistered(row)
    return then === undefined ? (now === undefined ? [] : [now]) : [then]
  })
  const others = scope === 'whole project' ? [] : known.filter((resource) => !declared.has(keyOf(resource)))
  const before = link(known, users === undefined ? settings : { ...settings, users }).value
  const after =
    others.length === 0 ? side : await sideOf(link([...resources, ...others], settings).value, signal)
  return { before: await sideOf(before, signal), after }
}

const sideOf = async (project: Project, signal: AbortSignal): Promise<Side> => {
  const { lineage } = await checkProjectSql(project, {}, signal)
  return { project, lineage }
}

type Key = { readonly type: string; readonly workspace: string; readonly name: string }

const keyOf = ({ type, workspace, name }: Key): string => `${type} ${workspace}/${name}`

/** A registered resource; undefined where this release cannot read it, or not all of it. */
const readRegistered = (row: RegisteredResource): Resource | undefined => {
  const manifest: unknown = JSON.parse(row.manifest)
  const attached = (row.attached === null ? [] : JSON.parse(row.attached)) as readonly AttachedFile[]
  // Credentials are not kept: what has to be there in their place may be missing too.
  for (const value of [manifest, withoutHidden(manifest)]) {
    const document = storedDocument(row.file, value)
    const found = readResources({ documents: [document], attachment: attachedTo(row.file, attached) }, stacks)
    const resource = found.value.find((each) => keyOf(each) === keyOf(row))
    if (resource === undefined || (resource.type === 'workflow' && lacksNodes(resource))) continue
    return { ...resource, hash: () => row.hash, document: { ...resource.document, value: manifest } }
  }
  return undefined
}

const lacksNodes = ({ leftOut }: Extract<Resource, { type: 'workflow' }>): boolean => leftOut.length > 0

const withoutHidden = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutHidden)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== '***')
      .map(([key, member]) => [key, withoutHidden(member)]),
  )
}

/** Nobody knows any more where something stood in the file. */
const storedDocument = (file: string, value: unknown): Document => ({
  file,
  absoluteFile: file,
  index: 0,
  value,
  holes: [],
  place: () => ({ file, line: 1, column: 1 }),
  text: (path) => {
    const found = path.reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
      value,
    )
    return typeof found === 'string' || typeof found === 'number'
      ? detachedText(String(found), file)
      : undefined
  },
  isFilled: () => true,
})

const attachedTo =
  (file: string, attached: readonly AttachedFile[]): Loaded['attachment'] =>
  (_document, wanted) => {
    const found = attached.find(({ reference }) => reference === wanted)
    if (found === undefined) return undefined
    if (found.text !== undefined) return { kind: 'text', text: detachedText(found.text, file), file }
    return { kind: 'document', document: storedDocument(file, found.value), others: [] }
  }
