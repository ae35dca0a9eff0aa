import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, type Staged } from '../diagnostics/index.ts'
import type { Attachment, Document, Loaded } from '../manifest/document.ts'
import type { Node, Workflow } from '../manifest/generated/workflow.ts'
import { checkCron } from './cron.ts'
import { readDependencies } from './dependencies.ts'
import { readJob, type StackLookup } from './job.ts'
import { checkName } from './names.ts'
import { type NestedNodes, readNestedWorkflow } from './nested-workflow.ts'
import { checkInstant, checkTimezone } from './plain-values.ts'
import { type AttachedFile, checkBase, listOf, present, readBase } from './resource.ts'
import { checkRunnable } from './runnable.ts'
import { type NodeRetry, strategies, type WorkflowNode, type WorkflowResource } from './workflow-nodes.ts'

type Report = (diagnostic: Diagnostic) => void

export const readWorkflow = (
  document: Document,
  attachment: Loaded['attachment'],
  stacks: StackLookup,
  through: readonly Document[] = [],
): Staged<WorkflowResource> => {
  const { name, workflow } = document.value as Workflow
  const diagnostics: Diagnostic[] = []
  const report: Report = (diagnostic) => diagnostics.push(diagnostic)
  const attached: AttachedFile[] = []
  const recording: Loaded['attachment'] = (from, reference) => {
    const found = attachment(from, reference)
    if (found !== undefined) attached.push({ reference, ...contentOf(found) })
    return found
  }
  const dependencies = readDependencies(workflow.dag, document, report)
  const nested = new Map<string, NestedNodes>()
  const nodes = workflow.dag.flatMap((node, i): WorkflowNode | readonly WorkflowNode[] => {
    const place = document.place(['workflow', 'dag', i, 'name'])
    diagnostics.push(...checkName('node', node.name, place))
    const retry = readRetry(node, i, document, report)
    if (namesFile(node)) {
      const file = { node, index: i, document, through: [...through, document] }
      const inner = readNestedWorkflow(file, recording, (other, above) =>
        readWorkflow(other, recording, stacks, above),
      )
      diagnostics.push(...inner.diagnostics)
      if (node.spec !== undefined) {
        const params = { what: `node "${node.name}"`, one: 'file', other: 'spec', has: 'both' } as const
        report(diagnose('MR1323', params, document.place(['workflow', 'dag', i, 'file'], 'key')))
      }
      if (inner.value === undefined) return []
      nested.set(node.name, inner.value)
      return inner.value.nodes.map((one) => ({
        ...one,
        // What the whole waits for, its first nodes wait for.
        dependencies: one.dependencies.length === 0 ? (dependencies[i] ?? []) : one.dependencies,
        ...(one.retry !== undefined || retry === undefined ? {} : { retry }),
      }))
    }
    const staged = readJob({ workflow: name, node, index: i, document }, recording, stacks)
    diagnostics.push(...staged.diagnostics)
    if (node.spec !== undefined)
      checkRunnable({ document, path: ['workflow', 'dag', i, 'spec'], report }, node.spec)
    if (staged.value === undefined) return []
    const { title, description, tags } = node.spec ?? {}
    return {
      name: node.name,
      ...present('title', node.title ?? title),
      ...present('description', node.description ?? description),
      tags: [...listOf(node.tags), ...listOf(tags)],
      dependencies: dependencies[i] ?? [],
      ...(retry === undefined ? {} : { retry }),
      ...present('compute', node.spec?.compute),
      ...present('runAsUser', node.spec?.runAsUser),
      computePlace: document.place(['workflow', 'dag', i, 'spec', 'compute']),
      volumes: readVolumes(node, i, document),
      ...staged.value,
      place,
    }
  })
  const schedule = readSchedule(document, report)
  const base = readBase('workflow', document, attached)
  diagnostics.push(...checkBase(base, ['v1', 'v1beta', 'v1beta1']))
  const running = withoutWaiting(behindLast(nodes, nested), { document, nested }, report)
  const value: WorkflowResource = {
    ...base,
    ...present('title', workflow.title ?? base.title),
    nodes: running,
    leftOut: workflow.dag
      .map((node) => node.name)
      .filter((one) => {
        const file = nested.get(one)
        if (file === undefined) return running.every((node) => node.name !== one)
        return (
          !file.isComplete ||
          file.nodes.some(({ name: inner }) => !running.some((node) => node.name === inner))
        )
      }),
    runs: [...nested.values()].flatMap(({ runs }) => runs),
    ...(schedule === undefined ? {} : { schedule }),
  }
  return { value, diagnostics }
}

/**
 * Nodes without those that wait for one that does not run here: a node starts only when what it depends on succeeded.
 * The job of a node may also be missing because it is wrong; then nothing runs anyway.
 */
const withoutWaiting = (
  nodes: readonly WorkflowNode[],
  from: { readonly document: Document; readonly nested: ReadonlyMap<string, NestedNodes> },
  report: Report,
): readonly WorkflowNode[] => {
  const { workflow } = from.document.value as Workflow
  const present = new Set(nodes.map(({ name }) => name))
  const inner = [...from.nested.values()].flatMap((one) => one.nodes)
  const declared = new Set([...workflow.dag, ...inner].map(({ name }) => name))
  const waiting = nodes.filter(({ dependencies }) =>
    dependencies.some((name) => declared.has(name) && !present.has(name)),
  )
  if (waiting.length === 0) return nodes
  for (const { name, dependencies, place } of waiting) {
    const dependency = dependencies.find((other) => declared.has(other) && !present.has(other)) ?? ''
    report(diagnose('MR1322', { node: name, dependency }, place))
  }
  return withoutWaiting(
    nodes.filter((node) => !waiting.includes(node)),
    from,
    report,
  )
}

const namesFile = ({ file }: Node): boolean => file !== undefined && file !== null && file.trim() !== ''

/** Nodes that wait for all of a file wait for its last nodes; for one that does not run whole they wait in vain. */
const behindLast = (
  nodes: readonly WorkflowNode[],
  nested: ReadonlyMap<string, NestedNodes>,
): readonly WorkflowNode[] => {
  if (nested.size === 0) return nodes
  const last = (name: string): readonly string[] => {
    const file = nested.get(name)
    if (file === undefined || !file.isComplete) return [name]
    const awaited = new Set(file.nodes.flatMap(({ dependencies }) => dependencies))
    return file.nodes.map((inner) => inner.name).filter((inner) => !awaited.has(inner))
  }
  return nodes.map((node) => ({ ...node, dependencies: node.dependencies.flatMap(last) }))
}

const contentOf = (found: Attachment): Omit<AttachedFile, 'reference'> =>
  found.kind === 'text' ? { text: found.text.text } : { value: found.document.value }

const readVolumes = ({ spec }: Node, i: number, document: Document): WorkflowNode['volumes'] => {
  const path = ['workflow', 'dag', i, 'spec']
  const mounts = [
    { mount: spec?.persistentVolume, at: [...path, 'persistentVolume'] },
    ...(spec?.dataosVolumes ?? []).map((mount, k) => ({ mount, at: [...path, 'dataosVolumes', k] })),
  ]
  return mounts.flatMap(({ mount, at }) =>
    mount !== undefined && 'name' in mount && typeof mount.name === 'string'
      ? [{ name: mount.name, place: document.place([...at, 'name']) }]
      : [],
  )
}

const readRetry = (node: Node, i: number, document: Document, report: Report): NodeRetry | undefined => {
  if (node.retry?.count === undefined) return undefined
  const path = ['workflow', 'dag', i, 'retry']
  const count = Number(node.retry.count)
  if (count < 0) {
    const params = { what: 'the number of retries', value: count, from: 0 }
    report(diagnose('MR1317', params, document.place([...path, 'count'])))
  }
  const written = node.retry.strategy ?? 'OnFailure'
  const strategy = strategies.find((known) => known.toLowerCase() === written.toLowerCase())
  if (strategy === undefined) {
    const near = nearest(written, strategies)
    const params = { what: 'the retry strategy', value: written, values: strategies, near }
    report(diagnose('MR1308', params, document.place([...path, 'strategy'])))
  }
  return { count: Math.max(0, count), strategy: strategy ?? 'OnFailure' }
}

const readSchedule = (document: Document, report: Report): WorkflowResource['schedule'] => {
  const { name, workflow } = document.value as Workflow
  if (workflow.schedule === undefined) return undefined
  const { cron, timezone, endOn } = workflow.schedule
  const at = (key: string) => ({ document, path: ['workflow', 'schedule', key], report })
  checkTimezone(at('timezone'), timezone)
  checkInstant(at('endOn'), endOn, 'endOn')
  if (!checkCron(document, at('cron').path, cron, report)) return undefined
  report(diagnose('MR1318', { workflow: name }, document.place(['workflow', 'schedule'], 'key')))
  const ends = endOn === undefined ? undefined : { text: endOn, place: document.place(at('endOn').path) }
  return { cron, place: document.place(at('cron').path), ...(ends === undefined ? {} : { endOn: ends }) }
}
