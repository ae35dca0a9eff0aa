import manifest from '../../../package.json' with { type: 'json' }
import { nearest } from '../../base/nearest.ts'
import { failure, hasErrors, renderText } from '../../diagnostics/index.ts'
import { type DatasetLineage, type LineagePoint, traceLineage } from '../../project/index.ts'
import { type Choice, chooseOf } from '../choose.ts'
import type { CommandHandler } from '../command.ts'
import { isCalled } from '../dataset-name.ts'
import { readProject, sourcesOf } from '../open-project.ts'
import { flag, textOption, usesColour } from '../options.ts'
import { jsonText } from '../output/json-text.ts'
import { lineageMermaid, lineageText, openLineage, pointName } from '../output/lineage-text.ts'

/** Where a dataset or column comes from and what comes from it, by the manifests alone. */
export const lineage: CommandHandler = async (invocation, signal) => {
  const { io, options, args } = invocation
  const form = textOption(options, 'output') ?? 'text'
  const isChosen = options['select'] !== undefined || options['exclude'] !== undefined
  if (args[0] === undefined && !isChosen && form !== 'openlineage')
    throw failure('MR9004', {
      message: 'nothing says whose lineage is meant',
      hint: 'name a dataset or one of its columns, millrace lineage lake.shop.orders.id, or choose with --select',
    })
  const read = await readProject({ ...invocation, args: [] }, signal)
  const { settings } = read.project
  // What cannot be read has no lineage: that is told, and the rest shown.
  if (hasErrors(read.diagnostics))
    io.stderr.write(
      renderText(read.diagnostics, {
        sources: sourcesOf(settings.root),
        colour: usesColour(io.stderr, io.env, options),
      }),
    )
  const choice = await chooseOf({ ...invocation, args: [] }, read.project, signal)
  // What was chosen is the way that is gone: nodes that were not are as if nobody had them.
  const known =
    choice === undefined ? read.lineage : read.lineage.filter(({ task }) => choice.tasks.has(task))
  if (form === 'openlineage') {
    const producer = `https://www.npmjs.com/package/millrace/v/${manifest.version}`
    io.stdout.write(openLineage(known, { project: settings.name, producer, at: new Date().toISOString() }))
    return hasErrors(read.diagnostics) ? 2 : 0
  }
  const starts =
    args[0] === undefined && choice !== undefined
      ? startsOf(choice, known)
      : [pointCalled(known, args[0] ?? '')]
  const both = flag(options, 'upstream') === flag(options, 'downstream')
  const directions = (['upstream', 'downstream'] as const).filter((each) => both || flag(options, each))
  const found = starts.map((start) => ({
    start,
    trees: directions.map((direction) => [direction, traceLineage(known, start, direction)] as const),
  }))
  if (form === 'json') {
    const all = found.map(({ start, trees }) => ({ ...start, ...Object.fromEntries(trees) }))
    io.stdout.write(`${jsonText(args[0] === undefined ? all : all[0])}\n`)
  } else if (form === 'mermaid') io.stdout.write(lineageMermaid(found.flatMap(({ trees }) => trees)))
  else
    io.stdout.write(
      found
        .flatMap(({ trees }) =>
          trees.map(
            ([direction, tree]) =>
              `${direction === 'upstream' ? 'comes from' : 'goes to'}:\n${lineageText(tree)}`,
          ),
        )
        .join('\n'),
    )
  return hasErrors(read.diagnostics) ? 2 : 0
}

/** Datasets that were chosen, and those that chosen nodes write. */
const startsOf = ({ members }: Choice, lineage: readonly DatasetLineage[]): readonly LineagePoint[] => {
  const known = new Set(lineage.flatMap(({ dataset, inputs }) => [dataset, ...inputs]))
  const chosen = members.flatMap(({ address }) =>
    address !== undefined && known.has(address) ? address : [],
  )
  return [...new Set([...lineage.map(({ dataset }) => dataset), ...chosen])].map((dataset) => ({ dataset }))
}

/** The dataset of that name, or a column of one. Throws MR9004. */
const pointCalled = (lineage: readonly DatasetLineage[], name: string): LineagePoint => {
  const datasets = [...new Set(lineage.flatMap(({ dataset, inputs }) => [dataset, ...inputs]))]
  const called = (text: string) => datasets.filter((dataset) => isCalled(dataset, text))
  const whole = called(name)
  const dot = name.lastIndexOf('.')
  const [column, owners] =
    whole.length > 0 || dot < 0 ? [undefined, whole] : [name.slice(dot + 1), called(name.slice(0, dot))]
  const [dataset, ...others] = owners
  if (dataset === undefined) {
    const near = nearest(
      name,
      datasets.map((each) => pointName({ dataset: each })),
    )
    throw failure('MR9004', {
      message: `no task reads or writes a dataset "${name}"`,
      ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
    })
  }
  if (others.length > 0)
    throw failure('MR9004', {
      message: `"${name}" may be any of ${owners.map((each) => pointName({ dataset: each })).join(', ')}`,
      hint: 'write depot.collection.dataset',
    })
  if (column === undefined) return { dataset }
  const columns = lineage.filter((each) => each.dataset === dataset).flatMap((each) => each.columns ?? [])
  const isKnown = columns.some(({ name: each }) => each.toLowerCase() === column.toLowerCase())
  if (columns.length > 0 && !isKnown) {
    const near = nearest(
      column,
      columns.map((each) => each.name),
    )
    throw failure('MR9004', {
      message: `${pointName({ dataset })} has no column "${column}"`,
      ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
    })
  }
  return { dataset, column }
}
