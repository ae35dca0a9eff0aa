import { type DatasetAddress, namesDataset, parseWrittenAddress } from '../../address.ts'
import { nearest } from '../../base/nearest.ts'
import { type Diagnostic, diagnose, hasErrors, type Staged } from '../../diagnostics/index.ts'
import type { NodeSource, StackSpec } from '../stack.ts'
import { dayNumber } from './dates.ts'
import { defaultOptions, entities, type MockJob, type MockOptions, optionNames } from './job.ts'

export type { MockJob }

/** Rows of one feed at most: what can be shuffled in memory, and what the ids have room for. */
const mostRows = 100_000_000

/** The mock stack: reproducible sample data of the financial-services product, written as CSV files. */
export const mockSpec: StackSpec<MockJob> = {
  name: 'mock',
  schema: 'mock',
  notOnBranches: 'it writes files, which are the same on all branches',
  compile: (source) => compileMock(source),
  // continueAfter is not among them: the feed's own ingestion writes that dataset, which would close a circle.
  reads: () => [],
  writes: (job) =>
    [job.output, ...(job.history === undefined ? [] : [job.history])].map((address) => ({
      address,
      place: job.place,
    })),
}

const compileMock = (source: NodeSource): Staged<MockJob | undefined> => {
  const diagnostics: Diagnostic[] = []
  const payload = members(source.payload)
  const at = (...path: readonly (string | number)[]) => source.document.place([...source.path, ...path])
  const text = (key: string): string | undefined => scalar(payload[key])

  const number = (path: readonly string[], written: unknown, limits: Limits): number => {
    const value = Number(scalar(written) ?? Number.NaN)
    const valid =
      value >= limits.from && value <= limits.to && (limits.fraction === true || Number.isInteger(value))
    if (valid) return value
    const key = path.join('.')
    const wanted = `${limits.fraction === true ? 'a number' : 'an integer'} from ${limits.from} to ${limits.to}`
    diagnostics.push(diagnose('MR3261', { key, value: show(written), wanted }, at(...path)))
    return limits.from
  }
  const address = (path: readonly string[], written: unknown): DatasetAddress | undefined => {
    const key = path.join('.')
    const parsed = parseWrittenAddress(scalar(written) ?? '')
    if (parsed.kind === 'address' && namesDataset(parsed.address)) return parsed.address
    const reason = parsed.kind === 'address' ? 'it names no dataset' : parsed.reason
    diagnostics.push(diagnose('MR3260', { key, text: show(written), reason }, at(...path)))
    return undefined
  }

  const entity = entities.find((known) => known === payload['entity'])
  const output = address(['output'], payload['output'])
  if (entity === undefined) {
    const wanted = `one of ${entities.join(', ')}`
    const value = show(payload['entity'])
    diagnostics.push(diagnose('MR3261', { key: 'entity', value, wanted }, at('entity')))
    return { value: undefined, diagnostics }
  }
  const rows = number(['rows'], payload['rows'], { from: 1, to: mostRows })
  const asOf = text('asOf') ?? defaultAsOf
  if (!(dayNumber(asOf) >= dayNumber(earliestAsOf))) {
    const wanted = `a day from ${earliestAsOf} on, written YYYY-MM-DD`
    diagnostics.push(diagnose('MR3261', { key: 'asOf', value: asOf, wanted }, at('asOf')))
  }
  const history = payload['history'] === undefined ? undefined : address(['history'], payload['history'])

  const written = members(payload['options'])
  const known = optionNames[entity]
  for (const option of Object.keys(written)) {
    if (known.some((name) => name === option)) continue
    const near = nearest(option, known)
    diagnostics.push(diagnose('MR3262', { option, entity, near, known }, at('options', option)))
  }
  const option = (name: Exclude<keyof MockOptions, 'semiUrbanSegment'>, limits: Limits): number =>
    written[name] === undefined || !known.includes(name)
      ? defaultOptions[name]
      : number(['options', name], written[name], limits)
  const options: MockOptions = {
    customers: option('customers', { from: 1, to: mostRows }),
    accounts: option('accounts', { from: 1, to: mostRows }),
    products: option('products', { from: 1, to: 9999 }),
    personalShare: option('personalShare', { from: 0, to: 1, fraction: true }),
    merchantEmptyDobShare: option('merchantEmptyDobShare', { from: 0, to: 1, fraction: true }),
    semiUrbanSegment: scalar(written['semiUrbanSegment']) ?? defaultOptions.semiUrbanSegment,
  }

  const continueAfter = payload['continueAfter'] === undefined ? undefined : members(payload['continueAfter'])
  if (continueAfter !== undefined && entity !== 'customer')
    diagnostics.push(diagnose('MR3263', { entity }, at('continueAfter')))
  const dataset =
    continueAfter === undefined ? undefined : address(['continueAfter', 'dataset'], continueAfter['dataset'])

  if (output === undefined || hasErrors(diagnostics)) return { value: undefined, diagnostics }
  const job: MockJob = {
    kind: 'mock',
    entity,
    rows,
    seed: text('seed') ?? '1',
    asOf,
    output,
    ...(history === undefined ? {} : { history }),
    ...(dataset === undefined
      ? {}
      : { continueAfter: { dataset, column: scalar(continueAfter?.['column']) ?? '' } }),
    options,
    place: at(),
  }
  return { value: job, diagnostics }
}

type Limits = { readonly from: number; readonly to: number; readonly fraction?: boolean }

/** The last day on which the credit bureau was asked; nothing in the feed is later. */
const defaultAsOf = '2023-11-11'

const earliestAsOf = '2000-01-01'

const members = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}

const scalar = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? `${value}` : undefined

const show = (value: unknown): string =>
  scalar(value) ?? (value === undefined ? 'absent' : JSON.stringify(value))
