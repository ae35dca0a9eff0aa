import { createHash } from 'node:crypto'
import type { DatasetAddress } from '../../address.ts'
import { printAddress } from '../../address.ts'
import type { Depot } from '../../depots/depot.ts'
import { failure } from '../../diagnostics/index.ts'
import type { CustomerRow } from './change-set.ts'
import { encodeCsv, type Feed } from './csv.ts'
import { customerColumns } from './customer.ts'
import { datasetFolder } from './dataset-folder.ts'

/** Where a change set goes: the feed's own dataset and, where there is one, the folder of dated copies. */
export type ChangeSetTarget = {
  readonly output: { readonly address: DatasetAddress; readonly depot: Depot }
  readonly history?: { readonly address: DatasetAddress; readonly depot: Depot }
}

export type WrittenChangeSet = {
  /** Paths below the depots' roots. */
  readonly path: string
  readonly historyPath?: string
  readonly rows: number
  readonly sizeBytes: number
}

/**
 * Uploads changed customers as a further file of the feed's folder, in the columns of the feed, and a copy below the
 * day of `now` in the history. Undefined, and nothing written, where there are no rows. The copy is written first: a
 * change is never ingested without one. Throws MR3264 (no file depot) and MR3274 (the dataset is a single file).
 */
export const writeChangeSet = async (
  rows: readonly CustomerRow[],
  target: ChangeSetTarget,
  now: Date,
  signal: AbortSignal,
): Promise<WrittenChangeSet | undefined> => {
  if (rows.length === 0) return undefined
  const output = datasetFolder(target.output.address, target.output.depot)
  if (output.isFile) throw failure('MR3274', { address: printAddress(output.address) })
  const content = await encoded(changeSetFeed(rows), signal)
  const name = fileName(content, now)
  const path = `${output.path}/${name}`
  if (target.history === undefined) {
    const { sizeBytes } = await output.storage.put(path, content, {}, signal)
    return { path, rows: rows.length, sizeBytes }
  }
  const history = datasetFolder(target.history.address, target.history.depot)
  const historyPath = `${history.path}/${now.toISOString().slice(0, 10)}/${name}`
  await history.storage.put(historyPath, content, {}, signal)
  const { sizeBytes } = await output.storage.put(path, content, {}, signal)
  return { path, historyPath, rows: rows.length, sizeBytes }
}

const changeSetFeed = (rows: readonly CustomerRow[]): Feed => ({
  columns: customerColumns,
  rows: () =>
    rows.map((row, index) =>
      customerColumns.map((column) => (column === '' ? `${index}` : (row[column] ?? ''))),
    ),
})

const encoded = async (feed: Feed, signal: AbortSignal): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of encodeCsv(feed, {}, signal)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const fileName = (content: Uint8Array, now: Date): string => {
  const moment = now.toISOString().slice(0, 19).replace(/[-:]/g, '')
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8)
  return `changes-${moment}Z-${hash}.csv`
}
