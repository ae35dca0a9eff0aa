/** Thrown by the readers below; callers turn it into a diagnostic that names the file. */
export class MalformedMetadata extends Error {
  override readonly name = 'MalformedMetadata'
}

type JsonObject = Readonly<Record<string, unknown>>

/** JSON in which every whole number keeps all its digits: those beyond 2^53 come back as bigint. */
export const parseExactJson = (text: string): unknown =>
  JSON.parse(text, function revive(this: unknown, _key: string, value: unknown, ...rest: unknown[]): unknown {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
    const [context] = rest as [{ readonly source?: string }?]
    return context?.source !== undefined && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value
  })

export const asObject = (value: unknown, what: string): JsonObject => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedMetadata(`${what} is not an object`)
  return value as JsonObject
}

export const asList = (value: unknown, what: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new MalformedMetadata(`${what} is not a list`)
  return value
}

export const asText = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw new MalformedMetadata(`${what} is not text`)
  return value
}

export const asInt = (value: unknown, what: string): number => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new MalformedMetadata(`${what} is not a whole number`)
  return value
}

export const asLong = (value: unknown, what: string): bigint => {
  if (typeof value === 'bigint') return value
  return BigInt(asInt(value, what))
}

export const asTextMap = (value: unknown, what: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(asObject(value, what)).map(([key, member]) => [key, asText(member, `${what}.${key}`)]),
  )

/** What a reader does not know, kept so that it survives our next commit. */
export const unknownMembers = (object: JsonObject, known: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !known.includes(key)))
