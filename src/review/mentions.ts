import { namesDataset, parseAddress, printAddress } from '../address.ts'
import type { Resource } from '../resources/index.ts'
import { wordsOf } from './words.ts'

/** That a resource which nothing here runs reads a dataset; without columns it may read all of them. */
export type Mention = { readonly name: string; readonly columns: ReadonlySet<string> | undefined }

/** By the canonical address in lower case: resources whose texts name the dataset, such as the queries of a dashboard. */
export const mentionsOf = (resources: readonly Resource[]): ReadonlyMap<string, readonly Mention[]> => {
  const found = new Map<string, Mention[]>()
  for (const resource of resources) {
    if (!('isRegisteredOnly' in resource)) continue
    const name = `${resource.type} ${resource.name}`
    walk(resource.document.value, undefined, (dataset, columns) => {
      found.set(dataset, [...(found.get(dataset) ?? []), { name, columns }])
    })
  }
  return found
}

type Found = (dataset: string, columns: ReadonlySet<string> | undefined) => void

const walk = (value: unknown, around: unknown, found: Found): void => {
  if (Array.isArray(value)) for (const item of value) walk(item, around, found)
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) walk(member, value, found)
  else if (typeof value === 'string')
    for (const [dataset, columns] of inText(value, around)) found(dataset, columns)
}

const inText = (text: string, around: unknown): readonly (readonly [string, Mention['columns']])[] => {
  const whole = addressIn(text.trim())
  if (whole !== undefined) return [[whole, axesOf(around)]]
  const addresses = [...text.matchAll(/dataos:\/\/[\w:/.-]+/g)].flatMap(([found]) => addressIn(found) ?? [])
  const names = [...text.matchAll(dotted)].flatMap(([, depot = '', collection = '', dataset = '']) => {
    const address = addressIn(`dataos://${bare(depot)}:${bare(collection)}/${bare(dataset)}`)
    return address === undefined ? [] : [address]
  })
  if (addresses.length + names.length === 0) return []
  const columns = allOf.test(text) ? undefined : wordsOf(text)
  return [...new Set([...addresses, ...names])].map((dataset) => [dataset, columns])
}

const addressIn = (text: string): string | undefined => {
  const parsed = parseAddress(text)
  if (parsed.kind !== 'address' || !namesDataset(parsed.address)) return undefined
  return printAddress(parsed.address).toLowerCase()
}

const part = '([A-Za-z_][\\w-]*|`[^`]+`|"[^"]+")'
const dotted = new RegExp(`${part}\\.${part}\\.${part}`, 'g')
const bare = (name: string): string => name.replaceAll(/^[`"]|[`"]$/g, '')

/** A star that stands for columns. */
const allOf = /\bselect\s+(?:distinct\s+)?\*|[,.]\s*\*/i

/** Of a tile the columns that it draws; a table shows all of them. */
const axesOf = (around: unknown): Mention['columns'] => {
  if (typeof around !== 'object' || around === null) return undefined
  const [x, y]: readonly unknown[] = [Reflect.get(around, 'x'), Reflect.get(around, 'y')]
  const axes = [x, y].flat().filter((axis) => typeof axis === 'string')
  return axes.length === 0 ? undefined : new Set(axes.map((axis) => axis.toLowerCase()))
}
