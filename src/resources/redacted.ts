/** A manifest as it may be kept and shown: what is or may be a credential is `***`. */
export const redactedManifest = (type: string, manifest: unknown): unknown =>
  redacted(manifest, type === 'secret' || type === 'instance-secret' ? [...hidden, 'data', 'files'] : hidden)

const hidden = ['connectionSecret', 'key_json', 'authorization', 'webHookUrl']
const credential = /password|passphrase|api_?key|token|secret_?key|access_?key|nkeys_seed/i

const redacted = (value: unknown, keys: readonly string[]): unknown => {
  if (Array.isArray(value)) return value.map((member) => redacted(member, keys))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => {
      const isPlain = typeof member === 'string' || typeof member === 'number'
      const isHidden = keys.includes(key) || (isPlain && credential.test(key))
      return [key, isHidden ? '***' : redacted(member, keys)]
    }),
  )
}
