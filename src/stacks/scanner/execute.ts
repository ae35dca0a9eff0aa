import { type DatasetAddress, printAddress } from '../../address.ts'
import { compareFacts, type DatasetFacts } from '../../catalog/index.ts'
import { diagnose } from '../../diagnostics/index.ts'
import type { TaskEvent } from '../../events.ts'
import { listTables, loadTable } from '../../lakehouse/index.ts'
import { markDatasetDeleted, storedDatasets, storeDataset } from '../../state/catalog-store.ts'
import type { Executor } from '../stack.ts'
import { tableFacts } from '../table-facts.ts'
import { passes, type ScannerJob } from './spec.ts'

type Found = { readonly address: string; readonly facts: DatasetFacts; readonly event: TaskEvent }

/**
 * Registers the tables of a depot in the catalog: columns, partitions, row counts, all from metadata. Tables that are
 * gone are marked, not forgotten; descriptions and tags that people gave stay.
 */
export const executeScanner: Executor<ScannerJob> = async (job, context, signal) => {
  const depot = context.depot(job.depot)
  if (depot.kind === 'file') {
    context.emit({ kind: 'task.noticed', diagnostic: diagnose('MR3211', { depot: depot.name }, job.place) })
    return context.conclude({ rowsWritten: 0, written: [] })
  }
  const known = new Map(storedDatasets(context.database).map((dataset) => [dataset.address, dataset]))
  const inScope = (address: { collection: string; dataset: string }) =>
    (job.depot.collection === undefined || job.depot.collection === address.collection) &&
    passes(job.filters.collections, address.collection) &&
    passes(job.filters.tables, address.dataset)

  const found: Found[] = []
  for (const { namespace, name } of await listTables(context.lakehouse, job.depot.collection, signal)) {
    const address: DatasetAddress = { depot: depot.name, collection: namespace, dataset: name }
    if (!inScope(address)) continue
    const table = await loadTable(context.lakehouse, { namespace, name }, signal)
    if (table === undefined) continue
    const facts = tableFacts(table)
    const text = printAddress(address)
    const before = known.get(text)
    const changes = compareFacts(
      before === undefined ? undefined : (JSON.parse(before.facts) as DatasetFacts),
      facts,
    )
    const event: TaskEvent = {
      kind: 'dataset.scanned',
      dataset: text,
      columns: facts.columns.length,
      rows: facts.rows,
      changes,
    }
    found.push({ address: text, facts, event })
  }
  const present = new Set(found.map(({ address }) => address))
  const gone = [...known.values()].filter(({ address, deletedAt }) => {
    const [, collection = '', dataset = ''] =
      new RegExp(`^dataos://${depot.name}:([^/]+)/(.+)$`).exec(address) ?? []
    return deletedAt === null && dataset !== '' && inScope({ collection, dataset }) && !present.has(address)
  })
  const at = context.now().toISOString()
  return context.conclude({
    rowsWritten: 0,
    written: [],
    store: () => {
      for (const { address, facts } of found)
        storeDataset(context.database, {
          address,
          facts: JSON.stringify(facts),
          scannedAt: at,
        })
      for (const { address } of gone) markDatasetDeleted(context.database, address, at)
    },
    events: [
      ...found.map(({ event }) => event),
      ...gone.map(
        ({ address }): TaskEvent => ({
          kind: 'dataset.scanned',
          dataset: address,
          columns: 0,
          rows: null,
          changes: ['no longer there'],
        }),
      ),
    ],
  })
}
