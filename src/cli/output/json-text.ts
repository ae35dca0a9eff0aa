/**
 * JSON that keeps what JSON.stringify loses or refuses: 64-bit integers are written as exact digits without quotes,
 * bytes as base64 text, and NaN and the infinities as the texts "NaN", "Infinity" and "-Infinity", because null would
 * make them look absent. Members that are undefined are left out. The text is one line, and no character in it can
 * act on a terminal.
 */
export const jsonText = (value: unknown): string => {
  switch (typeof value) {
    case 'bigint':
      return value.toString()
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`
    case 'string':
      return quoted(value)
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? 'null' : structureText(value)
    default:
      return 'null'
  }
}

/** An object of named members in this order. */
const jsonObject = (members: readonly (readonly [string, unknown])[]): string =>
  `{${members.map(([name, value]) => `${quoted(name)}:${jsonText(value)}`).join(',')}}`

const structureText = (value: object): string => {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (value instanceof Uint8Array) return `"${base64(value)}"`
  if ('toJSON' in value && typeof value.toJSON === 'function') return jsonText(value.toJSON())
  return jsonObject(Object.entries(value).filter(([, member]) => member !== undefined))
}

export const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

// JSON.stringify escapes C0 only; DEL, C1 and marks that turn the writing direction act on terminals too.
const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
