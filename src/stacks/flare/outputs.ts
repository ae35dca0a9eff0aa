import { type DatasetAddress, namesDataset } from '../../address.ts'
import { nearest } from '../../base/nearest.ts'
import { diagnose } from '../../diagnostics/index.ts'
import { readAssertions } from './assertions.ts'
import {
  type Cursor,
  child,
  firstChild,
  isPresent,
  isTrue,
  items,
  placeOf,
  textOf,
  textsOf,
} from './cursor.ts'
import type { ColumnTagRule, FlareOutput } from './job.ts'
import { readOutputOptions } from './outputs/options.ts'
import { notSupported, type Report, readAddress, readFormat } from './reading.ts'

/**
 * One output after `sink` and `outputs` were joined. Before 7.0 an output was a depot, and a sink said which view
 * goes to which dataset in it; since then the output says everything.
 */
type OutputSource = { readonly output: Cursor; readonly sink?: Cursor }

/**
 * Reads `outputs` and the sinks of older versions. One that cannot be read is left out, with an error. A depot that no
 * sink writes to is only declared where a job does nothing but actions on tables.
 */
export const readOutputs = (
  outputs: Cursor,
  { sinks, onlyActs }: Writing,
  report: Report,
): readonly FlareOutput[] =>
  join(items(outputs), sinks, report)
    .filter(({ output, sink }) => {
      const isOnlyDepot = isPresent(child(output, 'depot')) && !isPresent(child(output, 'dataset'))
      if (!onlyActs || sink !== undefined || !isOnlyDepot) return true
      const name = textOf(child(output, 'name')) ?? ''
      report(diagnose('MR1485', { name }, placeOf(child(output, 'name'))))
      return false
    })
    .flatMap((source) => readOutput(source, report) ?? [])

type Writing = { readonly sinks: readonly Cursor[]; readonly onlyActs: boolean }

const join = (
  outputs: readonly Cursor[],
  sinks: readonly Cursor[],
  report: Report,
): readonly OutputSource[] => {
  const nameOf = (output: Cursor) => textOf(child(output, 'name')) ?? ''
  const joined: OutputSource[] = []
  const used = new Set<Cursor>()
  for (const sink of sinks) {
    const name = textOf(child(sink, 'outputName'))
    const output = outputs.find((candidate) => nameOf(candidate) === name) ?? onlyOne(outputs, name)
    if (output === undefined) {
      const near = nearest(name ?? '', outputs.map(nameOf))
      report(diagnose('MR1378', { sink: name ?? '', near }, placeOf(child(sink, 'outputName'))))
      continue
    }
    used.add(output)
    joined.push({ output, sink })
  }
  return [...outputs.filter((output) => !used.has(output)).map((output) => ({ output })), ...joined]
}

const onlyOne = (outputs: readonly Cursor[], name: string | undefined): Cursor | undefined =>
  name === undefined && outputs.length === 1 ? outputs[0] : undefined

const readOutput = (source: OutputSource, report: Report): FlareOutput | undefined => {
  const { output, sink } = source
  // The sink is the more specific of the two.
  const either = (first: string, second = first): Cursor => {
    const own = sink === undefined ? undefined : child(sink, first)
    return own !== undefined && isPresent(own) ? own : child(output, second)
  }
  const nameCursor = either('sequenceName', 'name')
  const name = textOf(nameCursor) ?? ''
  const stream = child(output, 'isStream')
  if (isTrue(stream)) notSupported(stream, 'writing a stream (isStream)', report)
  const address = readTarget(source, name, report)
  const format = readOutputFormat(source, report)
  const options = readOutputOptions(either('outputOptions', 'options'), report)
  const assertions = readAssertions(child(output, 'assertions'), report)
  const columnTags = readColumnTags(child(output, 'columnTags'), report)
  if (address === undefined) return undefined
  const { title: misplacedTitle, ...rest } = options
  const title = textOf(either('title')) ?? misplacedTitle
  const description = textOf(either('description'))
  return {
    name,
    address,
    ...(format === undefined ? {} : { format }),
    ...rest,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    tags: textsOf(either('tags')),
    columnTags,
    assertions,
    place: placeOf(nameCursor),
  }
}

const readOutputFormat = ({ output, sink }: OutputSource, report: Report): string | undefined => {
  // Without a target the format belongs to the stand-alone mode, which is refused as a whole.
  if (!isPresent(firstChild(output, 'dataset', 'depot'))) return undefined
  const ofSink = sink && child(sink, 'outputType')
  const own = firstChild(output, 'format', 'outputType')
  return readFormat(ofSink !== undefined && isPresent(ofSink) ? ofSink : own, report)
}

const readTarget = (
  { output, sink }: OutputSource,
  name: string,
  report: Report,
): DatasetAddress | undefined => {
  const target = firstChild(output, 'dataset', 'depot')
  if (!isPresent(target)) {
    const place = placeOf(child(output, 'name'))
    const standalone = child(output, 'outputType')
    if (!isPresent(standalone)) report(diagnose('MR1371', { what: 'output', name, key: 'dataset' }, place))
    else {
      const next = 'declare a depot and write dataset: dataos://depot:collection/dataset'
      notSupported(standalone, 'an output of the stand-alone mode (outputType)', report, next)
    }
    return undefined
  }
  const address = readAddress(target, report)
  if (address === undefined || namesDataset(address)) return address
  if (address.collection !== undefined) {
    const dataset = (sink && textOf(child(sink, 'datasetName'))) ?? name
    return { ...address, collection: address.collection, dataset }
  }
  report(diagnose('MR1361', { address: textOf(target) ?? '' }, placeOf(target)))
  return undefined
}

const readColumnTags = (cursor: Cursor, report: Report): readonly ColumnTagRule[] =>
  items(cursor).flatMap((item): readonly ColumnTagRule[] => {
    const name = textOf(child(item, 'columnName'))
    const names = textsOf(child(item, 'columnNames'))
    const regex = textOf(child(item, 'columnRegex'))
    const tags = textsOf(child(item, 'tags'))
    if ([name !== undefined, names.length > 0, regex !== undefined].filter(Boolean).length !== 1) {
      report(diagnose('MR1394', {}, placeOf(item)))
      return []
    }
    if (regex !== undefined) return [{ select: { kind: 'regex', regex }, tags }]
    return [{ select: { kind: 'names', names: name === undefined ? names : [name] }, tags }]
  })
