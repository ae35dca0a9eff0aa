import { hash } from 'node:crypto'

/** JSON with object keys sorted and `undefined` members left out: equal data gives equal text. bigint prints as a number. */
export const stableJson = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object') return JSON.stringify(value)
  // In loops and by concatenation: this takes a good part of reading thousands of jobs.
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += i === 0 ? stableJson(value[i]) : `,${stableJson(value[i])}`
    return `${text}]`
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return stableJson(value.toJSON())
  const members = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(members)
  if (keys.length > 1) keys.sort()
  let text = '{'
  for (const key of keys) {
    const member = members[key]
    if (member === undefined) continue
    text += text === '{' ? `${printKey(key)}${stableJson(member)}` : `,${printKey(key)}${stableJson(member)}`
  }
  return `${text}}`
}

/** Most keys are the same few hundred again and again. */
const printKey = (key: string): string => {
  const known = printed.get(key)
  if (known !== undefined) return known
  const text = `${JSON.stringify(key)}:`
  if (printed.size < 4096 && key.length < 64) printed.set(key, text)
  return text
}

const printed = new Map<string, string>()

/** SHA-256 in hex of the stable JSON of `value`: the identity of a piece of data by its content. */
export const contentHash = (value: unknown): string => hash('sha256', stableJson(value), 'hex')
