import { Bug } from '../base/bug.ts'
import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, hasErrors, type Staged } from '../diagnostics/index.ts'
import * as validators from '../manifest/generated/validators.js'
import { checkShape, type Document, type Loaded, type ShapeValidator } from '../manifest/index.ts'
import type { Node } from '../manifest/generated/workflow.ts'
import { absentStacks } from './absent-stacks.ts'
import { checkAbsentStack, payloadOf, stackName } from './runnable.ts'
import { filledPart } from './filled-part.ts'
import { checkSwallowedSql } from './swallowed-sql.ts'
import type { Job } from '../stacks/index.ts'
import type { StackSpec } from '../stacks/stack.ts'

/** The stacks by name, as far as reading a node needs them. */
export type StackLookup = Readonly<
  Record<string, { readonly spec: Pick<StackSpec<Job>, 'name' | 'schema' | 'compile' | 'runsElsewhere'> }>
>

type NodeAt = {
  readonly workflow: string
  readonly node: Node
  readonly index: number
  readonly document: Document
}

type NodeJob = { readonly stack: string; readonly stackVersion?: string; readonly job: Job }

/** The job of a node; undefined where there is none, with an error that says why. */
export const readJob = (
  { workflow, node, index, document }: NodeAt,
  attachment: Loaded['attachment'],
  stacks: StackLookup,
): Staged<NodeJob | undefined> => {
  const path = ['workflow', 'dag', index]
  const refuse = (diagnostic: Diagnostic) => ({ value: undefined, diagnostics: [diagnostic] })
  const { spec } = node
  if (spec === undefined) return refuse(diagnose('MR1313', { node: node.name }, document.place(path)))
  const { stack, version } = stackName(spec.stack)
  const place = document.place([...path, 'spec', 'stack'])
  const known = Object.hasOwn(stacks, stack) ? stacks[stack] : undefined
  if (known === undefined) {
    const absent = Object.hasOwn(absentStacks, stack) ? absentStacks[stack] : undefined
    // A node that is left out by a slip of the hand would leave its data old without a word.
    if (absent === undefined) {
      const near = nearest(stack, [...Object.keys(stacks), ...Object.keys(absentStacks)])
      return refuse(diagnose('MR1315', { stack: spec.stack, near }, place))
    }
    const { payload } = payloadOf({ ...spec }, stack)
    if (payload === undefined || payload === null)
      return refuse(diagnose('MR1314', { node: node.name, stack }, place))
    const diagnostics: Diagnostic[] = []
    const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
    checkAbsentStack({ document, path: [...path, 'spec'], report }, spec)
    if (!hasErrors(diagnostics))
      report(diagnose('MR1316', { node: node.name, stack, instead: absent.instead }, place))
    return { value: undefined, diagnostics }
  }
  const section: Readonly<Record<string, unknown>> = { ...spec }
  const key = spec.stackSpec === undefined ? stack : 'stackSpec'
  const written = section[key]
  if (written === undefined) return refuse(diagnose('MR1314', { node: node.name, stack }, place))
  const diagnostics: Diagnostic[] = []
  if (key === 'stackSpec' && section[stack] !== undefined) {
    const ignored = document.place([...path, 'spec', stack], 'key')
    diagnostics.push(diagnose('MR1320', { used: key, ignored: stack }, ignored))
  }
  const payloadPath = [...path, 'spec', key]
  const validator = validatorOf(known.spec.schema)
  const filled = filledPart(validator, document, payloadPath, written)
  const payload = filled.value
  diagnostics.push(...filled.diagnostics)
  const unknownKeys = known.spec.runsElsewhere?.(payload) === true ? 'warned of' : 'refused'
  if (!filled.isInShape)
    diagnostics.push(...checkShape(validator, document, payloadPath, payload, unknownKeys))
  if (hasErrors(diagnostics)) return { value: undefined, diagnostics }
  checkSwallowedSql(document, payloadPath, payload, (diagnostic) => diagnostics.push(diagnostic))
  const source = { workflow, node: node.name, document, path: payloadPath, payload, attachment }
  const compiled = known.spec.compile(source)
  diagnostics.push(...compiled.diagnostics)
  const job = compiled.value
  if (job === undefined) return { value: undefined, diagnostics }
  const value = { stack, ...(version === undefined ? {} : { stackVersion: version }), job }
  return { value, diagnostics }
}

const validatorOf = (schema: string): ShapeValidator => {
  const all: Readonly<Record<string, ShapeValidator>> = validators
  const found = all[schema]
  if (found === undefined) throw new Bug(`no JSON Schema is named ${schema}`)
  return found
}
