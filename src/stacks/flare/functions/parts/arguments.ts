import { unreachable } from '../../../../base/bug.ts'
import { nearest } from '../../../../base/nearest.ts'
import {
  type Code,
  diagnose,
  type Diagnostic,
  DiagnosticsError,
  type Params,
} from '../../../../diagnostics/index.ts'
import type { EngineColumn } from '../../../../engines/index.ts'
import type { FlareFunctionCall } from '../../job.ts'
import type { FunctionInput, Parameter } from '../function.ts'

/**
 * The arguments of one call, checked against the function's parameters. The accessors are for arguments that the
 * parameters declare with that type; `refuse` ends the compilation with one diagnostic at an argument's place.
 */
export type Arguments = {
  /** The function that is called. */
  readonly function: string
  readonly text: (name: string) => string
  readonly optionalText: (name: string) => string | undefined
  readonly integer: (name: string) => number
  readonly texts: (name: string) => readonly string[]
  readonly optionalTexts: (name: string) => readonly string[] | undefined
  readonly textMap: (name: string) => readonly (readonly [string, string])[]
  /** The column that an argument names; refuses with the nearest name where the input has none. */
  readonly column: (argument: string, input: FunctionInput) => EngineColumn
  /** As `column`, for a name that came from inside an argument. */
  readonly named: (column: string, argument: string, input: FunctionInput) => EngineColumn
  readonly refuse: <C extends Code>(code: C, params: Params<C>, argument?: string) => never
}

type Value = string | readonly string[] | readonly (readonly [string, string])[]

/** Checks a call; throws DiagnosticsError with everything that is wrong with its arguments. */
export const readArguments = (
  name: string,
  parameters: Readonly<Record<string, Parameter>>,
  call: FlareFunctionCall,
): Arguments => {
  const values = new Map<string, Value>()
  const diagnostics: Diagnostic[] = []
  const written = new Map<string, string>()
  for (const [argument, parameter] of Object.entries(parameters)) {
    const key = [argument, ...(parameter.aliases ?? [])].find((key) => (call.args[key] ?? null) !== null)
    if (key === undefined) {
      if (parameter.required)
        diagnostics.push(diagnose('MR2100', { function: name, argument }, call.place(argument)))
      continue
    }
    written.set(argument, key)
    const value = toValue(call.args[key], parameter)
    if (value === undefined)
      diagnostics.push(
        diagnose(
          'MR2101',
          { function: name, argument: key, expected: wording[parameter.type] },
          call.place(key),
        ),
      )
    else if (parameter.values !== undefined && typeof value === 'string') {
      const match = parameter.values.find((allowed) => allowed.toLowerCase() === value.trim().toLowerCase())
      if (match === undefined) {
        const allowed = parameter.values
        const params = { function: name, argument: key, value, allowed, near: nearest(value, allowed) }
        diagnostics.push(diagnose('MR2102', params, call.place(key)))
      } else values.set(argument, match)
    } else values.set(argument, value)
  }
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics)

  const refuse = <C extends Code>(code: C, params: Params<C>, argument?: string): never => {
    const key = argument === undefined ? undefined : (written.get(argument) ?? argument)
    throw new DiagnosticsError([diagnose(code, params, call.place(key))])
  }
  const named = (column: string, argument: string, input: FunctionInput): EngineColumn => {
    const known = input.columns.map((candidate) => candidate.name)
    const params = { function: name, column, near: nearest(column, known), known }
    return findColumn(input, column) ?? refuse('MR2103', params, argument)
  }
  const optionalText = (argument: string): string | undefined => {
    const value = values.get(argument)
    return typeof value === 'string' ? value : undefined
  }
  const optionalTexts = (argument: string): readonly string[] | undefined => {
    const value = values.get(argument)
    if (value === undefined || typeof value === 'string') return undefined
    return value.flatMap((item) => (typeof item === 'string' ? [item] : []))
  }
  return {
    function: name,
    text: (argument) => optionalText(argument) ?? '',
    optionalText,
    integer: (argument) => Number(optionalText(argument)),
    texts: (argument) => optionalTexts(argument) ?? [],
    optionalTexts,
    textMap: (argument) => {
      const value = values.get(argument)
      if (value === undefined || typeof value === 'string') return []
      return value.flatMap((item) => (typeof item === 'string' ? [] : [item]))
    },
    column: (argument, input) => named(optionalText(argument) ?? '', argument, input),
    named,
    refuse,
  }
}

/** The column of that name, ignoring case as Spark does; an exact match wins. */
export const findColumn = (input: FunctionInput, name: string): EngineColumn | undefined =>
  input.columns.find((column) => column.name === name) ??
  input.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())

const wording: Readonly<Record<Parameter['type'], string>> = {
  text: 'a text',
  scalar: 'a text, number or boolean',
  integer: 'a whole number',
  texts: 'a list of texts',
  'text-map': 'a map of texts',
}

const toValue = (value: unknown, parameter: Parameter): Value | undefined => {
  switch (parameter.type) {
    case 'text':
    case 'scalar':
      return toText(value)
    case 'integer': {
      const text = toText(value)?.trim()
      return text !== undefined && /^[+-]?\d{1,9}$/.test(text) ? text : undefined
    }
    case 'texts': {
      // A single name where a list is expected is what people write, and can mean only one thing.
      const items = Array.isArray(value) ? value.map(toText) : [toText(value)]
      const texts = items.filter((item) => item !== undefined)
      return texts.length === items.length ? texts : undefined
    }
    case 'text-map': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
      const pairs = Object.entries(value).flatMap(([key, item]) => {
        const text = toText(item)
        return text === undefined ? [] : [[key, text] as const]
      })
      return pairs.length === Object.keys(value).length ? pairs : undefined
    }
    default:
      return unreachable(parameter.type)
  }
}

const toText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  // YAML turns an unquoted date into a Date; the manifest meant the text.
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '')
  return undefined
}
