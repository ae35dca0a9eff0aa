import type { Engine } from '../engines/engine.ts'
import { tightest } from '../spark-types/tightest-type.ts'
import { Mistaken, Refused } from '../refusals.ts'
import { type SparkType, types } from '../spark-types/spark-type.ts'
import type { Argument } from '../spark-types/typed.ts'

type Parameters = {
  /** What the engine's lambda is declared with. */
  readonly variables: readonly string[]
  /** What each parameter of the author's lambda stands for. */
  readonly parameters: readonly { readonly sql: string; readonly type: SparkType }[]
}

/** The parameters of a lambda, with the types that the arguments before it give them. */
export const lambdaParameters = (
  engine: Engine,
  call: string,
  before: readonly Argument[],
  names: readonly string[],
): Parameters => {
  const typed = parameterTypes(call, before, names.length)
  const { variables, parameters } = engine.nested.lambda(call, names, before)
  return { variables, parameters: typed.map((type, i) => ({ sql: parameters[i] ?? 'NULL', type })) }
}

const parameterTypes = (call: string, before: readonly Argument[], count: number): readonly SparkType[] => {
  const between = (least: number, most: number): void => {
    if (count < least || count > most) throw new Mistaken(`a lambda of ${count} parameters in ${call}`)
  }
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
  switch (call) {
    case 'transform':
    case 'filter':
      between(1, 2)
      return [elementOf(0), types.int]
    case 'exists':
    case 'forall':
    case 'any':
      between(1, 1)
      return [elementOf(0)]
    case 'array_sort':
      between(2, 2)
      return [elementOf(0), elementOf(0)]
    case 'zip_with':
      between(2, 2)
      return [elementOf(0), elementOf(1)]
    case 'aggregate':
    case 'reduce': {
      const total = before[1]?.type ?? types.unknown
      if (before.length > 2) {
        between(1, 1)
        return [total]
      }
      between(2, 2)
      return [total, elementOf(0)]
    }
    case 'map_filter':
    case 'transform_keys':
    case 'transform_values': {
      between(2, 2)
      const { key, value } = sides(0)
      return [key, value]
    }
    case 'map_zip_with': {
      between(3, 3)
      const key = tightest(sides(0).key, sides(1).key)
      if (key === undefined) throw new Refused('map_zip_with of maps with keys of unlike types')
      return [key, sides(0).value, sides(1).value]
    }
    default:
      throw new Refused(`a lambda in ${call}`)
  }
}
