import { kinds, type ResourceType } from './index.ts'

/** Short names, as users of kubectl type them, and other names of a type. */
const others: Readonly<Partial<Record<ResourceType, readonly string[]>>> = {
  workflow: ['wf'],
  policy: ['pol'],
  data: ['product', 'products', 'dp'],
  dataset: ['ds'],
  service: ['svc'],
  workspace: ['ws'],
  volume: ['vol'],
  database: ['db'],
}

const plural = (type: string): string =>
  type.endsWith('s') ? `${type}es` : `${type.replace(/(?<=[^aeiou])y$/, 'ie')}s`

/** All that a type may be called: its name, its plural where it has one, and short names. */
export const typeNames = (type: ResourceType): readonly string[] => [
  type,
  ...(type === 'data' ? [] : [plural(type)]),
  ...(others[type] ?? []),
]

/** The type that is called so, in upper or lower case. */
export const typeCalled = (name: string): ResourceType | undefined =>
  kinds.map(({ type }) => type).find((type) => typeNames(type).includes(name.toLowerCase()))
