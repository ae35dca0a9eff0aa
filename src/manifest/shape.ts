import { isCredentialKey } from '../base/credentials.ts'
import { isSlip, meantWord, nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document, NodePath } from './document.ts'
import { rootCauses, type ShapeError } from './shape-causes.ts'
import { withIndentation } from './shape-indentation.ts'
import { actualWord, expectedWords, patternWords } from './shape-words.ts'

/** A compiled JSON Schema: ajv's function, with all errors and verbose. */
export type ShapeValidator = {
  (value: unknown): boolean
  errors?: readonly ShapeError[] | null
}

/**
 * What a key is that the schema does not know. Of something that does not run here it may be one that the platform
 * knows which runs it: it is a warning there, unless it looks like a slip of the hand.
 */
type UnknownKeys = 'refused' | 'warned of'

/**
 * What keeps `value`, which stands at `path` of the document, from having the validator's shape: MR1201 to MR1210.
 * One finding per mistake: what merely follows from another finding is left out.
 */
export const checkShape = (
  validator: ShapeValidator,
  document: Document,
  path: NodePath,
  value: unknown,
  unknownKeys: UnknownKeys = 'refused',
): readonly Diagnostic[] => {
  if (validator(value)) return []
  const all = validator.errors ?? []
  const words = all.filter(isAboutWord)
  const unusual = words.flatMap((error) =>
    unusualWord(error, document, [...path, ...pathOf(error.instancePath, value)]),
  )
  if (words.length === all.length) return unusual
  const isMisspelt = unknownKeys === 'refused' ? isNear : isSlip
  const errors = withIndentation(
    rootCauses(
      all.filter((error) => !isAboutWord(error)),
      isMisspelt,
    ),
  )
  const offered = new Set<string>()
  let tries = mostRenames
  const found = errors.map((error) => {
    const inner = pathOf(error.instancePath, value)
    const found = describe(error, document, [...path, ...inner])
    const told = unknownKeys === 'refused' ? found : lenient(found, error)
    if (told.code !== 'MR1203' || told.fix === undefined) return told
    const key = unknownKey(error)
    const near = nearest(key, freeKeys(error))
    if (near === undefined) return told
    // Two keys that mean the same one: only one of them can have its name.
    const target = `${error.instancePath}/${pointerStep(near)}`
    const isTaken = offered.has(target)
    offered.add(target)
    const { fix: _fix, ...unfixed } = told
    if (isTaken || tries-- <= 0) return unfixed
    if (fits(validator, renamed(value, inner, key, near), target)) return told
    const { hint: _hint, ...bare } = unfixed
    return isContainer(error.data, key) ? bare : unfixed
  })
  return [...found, ...unusual]
}

/** Of a list of words that the schema does not close. */
const isAboutWord = ({ keyword, parentSchema, schema }: ShapeError): boolean => {
  if (keyword === 'enum') return parentSchema?.['x-words'] !== undefined
  return keyword === 'propertyNames' && typeof schema === 'object' && schema !== null && 'x-words' in schema
}

/** A key of an open mapping is told where it looks mistyped for one that the mapping lacks. */
const unusualKey = (
  key: string,
  keys: readonly string[],
  document: Document,
  path: NodePath,
): readonly Diagnostic[] => {
  const mapping: unknown = path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    document.value,
  )
  const lacking = keys.filter(
    (known) => typeof mapping === 'object' && mapping !== null && !Object.hasOwn(mapping, known),
  )
  // Names of variables of the environment are upper case, whatever they hold.
  const isShouted = (known: string) => known.toUpperCase() === key
  const near = lacking.find((known) => (isSlip(key, known) || lacksEnd(key, known)) && !isShouted(known))
  if (near === undefined || !/^[\w.-]+$/.test(key)) return []
  return [
    { ...diagnose('MR1203', { key, near }, document.place([...path, key], 'key')), severity: 'warning' },
  ]
}

/** Whether a key is another one without its first or last letter; more of `nodes` than of `id`. */
const lacksEnd = (key: string, known: string): boolean =>
  known.length >= 5 && (known.slice(1) === key || known.slice(0, -1) === key)

/** What is told of a word outside of such a list: MR1327, of one that others may use only where it looks mistyped. */
const unusualWord = (
  { keyword, data, params, parentSchema, propertyName }: ShapeError,
  document: Document,
  path: NodePath,
): readonly Diagnostic[] => {
  if (keyword !== 'enum') return []
  const values = (Array.isArray(params.allowedValues) ? params.allowedValues : []).map(String)
  if (propertyName !== undefined) return unusualKey(propertyName, values, document, path)
  const word = typeof data === 'string' ? data.trim().toLowerCase() : ''
  if (word === '' || values.some((known) => known.toLowerCase() === word)) return []
  const near = meantWord(word, values)
  if (parentSchema?.['x-words'] !== 'all' && near === undefined) return []
  return [diagnose('MR1327', { what: nameOf(path), value: String(data), values, near }, document.place(path))]
}

/** Each new name of a key is tried on the whole value. */
const mostRenames = 100

const pointerStep = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/** What is missing or too much inside of a value can be mended later; another kind of value cannot. */
const laterKeywords = new Set([
  'required',
  'dependentRequired',
  'dependencies',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'uniqueItems',
])

/** Whether what stands at a pointer, and each member of a list there, is of the kind that the schema wants. */
const fits = (validator: ShapeValidator, value: unknown, pointer: string): boolean => {
  if (validator(value)) return true
  return !(validator.errors ?? []).some((error) => {
    const { instancePath, keyword } = error
    if (isAboutWord(error)) return false
    if (!instancePath.startsWith(pointer) || laterKeywords.has(keyword)) return false
    const rest = instancePath.slice(pointer.length)
    return rest === '' || (keyword === 'type' && /^\/\d+$/.test(rest))
  })
}

/** A copy in which the mapping at a path has a key under another name. */
const renamed = (value: unknown, path: NodePath, key: string, name: string): unknown => {
  const [step, ...rest] = path
  if (Array.isArray(value))
    return value.map((member: unknown, index) => (index === step ? renamed(member, rest, key, name) : member))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([member, inner]: [string, unknown]): [string, unknown] => {
    if (step === undefined) return [member === key ? name : member, inner]
    return [member, member === step ? renamed(inner, rest, key, name) : inner]
  })
  return Object.fromEntries(entries)
}

const isContainer = (mapping: unknown, key: string): boolean => {
  const value: unknown =
    typeof mapping === 'object' && mapping !== null ? Reflect.get(mapping, key) : undefined
  return typeof value === 'object' && value !== null
}

const isNear = (key: string, meant: string): boolean => nearest(key, [meant]) !== undefined

const lenient = (found: Diagnostic, error: ShapeError): Diagnostic => {
  if (found.code !== 'MR1203') return found
  const key = unknownKey(error)
  const near = nearest(key, freeKeys(error))
  if (near !== undefined && isSlip(key, near)) return found
  const { fix: _unsure, ...told } = found
  return { ...told, severity: 'warning' }
}

const unknownKey = ({ params }: ShapeError): string =>
  String(params.additionalProperty ?? params.unevaluatedProperty)

/** A JSON pointer as a path: a step into a list is a number. */
const pathOf = (pointer: string, value: unknown): NodePath => {
  const path: (string | number)[] = []
  let at = value
  for (const part of pointer.split('/').slice(1)) {
    const step = part.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(at) ? Number(step) : step)
    at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined
  }
  return path
}

const describe = (error: ShapeError, document: Document, path: NodePath): Diagnostic => {
  const { keyword, params, data } = error
  const what = nameOf(path)
  const here = () => document.place(path)
  const limit = String(params.limit)
  const found = isSecret(path) ? '***' : quoted(data)
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
    case 'dependencies': {
      const key = String(params.missingProperty)
      return diagnose('MR1201', { key, what }, document.place([...path, key]))
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = unknownKey(error)
      const near = nearest(key, freeKeys(error))
      return diagnose('MR1203', { key, near }, document.place([...path, key], 'key'))
    }
    case 'unindented': {
      const section = String(params.section)
      const keys = Array.isArray(params.keys) ? params.keys.map(String) : []
      const [first = section] = keys
      if (params.isEmpty === true)
        return diagnose('MR1303', { section, keys }, document.place([...path, section], 'key'))
      return diagnose('MR1359', { section, keys }, document.place([...path, first], 'key'))
    }
    case 'type':
    case 'discriminator': {
      const expected = expectedWords(params.type, error.parentSchema?.pattern)
      return diagnose('MR1202', { what, expected, actual: actualWord(data) }, here())
    }
    case 'enum':
    case 'const': {
      const values = keyword === 'const' ? [params.allowedValue] : params.allowedValues
      const allowed = (Array.isArray(values) ? values : []).map(String)
      const near = typeof data === 'string' && allowed.length > 1 ? nearest(data, allowed) : undefined
      return diagnose('MR1204', { what, found, allowed, near }, here())
    }
    case 'pattern':
    case 'format': {
      const expected = patternWords(params.pattern ?? params.format)
      const description = error.parentSchema?.description
      const text = typeof description === 'string' ? description : undefined
      return diagnose('MR1205', { what, found, expected, description: text }, here())
    }
    case 'propertyNames': {
      const key = String(params.propertyName)
      const place = document.place([...path, key], 'key')
      return diagnose(
        'MR1205',
        { what: `a key of ${what}`, found: `"${key}"`, expected: 'a well-formed name' },
        place,
      )
    }
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties': {
      const unit = keyword.endsWith('Items') ? 'members' : 'keys'
      const bound = `${keyword.startsWith('min') ? 'at least' : 'at most'} ${limit} ${unit}`
      const size = typeof data === 'object' && data !== null ? Object.keys(data).length : 0
      return diagnose('MR1206', { what, limit: bound, found: size }, here())
    }
    case 'minLength':
    case 'maxLength': {
      const bound = `${keyword === 'minLength' ? 'at least' : 'at most'} ${limit} characters long`
      return diagnose('MR1207', { what, limit: bound, found }, here())
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum': {
      const words = { minimum: 'at least', maximum: 'at most', exclusiveMinimum: 'more than' } as const
      const bound = `${keyword === 'exclusiveMaximum' ? 'less than' : words[keyword]} ${limit}`
      return diagnose('MR1207', { what, limit: bound, found }, here())
    }
    case 'uniqueItems': {
      const positions = [Number(params.i), Number(params.j)].sort((a, b) => a - b)
      const [first = 0, second = 0] = positions
      return diagnose('MR1208', { what, first, second }, document.place([...path, second]))
    }
    case 'oneOf':
    case 'anyOf':
      return diagnose('MR1209', { what, forms: Number(params.forms ?? 0) }, here())
    default:
      return diagnose('MR1210', { what, reason: error.message ?? `violates "${keyword}"` }, here())
  }
}

/** A message of a finding goes into logs that others read. */
const isSecret = (path: NodePath): boolean => {
  const last = path.findLast((step) => typeof step === 'string')
  const [section, inner] = path
  const isOfSecret = (section === 'secret' || section === 'instance-secret') && inner === 'data'
  return isOfSecret || (last !== undefined && isCredentialKey(last))
}

/** Keys that the schema knows and the mapping does not have yet. */
const freeKeys = ({ parentSchema, data }: ShapeError): readonly string[] => {
  const properties = parentSchema?.properties
  const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
  return known.filter((key) => typeof data !== 'object' || data === null || !Object.hasOwn(data, key))
}

const nameOf = (path: NodePath): string => {
  const last = path.at(-1)
  if (last === undefined) return 'this document'
  if (typeof last === 'string') return `"${last}"`
  const list = path.findLast((step) => typeof step === 'string')
  return list === undefined ? `member ${last + 1}` : `member ${last + 1} of "${list}"`
}

/** A mapping with thousands of wrong keys is found wrong thousands of times. */
const quotedBefore = new WeakMap<object, string>()

const quoted = (value: unknown): string => {
  const holder = typeof value === 'object' && value !== null ? value : undefined
  const before = holder === undefined ? undefined : quotedBefore.get(holder)
  if (before !== undefined) return before
  const text = JSON.stringify(value) ?? 'nothing'
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text
  if (holder !== undefined) quotedBefore.set(holder, short)
  return short
}
