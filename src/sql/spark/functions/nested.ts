import { castTo, engineType } from '../engines/duckdb/casts.ts'
import { array, hasMap, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { tightest, widerThanText } from '../spark-types/tightest-type.ts'
import { type Argument, Mistaken, Refused, typeOf } from './entry.ts'

/** The type of an array's elements or of a map's values. */
export const element = (args: readonly Argument[], index = 0): SparkType => {
  const type = typeOf(args, index)
  return type.kind === 'array' ? type.element : type.kind === 'map' ? type.value : types.unknown
}

/** To the engine an element has no type where the list, or the index, is NULL whatever the row. */
export const typedElement = (sql: string, type: SparkType, list: string, at: string): string => {
  const varies = (part: string): boolean => /^\d+$|^\[|"/.test(part)
  return (varies(list) && varies(at)) || /^(?:unknown|null)$/.test(type.kind)
    ? sql
    : `CAST(${sql} AS ${engineType(type)})`
}

export const own = (args: readonly Argument[]): SparkType => typeOf(args)

export const keyOf = (args: readonly Argument[], index = 0): SparkType => {
  const type = typeOf(args, index)
  return type.kind === 'map' ? type.key : types.unknown
}

export const map = (key: SparkType, value: SparkType): SparkType => {
  if (hasMap(key)) throw new Mistaken('a map within the key of a map')
  return { kind: 'map', key, value }
}

/** An array and a value for it, brought to the type that Spark compares or stores them in. */
export const withItem = (
  texts: readonly string[],
  args: readonly Argument[],
  how: { readonly item?: number; readonly decimals?: boolean } = {},
): { readonly list: string; readonly item: string; readonly type: SparkType } => {
  const at = how.item ?? 1
  const type = itemType(args, how)
  return {
    list: castTo({ sql: texts[0] ?? '', type: typeOf(args) }, array(type)),
    item: castTo({ sql: texts[at] ?? '', type: typeOf(args, at) }, type),
    type,
  }
}

export const itemType = (
  args: readonly Argument[],
  { item = 1, decimals = false }: { readonly item?: number; readonly decimals?: boolean } = {},
): SparkType => {
  if (typeOf(args).kind === 'null') throw new Refused('NULL where an array is needed')
  const [a, b] = [element(args), typeOf(args, item)]
  const type = decimals ? widerThanText(a, b) : tightest(a, b)
  if (type === undefined)
    throw new Mistaken(`a value of type ${sparkName(b)} for an array of ${sparkName(a)}`, 'cast the value')
  return type
}

/** Arrays, brought to the one type of their elements. */
export const together = (
  texts: readonly string[],
  args: readonly Argument[],
): { readonly lists: readonly string[]; readonly type: SparkType } => {
  const type = sharedElement(args)
  return {
    lists: texts.map((text, i) => castTo({ sql: text, type: typeOf(args, i) }, array(type))),
    type,
  }
}

export const sharedElement = (args: readonly Argument[]): SparkType => {
  const type = args
    .map((_, i) => element(args, i))
    .reduce<SparkType | undefined>((a, b) => (a === undefined ? a : tightest(a, b)), types.null)
  if (type === undefined || args.some((argument) => argument.type.kind === 'null'))
    throw new Refused(
      `arrays of ${args.map((_, i) => sparkName(element(args, i))).join(' and ')} together`,
      'cast one of them',
    )
  return type
}

export const keyed = (
  texts: readonly string[],
  args: readonly Argument[],
): { readonly map: string; readonly key: string } => {
  const type = widerThanText(keyOf(args), typeOf(args, 1))
  if (type === undefined || typeOf(args, 1).kind === 'null')
    throw new Refused(
      `a key of type ${sparkName(typeOf(args, 1))} for a map of ${sparkName(keyOf(args))}`,
      'cast the key',
    )
  return {
    map: castTo({ sql: texts[0] ?? '', type: typeOf(args) }, map(type, element(args))),
    key: castTo({ sql: texts[1] ?? '', type: typeOf(args, 1) }, type),
  }
}

export const refuseUnordered = (type: SparkType, what: string): void => {
  if (type.kind === 'map') throw new Mistaken(`${what} of maps`)
  if (type.kind === 'array') refuseUnordered(type.element, what)
  if (type.kind === 'struct') for (const field of type.fields) refuseUnordered(field.type, what)
}

/** The engine has NULL last inside of arrays and structs; a nested value is ordered by this one instead. */
const orderKey = (x: string, type: SparkType, depth = 0): string => {
  if (type.kind === 'struct')
    return `struct_pack(${type.fields
      .map((field, i) => {
        const member = `(${x})."${field.name.replaceAll('"', '""')}"`
        return `f${i} := struct_pack(n := ${member} IS NOT NULL, v := ${orderKey(member, field.type, depth)})`
      })
      .join(', ')})`
  if (type.kind === 'array') {
    const e = `lambda_o${depth}`
    return `list_transform(${x}, lambda ${e}: struct_pack(n := ${e} IS NOT NULL, v := ${orderKey(e, type.element, depth + 1)}))`
  }
  return x
}

// Names of lambdas are such as no column has: as the member of a struct the engine takes one for a column.

/** Sorts by `list_sort` with its two words; nested elements by a key that has NULL where Spark has it. */
export const sorted = (list: string, type: SparkType, words: string): string => {
  if (type.kind !== 'struct' && type.kind !== 'array') return `list_sort(${list}, ${words})`
  const paired = `list_transform(${list}, lambda lambda_o: CASE WHEN lambda_o IS NOT NULL THEN struct_pack(k := ${orderKey('lambda_o', type)}, v := lambda_o) END)`
  return `list_transform(list_sort(${paired}, ${words}), lambda lambda_o: (lambda_o).v)`
}

/** Whether the engine can reduce as it is: from a constant that is not NULL, in the type of the elements. */
export const isPlainReduce = ([list, zero]: readonly Argument[]): boolean =>
  list?.type.kind === 'array' &&
  zero !== undefined &&
  sparkName(list.type.element) === sparkName(zero.type) &&
  (zero.literal !== undefined || /^(?:CAST\()?\(?-?\d+(?:\.\d+)?\)?(?: AS \w+\))?$/.test(zero.sql))
