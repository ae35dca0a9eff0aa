import { nearest } from '../../base/nearest.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/index.ts'
import type { FlareFunction, Parameter } from './functions/function.ts'
import { nearestSparkType, sparkType } from './functions/parts/spark-types.ts'
import type { FlareFunctionCall } from './job.ts'

/** Checks names and arguments of function calls against the functions that exist. */
export const checkCalls = (
  calls: readonly FlareFunctionCall[],
  functions: readonly FlareFunction[],
): readonly Diagnostic[] => calls.flatMap((call) => checkCall(call, functions))

const checkCall = (call: FlareFunctionCall, functions: readonly FlareFunction[]): readonly Diagnostic[] => {
  const { name } = call
  const known = functions.find((candidate) => candidate.name === name)
  if (known === undefined) {
    const near = nearest(
      name,
      functions.map((candidate) => candidate.name),
    )
    return [diagnose('MR1390', { name, near }, call.place())]
  }
  const parameters = Object.entries(known.parameters)
  const spellings = parameters.flatMap(([parameter, { aliases = [] }]) => [parameter, ...aliases])
  const unknown = Object.keys(call.args).filter((argument) => !spellings.includes(argument))
  const missing: string[] = []
  const wrong: Diagnostic[] = []
  for (const [parameter, { aliases = [], ...rules }] of parameters) {
    const argument = [parameter, ...aliases].find((spelling) => isGiven(call.args[spelling]))
    if (argument === undefined) {
      if (rules.required) missing.push(parameter)
      continue
    }
    const expected = mismatch(call.args[argument], rules)
    if (expected === undefined && rules.areTypes === true) wrong.push(...mistypedTypes(call, argument))
    if (expected !== undefined)
      wrong.push(diagnose('MR1393', { name, argument, expected }, call.place(argument)))
  }
  return [
    ...unknown.map((argument) => {
      // An argument that is missing is the better guess than one that is already given.
      const near = nearest(argument, missing) ?? nearest(argument, Object.keys(known.parameters))
      return diagnose('MR1391', { name, argument, near }, call.place(argument))
    }),
    ...missing.map((argument) => diagnose('MR1392', { name, argument }, call.place())),
    ...wrong,
  ]
}

/** Types that look mistyped. Others are refused where the columns are known. */
const mistypedTypes = (call: FlareFunctionCall, argument: string): readonly Diagnostic[] =>
  Object.entries(new Object(call.args[argument])).flatMap(([column, type]: [string, unknown]) => {
    const near = sparkType(String(type)) === undefined ? nearestSparkType(String(type)) : undefined
    return near === undefined
      ? []
      : [diagnose('MR2109', { type: String(type), near }, call.place(argument, column))]
  })

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

/** What was expected instead of `value`; undefined where it fits. */
const mismatch = (value: unknown, { type, values }: Omit<Parameter, 'aliases'>): string | undefined => {
  if (values !== undefined) {
    const text = isScalar(value) ? String(value).trim().toLowerCase() : undefined
    if (text === undefined || !values.some((allowed) => allowed.toLowerCase() === text))
      return `one of ${values.join(', ')}`
  }
  const { fits, words } = kinds[type]
  return fits(value) ? undefined : words
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean', 'bigint'].includes(typeof value)

const isTextMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isScalar)

type Kind = { readonly fits: (value: unknown) => boolean; readonly words: string }

const isTexts = (value: unknown): boolean =>
  isScalar(value) || (Array.isArray(value) && value.every(isScalar))

const isInteger = (value: unknown): boolean => isScalar(value) && /^[-+]?\d+$/.test(String(value).trim())

const kinds: Readonly<Record<Parameter['type'], Kind>> = {
  text: { fits: isScalar, words: 'a single value' },
  scalar: { fits: isScalar, words: 'a single value' },
  integer: { fits: isInteger, words: 'a whole number' },
  texts: { fits: isTexts, words: 'a list of texts' },
  'text-map': { fits: isTextMap, words: 'a map of names to texts' },
}
