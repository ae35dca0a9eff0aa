import { unreachable } from '../../../../base/bug.ts'
import { castRefusal } from '../../spark-types/castable.ts'
import {
  type AnsiInterval,
  dayTimeFields,
  isAnsiInterval,
  nameOfInterval,
  widerInterval,
} from '../../spark-types/interval-type.ts'
import { specialConstant } from './special-times.ts'
import { isColumn, joined, narrowed } from './define-macro.ts'
import { directDecimal, plainAsDecimal, sharedDecimal } from './read-decimal.ts'
import {
  asDecimal,
  isFraction,
  isInteger,
  isNested,
  isNumeric,
  type SparkType,
  sparkName,
  types,
} from '../../spark-types/spark-type.ts'
import type { Typed } from '../../spark-types/typed.ts'

/** The value brought to a type as Spark does without ANSI mode: what does not fit becomes NULL or wraps. */
export const castTo = (value: Typed, to: SparkType): string => {
  const { type: from } = value
  if (from.kind === to.kind && sparkName(from) === sparkName(to)) return value.sql
  if (from.kind === 'null') return `CAST(${value.sql} AS ${engineType(to)})`
  const bytes = from.kind === 'string' ? bytesBehind(value.sql) : undefined
  // Bytes that are no text are no value of another type either, and the text itself is not asked for.
  if (bytes !== undefined)
    return to.kind === 'binary' ? bytes : castTo({ sql: `TRY(decode(${bytes}))`, type: from }, to)
  const special = from.kind === 'string' ? specialConstant(value.sql, to) : undefined
  if (special !== undefined) return special
  // Both are counted in the same unit; only fewer fields would cut something off.
  if (
    isAnsiInterval(from) &&
    isAnsiInterval(to) &&
    sparkName(widerInterval(from, to) ?? from) === sparkName(to)
  )
    return value.sql
  // Macros name their argument several times: a costly or volatile one is bound once.
  const bound = value.volatile === true || value.sql.length > 160
  const cast = convert(bound ? 'v' : value.sql, from, to)
  if (!bound || (cast.split(/\bv\b/).length <= 2 && !cast.includes('spark_')))
    return bound ? convert(value.sql, from, to) : cast
  const whole = `list_transform([${value.sql}], lambda v: ${cast})[1]`
  const member = to.kind === 'int' || to.kind === 'bigint' ? memberBehind(value.sql) : undefined
  return member === undefined ? whole : `coalesce(spark_json_${to.kind}_at(${member}), ${whole})`
}

/** The document and the path of a text that is first of all a member of a document. */
const memberBehind = (sql: string): string | undefined =>
  onlyArgument(sql, 'coalesce(') === undefined
    ? undefined
    : /^coalesce\(spark_json_at\((spark_json\((?:"[^"]+"\.)?"[^"]+"\), '(?:[^']|'')*')\)/.exec(sql)?.[1]

/** The bytes of a text that is nothing but a cast of them. */
const bytesBehind = (sql: string): string | undefined => /^decode\(((?:"[^"]+"\.)?"[^"]+")\)$/.exec(sql)?.[1]

const convert = (x: string, from: SparkType, to: SparkType): string => {
  switch (to.kind) {
    case 'string':
      return toText(x, from)
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return toInteger(x, from, to.kind)
    case 'float':
    case 'double':
      return toFraction(x, from, to.kind)
    case 'decimal':
      return toDecimal(x, from, to)
    case 'boolean':
      if (from.kind === 'string') return `spark_to_boolean(${x})`
      if (isNumeric(from)) return `(${x} <> 0)`
      if (from.kind === 'timestamp') return `(epoch_us(${x}) <> 0)`
      if (from.kind === 'date') return noNumber(to)
      if (from.kind === 'unknown') return `TRY_CAST(${x} AS BOOLEAN)`
      return refuse(from, to)
    case 'date':
      if (from.kind === 'string') return `spark_to_date(${x})`
      if (from.kind === 'timestamp') return dateOfTimestamp(x)
      if (from.kind === 'timestamp_ntz') return `CAST(${x} AS DATE)`
      if (from.kind === 'unknown') return `spark_to_date(CAST(${x} AS VARCHAR))`
      return refuse(from, to)
    case 'timestamp':
      return toTimestamp(x, from, to)
    case 'timestamp_ntz':
      if (from.kind === 'timestamp') return `spark_utc(${x})`
      if (from.kind === 'date') return `CAST(${x} AS TIMESTAMP)`
      if (from.kind === 'string') return `spark_to_timestamp_ntz(${x})`
      return refuse(from, to)
    case 'binary':
      if (from.kind === 'string') return `encode(${x})`
      if (isInteger(from)) return bytesOf(x, from.kind as keyof typeof bits)
      return refuse(from, to)
    case 'array':
      if (from.kind !== 'array') return refuse(from, to)
      return `list_transform(${x}, lambda e: ${convertNested('e', from.element, to.element)})`
    case 'struct': {
      if (from.kind !== 'struct' || from.fields.length !== to.fields.length) return refuse(from, to)
      const members = to.fields.map((field, i) => {
        const source = from.fields[i]
        const name = `"${(source?.name ?? '').replaceAll('"', '""')}"`
        return `"${field.name.replaceAll('"', '""')}" := ${convertNested(`(${x}).${name}`, source?.type ?? types.null, field.type)}`
      })
      return `CASE WHEN ${x} IS NOT NULL THEN struct_pack(${members.join(', ')}) END`
    }
    case 'unknown':
    case 'null':
      return x
    case 'map':
      if (from.kind !== 'map' || !keepsKeys(from.key, to.key)) return refuse(from, to)
      return `map_from_entries(list_transform(map_entries(${x}), lambda m: struct_pack(key := ${convertNested('(m).key', from.key, to.key)}, value := ${convertNested('(m).value', from.value, to.value)})))`
    case 'interval':
    case 'year_month':
    case 'day_time':
      return refuse(from, to)
    default:
      return unreachable(to)
  }
}

/** Spark casts keys only to types in which none becomes NULL. Source: Cast.forceNullable. */
const keepsKeys = (from: SparkType, to: SparkType): boolean =>
  sparkName(from) === sparkName(to) ||
  from.kind === 'null' ||
  (to.kind === 'string' && !isNested(from)) ||
  (isInteger(from) && (isInteger(to) || isFraction(to))) ||
  ((isInteger(from) || from.kind === 'decimal') &&
    to.kind === 'decimal' &&
    to.scale >= asDecimal(from).scale &&
    to.precision - to.scale >= asDecimal(from).precision - asDecimal(from).scale) ||
  (from.kind === 'float' && to.kind === 'double')

const convertNested = (x: string, from: SparkType, to: SparkType): string =>
  castTo({ sql: x, type: from }, to)

/** A day is no number for Spark, and no boolean either; the cast is there, and NULL. */
const noNumber = (to: SparkType): string => `CAST(NULL AS ${engineType(to)})`

const refuse = (from: SparkType, to: SparkType): never => {
  throw castRefusal(from, to)
}

const toText = (x: string, from: SparkType): string => {
  switch (from.kind) {
    case 'float':
    case 'double':
      return `spark_${from.kind}_text(${x})`
    case 'decimal':
      return decimalText(x, from)
    case 'timestamp':
      return `spark_timestamp_text(spark_utc(${x}))`
    case 'timestamp_ntz':
      return `spark_timestamp_text(${x})`
    case 'date':
      return `spark_date_text(${x})`
    case 'binary':
      return `decode(${x})`
    case 'array':
      return `CASE WHEN ${x} IS NOT NULL THEN '[' || ${joined(`list_transform(${x}, lambda e: coalesce(${convertNested('e', from.element, types.string)}, 'null'))`, ', ')} || ']' END`
    case 'struct': {
      const members = from.fields.map(
        (field) =>
          `coalesce(${convertNested(`(${x})."${field.name.replaceAll('"', '""')}"`, field.type, types.string)}, 'null')`,
      )
      return `CASE WHEN ${x} IS NOT NULL THEN '{' || ${members.join(` || ', ' || `)} || '}' END`
    }
    case 'year_month':
      return `spark_months_text(${x}, '${from.from}', '${from.to}')`
    case 'day_time':
      return `spark_day_time_text(${x}, ${dayTimeFields.indexOf(from.from)}, ${dayTimeFields.indexOf(from.to)}, '${nameOfInterval(from).toUpperCase()}')`
    case 'map':
      return `CASE WHEN ${x} IS NOT NULL THEN '{' || ${joined(`list_transform(map_entries(${x}), lambda m: ${convertNested('(m).key', from.key, types.string)} || ' -> ' || coalesce(${convertNested('(m).value', from.value, types.string)}, 'null'))`, ', ')} || '}' END`
    case 'interval':
      return refuse(from, types.string)
    default:
      return `CAST(${x} AS VARCHAR)`
  }
}

/** The engine writes no 0 before the point of a type that has no digit there. */
const decimalText = (x: string, { precision, scale }: Extract<SparkType, { kind: 'decimal' }>): string => {
  const pointed =
    precision === scale && precision < 38 ? `CAST(${x} AS DECIMAL(${precision + 1},${scale}))` : x
  return scale > 6 ? `spark_decimal_text_of(${pointed}, ${scale})` : `CAST(${pointed} AS VARCHAR)`
}

const bits = { tinyint: 8, smallint: 16, int: 32, bigint: 64 } as const

/** Big endian, in as many bytes as the type has. */
const bytesOf = (x: string, kind: keyof typeof bits): string =>
  `unhex(lpad(to_hex((${x}::HUGEINT + ${2n ** BigInt(bits[kind])}) % ${2n ** BigInt(bits[kind])}), ${bits[kind] / 4}, '0'))`

const toInteger = (x: string, from: SparkType, to: keyof typeof bits): string => {
  const engine = engineType({ kind: to })
  if (from.kind === 'string') return `spark_to_${to}(${x})`
  if (from.kind === 'unknown') return `spark_to_${to}(CAST(${x} AS VARCHAR))`
  if (from.kind === 'boolean') return `CAST(${x} AS ${engine})`
  if (isInteger(from)) {
    const wider = bits[to] >= bits[from.kind as keyof typeof bits]
    return wider ? `CAST(${x} AS ${engine})` : `spark_wrap${bits[to]}(${x})`
  }
  if (isFraction(from)) {
    if (to === 'bigint') return `spark_saturate64(${x})`
    return to === 'int' ? `spark_saturate32(${x})` : `spark_wrap${bits[to]}(spark_saturate32(${x}))`
  }
  if (from.kind === 'decimal') {
    // Ten digits before the point always fit, so nothing can wrap.
    const whole = from.precision - from.scale
    if (
      whole <= 2 ||
      (whole <= 4 && to !== 'tinyint') ||
      (whole <= 9 && (to === 'int' || to === 'bigint')) ||
      (whole <= 18 && to === 'bigint')
    )
      return `CAST(trunc(${x}) AS ${engine})`
    return `spark_wrap${bits[to]}(CAST(trunc(${x}) AS HUGEINT))`
  }
  // What has no room fails in both engines.
  if (isAnsiInterval(from)) return `CAST((${x} // ${unitOf(from)}) AS ${engine})`
  if (from.kind === 'timestamp') {
    const seconds = `spark_seconds(${x})`
    return to === 'bigint' ? seconds : `spark_wrap${bits[to]}(${seconds})`
  }
  if (from.kind === 'date') return noNumber({ kind: to })
  return refuse(from, { kind: to })
}

/** How much of an interval's count its last field is: what Spark makes numbers of. */
const unitOf = ({ to }: AnsiInterval): number =>
  ({ year: 12, month: 1, day: 86400000000, hour: 3600000000, minute: 60000000, second: 1000000 })[to]

const toFraction = (x: string, from: SparkType, to: 'float' | 'double'): string => {
  if (from.kind === 'string') return `spark_to_${to}(${x})`
  if (from.kind === 'unknown') return `spark_to_${to}(CAST(${x} AS VARCHAR))`
  if (from.kind === 'double' && to === 'float')
    return `coalesce(TRY_CAST(${x} AS FLOAT), CASE WHEN ${x} > 0 THEN 'inf'::FLOAT WHEN ${x} < 0 THEN '-inf'::FLOAT END)`
  if (from.kind === 'decimal') return decimalToFraction(x, from, to)
  if (isNumeric(from) || from.kind === 'boolean') return `CAST(${x} AS ${to.toUpperCase()})`
  if (from.kind === 'timestamp') return `CAST(epoch_us(${x}) / 1000000.0::DOUBLE AS ${to.toUpperCase()})`
  if (from.kind === 'date') return noNumber({ kind: to })
  return refuse(from, { kind: to })
}

/** The engine divides what it has rounded before, once a number has more digits than a fraction holds. */
const decimalToFraction = (
  x: string,
  { precision, scale }: Extract<SparkType, { kind: 'decimal' }>,
  to: 'float' | 'double',
): string => {
  const type = to.toUpperCase()
  // All whole numbers up to here, and all powers of ten up to this one, are such fractions.
  const [most, digits, power] = to === 'float' ? ['16777215', 7, 10] : ['9007199254740991', 15, 22]
  if (precision <= digits) return `CAST(${x} AS ${type})`
  const exact = `CAST(CAST(${x} AS VARCHAR) AS ${type})`
  if (!isColumn(x) || scale > power) return exact
  // The engine would have no room for the digits of a limit with an exponent.
  const padded = most.padStart(scale + 1, '0')
  const point = padded.length - scale
  const limit = `CAST('${padded.slice(0, point)}.${padded.slice(point)}' AS DECIMAL(${precision},${scale}))`
  return `CASE WHEN ${x} BETWEEN -${limit} AND ${limit} THEN CAST(${x} AS ${type}) ELSE ${exact} END`
}

const toDecimal = (x: string, from: SparkType, to: SparkType): string => {
  const engine = engineType(to)
  if (from.kind === 'string') {
    const shape = asDecimal(to)
    const ways = [
      directDecimal(x, shape),
      sharedDecimal(x, shape),
      `TRY_CAST(spark_number_text(${x}) AS ${engine})`,
    ]
    return `coalesce(${ways.filter((way) => way !== undefined).join(', ')})`
  }
  if (from.kind === 'unknown') return `TRY_CAST(spark_number_text(CAST(${x} AS VARCHAR)) AS ${engine})`
  // Through the shortest digits, as BigDecimal reads a double.
  if (isFraction(from)) {
    const double = from.kind === 'float' ? `CAST(${x} AS DOUBLE)` : x
    return plainAsDecimal(`spark_plain(spark_java_digits(${double}))`, asDecimal(to))
  }
  if (from.kind === 'boolean') return narrowed(`CAST(${x} AS INTEGER)`, engine)
  if (isNumeric(from)) return hasRoom(from, to) ? `CAST(${x} AS ${engine})` : narrowed(x, engine)
  if (isAnsiInterval(from))
    return from.to === 'second'
      ? `CAST(CAST(${x} AS DECIMAL(19,0)) * 0.000001 AS ${engine})`
      : `CAST((${x} // ${unitOf(from)}) AS ${engine})`
  // Spark goes through the seconds as a double, and its digits.
  if (from.kind === 'timestamp')
    return `TRY_CAST(spark_plain(CAST(epoch_us(${x}) / 1000000.0::DOUBLE AS VARCHAR)) AS ${engine})`
  if (from.kind === 'date') return noNumber(to)
  return refuse(from, types.unknown)
}

/** Whether every value fits, also one that is rounded up. */
const hasRoom = (from: SparkType, to: SparkType): boolean => {
  const [a, b] = [asDecimal(from), asDecimal(to)]
  const [own, room] = [a.precision - a.scale, b.precision - b.scale]
  return a.scale <= b.scale ? own <= room : own < room
}

const toTimestamp = (x: string, from: SparkType, to: SparkType): string => {
  if (from.kind === 'string') return `spark_to_timestamp(${x})`
  if (from.kind === 'date') return `spark_instant(CAST(${x} AS TIMESTAMP))`
  if (from.kind === 'timestamp_ntz') return `spark_instant(${x})`
  if (isInteger(from)) return `make_timestamptz(CAST(${x} AS BIGINT) * 1000000)`
  if (isFraction(from)) {
    // In the digits of a double, as a float has not enough of them for microseconds.
    const seconds = from.kind === 'float' ? `CAST(${x} AS DOUBLE)` : x
    return `CASE WHEN isfinite(${x}) THEN make_timestamptz(CAST(trunc(${seconds} * 1000000) AS BIGINT)) END`
  }
  if (from.kind === 'decimal') return `make_timestamptz(${microsOfSeconds(x, from)})`
  if (from.kind === 'unknown') return `spark_to_timestamp(CAST(${x} AS VARCHAR))`
  // True is a microsecond, not a second.
  if (from.kind === 'boolean') return `make_timestamptz(CAST(${x} AS BIGINT))`
  return refuse(from, to)
}

/** Of what has more microseconds than fit, Spark keeps the low bits. */
const microsOfSeconds = (x: string, { precision, scale }: { precision: number; scale: number }): string => {
  if (precision - scale <= 12) {
    // The engine has no room for the product in a type of 18 digits.
    const wide = precision > 11 && precision <= 18 ? `CAST(${x} AS DECIMAL(38,${scale}))` : x
    return `CAST(trunc(${wide} * 1000000) AS BIGINT)`
  }
  const units = scale === 0 ? `CAST(${x} AS HUGEINT)` : `spark_unscaled(${x})`
  return scale > 6
    ? `spark_wrap64(${units} // 1${'0'.repeat(scale - 6)}::HUGEINT)`
    : `spark_wrap64(CAST(spark_wrap64(${units}) AS HUGEINT) * 1${'0'.repeat(6 - scale)})`
}

/** The engine's type for a type of Spark. */
export const engineType = (type: SparkType): string => {
  switch (type.kind) {
    case 'string':
      return 'VARCHAR'
    case 'int':
      return 'INTEGER'
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`
    case 'year_month':
      return 'INTEGER'
    case 'day_time':
      return 'BIGINT'
    case 'timestamp':
      return 'TIMESTAMPTZ'
    case 'timestamp_ntz':
      return 'TIMESTAMP'
    case 'binary':
      return 'BLOB'
    case 'array':
      return `${engineType(type.element)}[]`
    case 'map':
      return `MAP(${engineType(type.key)}, ${engineType(type.value)})`
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `"${field.name.replaceAll('"', '""')}" ${engineType(field.type)}`).join(', ')})`
    case 'unknown':
    case 'null':
      return 'VARCHAR'
    default:
      return type.kind.toUpperCase()
  }
}

/** The date of an instant; that of a text which was read as one comes without the instant where it can. */
const dateOfTimestamp = (x: string): string => {
  const text = onlyArgument(x, 'spark_to_timestamp(')
  return text === undefined ? `CAST(spark_utc(${x}) AS DATE)` : `spark_to_timestamp_date(${text})`
}

/** What stands between the parentheses of a call that is the whole expression. */
const onlyArgument = (x: string, call: string): string | undefined => {
  if (!x.startsWith(call)) return undefined
  const unquoted = x.replace(/'[^']*'|"[^"]*"/g, (quoted) => '_'.repeat(quoted.length))
  let depth = 0
  for (let at = 0; at < unquoted.length; at++) {
    if (unquoted[at] === '(') depth += 1
    if (unquoted[at] !== ')') continue
    depth -= 1
    if (depth === 0) return at === x.length - 1 ? x.slice(call.length, -1) : undefined
  }
  return undefined
}
