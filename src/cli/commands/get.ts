import { join } from 'node:path'
import { nearest } from '../../base/nearest.ts'
import type { DatasetFacts } from '../../catalog/index.ts'
import { failure } from '../../diagnostics/index.ts'
import { kinds } from '../../resources/index.ts'
import { typeCalled, typeNames } from '../../resources/type-names.ts'
import { type OpenedDeps, openDeps } from '../../run/index.ts'
import {
  nodeReference,
  referenceOf,
  registeredFacts,
  type ResourceFacts,
  selectionGraph,
} from '../../selection/index.ts'
import { storedDatasets } from '../../state/catalog-store.ts'
import { registeredResources } from '../../state/resource-store.ts'
import type { Database } from '../../state/database.ts'
import { isLastHolderAlive } from '../../state/run-lock.ts'
import { runEvents, runRecords, type TaskRecord, taskRecords } from '../../state/run-store.ts'
import { type Choice, choose } from '../choose.ts'
import type { CommandHandler } from '../command.ts'
import { isCalled } from '../dataset-name.ts'
import { anywhere, isInstanceType, type Target, targetsOf } from '../find-resource.ts'
import { openSettings } from '../open-project.ts'
import { textOption } from '../options.ts'
import { type Item, printItems } from '../output/items.ts'

/** A kind of thing that can be listed: its items, and which members make a table. */
type Listing = {
  readonly names: readonly string[]
  readonly list: (deps: OpenedDeps) => readonly Item[]
  readonly columns: readonly string[]
  readonly wide: readonly string[]
  readonly isTyped?: boolean
  /** What selectors call an item by; absent where they say nothing about such things. */
  readonly reference?: (item: Item, addresses: ReadonlyMap<string, string>) => string
}

const resources = (type: string | undefined, names: readonly string[]): Listing => ({
  names,
  list: ({ database, settings }) => {
    const running = runningTasks(database, settings.stateFolder)
    const records = new Map(taskRecords(database).map((record) => [record.task, record]))
    const registered = registeredResources(database).filter(
      (each) => type === undefined || each.type === type,
    )
    const facts = registeredFacts(registered)
    return registered.map((resource, i) => ({
      name: resource.name,
      version: resource.version,
      type: resource.type,
      workspace: resource.workspace,
      status: 'active',
      ...runtimeOf(facts[i], records, running),
      ...(facts[i]?.owner === undefined ? {} : { owner: facts[i].owner }),
      tags: facts[i]?.tags ?? [],
      generation: resource.generation,
      file: resource.file,
      updated: resource.updatedAt,
      hash: resource.hash.slice(0, 12),
      manifest: JSON.parse(resource.manifest) as unknown,
    }))
  },
  columns:
    type === 'data'
      ? ['type', 'version', 'name', 'status', 'owner']
      : ['name', 'version', 'type', 'workspace', 'status', 'runtime', 'owner'],
  wide: ['generation', 'file', 'updated', 'tags', 'hash'],
  isTyped: true,
  reference: (item) => referenceOf(String(item['type']), String(item['workspace']), item.name),
})

/** How the nodes of a workflow ended last, or that one of them runs. */
const runtimeOf = (
  facts: ResourceFacts | undefined,
  records: ReadonlyMap<string, TaskRecord>,
  running: ReadonlySet<string>,
): { readonly runtime?: string } => {
  if (facts?.type !== 'workflow') return {}
  const tasks = facts.nodes.map(({ name }) => `${facts.workspace}/${facts.name}/${name}`)
  if (tasks.some((task) => running.has(task))) return { runtime: 'running' }
  const outcomes = tasks.map((task) => records.get(task)?.outcome)
  const done = outcomes.filter((outcome) => outcome !== undefined).length
  if (outcomes.some((outcome) => outcome === 'failed' || outcome === 'skipped')) return { runtime: 'failed' }
  if (outcomes.includes('cancelled')) return { runtime: 'aborted' }
  if (done === outcomes.length) return outcomes.length === 0 ? {} : { runtime: 'succeeded' }
  return { runtime: done === 0 ? 'pending' : `pending:${done}/${outcomes.length}` }
}

/** The tasks that the run of this moment has begun and not ended; none where its process is gone. */
const runningTasks = (database: Database, stateFolder: string): ReadonlySet<string> => {
  const tasks = new Set<string>()
  const run = runRecords(database, 1)[0]
  if (run === undefined || run.outcome !== null || !isLastHolderAlive(join(stateFolder, 'run.lock')))
    return tasks
  for (const event of runEvents(database, run.id, 0)) {
    if (event.kind === 'task.started') tasks.add(event.task)
    if (event.kind === 'task.finished') tasks.delete(event.task)
  }
  return tasks
}

const listings: readonly Listing[] = [
  resources(undefined, ['all', 'resource', 'resources']),
  {
    names: ['dataset', 'datasets', 'ds'],
    list: ({ database }) =>
      storedDatasets(database).map(({ address, description, facts, scannedAt, deletedAt }) => {
        const { columns, ...rest } = JSON.parse(facts) as DatasetFacts
        const status = deletedAt === null ? 'active' : 'deleted'
        return { name: address, status, ...rest, columns: columns.length, description, scanned: scannedAt }
      }),
    columns: ['name', 'format', 'rows', 'columns', 'status'],
    wide: ['partitions', 'snapshotId', 'scanned', 'description'],
    reference: ({ name }, addresses) => addresses.get(name) ?? '',
  },
  {
    names: ['run', 'runs'],
    list: ({ database }) =>
      runRecords(database, 50).map(({ id, command, outcome, startedAt, finishedAt }) => ({
        name: id,
        command,
        outcome: outcome ?? 'unfinished',
        started: startedAt,
        finished: finishedAt,
      })),
    columns: ['name', 'command', 'outcome', 'started'],
    wide: ['finished'],
  },
  {
    names: ['task', 'tasks', 'node', 'nodes', 'runtime'],
    list: ({ database }) =>
      taskRecords(database).map(({ task, run, outcome, finishedAt, inputs, outputs }) => ({
        name: task,
        workspace: task.slice(0, task.indexOf('/')),
        outcome,
        finished: finishedAt,
        run,
        inputs,
        outputs,
      })),
    columns: ['name', 'outcome', 'finished'],
    wide: ['run'],
    reference: ({ name }) => nodeReference(name),
  },
  // Each other type by its name, its plural and its short names.
  ...kinds
    .map(({ type }) => type)
    .filter((type) => type !== 'dataset' && type !== 'resource')
    .map((type) => resources(type, typeNames(type))),
]

/** Lists what is registered, known, or was run. Reads the project database only. */
export const get: CommandHandler = async (invocation, signal) => {
  const { options } = invocation
  const written = targetsOf(invocation)
  const isChoosing = options['select'] !== undefined || options['exclude'] !== undefined
  if (written[0]?.type === undefined && !isChoosing)
    throw failure('MR9004', { message: 'nothing says what to list', hint: 'write a type, or all' })
  const type = written[0]?.type ?? 'all'
  const listing = findListing(type)
  if (written.some((target) => (target.type ?? 'all') !== type))
    throw failure('MR9004', {
      message: 'one command lists one type',
      hint: 'millrace get all lists every resource',
    })
  const settings = await openSettings(invocation, signal)
  await using deps = openDeps({ settings, isReading: true })
  const all = listing.list(deps).filter(ofOwner(textOption(options, 'owner')))
  const there = all.filter(inWorkspace(listing, textOption(options, 'workspace')))
  const isOfInstance = there.length === 0 && isInstanceType(type)
  const known = isOfInstance ? all : there
  const targets = isOfInstance ? written.map(anywhere) : written
  const items = known.filter((item) => targets.some((target) => isMeant(item, target)))
  for (const target of targets)
    if (target.name !== undefined && !items.some((item) => isMeant(item, target)))
      throw failure('MR9003', {
        type: typeCalled(type) ?? listing.names[0] ?? type,
        name: target.name,
        near: nearest(
          target.name,
          known.map((item) => item.name),
        ),
      })
  const isSingle = targets.length === 1 && targets[0]?.name !== undefined
  const addresses = storedDatasets(deps.database).map(({ address }) => address)
  const graph = () => selectionGraph(registeredFacts(registeredResources(deps.database)), addresses)
  const choice = await choose(invocation, settings, graph, signal)
  const chosen = choice === undefined ? items : items.filter(isChosen(listing, choice))
  return await printItems(invocation, { ...listing, isSingle: isSingle && items.length === 1 }, chosen)
}

const isMeant = (item: Item, { name, workspace, version }: Target): boolean =>
  (name === undefined || isCalled(item.name, name)) &&
  (workspace === undefined || item['workspace'] === undefined || item['workspace'] === workspace) &&
  (version === undefined || item['version'] === undefined || item['version'] === version)

const ofOwner =
  (owner: string | undefined) =>
  (item: Item): boolean =>
    owner === undefined || item['owner'] === owner

const inWorkspace = ({ names }: Listing, workspace: string | undefined) => {
  if (workspace !== undefined && !names.includes('task') && ['dataset', 'run'].includes(names[0] ?? ''))
    throw failure('MR9004', { message: `a ${names[0]} is in no workspace`, hint: 'leave -w out' })
  return (item: Item): boolean => workspace === undefined || item['workspace'] === workspace
}

const isChosen = ({ names, reference }: Listing, { members }: Choice) => {
  if (reference === undefined)
    throw failure('MR9004', {
      message: `selectors choose no ${names.at(-1)}`,
      hint: 'millrace get task lists how nodes ended',
    })
  const chosen = new Set(members.map((member) => member.reference))
  const addresses = new Map(members.map((member) => [member.address ?? '', member.reference]))
  return (item: Item): boolean => chosen.has(reference(item, addresses))
}

const findListing = (type: string): Listing => {
  const listing = listings.find(({ names }) => names.includes(type.toLowerCase()))
  if (listing !== undefined) return listing
  const known = listings.map(({ names }) => names[0] ?? '')
  throw failure('MR9002', {
    type,
    known,
    near: nearest(
      type,
      listings.flatMap(({ names }) => names),
    ),
  })
}
