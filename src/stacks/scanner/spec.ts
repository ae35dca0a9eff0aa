import { type Address, parseWrittenAddress } from '../../address.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../../diagnostics/index.ts'
import type { Config, ScannerJob as Payload } from '../../manifest/generated/scanner.ts'
import type { NodeSource, StackSpec } from '../stack.ts'

/** A scanner node: registers the datasets of a depot in the catalog. */
export type ScannerJob = {
  readonly kind: 'scanner'
  /** Names a whole depot, or one collection of it. */
  readonly depot: Address
  readonly filters: { readonly collections: NameFilter; readonly tables: NameFilter }
  readonly place: Place
}

/** Regular expressions; all of them compile. */
export type NameFilter = { readonly includes: readonly string[]; readonly excludes: readonly string[] }

/** A name passes when it matches one of `includes` (or there are none) and none of `excludes`. */
export const passes = ({ includes, excludes }: NameFilter, name: string): boolean => {
  const matches = (pattern: string) => fromStart(pattern).test(name)
  return (includes.length === 0 || includes.some(matches)) && !excludes.some(matches)
}

export const scannerSpec: StackSpec<ScannerJob> = {
  name: 'scanner',
  schema: 'scanner',
  runsElsewhere: (payload) => kindOf(payload) !== undefined,
  notOnBranches: 'it describes what is published',
  compile: (source) => compile(source),
  reads: ({ depot, place }) => [{ address: depot, place }],
  writes: () => [],
}

type Report = (diagnostic: Diagnostic) => void

const compile = (source: NodeSource): Staged<ScannerJob | undefined> => {
  const { document, path } = source
  const diagnostics: Diagnostic[] = []
  const report: Report = (diagnostic) => diagnostics.push(diagnostic)
  const { depot, type, sourceConnection, sourceConfig } = source.payload as Payload
  const collections = readFilter(source, sourceConfig?.config, 'schemaFilterPattern', report)
  const tables = readFilter(source, sourceConfig?.config, 'tableFilterPattern', report)
  if (depot === undefined) {
    const what = 'scanning a source that is no depot (sourceConnection)'
    const place = document.place(path, 'key')
    const scansProducts = type === 'data-product' || sourceConfig?.config?.type === 'DataProduct'
    const kind = kindOf(source.payload)
    if (scansProducts) report(diagnose('MR1387', {}, place))
    else if (sourceConnection) report(diagnose('MR1309', { what }, place))
    else report(kind === undefined ? diagnose('MR1362', {}, place) : diagnose('MR1482', { kind }, place))
    return { value: undefined, diagnostics }
  }
  const place = document.place([...path, 'depot'])
  // DataOS also takes the bare name of a depot.
  const text = depot.trim().includes('://') ? depot.trim() : `dataos://${depot.trim()}`
  const parsed = parseWrittenAddress(text)
  if (parsed.kind === 'malformed') {
    report(diagnose('MR1360', { address: depot, reason: parsed.reason, near: parsed.nearest }, place))
    return { value: undefined, diagnostics }
  }
  return {
    value: { kind: 'scanner', depot: parsed.address, filters: { collections, tables }, place },
    diagnostics,
  }
}

/** What is scanned where it is no depot: users, quality results and other records of the platform. */
const kindOf = (payload: unknown): string | undefined => {
  if (memberOf(payload, 'depot') !== undefined) return undefined
  const config = memberOf(memberOf(payload, 'sourceConfig'), 'config')
  return [memberOf(payload, 'type'), memberOf(config, 'type')].find(
    (kind): kind is string => typeof kind === 'string' && kind.trim() !== '',
  )
}

/** A key of what may be no mapping: this is asked before the shape is known. */
const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined

const readFilter = (
  { document, path }: NodeSource,
  config: Config | undefined,
  key: 'schemaFilterPattern' | 'tableFilterPattern',
  report: Report,
): NameFilter => {
  const filter = config?.[key] ?? {}
  const at = [...path, 'sourceConfig', 'config', key]
  const compiled = (part: 'includes' | 'excludes') =>
    (filter[part] ?? []).filter((regex, i) => {
      const reason = problem(regex)
      if (reason !== undefined)
        report(diagnose('MR1363', { regex, reason }, document.place([...at, part, i])))
      return reason === undefined
    })
  const result = { includes: compiled('includes'), excludes: compiled('excludes') }
  if (result.includes.length > 0 && result.excludes.length > 0)
    report(diagnose('MR1395', {}, document.place([...at, 'excludes'], 'key')))
  return result
}

/** A pattern as the scanner means it: from the start, any letter case, open end. */
const fromStart = (pattern: string): RegExp => new RegExp(`^(?:${pattern})`, 'i')

const problem = (pattern: string): string | undefined => {
  try {
    fromStart(pattern)
    return undefined
  } catch (cause) {
    if (cause instanceof SyntaxError) return cause.message
    throw cause
  }
}
