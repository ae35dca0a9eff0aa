import { type Dag, order } from '../base/dag.ts'
import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Node } from '../manifest/generated/workflow.ts'

/** What each node depends on, by the node's index; reports duplicate names, unknown dependencies and cycles. */
export const readDependencies = (
  nodes: readonly Node[],
  document: Document,
  report: (diagnostic: Diagnostic) => void,
): readonly (readonly string[])[] => {
  const indexes = new Map<string, number>()
  nodes.forEach(({ name }, i) => {
    const first = indexes.get(name)
    if (first === undefined) indexes.set(name, i)
    else {
      const place = document.place(['workflow', 'dag', i, 'name'])
      const related = [{ message: 'first here', place: document.place(['workflow', 'dag', first, 'name']) }]
      report(diagnose('MR1310', { node: name }, place, related))
    }
  })
  const known = nodes.map((node, i) => {
    const written = dependenciesOf(node)
    written.forEach((dependency, j) => {
      if (indexes.has(dependency)) return
      const near = nearest(dependency, indexes.keys())
      const path = ['workflow', 'dag', i, 'dependencies', ...(Array.isArray(node.dependencies) ? [j] : [])]
      report(diagnose('MR1311', { node: node.name, dependency, near }, document.place(path)))
    })
    return written.filter((dependency) => indexes.has(dependency))
  })
  reportCycle(new Map([...indexes].map(([name, i]) => [name, known[i] ?? []])), indexes, document, report)
  return known
}

const dependenciesOf = ({ dependencies }: Node): readonly string[] => {
  if (typeof dependencies === 'string') return [dependencies]
  return dependencies ?? []
}

const reportCycle = (
  dag: Dag,
  indexes: ReadonlyMap<string, number>,
  document: Document,
  report: (diagnostic: Diagnostic) => void,
): void => {
  const ordering = order(dag)
  if (ordering.kind === 'ordered') return
  const places = ordering.cycle.map((name) =>
    document.place(['workflow', 'dag', indexes.get(name) ?? 0, 'dependencies']),
  )
  const [first, ...others] = places
  const related = others.map((place, i) => ({ message: `"${ordering.cycle[i + 1]}" waits here`, place }))
  report(diagnose('MR1312', { cycle: ordering.cycle }, first, related))
}
