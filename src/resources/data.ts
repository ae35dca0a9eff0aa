import type { DatasetAddress } from '../address.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Data, DataProduct, Port } from '../manifest/generated/data.ts'
import { datasetAt } from './address-at.ts'
import { checkBase, present, readBase, type ResourceBase } from './resource.ts'

/** A data product: the resources that build it, the datasets that it reads and those that it offers. */
export type DataProductResource = ResourceBase<'data'> & {
  readonly domain?: string
  readonly purpose?: string
  readonly useCases: readonly string[]
  readonly collaborators: readonly string[]
  readonly resources: readonly ProductPart[]
  readonly inputs: readonly ProductPort[]
  readonly outputs: readonly ProductPort[]
}

/** A resource that a product names. It may be absent here: products also name what another team applies. */
export type ProductPart = {
  readonly type: string
  readonly name: string
  readonly workspace?: string
  readonly description?: string
  readonly purpose?: string
  readonly place: Place
}

export type ProductPort = {
  readonly address: DatasetAddress
  readonly description?: string
  readonly purpose?: string
  readonly place: Place
}

/** Reads a data product; undefined for a version that is not supported yet. */
export const readData = (document: Document): Staged<DataProductResource | undefined> => {
  const manifest = document.value as DataProduct
  const data = manifest.v1alpha?.data
  if (data === undefined) return withoutData(manifest, document)
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
  const base = readBase('data', document)
  diagnostics.push(...checkBase(base, ['v1alpha', 'v1beta']))
  const ports = (section: 'inputs' | 'outputs') =>
    (data[section] ?? []).flatMap((port, i) => {
      const path = ['v1alpha', 'data', section, i, 'ref']
      const address = datasetAt(document, path, addressText(port), report)
      return address === undefined ? [] : [{ address, ...described(port), place: document.place(path) }]
    })
  const value: DataProductResource = {
    ...base,
    ...present('domain', data.domain),
    ...present('purpose', manifest.purpose),
    useCases: data.useCases ?? [],
    collaborators: (manifest.collaborators ?? []).filter((name) => typeof name === 'string'),
    resources: (data.resources ?? []).map((part, i) => readPart(document, part, i)),
    inputs: ports('inputs'),
    outputs: ports('outputs'),
  }
  return { value, diagnostics }
}

const withoutData = (manifest: DataProduct, document: Document): Staged<undefined> => {
  const { name, version, v1beta } = manifest
  const diagnostic =
    v1beta === undefined
      ? diagnose('MR1302', { type: 'data', section: 'v1alpha' }, document.place(['type']))
      : diagnose('MR1350', { name, version }, document.place(['v1beta'], 'key'))
  return { value: undefined, diagnostics: [diagnostic] }
}

// Products also write dataset:depot:collection:dataset, which means the same address.
const addressText = ({ ref }: Port): string => {
  const [, depot, collection, dataset] = /^dataset:([^:]+):([^:]+):(.+)$/.exec(ref) ?? []
  return depot === undefined ? ref : `dataos://${depot}:${collection}/${dataset}`
}

type Described = { readonly description?: string | null; readonly purpose?: string | null }

const described = ({ description, purpose }: Described) => ({
  ...present('description', description),
  ...present('purpose', purpose),
})

type Part = NonNullable<Data['resources']>[number]

const readPart = (document: Document, part: Part, i: number): ProductPart => ({
  type: part.type,
  name: part.name,
  ...present('workspace', part.workspace),
  ...described(part),
  place: document.place(['v1alpha', 'data', 'resources', i, 'name']),
})
