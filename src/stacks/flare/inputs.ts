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
import type { FlareInput } from './job.ts'
import { notSupported, type Report, readAddress, readFormat } from './reading.ts'

/** Reads `inputs`. One that cannot be read is left out, with an error that says why. */
export const readInputs = (inputs: Cursor, report: Report): readonly FlareInput[] =>
  items(inputs).flatMap((input) => readInput(input, report) ?? [])

const readInput = (input: Cursor, report: Report): FlareInput | undefined => {
  const name = textOf(child(input, 'name')) ?? ''
  refuseOthers(input, report)
  const format = readFormat(child(input, 'format'), report)
  const incremental = readIncremental(child(input, 'incremental'), report)
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
  return {
    name,
    address,
    ...(format === undefined ? {} : { format }),
    options: readOptions(child(input, 'options'), report),
    ...(incremental === undefined ? {} : { incremental }),
    place: placeOf(dataset),
  }
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
  const stream = child(input, 'isStream')
  if (isTrue(stream)) notSupported(stream, 'reading a stream (isStream)', report)
  const schema = firstChild(input, 'schemaPath', 'schemaString', 'schema', 'schemaSubject', 'schemaId')
  if (isPresent(schema)) notSupported(schema, 'a schema for an input', report, 'cast the columns in a step')
}

const readOptions = (options: Cursor, report: Report): Readonly<Record<string, string>> => {
  const branch = child(options, 'branch')
  if (isPresent(branch) && textOf(branch) !== 'main')
    notSupported(branch, 'reading a branch other than main', report)
  // A writer's option, found on inputs of real manifests.
  const { saveMode: _, ...reader } = textMapOf(options)
  return reader
}
