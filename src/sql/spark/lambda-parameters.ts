import { ident } from '../quote.ts'
import type { Argument } from './functions/entry.ts'
import { Refused } from './functions/entry.ts'
import { isPlainReduce, tightest } from './functions/nested.ts'
import { type SparkType, types } from './spark-type.ts'

type Parameter = { readonly sql: string; readonly type: SparkType }

export type Parameters = {
  /** What the engine's lambda is declared with. */
  readonly variables: readonly string[]
  /** What each parameter of the author's lambda stands for. */
  readonly parameters: readonly Parameter[]
}

/**
 * The parameters of a lambda. They get a prefix, since a name of the author's must not meet that of a lambda inside a
 * rendering: the engine would take one for the other in silence. Members are read from brackets, without which the
 * engine looks for a column of that name first.
 */
export const lambdaParameters = (
  call: string,
  before: readonly Argument[],
  names: readonly string[],
): Parameters => {
  const variables = names.map((name) => ident(`p_${name}`))
  const [first, second] = variables
  const elementOf = (at: number): SparkType => {
    const type = before[at]?.type ?? types.unknown
    if (type.kind === 'array') return type.element
    if (type.kind === 'unknown') return type
    throw new Refused(`${call} of a ${type.kind}`)
  }
  const sides = (at: number): { readonly key: SparkType; readonly value: SparkType } => {
    const type = before[at]?.type ?? types.unknown
    if (type.kind === 'map') return type
    if (type.kind === 'unknown') return { key: types.unknown, value: types.unknown }
    throw new Refused(`${call} of a ${type.kind}`)
  }
  const count = (least: number, most: number): void => {
    if (names.length < least || names.length > most)
      throw new Refused(`a lambda of ${names.length} parameters in ${call}`)
  }
  switch (call) {
    case 'transform':
    case 'filter':
      count(1, 2)
      return {
        variables,
        parameters: [
          { sql: `${first}`, type: elementOf(0) },
          { sql: `CAST(${second} - 1 AS INTEGER)`, type: types.int },
        ],
      }
    case 'exists':
    case 'forall':
    case 'any':
      count(1, 1)
      return { variables, parameters: [{ sql: `${first}`, type: elementOf(0) }] }
    case 'array_sort':
      count(2, 2)
      return { variables, parameters: variables.map((sql) => ({ sql, type: elementOf(0) })) }
    case 'zip_with':
      count(2, 2)
      return {
        variables: variables.slice(0, 1),
        parameters: [0, 1].map((at) => ({ sql: `(${first})[${at + 1}]`, type: elementOf(at) })),
      }
    case 'aggregate':
    case 'reduce': {
      const total = before[1]?.type ?? types.unknown
      if (before.length > 2) {
        count(1, 1)
        return { variables, parameters: [{ sql: `${first}`, type: total }] }
      }
      count(2, 2)
      return {
        variables,
        parameters: isPlainReduce(before)
          ? variables.map((sql) => ({ sql, type: total }))
          : [
              { sql: `(${first}).total`, type: total },
              { sql: `(${second}).item`, type: elementOf(0) },
            ],
      }
    }
    case 'map_filter':
    case 'transform_keys':
    case 'transform_values': {
      count(2, 2)
      const { key, value } = sides(0)
      return {
        variables: variables.slice(0, 1),
        parameters: [
          { sql: `(${first}).key`, type: key },
          { sql: `(${first}).value`, type: value },
        ],
      }
    }
    case 'map_zip_with': {
      count(3, 3)
      const key = tightest(sides(0).key, sides(1).key)
      if (key === undefined) throw new Refused('map_zip_with of maps with keys of unlike types')
      return {
        variables: variables.slice(0, 1),
        parameters: [
          { sql: `(${first}).key`, type: key },
          { sql: `(${first}).a`, type: sides(0).value },
          { sql: `(${first}).b`, type: sides(1).value },
        ],
      }
    }
    default:
      throw new Refused(`a lambda in ${call}`)
  }
}
