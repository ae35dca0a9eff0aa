import { spokenAddress } from '../../address.ts'
import type { DatasetLineage, Direction, LineagePoint, LineageTree } from '../../project/index.ts'
import { jsonText } from './json-text.ts'

/** `depot.collection.dataset.column`, as SQL has it. */
export const pointName = ({ dataset, column }: LineagePoint): string => {
  const name = spokenAddress(dataset)
  return column === undefined ? name : `${name}.${column}`
}

/** A tree, one line a point; the task that stands between two of them at the end of the line. */
export const lineageText = (tree: LineageTree): string => `${pointName(tree)}\n${branches(tree, '')}`

const branches = ({ next }: LineageTree, indent: string): string =>
  next
    .map((child, i) => {
      const isLast = i === next.length - 1
      const notes = [
        ...(child.task === undefined ? [] : [`by ${shortTask(child.task)}`]),
        ...(child.uncertain === true ? ['columns known to a run only'] : []),
        ...(child.repeated === true ? ['see above'] : []),
      ]
      const line = `${indent}${isLast ? '└─' : '├─'} ${pointName(child)}${notes.length === 0 ? '' : `  (${notes.join('; ')})`}\n`
      return line + branches(child, `${indent}${isLast ? '   ' : '│  '}`)
    })
    .join('')

/** The task as people call it: the workspace only where it is not the usual one. */
export const shortTask = (task: string): string => task.replace(/^public\//, '')

/** A flow chart of all points of the trees, in the direction in which data flows. */
export const lineageMermaid = (trees: readonly (readonly [Direction, LineageTree])[]): string => {
  const ids = new Map<string, string>()
  const edges = new Set<string>()
  const id = (point: LineagePoint): string => {
    const name = pointName(point)
    const known = ids.get(name)
    if (known !== undefined) return known
    const made = `n${ids.size}`
    ids.set(name, made)
    return made
  }
  const walk = (tree: LineageTree, isUpstream: boolean): void => {
    for (const child of tree.next) {
      const [from, to] = isUpstream ? [id(child), id(tree)] : [id(tree), id(child)]
      const arrow = child.uncertain === true ? '-.->' : '-->'
      const label = child.task === undefined ? '' : `|${escaped(shortTask(child.task))}|`
      edges.add(`  ${from} ${arrow}${label} ${to}`)
      walk(child, isUpstream)
    }
  }
  for (const [direction, tree] of trees) {
    id(tree)
    walk(tree, direction === 'upstream')
  }
  const nodes = [...ids].map(([name, node]) => `  ${node}["${escaped(name)}"]`)
  return `${['flowchart LR', ...nodes, ...edges].join('\n')}\n`
}

const escaped = (text: string): string =>
  text.replace(/["|[\]{}<>]/g, (character) => `#${character.charCodeAt(0)};`)

/**
 * OpenLineage job events, one a line: what each task reads and writes, and the columns of its outputs where they are
 * known. Source: OpenLineage 2-0-2, JobEvent and ColumnLineageDatasetFacet 1-2-0.
 */
export const openLineage = (
  lineage: readonly DatasetLineage[],
  { project, producer, at }: { readonly project: string; readonly producer: string; readonly at: string },
): string => {
  const tasks = [...new Set(lineage.map(({ task }) => task))]
  return tasks
    .map((task) => {
      const written = lineage.filter((each) => each.task === task)
      const inputs = [...new Set(written.flatMap((each) => each.inputs))].map(lineageDataset)
      const outputs = written.map(({ dataset, columns }) => ({
        ...lineageDataset(dataset),
        ...(columns === undefined ? {} : { facets: { columnLineage: columnFacet(columns, producer) } }),
      }))
      const event = {
        eventTime: at,
        producer,
        schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/definitions/JobEvent',
        job: { namespace: project, name: task },
        inputs,
        outputs,
      }
      return `${jsonText(event)}\n`
    })
    .join('')
}

const columnFacet = (columns: NonNullable<DatasetLineage['columns']>, producer: string) => ({
  _producer: producer,
  _schemaURL:
    'https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet',
  fields: Object.fromEntries(
    columns.map(({ name, from }) => [
      name,
      {
        inputFields: (from ?? []).map(({ dataset, column }) => ({
          ...lineageDataset(dataset),
          field: column,
        })),
      },
    ]),
  ),
})

/** The depot is the namespace, the rest of the address the name. */
const lineageDataset = (dataset: string): { readonly namespace: string; readonly name: string } => {
  const [, namespace = dataset, name = ''] = /^(dataos:\/\/[^:]+):?(.*)$/.exec(dataset) ?? []
  return { namespace, name: name === '' ? '/' : name }
}
