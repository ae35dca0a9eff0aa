import type { Address } from '../address.ts'

/**
 * Where a dataset, a collection, or everything (the empty path) lies below a file depot's root. The collection `none`
 * says that there is none, so it is no folder.
 */
export const datasetPath = ({ collection, dataset }: Address): string =>
  [collection === 'none' ? undefined : collection, dataset].filter((part) => part !== undefined).join('/')
