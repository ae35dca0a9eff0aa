// What the manifests mean: documents come in, typed resources go out, with everything that is wrong about them. A
// resource is read in three steps: its envelope, its shape (JSON Schema), its meaning. To add a type: a JSON Schema,
// a file here with its reader, and one line in `kinds`.
import { nearest } from '../base/nearest.ts'
import { type Code, type Diagnostic, diagnose, hasErrors, type Staged } from '../diagnostics/index.ts'
import * as validators from '../manifest/generated/validators.js'
import {
  type Attachment,
  checkShape,
  restInShape,
  type Document,
  type Loaded,
  type ShapeValidator,
} from '../manifest/index.ts'
import { readBundle } from './bundle.ts'
import { readCluster } from './cluster.ts'
import { readCompute } from './compute.ts'
import { readDashboard } from './dashboard.ts'
import { readData } from './data.ts'
import { readDatabase } from './database.ts'
import { readDataset } from './dataset.ts'
import { readDepot } from './depot.ts'
import { readDomain } from './domain.ts'
import { readForecast } from './forecast.ts'
import { readGrant } from './grant.ts'
import { aroundHoles } from './holes.ts'
import { filledPart } from './filled-part.ts'
import { unwrapped } from './inner-document.ts'
import type { StackLookup } from './job.ts'
import { readLakehouse } from './lakehouse.ts'
import { readLens } from './lens.ts'
import { documentKey, membersOf, placedWhereUnnamed } from './members.ts'
import { readMonitor } from './monitor.ts'
import { readOperatorResource } from './operator-resource.ts'
import { readPager } from './pager.ts'
import { readPolicy } from './policy.ts'
import { readInstanceSecret, readSecret } from './secret.ts'
import { readService } from './service.ts'
import { readStack } from './stack.ts'
import { untyped } from './untyped.ts'
import { readVolume } from './volume.ts'
import { readWorker } from './worker.ts'
import { readWorkflow } from './workflow.ts'
import { readWorkspace } from './workspace.ts'

export { stackSchemas } from './absent-stacks.ts'
export { bundledWorkspaces } from './bundle.ts'
export type { DataProductResource, ProductPart, ProductPort } from './data.ts'
export type { DatasetColumn, DatasetResource } from './dataset.ts'
export type { DepotResource } from './depot.ts'
export type { StackLookup } from './job.ts'
export type { AccessPolicy, PolicyResource, RowFilter } from './policy.ts'
export { raisedIncident } from './monitor.ts'
export { awaitedIncident } from './pager.ts'
export type { NamedResource, RegisteredResource } from './registered.ts'
export { redactedManifest } from './redacted.ts'
export type { AttachedFile, ResourceBase } from './resource.ts'
export { documentKey } from './members.ts'
export type { NodeRetry, WorkflowNode, WorkflowResource } from './workflow-nodes.ts'
export { workspaceTypes } from './workspace.ts'

type Kind = {
  readonly type: string
  readonly validator: ShapeValidator
  readonly read: (
    document: Document,
    attachment: Loaded['attachment'],
    stacks: StackLookup,
  ) => Staged<{ readonly type: string } | undefined>
  /** For a type that people expect to run, and that does not run here: what does its work instead. */
  readonly instead?: string
}

const platform = 'run the manifest on the platform that it is written for'

export const kinds = [
  { type: 'workflow', validator: validators.workflow, read: readWorkflow },
  { type: 'policy', validator: validators.policy, read: readPolicy },
  { type: 'data', validator: validators.data, read: readData },
  { type: 'depot', validator: validators.depot, read: readDepot },
  { type: 'dataset', validator: validators.dataset, read: readDataset },
  { type: 'service', validator: validators.service, read: readService, instead: platform },
  { type: 'worker', validator: validators.worker, read: readWorker, instead: platform },
  { type: 'secret', validator: validators.secret, read: readSecret },
  { type: 'instance-secret', validator: validators.instanceSecret, read: readInstanceSecret },
  { type: 'compute', validator: validators.compute, read: readCompute },
  {
    type: 'cluster',
    validator: validators.cluster,
    read: readCluster,
    instead: 'queries run on the engines of millrace.yaml, whichever cluster they name',
  },
  {
    type: 'lakehouse',
    validator: validators.lakehouse,
    read: readLakehouse,
    instead: 'bind its depot in millrace.yaml: depots: {NAME: {type: LAKEHOUSE}}',
  },
  {
    type: 'volume',
    validator: validators.volume,
    read: readVolume,
    instead: 'jobs read and write depots, and files below the project',
  },
  {
    type: 'stack',
    validator: validators.stack,
    read: readStack,
    instead: 'flare, scanner and mock run here',
  },
  { type: 'database', validator: validators.database, read: readDatabase, instead: platform },
  {
    type: 'monitor',
    validator: validators.monitor,
    read: readMonitor,
    instead: 'assertions of a flare job stop bad data, and a run that fails ends with an exit code',
  },
  {
    type: 'pager',
    validator: validators.pager,
    read: readPager,
    instead: 'a scheduler of your own can tell people when millrace run fails',
  },
  {
    type: 'bundle',
    validator: validators.bundle,
    read: readBundle,
    instead: 'millrace apply registers and runs the manifests of its members in the order of their data',
  },
  {
    type: 'grant',
    validator: validators.grant,
    read: readGrant,
    instead: 'rights come from policies, and from the users of millrace.yaml and their tags',
  },
  {
    type: 'lens',
    validator: validators.lens,
    read: readLens,
    instead: 'millrace query reads the datasets behind it',
  },
  { type: 'domain', validator: validators.domain, read: readDomain },
  { type: 'workspace', validator: validators.workspace, read: readWorkspace },
  { type: 'resource', validator: validators.resource, read: readOperatorResource, instead: platform },
  {
    type: 'dashboard',
    validator: validators.dashboard,
    read: readDashboard,
    instead: 'millrace query answers the queries of its tiles',
  },
  {
    type: 'forecast',
    validator: validators.forecast,
    read: readForecast,
    instead: 'a later release predicts',
  },
] as const satisfies readonly Kind[]

export type ResourceType = (typeof kinds)[number]['type']
export type Resource = NonNullable<ReturnType<(typeof kinds)[number]['read']>['value']>

const kindsByType: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [kind.type, kind]))

/** What does the work of a type that people expect to run and that does not run here. */
export const insteadOf = (type: ResourceType): string | undefined => {
  const kind: Kind | undefined = kinds.find((known) => known.type === type)
  return kind?.instead
}

/** Types of DataOS that extend the platform itself. */
const refusedTypes = ['operator', 'dataplane']

/**
 * Reads all documents, and those of bundles, in the workspace that their bundle says. A document that has errors in its
 * shape yields no resource; its neighbours do.
 */
export const readResources = (loaded: Loaded, stacks: StackLookup): Staged<readonly Resource[]> =>
  createResourceReader(stacks).read(loaded)

/** As `readResources`; see `createResourceReader`. */
export type ResourceReader = {
  /** Reads some of the documents before all are there, and says which resources they are. */
  readonly ahead: (some: Loaded, workspace?: string) => readonly Resource[]
  /** `workspace` is where those belong that name none and belong to one. */
  readonly read: (loaded: Loaded, workspace?: string) => Staged<readonly Resource[]>
}

/**
 * A `readResources` to be called again and again: a document that is the same object as before, and names the same
 * attachments, gives the same resource, by identity.
 */
export const createResourceReader = (stacks: StackLookup): ResourceReader => {
  const before = new WeakMap<Document, DocumentReading>()
  const readOnce: ReadOne = (document, attachment) => {
    const known = before.get(document)
    if (known?.lookups.every(({ from, reference, found }) => attachment(from, reference) === found))
      return known.staged
    const reading = readDocument(document, attachment, stacks)
    before.set(document, reading)
    return reading.staged
  }
  const placed = new Map<string, WeakMap<Document, Document>>()
  /** The same object each time: what is remembered is remembered by it. */
  const readPlaced =
    (workspace: string | undefined): ReadOne =>
    (document, attachment) => {
      if (workspace === undefined) return readOnce(document, attachment)
      const known = placed.get(workspace) ?? new WeakMap<Document, Document>()
      placed.set(workspace, known)
      const there = known.get(document) ?? placedWhereUnnamed(document, workspace)
      known.set(document, there)
      return readOnce(there, attachment)
    }
  return {
    ahead: ({ documents, attachment }, workspace) =>
      documents.flatMap((document) => readPlaced(workspace)(document, attachment).value ?? []),
    read: (loaded, workspace) => readAll(loaded, readPlaced(workspace)),
  }
}

type ReadOne = (document: Document, attachment: Loaded['attachment']) => Staged<Resource | undefined>

const readAll = (loaded: Loaded, readDocumentOnce: ReadOne): Staged<readonly Resource[]> => {
  const diagnostics: Diagnostic[] = []
  const read = new Map<string, Resource>()
  const readOne = (document: Document, key: string, through: readonly Document[] = []): void => {
    if (seen.has(key)) return
    seen.add(key)
    const staged = readDocumentOnce(document, loaded.attachment)
    diagnostics.push(...staged.diagnostics)
    if (staged.value === undefined) return
    read.set(key, staged.value)
    if (staged.value.type !== 'bundle') return
    const found = membersOf({ document: staged.value.document, through }, loaded.attachment)
    diagnostics.push(...found.diagnostics)
    for (const [i, member] of found.members.entries())
      readOne(member.document, member.isInline ? `${key}\0${i}` : documentKey(member.document), [
        ...through,
        staged.value.document,
      ])
  }
  const seen = new Set<string>()
  const keys = loaded.documents.map(documentKey)
  // Bundles first: they say where a document belongs that was also found by itself.
  for (const isBundle of [true, false])
    loaded.documents.forEach((document, i) => {
      if ((envelopeOf(document).type === 'bundle') === isBundle) readOne(document, keys[i] ?? '')
    })
  const found = new Set(keys)
  const value = [
    ...keys.flatMap((key) => read.get(key) ?? []),
    ...[...read].flatMap(([key, resource]) => (found.has(key) ? [] : [resource])),
  ]
  diagnostics.push(...notRunHere(value))
  return { value, diagnostics }
}

/** What a document says, and the attachments that were asked for on the way. */
type DocumentReading = {
  readonly staged: Staged<Resource | undefined>
  readonly lookups: readonly {
    readonly from: Document
    readonly reference: string
    readonly found: Attachment | undefined
  }[]
}

const readDocument = (
  document: Document,
  attachment: Loaded['attachment'],
  stacks: StackLookup,
): DocumentReading => {
  const lookups: DocumentReading['lookups'][number][] = []
  const recording: Loaded['attachment'] = (from, reference) => {
    const found = attachment(from, reference)
    lookups.push({ from, reference, found })
    return found
  }
  const { value, diagnostics } = readResource(document, recording, stacks)
  return { staged: { value, diagnostics: aroundHoles(diagnostics, document) }, lookups }
}

/** One finding for each type: a project with forty pagers wants to hear it once. */
const notRunHere = (resources: readonly Resource[]): readonly Diagnostic[] =>
  kinds.flatMap((kind) => {
    if (!('instead' in kind)) return []
    const [first, ...others] = resources.filter(({ type }) => type === kind.type)
    if (first === undefined) return []
    const { type, instead } = kind
    return [diagnose('MR1321', { type, name: first.name, more: others.length, instead }, first.place)]
  })

const readResource = (
  written: Document,
  attachment: Loaded['attachment'],
  stacks: StackLookup,
): Staged<Resource | undefined> => {
  const refuse = (...diagnostics: readonly Diagnostic[]) => ({ value: undefined, diagnostics })
  const { type } = envelopeOf(written)
  if (typeof type !== 'string' || type.trim() === '')
    return refuse(
      ...untyped(
        written,
        envelopeOf(written),
        kinds.map((known) => known.type),
      ),
    )
  const place = () => written.place(['type'])
  if (refusedTypes.includes(type)) {
    const { name } = envelopeOf(written)
    return refuse(diagnose('MR1301', { type, name: typeof name === 'string' ? name : 'this' }, place()))
  }
  const kind = kindsByType.get(type)
  if (kind === undefined) {
    const unindented = unindentedSection(written)
    if (unindented !== undefined) return refuse(unindented)
    const near = nearest(type, [...kinds.map((known) => known.type), ...refusedTypes])
    return refuse(diagnose('MR1300', { type, near }, place()))
  }
  // Pages about secrets write the section as a list of one.
  const whole = type.endsWith('secret') ? unwrapped(written, type) : written
  // Who may read what must not hang on a key that somebody forgot to fill in.
  const filled = kind.type === 'policy' ? undefined : filledPart(kind.validator, whole, [], whole.value)
  const document = filled === undefined ? whole : { ...whole, value: filled.value }
  const section = checkSection(type, envelopeOf(document), document)
  if (section !== undefined) return refuse(section)
  const unknownKeys = isStrict(document, type) ? 'refused' : 'warned of'
  const shape = [
    ...(filled?.diagnostics ?? []),
    ...(filled?.isInShape === true
      ? []
      : checkShape(kind.validator, document, [], document.value, unknownKeys)),
  ]
  if (hasErrors(shape)) {
    const rest = restInShape(kind.validator, document.value)
    const meant =
      rest === undefined ? [] : kind.read({ ...document, value: rest }, attachment, stacks).diagnostics
    return { value: undefined, diagnostics: [...shape, ...besides(meant, shape)] }
  }
  const { value, diagnostics } = kind.read(document, attachment, stacks)
  return { value: value as Resource | undefined, diagnostics: [...shape, ...diagnostics] }
}

/** What is wrong with the rest of a manifest. What may only follow from a part that is cut out is not told. */
const besides = (meant: readonly Diagnostic[], shape: readonly Diagnostic[]): readonly Diagnostic[] => {
  const lines = new Set(shape.map(({ place }) => place?.line))
  return meant.filter(
    ({ code, place, severity }) =>
      severity === 'error' && aboutValues.has(code) && place !== undefined && !lines.has(place.line),
  )
}

/** Findings about one value, which is right or wrong whatever else the manifest says. */
const aboutValues: ReadonlySet<string> = new Set<Code>([
  'MR1304',
  'MR1308',
  'MR1317',
  'MR1319',
  'MR1325',
  'MR1326',
  'MR1328',
  'MR1329',
  'MR1310',
  'MR1311',
  'MR1312',
])

/** What runs here, or decides who reads what: a key that is not understood could change what happens. */
const isStrict = (document: Document, type: string): boolean => {
  if (type !== 'depot') return strictTypes.has(type)
  const section: unknown = envelopeOf(document)['depot']
  const kind: unknown = typeof section === 'object' && section !== null ? Reflect.get(section, 'type') : ''
  return ['FILE', 'LAKEHOUSE'].includes(String(kind).toUpperCase())
}

const strictTypes: ReadonlySet<string> = new Set(['workflow', 'policy', 'dataset', 'dashboard', 'forecast'])

type Manifest = Readonly<Record<string, unknown>>

const envelopeOf = ({ value }: Document): Manifest =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Manifest) : {}

/** The section of a product is named after its version, and a workspace may have nothing to say. */
const withoutSection: ReadonlySet<string> = new Set(['data', 'domain', 'workspace'])

/** A missing section is usually a misspelt or unindented one, which the schema would only call missing. */
const checkSection = (type: string, manifest: Manifest, document: Document): Diagnostic | undefined => {
  if (withoutSection.has(type) || (manifest[type] !== undefined && manifest[type] !== null)) return undefined
  const others = Object.keys(manifest).filter((key) => !envelopeKeys.has(key))
  if (type in manifest) {
    const place = document.place([type], 'key')
    return diagnose('MR1303', { section: type, keys: others.filter((key) => key !== type) }, place)
  }
  const found = nearest(type, others) ?? others.find((key) => kinds.some((known) => known.type === key))
  const place = found === undefined ? document.place(['type']) : document.place([found], 'key')
  return diagnose('MR1302', { type, section: type, found }, place)
}

/** Where the keys of a section are not indented, its own `type` comes to stand in the place of the resource's. */
const unindentedSection = (document: Document): Diagnostic | undefined => {
  const manifest = envelopeOf(document)
  const section = kinds.find(({ type }) => manifest[type] === null)?.type
  if (section === undefined) return undefined
  const all = Object.keys(manifest)
  const keys = ['type', ...all.slice(all.indexOf(section) + 1)]
  return diagnose('MR1303', { section, keys }, document.place([section], 'key'))
}

const envelopeKeys = new Set(
  `
  name version type tags description owner layer workspace title runAsUser entity purpose
  collaborators refs generation uid stamp created status runtime
`
    .trim()
    .split(/\s+/),
)
