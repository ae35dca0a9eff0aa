import { Mistaken, Refused } from '../refusals.ts'
import { isAnsiInterval } from './interval-type.ts'
import { isInteger, isNested, isNumeric, type SparkType, sparkName } from './spark-type.ts'

/** Whether Spark has a cast between two types, outside of ANSI mode. Source: Cast.canCast and Cast.forceNullable. */
const canCast = (from: SparkType, to: SparkType): boolean => {
  if (sparkName(from) === sparkName(to)) return true
  if (/^(?:null|unknown)$/.test(from.kind) || /^(?:string|unknown)$/.test(to.kind)) return true
  switch (to.kind) {
    case 'binary':
      return from.kind === 'string' || isInteger(from)
    case 'boolean':
      return isNumeric(from) || /^(?:string|date|timestamp)$/.test(from.kind)
    case 'timestamp':
      return isNumeric(from) || /^(?:string|boolean|date|timestamp_ntz)$/.test(from.kind)
    case 'timestamp_ntz':
      return /^(?:string|date|timestamp)$/.test(from.kind)
    case 'date':
      return /^(?:string|timestamp|timestamp_ntz)$/.test(from.kind)
    case 'array':
      return from.kind === 'array' && canCast(from.element, to.element)
    case 'map':
      return from.kind === 'map' && canCast(from.key, to.key) && canCast(from.value, to.value)
    case 'struct':
      return (
        from.kind === 'struct' &&
        from.fields.length === to.fields.length &&
        from.fields.every(({ type }, i) => canCast(type, to.fields[i]?.type ?? type))
      )
    case 'year_month':
    case 'day_time':
      return from.kind === 'string' || isNumeric(from) || from.kind === to.kind
    case 'interval':
      return from.kind === 'string'
    default:
      return (
        isNumeric(to) &&
        (isNumeric(from) || /^(?:string|boolean|date|timestamp)$/.test(from.kind) || isAnsiInterval(from))
      )
  }
}

/** Whether Spark has a try_cast between two types, by the rules of ANSI; of nested ones it may have none all the same. */
export const canTryCast = (from: SparkType, to: SparkType): boolean => {
  if (!canCast(from, to)) return false
  if (/^(?:null|unknown)$/.test(from.kind) || isNested(from) || sparkName(from) === sparkName(to)) return true
  switch (to.kind) {
    case 'binary':
      return from.kind === 'string'
    case 'boolean':
      return !/^(?:date|timestamp)$/.test(from.kind)
    case 'timestamp':
      return from.kind !== 'boolean'
    default:
      return from.kind !== 'date' || !isNumeric(to)
  }
}

/** Whether Spark casts an argument to the type of its parameter without being told. Source: TypeCoercion.implicitCast. */
export const becomes = (from: SparkType, to: SparkType): boolean => {
  if (/^(?:null|unknown)$/.test(from.kind) || to.kind === 'unknown' || sparkName(from) === sparkName(to))
    return true
  if (from.kind === 'array' && to.kind === 'array') return becomes(from.element, to.element)
  if (from.kind === 'map' && to.kind === 'map')
    return becomes(from.key, to.key) && becomes(from.value, to.value)
  if (isNested(from) || from.kind === 'interval') return false
  if (to.kind === 'string') return true
  if (isNumeric(to)) return isNumeric(from) || from.kind === 'string'
  const ofTime = /^(?:date|timestamp|timestamp_ntz)$/
  if (ofTime.test(to.kind)) return ofTime.test(from.kind) || from.kind === 'string'
  return to.kind === 'binary' && from.kind === 'string'
}

/** What a cast is refused with; `on` names the engine that lacks it, where Spark has it. */
export const castRefusal = (from: SparkType, to: SparkType, on = ''): Refused => {
  const what = `a cast from ${sparkName(from)} to ${sparkName(to)}`
  return canCast(from, to) ? new Refused(`${what}${on}`) : new Mistaken(what)
}

export const tryCastRefusal = (from: SparkType, to: SparkType): Refused => {
  const what = `a try_cast from ${sparkName(from)} to ${sparkName(to)}`
  return canTryCast(from, to) ? new Refused(what) : new Mistaken(what)
}
