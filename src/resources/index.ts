// What the manifests mean: documents come in, typed resources go out, with everything that is wrong about them. A
// resource is read in three steps: its envelope, its shape (JSON Schema), its meaning. To add a type: a JSON Schema,
// a file here with its reader, and one line in `kinds`.
import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, hasErrors, type Staged } from '../diagnostics/index.ts'
import * as validators from '../manifest/generated/validators.js'
import { checkShape, type Document, type Loaded, type ShapeValidator } from '../manifest/index.ts'
import { readData } from './data.ts'
import { readDataset } from './dataset.ts'
import { readDepot } from './depot.ts'
import type { StackLookup } from './job.ts'
import { readPolicy } from './policy.ts'
import { readWorkflow } from './workflow.ts'

export type { DataProductResource, ProductPart, ProductPort } from './data.ts'
export type { DatasetColumn, DatasetResource } from './dataset.ts'
export type { DepotResource } from './depot.ts'
export type { StackLookup } from './job.ts'
export type { PolicyResource } from './policy.ts'
export type { ResourceBase } from './resource.ts'
export type { NodeRetry, WorkflowNode, WorkflowResource } from './workflow.ts'

type Kind = {
  readonly type: string
  readonly validator: ShapeValidator
  readonly read: (
    document: Document,
    attachment: Loaded['attachment'],
    stacks: StackLookup,
  ) => Staged<{ readonly type: string } | undefined>
}

export const kinds = [
  { type: 'workflow', validator: validators.workflow, read: readWorkflow },
  { type: 'policy', validator: validators.policy, read: readPolicy },
  { type: 'data', validator: validators.data, read: readData },
  { type: 'depot', validator: validators.depot, read: readDepot },
  { type: 'dataset', validator: validators.dataset, read: readDataset },
] as const satisfies readonly Kind[]

export type ResourceType = (typeof kinds)[number]['type']
export type Resource = NonNullable<ReturnType<(typeof kinds)[number]['read']>['value']>

/** Types of DataOS that this release does not read. */
const otherTypes = `
  service worker cluster secret instance-secret volume database lakehouse monitor pager lens
  resource compute bundle grant stack operator dataplane dashboard forecast
`
  .trim()
  .split(/\s+/)

/** Reads all documents. A document that has errors in its shape yields no resource; its neighbours do. */
export const readResources = (loaded: Loaded, stacks: StackLookup): Staged<readonly Resource[]> => {
  const diagnostics: Diagnostic[] = []
  const value: Resource[] = []
  for (const document of loaded.documents) {
    const staged = readResource(document, loaded.attachment, stacks)
    diagnostics.push(...staged.diagnostics)
    if (staged.value !== undefined) value.push(staged.value)
  }
  return { value, diagnostics }
}

const readResource = (
  document: Document,
  attachment: Loaded['attachment'],
  stacks: StackLookup,
): Staged<Resource | undefined> => {
  const refuse = (...diagnostics: readonly Diagnostic[]) => ({ value: undefined, diagnostics })
  const manifest = envelopeOf(document)
  const { type } = manifest
  if (typeof type !== 'string' || type.trim() === '')
    return refuse(diagnose('MR1396', {}, document.place([])))
  const place = document.place(['type'])
  if (otherTypes.includes(type)) return refuse(diagnose('MR1301', { type, name: `${manifest.name}` }, place))
  const kind = kinds.find((known) => known.type === type)
  if (kind === undefined) {
    const near = nearest(type, [...kinds.map((known) => known.type), ...otherTypes])
    return refuse(diagnose('MR1300', { type, near }, place))
  }
  const section = checkSection(type, manifest, document)
  if (section !== undefined) return refuse(section)
  const shape = checkShape(kind.validator, document, [], document.value)
  if (hasErrors(shape)) return { value: undefined, diagnostics: shape }
  const { value, diagnostics } = kind.read(document, attachment, stacks)
  return { value, diagnostics: [...shape, ...diagnostics] }
}

type Manifest = Readonly<Record<string, unknown>>

const envelopeOf = ({ value }: Document): Manifest =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Manifest) : {}

/** A missing section is usually a misspelt or unindented one, which the schema would only call missing. */
const checkSection = (type: string, manifest: Manifest, document: Document): Diagnostic | undefined => {
  // The section of a data product is named after its version.
  if (type === 'data' || (manifest[type] !== undefined && manifest[type] !== null)) return undefined
  const others = Object.keys(manifest).filter((key) => !envelopeKeys.has(key))
  if (type in manifest) {
    const place = document.place([type], 'key')
    return diagnose('MR1303', { section: type, keys: others.filter((key) => key !== type) }, place)
  }
  const found = nearest(type, others)
  const place = found === undefined ? document.place(['type']) : document.place([found], 'key')
  return diagnose('MR1302', { type, section: type, found }, place)
}

const envelopeKeys = new Set(
  `
  name version type tags description owner layer workspace title runAsUser entity purpose
  collaborators refs generation uid stamp created status runtime
`
    .trim()
    .split(/\s+/),
)
