import { spokenAddress } from '../../address.ts'
import { failure } from '../../diagnostics/index.ts'
import type { ResourceChange } from '../../plan/index.ts'
import { openDeps, register } from '../../run/index.ts'
import { workspaceTypes } from '../../resources/index.ts'
import { referenceOf, registeredFacts, type SelectionGraph, selectionGraph } from '../../selection/index.ts'
import { type RegisteredResource, registeredResources } from '../../state/resource-store.ts'
import type { CommandHandler, Invocation } from '../command.ts'
import { isConfirmed } from '../confirm.ts'
import { declaredIn } from '../declared-in.ts'
import { findRegistered, notRegistered, type Target, targetsOf, typeNamed } from '../find-resource.ts'
import { openSettings } from '../open-project.ts'
import { flag, listOption, textOption } from '../options.ts'
import { lockProject } from './apply.ts'

/**
 * Unregisters resources; their data stays (decision 4). What a registered resource names is refused unless that one
 * goes too, or `--force` says that it may be missing.
 */
export const deleteResources: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const targets = await wantedOf(invocation, signal)
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings })
  const isDryRun = flag(options, 'dryRun')
  using _lock = isDryRun ? undefined : lockProject(settings.stateFolder, 'delete')
  const registered = registeredResources(deps.database)
  const found = targets.map(
    (target) => findRegistered(registered, target) ?? absent(registered, target, options),
  )
  const deleted = [...new Set(found.filter((resource) => resource !== undefined))]
  const isText = textOption(options, 'output') !== 'json'
  if (deleted.length === 0) {
    if (isText) io.stderr.write('nothing to delete\n')
    else io.stdout.write('[]\n')
    return 0
  }
  const graph = selectionGraph(registeredFacts(registered))
  const needed = neededBy(deleted, graph)
  if (needed.length > 0 && !flag(options, 'force')) throw failure('MR9017', { needed })
  const consequences = [
    ...needed.map(({ what, by }) => `${by.join(', ')} will miss ${what}`),
    ...deleted.flatMap((resource) => consequencesOf(resource, deleted, graph)),
  ]
  for (const line of consequences) io.stderr.write(`${line}\n`)
  const names = deleted.map(referenceOfResource)
  if (!isDryRun && !(await isConfirmed(invocation, `${names.join(', ')} will be unregistered`, signal)))
    return 0
  const changes = deleted.map(({ type, workspace, name }): ResourceChange => {
    return { type, workspace, name, action: 'delete' }
  })
  if (!isDryRun) register({ resources: [], tasks: [] }, changes, deps)
  if (isText) {
    for (const name of names) io.stdout.write(`${isDryRun ? 'would delete' : 'deleted'} ${name}\n`)
    io.stderr.write(lastLine(deleted, isDryRun))
  } else
    io.stdout.write(
      `${JSON.stringify(deleted.map(({ type, workspace, name }) => ({ type, workspace, name, dryRun: isDryRun })))}\n`,
    )
  return 0
}

const wantedOf = async (invocation: Invocation, signal: AbortSignal): Promise<readonly Target[]> => {
  const { args, options } = invocation
  const workspace = textOption(options, 'workspace')
  if (listOption(options, 'manifestFile').length > 0) {
    if (args.length > 0)
      throw failure('MR9004', {
        message: 'the files of -f name what is deleted: nothing else may',
        hint: `leave "${args.join(' ')}" out`,
      })
    const declared = await declaredIn(invocation, signal)
    return declared.filter(
      (each) => workspace === undefined || each.workspace === workspace || !workspaceTypes.has(each.type),
    )
  }
  const targets = targetsOf(invocation)
  const [first] = targets
  if (first?.type === undefined || targets.some(({ name }) => name === undefined))
    throw failure('MR9004', {
      message: 'nothing says what to delete',
      hint: 'write TYPE NAME, -f FILE, or -i "name | version | type | workspace"',
    })
  return targets.map((target) => ({ ...target, type: typeNamed(target.type ?? '') }))
}

const absent = (
  registered: readonly RegisteredResource[],
  target: Target,
  options: Invocation['options'],
): undefined => {
  if (flag(options, 'ignoreNotFound')) return undefined
  if (target.type === 'dataset' && target.name !== undefined && /[.:/]/.test(target.name))
    throw failure('MR9004', {
      message: `${target.name} is a table, and delete unregisters what manifests declare`,
      hint: 'data stays here; millrace get all lists what is declared',
    })
  return notRegistered(registered, target)
}

const referenceOfResource = ({ type, workspace, name }: RegisteredResource): string =>
  referenceOf(type, workspace, name)

/** Resources that stay and name one that goes. */
const neededBy = (deleted: readonly RegisteredResource[], { needs }: SelectionGraph) => {
  const gone = new Set(deleted.map(referenceOfResource))
  return [...gone].flatMap((what) => {
    const by = [...needs].filter(([other, named]) => !gone.has(other) && named.includes(what))
    return by.length === 0 ? [] : [{ what, by: by.map(([other]) => other) }]
  })
}

/** What changes for others although they do not name the resource. */
const consequencesOf = (
  { type, workspace, name }: RegisteredResource,
  deleted: readonly RegisteredResource[],
  graph: SelectionGraph,
): readonly string[] => {
  const reference = referenceOf(type, workspace, name)
  if (type === 'policy') return [`${reference} no longer masks or filters: who sees what changes at once`]
  if (type === 'dataset')
    return [
      `the tags that ${reference} gives to columns are forgotten: policies that go by them no longer apply`,
    ]
  if (type !== 'workflow') return []
  const going = new Set(deleted.map(referenceOfResource))
  return [...graph.members.values()].flatMap(({ reference: dataset, address }) => {
    const writers = address === undefined ? [] : (graph.writers.get(address) ?? [])
    const isOwn = (node: string) => graph.members.get(node)?.workflow === name
    if (address === undefined || writers.length === 0 || !writers.every(isOwn)) return []
    const readers = (graph.downstream.get(dataset) ?? [])
      .map(({ to }) => to)
      .filter((to) => !isOwn(to) && !going.has(to))
    return readers.length === 0
      ? []
      : [
          `${spokenAddress(address)} stays as it is: nothing writes it any more, and ${readers.join(', ')} ${readers.length === 1 ? 'reads' : 'read'} it`,
        ]
  })
}

const lastLine = (deleted: readonly RegisteredResource[], isDryRun: boolean): string => {
  if (isDryRun) return 'nothing was done\n'
  const files = [...new Set(deleted.map(({ file }) => file))]
  const where = files.length > 3 ? 'a manifest' : files.join(' or ')
  const it = deleted.length === 1 ? 'it, it is' : 'one of them, that one is'
  return `tables, files and the record of runs stay; where ${where} still declares ${it} registered again by the next apply\n`
}
