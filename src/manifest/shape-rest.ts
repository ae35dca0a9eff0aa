import type { NodePath } from './document.ts'
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

/**
 * `value` without the keys that stand there empty where the schema wants one text, number or truth and can do without
 * it, and the places of these keys. An empty key is as good as none, to people and to whatever else reads manifests;
 * where something has to stand there, it stays and is told.
 */
export const withoutEmpty = (validator: ShapeValidator, value: unknown): WithoutEmpty => {
  if (validator(value)) return { value, cut: [] }
  const empty = (validator.errors ?? []).filter((error) => error.data === null)
  const wanted = Map.groupBy(empty, ({ instancePath }) => instancePath)
  const paths = new Map(
    [...wanted].flatMap(([pointer, errors]): [string, NodePath][] => {
      const path = errors.every(wantsOneScalar) ? keyPath(value, stepsOf(pointer)) : undefined
      return path === undefined ? [] : [[pointer, path]]
    }),
  )
  if (paths.size === 0 || paths.size > mostCuts) return { value, cut: [] }
  const cut = (kept: ReadonlySet<string>) => {
    const cuts = [...paths].filter(([pointer]) => !kept.has(pointer)).map(([, path]) => path)
    return { value: cuts.reduce<unknown>(without, value), cut: cuts }
  }
  const all = cut(new Set())
  if (validator(all.value)) return all
  const needed = (validator.errors ?? []).flatMap(({ keyword, instancePath, params }) =>
    keyword === 'required' ? [`${instancePath}/${String(params.missingProperty)}`] : [],
  )
  return cut(new Set(needed))
}

type ValidatorError = NonNullable<ShapeValidator['errors']>[number]

type WithoutEmpty = { readonly value: unknown; readonly cut: readonly NodePath[] }

const scalars: readonly unknown[] = ['string', 'number', 'integer', 'boolean']

const wantsOneScalar = ({ keyword, params }: ValidatorError): boolean => {
  if (keyword === 'enum') return true
  const types: readonly unknown[] = Array.isArray(params.type) ? params.type : [params.type]
  return keyword === 'type' && types.every((type) => scalars.includes(type))
}

/** The path of a key of a mapping; undefined for a member of a list. */
const keyPath = (value: unknown, steps: readonly string[]): NodePath | undefined => {
  const path: (string | number)[] = []
  let holder = value
  for (const step of steps) {
    path.push(Array.isArray(holder) ? Number(step) : step)
    holder = typeof holder === 'object' && holder !== null ? Reflect.get(holder, step) : undefined
  }
  return typeof path.at(-1) === 'string' ? path : undefined
}

const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

const rounds = 3
const mostCuts = 20

/** Where an error shows a member that is wrong by itself; a choice between shapes shows none. */
const cutOf = ({
  keyword,
  instancePath,
  schemaPath,
  params,
}: ValidatorError): readonly string[] | undefined => {
  if (/\/(?:anyOf|oneOf|not|if)\//.test(schemaPath)) return undefined
  const path = stepsOf(instancePath)
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

const without = (value: unknown, [step, ...rest]: NodePath): unknown => {
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
