import { namesDataset } from '../../address.ts'
import { diagnose } from '../../diagnostics/index.ts'
import {
  type Cursor,
  child,
  entries,
  firstChild,
  isPresent,
  isTrue,
  items,
  placeOf,
  sourceTextOf,
  textOf,
} from './cursor.ts'
import { readIncremental } from './incremental.ts'
import { isVersionOption, readVersion } from './input-version.ts'
import type { FlareInput } from './job.ts'
import { csvOptionProblem } from './readers/csv-options.ts'
import { checkReaderOptions } from './readers/known-options.ts'
import { notSupported, type Report, readAddress, readFormat } from './reading.ts'
import type { Streaming } from './streaming.ts'

/** Reads `inputs`. One that cannot be read is left out, with an error that says why. */
export const readInputs = (
  inputs: Cursor,
  streaming: Streaming | undefined,
  report: Report,
): readonly FlareInput[] => items(inputs).flatMap((input) => readInput(input, streaming, report) ?? [])

const readInput = (
  input: Cursor,
  streaming: Streaming | undefined,
  report: Report,
): FlareInput | undefined => {
  const name = textOf(child(input, 'name')) ?? ''
  refuseOthers(input, report)
  const format = readFormat(child(input, 'format'), report)
  const incremental = readIncremental(child(input, 'incremental'), name, report)
  const version = readVersion(child(input, 'options'), report)
  const dataset = child(input, 'dataset')
  const options = readOptions(child(input, 'options'))
  checkOptions(input, format, options, report)
  if (!isPresent(dataset)) {
    if (!isPresent(child(input, 'query')) && !isPresent(child(input, 'inputType')))
      report(diagnose('MR1371', { what: 'input', name, key: 'dataset' }, placeOf(child(input, 'name'))))
    return undefined
  }
  const address = readAddress(dataset, report)
  if (address === undefined) return undefined
  if (!namesDataset(address)) {
    report(diagnose('MR1361', { address: textOf(dataset) ?? '' }, placeOf(dataset)))
    return undefined
  }
  const newFiles = readNewFiles(input, streaming)
  return {
    name,
    address,
    ...(format === undefined ? {} : { format }),
    options,
    ...(version === undefined ? {} : { version }),
    ...(newFiles === undefined ? {} : { newFiles }),
    ...(incremental === undefined ? {} : { incremental }),
    place: placeOf(dataset),
  }
}

/** A stream that ends, or `incremental.newFiles`, our own spelling for jobs that are no streams. */
const readNewFiles = (input: Cursor, streaming: Streaming | undefined): FlareInput['newFiles'] => {
  if (streaming !== undefined && isTrue(child(input, 'isStream'))) return streaming
  return isTrue(child(child(input, 'incremental'), 'newFiles')) ? { checkpoint: '' } : undefined
}

const refuseOthers = (input: Cursor, report: Report): void => {
  const query = child(input, 'query')
  if (isPresent(query))
    notSupported(query, 'an input from a query', report, 'name a dataset and query it in a step')
  const standalone = child(input, 'inputType')
  if (isPresent(standalone)) {
    const next = 'declare a depot and write dataset: dataos://depot:collection/dataset'
    notSupported(standalone, 'an input of the stand-alone mode (inputType)', report, next)
  }
  const schema = firstChild(input, 'schemaPath', 'schemaString', 'schema', 'schemaSubject', 'schemaId')
  if (isPresent(schema)) notSupported(schema, 'a schema for an input', report, 'cast the columns in a step')
}

/**
 * As written, blanks too: a tab is a delimiter. Without options of a writer, which real manifests have on inputs, and
 * without those that choose a version.
 */
const readOptions = (options: Cursor): Readonly<Record<string, string>> =>
  Object.fromEntries(
    entries(options).flatMap(([key, member]) => {
      if (key.toLowerCase() === 'savemode' || isVersionOption(key)) return []
      const text = typeof member.value === 'string' ? member.value : sourceTextOf(member)?.text
      return text === undefined ? [] : [[key, text]]
    }),
  )

const checkOptions = (
  input: Cursor,
  format: string | undefined,
  options: Readonly<Record<string, string>>,
  report: Report,
): void => {
  const known = format ?? formatOfName(textOf(child(input, 'dataset')) ?? '')
  if (known === undefined) return
  if (known === 'csv')
    for (const [option, value] of Object.entries(options)) {
      const problem = csvOptionProblem(option, value)
      if (problem !== undefined)
        report({ ...problem, place: placeOf(child(child(input, 'options'), option)) })
    }
  for (const finding of checkReaderOptions(known, options)) {
    const cursor = child(child(input, 'options'), finding.option)
    if (finding.kind === 'unknown') {
      const { option, near } = finding
      report(diagnose('MR1483', { option, format: known, near }, placeOf(cursor, 'key')))
    } else {
      const { option, value, instead } = finding
      report(diagnose('MR1484', { option, value, format: known, instead }, placeOf(cursor)))
    }
  }
}

/** What an address says without a format: that of its file. */
const formatOfName = (address: string): string | undefined =>
  /\.([a-z0-9]+)(?:\?.*)?$/i.exec(address)?.[1]?.toLowerCase()
