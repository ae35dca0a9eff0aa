import type { DatasetAddress } from '../address.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Dataset, Dataset1 as Section } from '../manifest/generated/dataset.ts'
import { datasetAt } from './address-at.ts'
import { durationSeconds } from './duration.ts'
import { checkBase, present, readBase, type ResourceBase } from './resource.ts'

/** Our own type: what one dataset promises, and the reviewed place for the tags of its columns. */
export type DatasetResource = ResourceBase<'dataset'> & {
  readonly address: DatasetAddress
  readonly datasetTags: readonly string[]
  readonly columns: readonly DatasetColumn[]
  readonly freshness?: Freshness
}

export type DatasetColumn = {
  readonly name: string
  readonly type?: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly place: Place
}

/** The newest value of `column` is at most this old. */
export type Freshness = { readonly column: string; readonly withinSeconds: number; readonly place: Place }

/** Reads a dataset; undefined where its address cannot be read. Texts of the section win over the envelope's. */
export const readDataset = (document: Document): Staged<DatasetResource | undefined> => {
  const { dataset } = document.value as Dataset
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
  const base = readBase('dataset', document)
  diagnostics.push(...checkBase(base, ['v1']))
  const address = datasetAt(document, ['dataset', 'address'], dataset.address, report)
  const columns = readColumns(document, dataset, report)
  const freshness = readFreshness(document, dataset, report)
  if (address === undefined) return { value: undefined, diagnostics }
  const value: DatasetResource = {
    ...base,
    ...present('title', dataset.title),
    ...present('description', dataset.description),
    ...present('owner', dataset.owner),
    address,
    datasetTags: dataset.tags ?? [],
    columns,
    ...(freshness === undefined ? {} : { freshness }),
  }
  return { value, diagnostics }
}

const readColumns = (
  document: Document,
  dataset: Section,
  report: (diagnostic: Diagnostic) => void,
): readonly DatasetColumn[] => {
  const seen = new Set<string>()
  return (dataset.columns ?? []).map((column, i) => {
    const place = document.place(['dataset', 'columns', i, 'name'])
    const key = column.name.toLowerCase()
    if (seen.has(key)) report(diagnose('MR1357', { column: column.name }, place))
    seen.add(key)
    return {
      name: column.name,
      ...present('type', column.type),
      ...present('description', column.description),
      tags: column.tags ?? [],
      place,
    }
  })
}

const readFreshness = (
  document: Document,
  { freshness }: Section,
  report: (diagnostic: Diagnostic) => void,
): Freshness | undefined => {
  if (freshness === undefined) return undefined
  const place = document.place(['dataset', 'freshness', 'within'])
  const withinSeconds = durationSeconds(freshness.within)
  if (withinSeconds === undefined) {
    report(diagnose('MR1358', { text: freshness.within }, place))
    return undefined
  }
  return { column: freshness.column, withinSeconds, place }
}
