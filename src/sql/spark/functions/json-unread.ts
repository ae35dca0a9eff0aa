import type { SparkType } from '../spark-types/spark-type.ts'
import { byMember, type Field, pairsOf, read, type Times } from './json-read.ts'

/*
 * Whether there is something in a JSON text that cannot be read in the type that it should have: Spark gives what it can
 * read, and calls the record malformed. Source: JacksonParser, FailureSafeParser.
 */

/** Of a whole text, which is NULL where it is no JSON; without the fields that are `given`. */
export const unreadAtRoot = (
  times: Times,
  json: string,
  type: SparkType,
  given: ReadonlyMap<string, string>,
): string => {
  const object = (fields: readonly Field[]): string =>
    `WHEN json_type(${json}) = 'OBJECT' THEN ${unreadMembers(times, json, fields, 0)}`
  if (type.kind === 'struct')
    return `CASE ${object(type.fields.filter(({ name }) => !given.has(name)))} ELSE true END`
  const value = unread(times, json, type, 0)
  return type.kind === 'array' && type.element.kind === 'struct'
    ? `CASE ${object(type.element.fields)} ELSE ${value} END`
    : value
}

/** Of a JSON value, as its text, which is neither missing nor null. */
const unread = (times: Times, json: string, type: SparkType, depth: number): string => {
  const e = `json_u${depth}`
  switch (type.kind) {
    case 'string':
      return 'false'
    case 'struct':
      return `CASE WHEN starts_with(${json}, '{') THEN ${unreadMembers(times, json, type.fields, depth)} ELSE true END`
    case 'array': {
      const element = unread(times, `CAST(${e} AS VARCHAR)`, type.element, depth + 1)
      const any = anyOf(`json_transform(${json}, '["JSON"]')`, e, `${e} IS NOT NULL AND ${element}`)
      return `CASE WHEN json_type(${json}) = 'ARRAY' THEN ${any} ELSE true END`
    }
    case 'map': {
      const value = unread(times, `CAST((${e}).value AS VARCHAR)`, type.value, depth + 1)
      const any = anyOf(pairsOf(json), e, `(${e}).value IS NOT NULL AND ${value}`)
      return `CASE WHEN json_type(${json}) = 'OBJECT' THEN ${any} ELSE true END`
    }
    default:
      return `${read(times, json, type, depth)} IS NULL`
  }
}

const unreadMembers = (times: Times, json: string, fields: readonly Field[], depth: number): string => {
  const e = `json_u${depth}`
  const asked = byMember(e, fields, (type) => unread(times, `CAST((${e}).value AS VARCHAR)`, type, depth + 1))
  return anyOf(pairsOf(json), e, `(${e}).value IS NOT NULL AND ${asked}`)
}

const anyOf = (list: string, parameter: string, condition: string): string =>
  `coalesce(list_contains(list_transform(${list}, lambda ${parameter}: ${condition}), true), false)`
