/** A dataset's address: `dataos://depot:collection/dataset?acl=rw`. Parts that are absent are undefined. */
export type Address = {
  readonly depot: string
  readonly collection?: string
  /** May contain slashes: folders of a file depot. A trailing slash is dropped. */
  readonly dataset?: string
  readonly acl?: 'r' | 'rw'
}

export type AddressParse =
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'malformed'; readonly reason: string; readonly nearest?: string }

const scheme = 'dataos://'

/** Reads an address. The reason of a malformed one is a clause that completes "the address is malformed: …". */
export const parseAddress = (text: string): AddressParse => {
  const malformed = (reason: string): AddressParse => ({ kind: 'malformed', reason })
  if (!text.startsWith(scheme)) return malformed(`it does not start with ${scheme}`)
  const [path = '', query] = text.slice(scheme.length).split('?', 2)
  if (path.startsWith('/')) return malformed('there are too many slashes after the scheme')
  const slash = path.indexOf('/')
  const head = slash < 0 ? path : path.slice(0, slash)
  const dataset = slash < 0 ? '' : path.slice(slash + 1).replace(/\/+$/, '')
  const [depot = '', ...collections] = head.split(':')
  if (depot === '') return malformed('the depot is missing')
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(depot)) return malformed(`"${depot}" cannot be the name of a depot`)
  if (collections.length > 1) return malformed('it has more than one colon after the depot')
  const collection = collections[0] ?? ''
  if (dataset !== '' && collection === '')
    return malformed('the collection is missing: write depot:collection/dataset')
  if (dataset.split('/').some((segment) => segment === '..' || segment === '.'))
    return malformed('it leaves its collection')
  if (collection === '..' || collection === '.') return malformed('it leaves its depot')
  if (dataset.includes('//') || dataset.startsWith('/'))
    return malformed('it has an empty part between slashes')
  const acl = query === undefined ? null : new URLSearchParams(query).get('acl')
  if (acl !== null && acl !== 'r' && acl !== 'rw') return malformed(`acl is "${acl}", not r or rw`)
  return {
    kind: 'address',
    address: {
      depot: depot.toLowerCase(),
      ...(collection === '' ? {} : { collection }),
      ...(dataset === '' ? {} : { dataset }),
      ...(acl === null ? {} : { acl }),
    },
  }
}

/**
 * Reads an address that somebody wrote: stricter than `parseAddress`, which also reads what was registered before. A
 * malformed one comes with the nearest that is well formed, where only single characters are wrong. Folders may have
 * blanks inside their names.
 */
export const parseWrittenAddress = (text: string): AddressParse => {
  const [path = ''] = text.split('?', 1)
  const query = /&(?=acl=)/.exec(path)
  if (query !== null && path === text)
    return {
      kind: 'malformed',
      reason: 'the first & of it has to be a ?',
      nearest: `${path.slice(0, query.index)}?${path.slice(query.index + 1)}`,
    }
  const [bad] = /[\p{Cc}\p{Cf}{}"'`<>|\\]|\$(?=\{)|[^\S ]|^ | $/u.exec(path) ?? []
  if (bad === undefined || !text.trimStart().startsWith(scheme)) return parseAddress(text)
  const cleaned = path.replaceAll(/[\p{Cc}\p{Cf}{}"'`<>|]|\$(?=\{)/gu, '').replaceAll('\\', '/')
  const nearest = cleaned.trim()
  const column = (bad === ' ' && !path.startsWith(' ') ? path.lastIndexOf(bad) : path.indexOf(bad)) + 1
  return {
    kind: 'malformed',
    reason: `${spokenCharacter(bad)} at character ${column} cannot be part of it`,
    ...(parseAddress(nearest).kind === 'address' ? { nearest: nearest + text.slice(path.length) } : {}),
  }
}

const spokenCharacter = (character: string): string => {
  if (character === ' ') return 'the blank'
  if (!/[\p{Cc}\p{Cf}\s]/u.test(character)) return `the ${character}`
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `the character U+${code}`
}

/** The canonical text of an address, without `acl`: two addresses of one dataset print the same. */
export const printAddress = (address: Address): string => {
  const collection = address.collection === undefined ? '' : `:${address.collection}`
  const dataset = address.dataset === undefined ? '' : `/${address.dataset}`
  return `${scheme}${address.depot}${collection}${dataset}`
}

/** An address that names one dataset, not a depot or a collection. */
export type DatasetAddress = Address & { readonly collection: string; readonly dataset: string }

export const namesDataset = (address: Address): address is DatasetAddress =>
  address.collection !== undefined && address.dataset !== undefined

/** The dataset as SQL names it: `depot.collection.dataset`. */
export const sqlName = (address: DatasetAddress): string =>
  `${address.depot}.${address.collection}.${address.dataset}`

/** A printed address in the same spelling, for people: `dataos://lake:shop/orders` is `lake.shop.orders`. */
export const spokenAddress = (printed: string): string =>
  (printed.startsWith(scheme) ? printed.slice(scheme.length) : printed).replace(':', '.').replace('/', '.')
