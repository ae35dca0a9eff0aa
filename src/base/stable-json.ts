import { createHash } from 'node:crypto'

/** JSON with object keys sorted and `undefined` members left out: equal data gives equal text. bigint prints as a number. */
export const stableJson = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`
  if ('toJSON' in value && typeof value.toJSON === 'function') return stableJson(value.toJSON())
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${stableJson(member)}`)
  return `{${members.join(',')}}`
}

/** SHA-256 in hex of the stable JSON of `value`: the identity of a piece of data by its content. */
export const contentHash = (value: unknown): string =>
  createHash('sha256').update(stableJson(value)).digest('hex')
