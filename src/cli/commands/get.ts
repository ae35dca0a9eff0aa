import { nearest } from '../../base/nearest.ts'
import type { DatasetFacts } from '../../catalog/index.ts'
import { failure } from '../../diagnostics/index.ts'
import { kinds } from '../../resources/index.ts'
import { type OpenedDeps, openDeps } from '../../run/index.ts'
import { storedDatasets } from '../../state/catalog-store.ts'
import { registeredResources } from '../../state/resource-store.ts'
import { runRecords, taskRecords } from '../../state/run-store.ts'
import type { CommandHandler } from '../command.ts'
import { isCalled } from '../dataset-name.ts'
import { openSettings } from '../open-project.ts'
import { type Item, printItems } from '../output/items.ts'

/** A kind of thing that can be listed: its items, and which members make a table. */
type Listing = {
  readonly names: readonly string[]
  readonly list: (deps: OpenedDeps) => readonly Item[]
  readonly columns: readonly string[]
  readonly wide: readonly string[]
}

const resources = (type: string, ...names: readonly string[]): Listing => ({
  names: [type, ...names],
  list: ({ database }) =>
    registeredResources(database)
      .filter((resource) => type === 'resource' || resource.type === type)
      .map((resource) => ({
        name: resource.name,
        version: resource.version,
        type: resource.type,
        workspace: resource.workspace,
        generation: resource.generation,
        file: resource.file,
        updated: resource.updatedAt,
        hash: resource.hash.slice(0, 12),
        manifest: JSON.parse(resource.manifest) as unknown,
      })),
  columns: ['name', 'version', 'type', 'workspace', 'generation'],
  wide: ['file', 'updated', 'hash'],
})

const listings: readonly Listing[] = [
  resources('resource', 'resources', 'all'),
  resources('workflow', 'workflows', 'wf'),
  resources('policy', 'policies'),
  resources('data', 'product', 'products'),
  resources('depot', 'depots'),
  // Each other type by its name, and by its plural.
  ...kinds
    .map(({ type }) => type)
    .filter((type) => !['workflow', 'policy', 'data', 'depot', 'dataset', 'resource'].includes(type))
    .map((type) => resources(type, type.endsWith('s') ? `${type}es` : type.replace(/y$/, 'ie') + 's')),
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
    names: ['task', 'tasks', 'runtime'],
    list: ({ database }) =>
      taskRecords(database).map(({ task, run, outcome, finishedAt, inputs, outputs }) => ({
        name: task,
        outcome,
        finished: finishedAt,
        run,
        inputs,
        outputs,
      })),
    columns: ['name', 'outcome', 'finished'],
    wide: ['run'],
  },
]

/** Lists what is registered, known, or was run. Reads the project database only. */
export const get: CommandHandler = async (invocation, signal) => {
  const [type = '', name] = invocation.args
  const listing = findListing(type)
  const settings = await openSettings(invocation, signal)
  await using deps = openDeps({ settings })
  const items = listing.list(deps).filter((item) => name === undefined || isCalled(item.name, name))
  if (name !== undefined && items.length === 0) {
    const known = listing.list(deps).map((item) => item.name)
    throw failure('MR9003', { type, name, near: nearest(name, known) })
  }
  return await printItems(invocation, { ...listing, isSingle: name !== undefined }, items)
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
