import { isCredentialKey, withoutCredentials } from '../base/credentials.ts'

/** A manifest as it may be kept and shown: what is or may be a credential is `***`. */
export const redactedManifest = (type: string, manifest: unknown): unknown =>
  redacted(manifest, secretTypes.has(type) ? [...hidden, ...ofSecrets] : hidden)

const hidden = ['connectionSecret', 'key_json']
const ofSecrets = ['data', 'files']
const secretTypes: ReadonlySet<string> = new Set(['secret', 'instance-secret'])

const redacted = (value: unknown, keys: readonly string[]): unknown => {
  if (Array.isArray(value)) return value.map((member) => redacted(member, keys))
  if (typeof value === 'string') return withoutCredentials(value)
  if (!isMapping(value)) return value
  // Variables of containers are lists of such pairs.
  const named = value['name'] ?? value['key']
  const isNamedSo = typeof named === 'string' && isCredentialKey(named)
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const isCredential = isCredentialKey(key) || (isNamedSo && key === 'value')
      if (keys.includes(key) || (isCredential && isPlain(member))) return [key, '***']
      return [key, redacted(member, keysBelow(key, member, keys))]
    }),
  )
}

/** A secret may stand in a bundle; the address of a web hook is all that is needed to call it. */
const keysBelow = (key: string, member: unknown, keys: readonly string[]): readonly string[] => {
  if (!isMapping(member)) return keys
  if (secretTypes.has(key)) return [...hidden, ...ofSecrets]
  return /^web_?hook$/i.test(key) ? [...keys, 'url'] : keys
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'string' ||
  typeof value === 'number' ||
  (Array.isArray(value) && value.length > 0 && value.every(isPlain))

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
