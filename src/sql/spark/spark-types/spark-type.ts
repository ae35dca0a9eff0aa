import { type AnsiInterval, nameOfInterval, isAnsiInterval, widerInterval } from './interval-type.ts'

/** A type of Spark SQL. `unknown` stands for a column whose schema nobody knows yet. */
export type SparkType =
  | { readonly kind: Simple }
  | AnsiInterval
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly element: SparkType }
  | { readonly kind: 'map'; readonly key: SparkType; readonly value: SparkType }
  | {
      readonly kind: 'struct'
      readonly fields: readonly { readonly name: string; readonly type: SparkType }[]
      /** A window of time, which window_time() and window() take: columns carry it, values that are made of them do not. */
      readonly isPeriod?: true
    }

type Simple =
  | 'unknown'
  | 'null'
  | 'string'
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'float'
  | 'double'
  | 'date'
  | 'timestamp'
  | 'timestamp_ntz'
  | 'binary'
  | 'interval'

const simple = <K extends Simple>(kind: K) => ({ kind }) as const

export const types = {
  unknown: simple('unknown'),
  null: simple('null'),
  string: simple('string'),
  boolean: simple('boolean'),
  tinyint: simple('tinyint'),
  smallint: simple('smallint'),
  int: simple('int'),
  bigint: simple('bigint'),
  float: simple('float'),
  double: simple('double'),
  date: simple('date'),
  timestamp: simple('timestamp'),
  timestamp_ntz: simple('timestamp_ntz'),
  binary: simple('binary'),
  interval: simple('interval'),
} as const

/** The types without parts by the words that Spark has for them. */
const typesByWord: ReadonlyMap<string, SparkType> = new Map<string, SparkType>([
  ['boolean', types.boolean],
  ['tinyint', types.tinyint],
  ['byte', types.tinyint],
  ['smallint', types.smallint],
  ['short', types.smallint],
  ['int', types.int],
  ['integer', types.int],
  ['bigint', types.bigint],
  ['long', types.bigint],
  ['float', types.float],
  ['real', types.float],
  ['double', types.double],
  ['date', types.date],
  ['timestamp', types.timestamp],
  ['timestamp_ltz', types.timestamp],
  ['timestamp_ntz', types.timestamp_ntz],
  ['string', types.string],
  ['binary', types.binary],
])

/** The type without parts that a word in lower case stands for; undefined for any other word. */
export const typeOfWord = (word: string): SparkType | undefined => typesByWord.get(word)

export const decimal = (precision: number, scale: number): SparkType => ({
  kind: 'decimal',
  precision,
  scale,
})
export const isPeriod = (type: SparkType): boolean => type.kind === 'struct' && type.isPeriod === true

/** The type of a value that is made of such ones. */
export const withoutPeriod = (type: SparkType): SparkType =>
  type.kind === 'struct' && type.isPeriod === true ? { kind: 'struct', fields: type.fields } : type

export const array = (element: SparkType): SparkType => ({ kind: 'array', element })

const integers = ['tinyint', 'smallint', 'int', 'bigint'] as const
export const isInteger = (type: SparkType): boolean => integers.some((kind) => kind === type.kind)
export const isFraction = (type: SparkType): boolean => type.kind === 'float' || type.kind === 'double'
export const isNumeric = (type: SparkType): boolean =>
  isInteger(type) || isFraction(type) || type.kind === 'decimal'
export const isNested = (type: SparkType): boolean =>
  type.kind === 'array' || type.kind === 'map' || type.kind === 'struct'

/** Values with maps in them have no order, and are no keys. */
export const hasMap = (type: SparkType): boolean =>
  type.kind === 'map' ||
  (type.kind === 'array' && hasMap(type.element)) ||
  (type.kind === 'struct' && type.fields.some((field) => hasMap(field.type)))

/** Values that may have -0.0 in them. */
export const hasFraction = (type: SparkType): boolean =>
  isFraction(type) ||
  (type.kind === 'array' && hasFraction(type.element)) ||
  (type.kind === 'struct' && type.fields.some((field) => hasFraction(field.type)))

const integerDigits: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, int: 10, bigint: 20 }

/** The decimal that holds every value of an integer type. */
export const asDecimal = (type: SparkType): { readonly precision: number; readonly scale: number } =>
  type.kind === 'decimal' ? type : { precision: integerDigits[type.kind] ?? 38, scale: 0 }

/**
 * A decimal type cut to 38 digits the way Spark does: digits before the point win, at least six after it stay.
 * Source: DecimalType.adjustPrecisionScale.
 */
export const fitDecimal = (precision: number, scale: number): SparkType => {
  if (precision <= 38) return decimal(precision, scale)
  return decimal(38, Math.max(38 - (precision - scale), Math.min(scale, 6)))
}

/** The type that both sides of a set operation, CASE, COALESCE or IN are brought to; undefined where Spark refuses. */
export const commonType = (a: SparkType, b: SparkType): SparkType | undefined => {
  if (a.kind === 'null') return b
  if (b.kind === 'null') return a
  if (a.kind === 'unknown' || b.kind === 'unknown') return types.unknown
  if (isNumeric(a) && isNumeric(b)) return commonNumber(a, b)
  if (isNested(a) && isNested(b)) return commonNested(a, b, commonType)
  if (isAnsiInterval(a) && isAnsiInterval(b)) return widerInterval(a, b)
  if (isAnsiInterval(a) || isAnsiInterval(b)) return undefined
  if (a.kind === b.kind) return a
  if (isDateLike(a) && isDateLike(b))
    return a.kind === 'timestamp' || b.kind === 'timestamp' ? types.timestamp : types.timestamp_ntz
  const other = a.kind === 'string' ? b : b.kind === 'string' ? a : undefined
  if (other === undefined || isNested(other)) return undefined
  return /^(?:binary|boolean|interval)$/.test(other.kind) ? undefined : types.string
}

/**
 * The type that several values have in common: texts come first, as nearly all else becomes text beside them, also where
 * the others have nothing in common. Source: TypeCoercion.findWiderCommonType.
 */
export const commonTypeOf = (all: readonly SparkType[]): SparkType | undefined =>
  [...all.filter(hasText), ...all.filter((type) => !hasText(type))].reduce<SparkType | undefined>(
    (a, b) => (a === undefined ? a : commonType(a, b)),
    types.null,
  )

const hasText = (type: SparkType): boolean =>
  type.kind === 'string' || (type.kind === 'array' && hasText(type.element))

type Fields = readonly { readonly name: string; readonly type: SparkType }[]

type Finder = (a: SparkType, b: SparkType) => SparkType | undefined

/** The type that two arrays, maps or structs have in common, if `find` finds one for all of their parts. */
export const commonNested = (a: SparkType, b: SparkType, find: Finder): SparkType | undefined => {
  if (a.kind === 'array' && b.kind === 'array') {
    const element = find(a.element, b.element)
    return element === undefined ? undefined : array(element)
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const key = find(a.key, b.key)
    const value = find(a.value, b.value)
    return key === undefined || value === undefined ? undefined : { kind: 'map', key, value }
  }
  return a.kind === 'struct' && b.kind === 'struct' ? commonStruct(a.fields, b.fields, find) : undefined
}

const commonStruct = (a: Fields, b: Fields, find: Finder): SparkType | undefined => {
  if (a.length !== b.length) return undefined
  const fields = a.map((field, i) => {
    const other = b[i]
    if (other === undefined || field.name.toLowerCase() !== other.name.toLowerCase()) return undefined
    const type = find(field.type, other.type)
    return type === undefined ? undefined : { name: field.name, type }
  })
  const known = fields.filter((field) => field !== undefined)
  return known.length === a.length ? { kind: 'struct', fields: known } : undefined
}

/** Equal but for the names of fields, as IN compares rows. Source: DataType.equalsStructurally. */
export const isSameShape = (a: SparkType, b: SparkType): boolean => {
  if (a.kind === 'struct' && b.kind === 'struct')
    return (
      a.fields.length === b.fields.length &&
      a.fields.every((field, i) => isSameShape(field.type, b.fields[i]?.type ?? types.unknown))
    )
  if (a.kind === 'array' && b.kind === 'array') return isSameShape(a.element, b.element)
  if (a.kind === 'map' && b.kind === 'map') return isSameShape(a.key, b.key) && isSameShape(a.value, b.value)
  return sparkName(a) === sparkName(b)
}

const isDateLike = (type: SparkType): boolean =>
  type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'timestamp_ntz'

const commonNumber = (a: SparkType, b: SparkType): SparkType => {
  if (a.kind === 'double' || b.kind === 'double') return types.double
  if (a.kind === 'float' || b.kind === 'float')
    return a.kind === 'decimal' || b.kind === 'decimal' ? types.double : types.float
  if (a.kind === 'decimal' || b.kind === 'decimal') {
    const [x, y] = [asDecimal(a), asDecimal(b)]
    const scale = Math.max(x.scale, y.scale)
    const whole = Math.max(x.precision - x.scale, y.precision - y.scale)
    return decimal(Math.min(38, whole + scale), Math.min(38, scale))
  }
  const wider = Math.max(
    integers.findIndex((kind) => kind === a.kind),
    integers.findIndex((kind) => kind === b.kind),
  )
  return { kind: integers[wider] ?? 'bigint' }
}

/** The type in Spark's spelling, as `typeof` and column names print it. */
export const sparkName = (type: SparkType): string => {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'array':
      return `array<${sparkName(type.element)}>`
    case 'map':
      return `map<${sparkName(type.key)},${sparkName(type.value)}>`
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name}:${sparkName(field.type)}`).join(',')}>`
    case 'year_month':
    case 'day_time':
      return `interval ${nameOfInterval(type)}`
    case 'null':
      return 'void'
    default:
      return type.kind
  }
}
