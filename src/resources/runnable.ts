import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import { checkShape, type Document, type NodePath } from '../manifest/index.ts'
import { absentStacks } from './absent-stacks.ts'
import { addressAt } from './address-at.ts'
import { checkAmount, checkLimit, checkWord } from './plain-values.ts'
import { type NamedResource, namedSecrets, type SecretMention } from './registered.ts'
import { checkSodaMetrics } from './soda-checks.ts'

/** What nodes, services and workers say alike, as far as it is checked here. */
export type Runnable = {
  readonly stack: string
  readonly stackSpec?: unknown
  readonly logLevel?: string
  readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts }
  readonly dataosSecrets?: readonly (SecretMention | string)[] | null
}
type Amounts = { readonly cpu?: string | number; readonly memory?: string | number } | null

type At = {
  readonly document: Document
  readonly path: NodePath
  readonly report: (diagnostic: Diagnostic) => void
}

/** Reports what is wrong with the parts that do not depend on the stack. */
export const checkRunnable = (at: At, { logLevel, resources, dataosSecrets }: Runnable): void => {
  const inside = (...path: NodePath) => ({ ...at, path: [...at.path, ...path] })
  checkWord(inside('logLevel'), logLevel, { what: 'the log level', values: logLevels })
  for (const part of ['requests', 'limits'] as const)
    for (const key of ['cpu', 'memory'] as const)
      checkAmount(inside('resources', part, key), resources?.[part]?.[key], `${key} of ${part}`)
  for (const key of ['cpu', 'memory'] as const)
    checkLimit(inside('resources', 'requests', key), resources?.requests?.[key], resources?.limits?.[key])
  for (const [i, secret] of (dataosSecrets ?? []).entries())
    if (typeof secret !== 'string')
      checkWord(inside('dataosSecrets', i, 'consumptionType'), secret.consumptionType, {
        what: 'the way in which values arrive',
        values: ['envVars', 'propFile', 'file'],
      })
}

const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'WARNING', 'ERROR', 'FATAL']

/** The name of a stack without flavor and version, and its version. */
export const stackName = (text: string): { readonly stack: string; readonly version?: string } => {
  const [, stack = '', version] = /^([^:+]*)(?:\+[^:]*)?(?::(.*))?$/.exec(text.trim()) ?? []
  return { stack, ...(version === undefined ? {} : { version }) }
}

/**
 * What a node, service or worker says wrong about a stack that does not run here, as far as its shape is known. A
 * stack that nobody here knows may be declared by a resource of type stack: its name is refused only where it looks
 * like a slip of the hand.
 */
export const checkAbsentStack = ({ document, path, report }: At, spec: Runnable): void => {
  const { stack } = stackName(spec.stack)
  const absent = Object.hasOwn(absentStacks, stack) ? absentStacks[stack] : undefined
  if (absent === undefined) {
    const place = document.place([...path, 'stack'])
    const near = nearest(stack, [...runningHere, ...Object.keys(absentStacks)])
    const isSlip = near !== undefined && near.length > 3
    report(
      isSlip
        ? diagnose('MR1315', { stack: spec.stack, near }, place)
        : diagnose('MR1342', { stack: spec.stack }, place),
    )
    return
  }
  const { key, payload } = payloadOf({ ...spec }, stack)
  checkAddresses({ document, path: [...path, key], report }, payload)
  if (stack === 'soda') checkSodaMetrics({ document, path: [...path, key], report }, payload)
  if (payload === null || payload === undefined || absent.validator === undefined) return
  for (const found of checkShape(absent.validator, document, [...path, key], payload, 'warned of'))
    report(found)
}

/** Reports malformed addresses wherever they stand in the input of a stack. */
const checkAddresses = (at: At, value: unknown, depth = 0): void => {
  if (typeof value === 'string') {
    if (/^dataos:\/?\/?/.test(value.trim())) addressAt(at.document, at.path, value, at.report)
    return
  }
  // Deeper than any stack writes an address, and not as deep as a recursion can go.
  if (typeof value !== 'object' || value === null || depth > 20) return
  for (const [key, member] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key
    checkAddresses({ ...at, path: [...at.path, step] }, member, depth + 1)
  }
}

/** Stacks that run here, in nodes of workflows. */
const runningHere = ['flare', 'mock', 'scanner']

/** The input of a stack and the key under which it stands: stackSpec, or the name of the stack in older manifests. */
export const payloadOf = (
  spec: Readonly<Record<string, unknown>>,
  stack: string,
): { readonly key: string; readonly payload: unknown } => {
  const key = spec['stackSpec'] === undefined && spec[stack] !== undefined ? stack : 'stackSpec'
  return { key, payload: spec[key] }
}

/** A service or a worker: what is wrong with it, and the resources that it names. */
export const inspectRunnable = (at: At, spec: Runnable): readonly NamedResource[] => {
  checkRunnable(at, spec)
  if (!runningHere.includes(stackName(spec.stack).stack)) checkAbsentStack(at, spec)
  return namedSecrets({ ...at, path: [...at.path, 'dataosSecrets'] }, spec.dataosSecrets)
}
