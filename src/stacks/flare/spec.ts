import { isDeepStrictEqual } from 'node:util'
import { printAddress } from '../../address.ts'
import { nearest } from '../../base/nearest.ts'
import { type Diagnostic, diagnose, type Staged } from '../../diagnostics/index.ts'
import { defaultSparkSettings, type SparkSettings, sparkSettingsOf } from '../../sql/spark/spark-settings.ts'
import type { NodeSource, StackSpec } from '../stack.ts'
import { readActions } from './actions/read-actions.ts'
import { hasAssertions, readAssertions } from './assertions.ts'
import { checkCalls } from './check-calls.ts'
import {
  type Cursor,
  child,
  firstChild,
  isPresent,
  isTrue,
  items,
  placeOf,
  sourceTextOf,
  textOf,
} from './cursor.ts'
import { flareFunctions } from './functions/index.ts'
import { incrementalBounds } from './incremental.ts'
import { readInputs } from './inputs.ts'
import type { FlareInput, FlareJob, FlareOutput, FlareProfile } from './job.ts'
import { readOutputs } from './outputs.ts'
import { notSupported, type Report, readWord } from './reading.ts'
import { readSteps, type Steps } from './steps.ts'
import { readStreaming } from './streaming.ts'

/** The pure half of Flare: every spelling of versions 3.0 to 7.0 becomes one job. */
export const flareSpec: StackSpec<FlareJob> = {
  name: 'flare',
  schema: 'flare',
  compile: (source) => compile(source),
  reads: (job) =>
    job.inputs.map(({ address, version, place }) => ({
      address,
      ...(version?.kind === 'ref' ? { ref: version.name } : {}),
      place,
    })),
  writes: (job) => [
    ...job.outputs.map(({ address, branch, place }) => ({
      address,
      ...(branch === undefined ? {} : { ref: branch }),
      place,
    })),
    // Other actions leave the rows as they are: who reads the table need not wait for them.
    ...job.actions
      .filter(({ kind }) => kind === 'delete-from-dataset')
      .map(({ address, place }) => ({ address, place })),
  ],
}

/** True where a job has assertions, on its outputs or of its own. */
export const hasChecks = (job: FlareJob): boolean =>
  job.assertions.length > 0 || job.outputs.some(({ assertions }) => assertions.length > 0)

/** True where an input is read between bounds that a run may set. */
export const readsIntervals = ({ inputs }: FlareJob): boolean =>
  inputs.some(({ incremental }) => incremental !== undefined && incrementalBounds(incremental) !== undefined)

const compile = (source: NodeSource): Staged<FlareJob | undefined> => {
  const diagnostics: Diagnostic[] = []
  const report: Report = (diagnostic) => diagnostics.push(diagnostic)
  const job = findJob({ document: source.document, path: source.path, value: source.payload }, report)
  if (job === undefined) return { value: undefined, diagnostics }
  refuseOthers(job, report)
  const inputs = readInputs(child(job, 'inputs'), readStreaming(job, report), report)
  const steps = readSteps(child(job, 'steps'), source.attachment, report)
  const onlyActs = items(child(job, 'actions')).length > 0 && items(child(job, 'steps')).length === 0
  const outputs = readOutputs(child(job, 'outputs'), { sinks: steps.sinks, onlyActs }, report)
  const assertions = readAssertions(child(job, 'assertions'), report)
  const profile = readProfile(child(job, 'profile'), report)
  const actions = readActions(job, inputs, report)
  checkViews(job, steps, outputs, report)
  checkInputs(job, report)
  checkTargets(inputs, outputs, report)
  checkWindows(inputs, outputs, report)
  for (const { functions } of steps.steps) checkCalls(functions, flareFunctions).forEach(report)
  const sparkSettings = readSparkSettings([source.payload, job.value])
  const names = items(child(job, 'inputs')).flatMap((input) => textOf(child(input, 'name')) ?? [])
  const unread = names.filter((name) => inputs.every((input) => input.name !== name))
  const value: FlareJob = {
    kind: 'flare',
    inputs,
    steps: steps.steps,
    outputs,
    assertions,
    ...(profile === undefined ? {} : { profile }),
    actions,
    keepSystemColumns: isTrue(child(child(job, 'variables'), 'keepSystemColumns')),
    ...(unread.length === 0 && steps.complete
      ? {}
      : { unread: { inputs: unread, hasSteps: !steps.complete } }),
    ...(sparkSettings === undefined ? {} : { sparkSettings }),
    place: placeOf(job, 'key'),
  }
  return { value, diagnostics }
}

/** Of all settings of Spark only those matter that change results; they stand in a map, or in a list of maps. */
const readSparkSettings = (holders: readonly unknown[]): SparkSettings | undefined => {
  const pairs = holders.flatMap((holder) =>
    ['sparkConf', 'sparkConfig'].flatMap((key) => pairsOf(isRecord(holder) ? holder[key] : undefined)),
  )
  const settings = sparkSettingsOf(pairs)
  return isDeepStrictEqual(settings, defaultSparkSettings) ? undefined : settings
}

const pairsOf = (value: unknown): readonly (readonly [string, unknown])[] => {
  if (Array.isArray(value)) return value.flatMap(pairsOf)
  return isRecord(value) ? Object.entries(value) : []
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const partsOfJob = ['inputs', 'steps', 'outputs', 'assertions', 'profile'] as const

/** The job of a payload; one page of the documentation leaves `job` out. */
const findJob = (payload: Cursor, report: Report): Cursor | undefined => {
  const job = child(payload, 'job')
  if (isPresent(job)) {
    for (const key of partsOfJob) {
      const beside = child(payload, key)
      if (isPresent(beside)) report(diagnose('MR1347', { key, where: 'job' }, placeOf(beside, 'key')))
    }
    return job
  }
  const lifted = firstChild(payload, ...partsOfJob)
  if (isPresent(lifted)) {
    report(diagnose('MR1364', {}, placeOf(lifted, 'key')))
    return payload
  }
  report(diagnose('MR1365', {}, placeOf(payload, 'key')))
  return undefined
}

const refuseOthers = (job: Cursor, report: Report): void => {
  const udfs = child(job, 'udfs')
  if (isPresent(udfs)) notSupported(udfs, 'a function in Scala (udfs)', report, 'write the expression in SQL')
  const options = child(job, 'options')
  if (isPresent(options))
    report(diagnose('MR1367', { key: 'options', place: 'the options of an input' }, placeOf(options, 'key')))
}

/** Views share one namespace that ignores letter case; an output has to name one of them. */
const checkViews = (
  job: Cursor,
  { steps, complete }: Steps,
  outputs: readonly FlareOutput[],
  report: Report,
): void => {
  const named = items(child(job, 'inputs')).map((input) => child(input, 'name'))
  const views = [
    ...named.map((cursor) => ({ name: String(cursor.value), place: placeOf(cursor) })),
    ...steps.map(({ name, place }) => ({ name, place })),
  ]
  const seen = new Set<string>()
  for (const { name, place } of views) {
    if (seen.has(name.toLowerCase())) report(diagnose('MR1368', { name }, place))
    seen.add(name.toLowerCase())
  }
  if (!complete) return
  for (const { name, place } of outputs) {
    if (seen.has(name.toLowerCase())) continue
    const near = nearest(
      name,
      views.map((view) => view.name),
    )
    report(diagnose('MR1369', { name, near }, place))
  }
}

const checkInputs = (job: Cursor, report: Report): void => {
  if (items(child(job, 'inputs')).length > 0) return
  const profile = child(job, 'profile')
  if (isPresent(profile)) report(diagnose('MR1370', { what: 'a profile' }, placeOf(profile, 'key')))
  const assertions = child(job, 'assertions')
  if (hasAssertions(assertions))
    report(diagnose('MR1370', { what: 'an assertion' }, placeOf(assertions, 'key')))
}

const checkTargets = (
  inputs: readonly FlareInput[],
  outputs: readonly FlareOutput[],
  report: Report,
): void => {
  const read = new Set(inputs.map(({ address }) => printAddress(address)))
  for (const { name, address, write, branch, place } of outputs) {
    const keepsRows = write.kind === 'merge' || write.kind === 'strategy' || branch !== undefined
    if (!keepsRows && read.has(printAddress(address)))
      report(diagnose('MR1377', { name, address: printAddress(address) }, place))
  }
}

/** An input of which each run reads another part, against what outputs do with the rows that are there. */
const checkWindows = (
  inputs: readonly FlareInput[],
  outputs: readonly FlareOutput[],
  report: Report,
): void => {
  const late = inputs.find(({ incremental }) => incremental?.lateWindow !== undefined)
  const partial = inputs.find(
    ({ incremental, newFiles }) => newFiles !== undefined || (incremental?.state.length ?? 0) > 0,
  )
  for (const { name, write, place } of outputs) {
    if (write.kind === 'append' && write.ifExists === undefined && late !== undefined)
      report(diagnose('MR1427', { input: late.name, output: name }, place))
    if (write.kind === 'overwrite' && partial !== undefined)
      report(diagnose('MR1430', { input: partial.name, output: name }, place))
  }
}

const levels = ['basic', 'intermediate', 'advanced'] as const

const readProfile = (cursor: Cursor, report: Report): FlareProfile | undefined => {
  if (!isPresent(cursor)) return undefined
  const level = readWord(child(cursor, 'level'), 'the profile level', levels, report)
  if (level === 'intermediate' || level === 'advanced')
    notSupported(child(cursor, 'level'), `the profile level ${level}`, report, 'write level: basic')
  const filters = items(child(cursor, 'filters')).flatMap((filter) => {
    readWord(child(filter, 'type'), 'the filter type', ['expression'] as const, report)
    return sourceTextOf(child(filter, 'expression')) ?? []
  })
  return { level: 'basic', filters }
}
