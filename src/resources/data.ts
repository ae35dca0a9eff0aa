import type { DatasetAddress } from '../address.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Data, DataProduct, DataV1Beta, Port } from '../manifest/generated/data.ts'
import { datasetAt } from './address-at.ts'
import { checkWord } from './plain-values.ts'
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

/** Reads a data product, of either version; undefined for one without a section. */
export const readData = (document: Document): Staged<DataProductResource | undefined> => {
  const manifest = document.value as DataProduct
  const version = manifest.v1beta === undefined ? 'v1alpha' : 'v1beta'
  const data: Data | DataV1Beta | undefined = manifest[version]?.data
  if (data === undefined) {
    const place = document.place(['type'])
    const section = manifest.version === 'v1alpha' ? 'v1alpha' : 'v1beta'
    return { value: undefined, diagnostics: [diagnose('MR1302', { type: 'data', section }, place)] }
  }
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
  const base = readBase('data', document)
  diagnostics.push(...checkBase(base, ['v1alpha', 'v1beta']))
  checkWord({ document, path: ['entity'], report }, manifest.entity, {
    what: 'the entity',
    values: ['product', 'resource', 'workspace', 'domain'],
  })
  if (manifest.v1alpha !== undefined && manifest.v1beta !== undefined) {
    const params = { used: 'v1beta', ignored: 'v1alpha' }
    report(diagnose('MR1320', params, document.place(['v1alpha'], 'key')))
  }
  const ports = (section: 'inputs' | 'outputs') =>
    (data[section] ?? []).flatMap((port, i) => {
      const path = [version, 'data', section, i, 'ref']
      const address = datasetAt(document, path, addressText(port), report)
      return address === undefined ? [] : [{ address, ...described(port), place: document.place(path) }]
    })
  const resources =
    manifest.v1beta === undefined
      ? (manifest.v1alpha?.data.resources ?? []).map((part, i) => readPart(document, part, i))
      : namedParts(manifest.v1beta.data, document, report)
  const named = [...(manifest.collaborators ?? []), ...(manifest.v1beta?.data.collaborators ?? [])]
  const value: DataProductResource = {
    ...base,
    ...present('title', manifest.v1beta?.data.meta?.title ?? base.title),
    ...present('domain', manifest.v1alpha?.data.domain),
    ...present('purpose', manifest.purpose),
    useCases: data.useCases ?? [],
    collaborators: named.flatMap(nameOfPerson),
    resources,
    inputs: ports('inputs'),
    outputs: ports('outputs'),
  }
  return { value, diagnostics }
}

const nameOfPerson = (person: unknown): readonly string[] => {
  const name: unknown = typeof person === 'object' && person !== null ? Reflect.get(person, 'name') : person
  return typeof name === 'string' && name.trim() !== '' ? [name] : []
}

/** The bundle, models and interfaces that a product of version v1beta names. */
const namedParts = (
  { resource, ports }: DataV1Beta,
  document: Document,
  report: (diagnostic: Diagnostic) => void,
): readonly ProductPart[] => {
  const at = ['v1beta', 'data']
  const mentions = [
    { port: resource, path: [...at, 'resource', 'ref'] },
    ...(['lens', 'talos'] as const).flatMap((kind) => {
      const written: unknown = ports?.[kind] ?? []
      const isList = Array.isArray(written)
      const list: readonly unknown[] = isList ? written : [written]
      return list.map((port, i) => ({
        port: port as Partial<Port> | undefined,
        path: [...at, 'ports', kind, ...(isList ? [i] : []), 'ref'],
      }))
    }),
  ]
  return mentions.flatMap(({ port, path }) => {
    if (port?.ref === undefined) return []
    const [type, version, name, workspace, ...more] = port.ref.trim().split(':')
    const place = document.place(path)
    if (!type || !version || !name || more.length > 0) {
      report(diagnose('MR1354', { value: port.ref }, place))
      return []
    }
    return [{ type, name, ...present('workspace', workspace), ...described(port), place }]
  })
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
