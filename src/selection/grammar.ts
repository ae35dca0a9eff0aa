import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, type Staged } from '../diagnostics/index.ts'
import { type Method, methods, nameMethod, pathOrName } from './methods.ts'

/** One condition with its graph operators: `2+tag:nightly+`. */
export type Selector = {
  readonly method: Method
  readonly value: string
  /** `@`: also everything that what follows from it needs. */
  readonly isClosed: boolean
  /** Steps to go; Infinity for all of the way, undefined for none. */
  readonly upstream?: number
  readonly downstream?: number
}

/** Conditions that hold together: between commas. Terms between blanks add up. */
export type Term = { readonly text: string; readonly all: readonly Selector[] }

/**
 * Reads selectors as dbt does: blanks part a union, commas an intersection, which binds closer; `+`, `2+`, `+2` and
 * `@` belong to the one condition that they touch. `flag` is the option that the texts were written after.
 */
export const parseSelectors = (texts: readonly string[], flag: string): Staged<readonly Term[]> => {
  const diagnostics: Diagnostic[] = []
  const words = texts.flatMap((text) => text.split(/\s+/).filter((word) => word !== ''))
  if (words.length === 0)
    diagnostics.push(diagnose('MR9015', { flag, text: texts.join(' '), problem: 'it is empty' }))
  const value = words.map((text) => ({
    text,
    all: text.split(',').flatMap((part) => {
      const read = readSelector(part)
      if (!('problem' in read)) return [read]
      diagnostics.push(diagnose('MR9015', { flag, text, ...read }))
      return []
    }),
  }))
  return { value, diagnostics }
}

type Unreadable = { readonly problem: string; readonly hint?: string | undefined }

/** A condition without operators, whatever its value looks like. */
export const condition = (name: string, value: string): Selector => ({
  method: methodCalled(name) ?? nameMethod,
  value,
  isClosed: false,
})

const form = /^(?<closed>@)?(?:(?<up>\d*)\+)?(?<rest>[^]*?)(?:\+(?<down>\d*))?$/

const readSelector = (text: string): Selector | Unreadable => {
  if (text === '')
    return { problem: 'a condition beside a comma is empty', hint: 'no blank stands beside a comma' }
  const { closed, up, rest = '', down } = form.exec(text)?.groups ?? {}
  if (rest === '') return { problem: `"${text}" names nothing` }
  if (closed !== undefined && down !== undefined)
    return { problem: `"${text}" begins with @ and ends with +`, hint: '@ includes what follows already' }
  const found = methodOf(rest)
  if ('problem' in found) return found
  const { method, value } = found
  if (value === '') return { problem: `nothing stands after "${rest}"` }
  const wrong = method.check?.(value)
  if (wrong !== undefined) return wrong
  return {
    method,
    value,
    isClosed: closed !== undefined,
    ...(up === undefined ? {} : { upstream: depth(up) }),
    ...(down === undefined ? {} : { downstream: depth(down) }),
  }
}

const depth = (digits: string): number => (digits === '' ? Number.POSITIVE_INFINITY : Number(digits))

const methodCalled = (name: string): Method | undefined => methods.find(({ names }) => names.includes(name))

const methodOf = (text: string): { readonly method: Method; readonly value: string } | Unreadable => {
  const [, name, value = ''] = /^([\w.-]+):([^]*)$/.exec(text) ?? []
  if (name === undefined) return { method: usualMethod(text), value: text }
  const method = methodCalled(text.startsWith('dataos://') ? 'dataset' : name)
  if (method !== undefined) return { method, value: text.startsWith('dataos://') ? text : value }
  const near = nearest(
    name,
    methods.flatMap(({ names }) => names),
  )
  return { problem: `there is no method "${name}"`, hint: instead(name) ?? hintOf(near) }
}

const hintOf = (near: string | undefined): string =>
  near === undefined
    ? `known are ${methods.map(({ names }) => names[0]).join(', ')}`
    : `did you mean "${near}:"?`

/** Without a method: a path where there is a slash, a file where there is its ending, else a name. */
const usualMethod = (text: string): Method => {
  if (/[/\\]/.test(text)) return pathOrName
  return (/\.(ya?ml|sql)$/i.test(text) ? methodCalled('file') : undefined) ?? nameMethod
}

const instead = (name: string): string | undefined => {
  const known = ofDbt[name.split('.')[0] ?? '']
  return known === undefined ? undefined : `write ${known}`
}

/** Methods of dbt for things that are called otherwise here. */
const ofDbt: Readonly<Record<string, string>> = {
  source: 'dataset:DEPOT.COLLECTION.DATASET',
  exposure: 'product:NAME, or type:dashboard',
  package: 'workspace:NAME',
  group: 'owner:NAME',
  config: 'stack:NAME, tag:NAME or owner:NAME',
  test_type: 'the name of the node that asserts',
  test_name: 'the name of the node that asserts',
}
