import type { ShapeValidator } from './shape.ts'

/**
 * `value` without the members that keep it from having the validator's shape: what is left can be read for what else
 * is wrong with it. Undefined where it is not the members that are wrong, or too many of them.
 */
export const restInShape = (validator: ShapeValidator, value: unknown): unknown => {
  let rest = value
  for (let round = 0; round < rounds; round++) {
    if (validator(rest)) return rest
    const cuts = (validator.errors ?? []).map(cutOf).filter((cut) => cut !== undefined)
    if (cuts.length === 0 || cuts.length > mostCuts) return undefined
    for (const cut of cuts) rest = without(rest, cut)
  }
  return undefined
}

const rounds = 3
const mostCuts = 20

/** Where an error shows a member that is wrong by itself; a choice between shapes shows none. */
const cutOf = ({
  keyword,
  instancePath,
  schemaPath,
  params,
}: NonNullable<ShapeValidator['errors']>[number]): readonly string[] | undefined => {
  if (/\/(?:anyOf|oneOf|not|if)\//.test(schemaPath)) return undefined
  const path = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return [...path, String(params.additionalProperty ?? params.unevaluatedProperty)]
    case 'enum':
    case 'pattern':
    case 'type':
    case 'minimum':
    case 'maximum':
    case 'format':
      return path.length === 0 ? undefined : path
    default:
      return undefined
  }
}

const without = (value: unknown, [step, ...rest]: readonly string[]): unknown => {
  if (step === undefined || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    // Members behind it keep their places: a list is cut as a whole.
    const at = Number(step)
    return rest.length === 0 ? [] : value.map((one: unknown, i) => (i === at ? without(one, rest) : one))
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]: [string, unknown]): [string, unknown][] => {
      if (key !== step) return [[key, one]]
      return rest.length === 0 ? [] : [[key, without(one, rest)]]
    }),
  )
}
