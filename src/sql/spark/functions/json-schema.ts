import { literal } from '../../quote.ts'
import { types } from '../spark-types/spark-type.ts'
import { entry, type FunctionEntry, Refused } from './entry.ts'

type Inferred =
  | { readonly kind: 'decimal'; readonly digits: number }
  | { readonly kind: 'null' | 'bigint' | 'double' | 'boolean' | 'string' }
  | { readonly kind: 'array'; readonly element: Inferred }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Inferred> }

/** schema_of_json of a text that is written out, so that the schema is known before anything runs. */
export const schemaOfJson: FunctionEntry = entry('s', types.string, (_, args) => {
  const text = args[0]?.literal
  if (text === undefined || args.length > 1)
    throw new Refused('schema_of_json of something that is not written as text')
  return literal(printed(canonical(infer(parsed(text)))))
})

const marker = '#number'

/** The JSON with its numbers as texts, since 1 and 1.0 are of different types. */
const parsed = (text: string): unknown => {
  const marked = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') ? token : JSON.stringify({ [marker]: token }),
  )
  try {
    JSON.parse(text)
    return JSON.parse(marked)
  } catch {
    throw new Refused('schema_of_json of a text that is not JSON')
  }
}

/** Source: JsonInferSchema.inferField. */
const infer = (value: unknown): Inferred => {
  if (value === null || value === '') return { kind: 'null' }
  if (typeof value === 'string') return { kind: 'string' }
  if (typeof value === 'boolean') return { kind: 'boolean' }
  if (Array.isArray(value))
    return { kind: 'array', element: value.map(infer).reduce(merge, { kind: 'null' }) }
  const members = Object.entries(value ?? {})
  const number = members.find(([name]) => name === marker)?.[1]
  if (typeof number === 'string') {
    if (/[.eE]/.test(number)) return { kind: 'double' }
    return inferredWhole(number)
  }
  return { kind: 'struct', fields: new Map(members.map(([name, member]) => [name, infer(member)])) }
}

/** The schema as it is told: members without a name and structs without members are left out, but for the outermost. Source: JsonInferSchema.canonicalizeType. */
const canonical = (type: Inferred): Inferred => {
  const empty: Inferred = { kind: 'struct', fields: new Map() }
  if (type.kind === 'struct') return named(type) ?? empty
  if (type.kind === 'array' && type.element.kind === 'struct')
    return { kind: 'array', element: named(type.element) ?? empty }
  return named(type) ?? { kind: 'string' }
}

const named = (type: Inferred): Inferred | undefined => {
  if (type.kind === 'array') {
    const element = named(type.element)
    return element === undefined ? undefined : { kind: 'array', element }
  }
  if (type.kind !== 'struct') return type
  const fields = [...type.fields].flatMap(([name, field]): [string, Inferred][] => {
    const kept = name === '' ? undefined : named(field)
    return kept === undefined ? [] : [[name, kept]]
  })
  return fields.length === 0 ? undefined : { kind: 'struct', fields: new Map(fields) }
}

const inferredWhole = (number: string): Inferred => {
  const digits = number.replace('-', '').length
  if (BigInt.asIntN(64, BigInt(number)) === BigInt(number)) return { kind: 'bigint' }
  return digits > 38 ? { kind: 'double' } : { kind: 'decimal', digits }
}

/** The digits of a whole number; of a BIGINT those of the decimal that holds all of them. */
const digitsOf = (type: Inferred): number | undefined =>
  type.kind === 'decimal' ? type.digits : type.kind === 'bigint' ? 20 : undefined

/** Source: JsonInferSchema.compatibleType. */
const merge = (a: Inferred, b: Inferred): Inferred => {
  if (a.kind === 'null') return b
  if (b.kind === 'null') return a
  if (a.kind === 'array' && b.kind === 'array') return { kind: 'array', element: merge(a.element, b.element) }
  if (a.kind === 'struct' && b.kind === 'struct') {
    const fields = new Map(a.fields)
    for (const [name, type] of b.fields) fields.set(name, merge(fields.get(name) ?? { kind: 'null' }, type))
    return { kind: 'struct', fields }
  }
  if (a.kind === b.kind && a.kind !== 'decimal') return a
  const [left, right] = [digitsOf(a), digitsOf(b)]
  if (left !== undefined && right !== undefined) return { kind: 'decimal', digits: Math.max(left, right) }
  const isDouble = (one: Inferred, other: number | undefined) => one.kind === 'double' && other !== undefined
  return { kind: isDouble(a, right) || isDouble(b, left) ? 'double' : 'string' }
}

const printed = (type: Inferred): string => {
  switch (type.kind) {
    case 'null':
      return 'STRING'
    case 'decimal':
      return `DECIMAL(${type.digits},0)`
    case 'array':
      return `ARRAY<${printed(type.element)}>`
    case 'struct': {
      const names = [...type.fields.keys()].toSorted((a, b) => (a < b ? -1 : 1))
      const fields = names.map((name) => {
        const plain = /^\w+$/.test(name) && !/^\d+$/.test(name)
        const field = type.fields.get(name) ?? { kind: 'null' }
        return `${plain ? name : `\`${name.replaceAll('`', '``')}\``}: ${printed(field)}`
      })
      return `STRUCT<${fields.join(', ')}>`
    }
    default:
      return type.kind.toUpperCase()
  }
}
