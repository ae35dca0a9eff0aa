import { hash } from 'node:crypto'

/** JSON with object keys sorted and `undefined` members left out: equal data gives equal text. bigint prints as a number. */
export const stableJson = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) {
    let text = '['
    for (const [i, member] of value.entries()) text += `${i === 0 ? '' : ','}${stableJson(member)}`
    return `${text}]`
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return stableJson(value.toJSON())
  const members = value as Readonly<Record<string, unknown>>
  // In loops and by concatenation: this takes a good part of reading thousands of jobs.
  let text = '{'
  for (const key of Object.keys(members).sort()) {
    const member = members[key]
    if (member !== undefined) text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${stableJson(member)}`
  }
  return `${text}}`
}

/** SHA-256 in hex of the stable JSON of `value`: the identity of a piece of data by its content. */
export const contentHash = (value: unknown): string => hash('sha256', stableJson(value), 'hex')
