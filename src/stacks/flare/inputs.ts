import { namesDataset } from '../../address.ts'
import { diagnose } from '../../diagnostics/index.ts'
import {
  type Cursor,
  child,
  firstChild,
  isPresent,
  isTrue,
  items,
  placeOf,
  textMapOf,
  textOf,
} from './cursor.ts'
import { readIncremental } from './incremental.ts'
import { isVersionOption, readVersion } from './input-version.ts'
import type { FlareInput } from './job.ts'
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
    options: readOptions(child(input, 'options')),
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

/** Without options of a writer, which real manifests have on inputs, and without those that choose a version. */
const readOptions = (options: Cursor): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(textMapOf(options)).filter(([key]) => key !== 'saveMode' && !isVersionOption(key)),
  )
