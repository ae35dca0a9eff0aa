import { type Diagnostic, diagnose, hasErrors, type Staged } from '../diagnostics/index.ts'
import * as validators from '../manifest/generated/validators.js'
import { checkShape, type Document, type Loaded } from '../manifest/index.ts'
import type { Node } from '../manifest/generated/workflow.ts'
import { aroundHoles } from './holes.ts'
import { documentKey, documentsOf } from './members.ts'
import type { WorkflowNode, WorkflowResource } from './workflow-nodes.ts'

/** A node that names the file of a workflow, and where it stands. */
type FileNode = {
  readonly node: Node
  readonly index: number
  readonly document: Document
  /** Workflows through which this one was reached, itself last. */
  readonly through: readonly Document[]
}

/** The nodes that stand for one that names a file, `outer.inner`. */
export type NestedNodes = {
  readonly nodes: readonly WorkflowNode[]
  /** False where some node of the file does not run here: then what waits for the whole waits forever. */
  readonly isComplete: boolean
  readonly runs: WorkflowResource['runs']
}

/** The workflow behind the `file` of a node; undefined where there is none, with an error that says why. */
export const readNestedWorkflow = (
  { node, index, document, through }: FileNode,
  attachment: Loaded['attachment'],
  readInner: (document: Document, through: readonly Document[]) => Staged<WorkflowResource>,
): Staged<NestedNodes | undefined> => {
  const reference = node.file ?? ''
  const place = document.place(['workflow', 'dag', index, 'file'])
  const refuse = (...diagnostics: readonly Diagnostic[]) => ({ value: undefined, diagnostics })
  const documents = documentsOf(attachment(document, reference))
  // That there is no such file, or that it cannot be read, was told when files were loaded.
  const [first] = documents
  if (first === undefined) return refuse()
  const nested = documents.find((one) => typeOf(one) === 'workflow')
  if (nested === undefined) {
    const type = typeOf(first)
    const found = type === undefined ? 'no manifest' : `a ${type}`
    return refuse(diagnose('MR1462', { reference, expected: 'a workflow', found }, place))
  }
  const at = through.findIndex((one) => documentKey(one) === documentKey(nested))
  if (at >= 0) return refuse(diagnose('MR1463', { files: through.slice(at).map(({ file }) => file) }, place))
  const shape = checkShape(validators.workflow, nested, [], nested.value)
  if (hasErrors(shape)) return refuse(...aroundHoles(shape, nested))
  const read = readInner(nested, through)
  const { nodes, leftOut, runs } = read.value
  const name = (inner: string) => `${node.name}.${inner}`
  return {
    value: {
      nodes: nodes.map((inner) => ({
        ...inner,
        name: name(inner.name),
        dependencies: inner.dependencies.map(name),
      })),
      isComplete: leftOut.length === 0,
      runs: [
        { key: documentKey(nested), node: node.name },
        ...runs.map((run) => ({ ...run, node: name(run.node) })),
      ],
    },
    diagnostics: aroundHoles([...shape, ...read.diagnostics], nested),
  }
}

const typeOf = ({ value }: Document): string | undefined => {
  const type: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'type') : undefined
  return typeof type === 'string' ? type : undefined
}
