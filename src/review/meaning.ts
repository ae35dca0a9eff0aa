import { stableJson } from '../base/stable-json.ts'
import type { Resource } from '../resources/index.ts'

/**
 * What a resource of a type that is read whole means, as text: equal where only the way differs in which its manifest
 * says it. Undefined for types of which this release reads only a part.
 */
export const meaningOf = (resource: Resource): string | undefined => {
  switch (resource.type) {
    case 'dataset':
    case 'data': {
      const { document: _document, hash: _hash, ...said } = resource
      return stableJson(inOrder(withoutPlaces(said)))
    }
    case 'policy':
      return stableJson(inOrder(withoutPlaces(resource.policy)))
    default:
      return undefined
  }
}

/** Members of a manifest that its meaning says all of; texts for people are not among those of a policy. */
export const isCovered = ({ type }: Pick<Resource, 'type'>, path: string): boolean => {
  if (type !== 'policy') return true
  return path.startsWith('policy.') && !/\.(?:name|description)$|^policy\.access\.collection$/.test(path)
}

const withoutPlaces = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutPlaces)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'place')
      .map(([key, member]) => [key, withoutPlaces(member)]),
  )
}

/** None of the lists of these types has an order that means anything. */
const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value))
    return value
      .map(inOrder)
      .map((item) => ({ item, text: stableJson(item) }))
      .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
      .map(({ item }) => item)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inOrder(member)]))
}
