import { unreachable } from '../../base/bug.ts'
import { nearest } from '../../base/nearest.ts'
import { type DatasetAddress, sqlName } from '../../address.ts'
import { diagnose, type Diagnostic } from '../../diagnostics/index.ts'
import type { ReadableDataset } from '../dataset.ts'

/** `--use depot.collection`: where names without those parts are looked up. */
export type Use = { readonly depot: string; readonly collection: string }

export type NameResolution<D extends ReadableDataset> =
  | { readonly kind: 'dataset'; readonly dataset: D }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'incomplete'; readonly near: string | undefined }
  | { readonly kind: 'unknown'; readonly near: string | undefined }

/** Finds the dataset of a name of one to three parts, ignoring case unless that makes it ambiguous. */
export const resolveName = <D extends ReadableDataset>(
  parts: readonly string[],
  datasets: readonly D[],
  use: Use | undefined,
): NameResolution<D> => {
  const written = parts.join('.')
  const full = complete(parts, use)
  for (const name of [full, parts.length === 1 ? written : undefined]) {
    if (name === undefined) continue
    const own = datasets.filter((dataset) => lower(sqlName(dataset.address)) === lower(name))
    const found =
      own.length > 0
        ? own
        : datasets.filter(({ address }) => isFile(address.dataset) && lower(stemOf(address)) === lower(name))
    const exact = found.filter(({ address }) => sqlName(address) === name || stemOf(address) === name)
    const [only, ...others] = exact.length === 1 ? exact : found
    if (only !== undefined)
      return others.length === 0
        ? { kind: 'dataset', dataset: only }
        : { kind: 'ambiguous', candidates: found.map((dataset) => sqlName(dataset.address)) }
  }
  if (looksLikeFile(parts.at(-1) ?? '')) return { kind: 'file' }
  const near = nearestDataset(full ?? written, parts, datasets)
  return full === undefined ? { kind: 'incomplete', near } : { kind: 'unknown', near }
}

/** Folds ASCII only, as DuckDB does: a wider folding would take a name for a WITH that the engine does not see. */
export const lower = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const complete = (parts: readonly string[], use: Use | undefined): string | undefined => {
  if (parts.length >= 3) return parts.join('.')
  if (use === undefined) return undefined
  return [use.depot, ...(parts.length === 1 ? [use.collection] : []), ...parts].join('.')
}

/** A dataset that is one file answers to its name without the extension, too: `customers` for `customers.parquet`. */
const stemOf = (address: DatasetAddress): string => sqlName(address).replace(extension, '')

const extension = /\.(parquet|csv|tsv|json|jsonl|ndjson|txt|db|duckdb|xlsx|arrow|avro)(\.\w+)?$/i

const isFile = (name: string): boolean => extension.test(name)

const looksLikeFile = (name: string): boolean => /[/\\*?]|:\/\//.test(name) || isFile(name)

/** What is wrong with a name that is no dataset's. */
export const explainName = (
  found: Exclude<NameResolution<ReadableDataset>, { readonly kind: 'dataset' }>,
  name: string,
  place: Diagnostic['place'],
): Diagnostic => {
  switch (found.kind) {
    case 'ambiguous':
      return diagnose('MR4010', { name, candidates: found.candidates.join(', ') }, place)
    case 'file':
      return diagnose('MR4008', { name }, place)
    case 'incomplete':
      return diagnose('MR4007', { name, near: found.near }, place)
    case 'unknown':
      return diagnose('MR4006', { name, near: found.near }, place)
    default:
      return unreachable(found)
  }
}

const nearestDataset = (
  name: string,
  parts: readonly string[],
  datasets: readonly ReadableDataset[],
): string | undefined => {
  const names = datasets.map((dataset) => sqlName(dataset.address))
  const close = nearest(name, names)
  if (close !== undefined) return close
  const last = nearest(
    parts.at(-1) ?? '',
    datasets.map((dataset) => dataset.address.dataset),
  )
  const byLast = datasets.find((dataset) => dataset.address.dataset === last)
  return byLast === undefined ? undefined : sqlName(byLast.address)
}
