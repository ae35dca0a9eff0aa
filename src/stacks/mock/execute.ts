import { printAddress } from '../../address.ts'
import { failure } from '../../diagnostics/index.ts'
import type { Executor, TaskContext, WrittenVersion } from '../stack.ts'
import { encodeCsv } from './csv.ts'
import { highestCustomerId, lowestCustomerId } from './customer-kinds.ts'
import { type DatasetFolder, datasetFolder } from './dataset-folder.ts'
import { feedOf } from './feed.ts'
import type { MockJob } from './job.ts'
import { largestValue } from './largest-value.ts'
import { readChunks, writeUnlessSame, type Written } from './write-unless-same.ts'

const progressRows = 50_000

/**
 * Writes the feed of a job, and its dated copy. The same job gives the same bytes, so a task that was killed is simply
 * done again, and files that are there already are left alone.
 */
export const executeMock: Executor<MockJob> = async (job, context, signal) => {
  const output = datasetFolder(job.output, context.depot(job.output), job.place)
  const history =
    job.history === undefined ? undefined : datasetFolder(job.history, context.depot(job.history), job.place)
  const firstId = await firstCustomerId(job, context, signal)
  const feed = await feedOf(job, firstId)
  const fileName = firstId === lowestCustomerId ? 'part-00000.csv' : `part-from-${firstId}.csv`
  const path = output.isFile ? output.path : `${output.path}/${fileName}`

  const progress = progressOf(job, context)
  const written = await writeUnlessSame(
    output.storage,
    path,
    () => encodeCsv(feed, { onRows: progress }, signal),
    signal,
  )
  tell(context, output, path, job.rows, written)
  const versions: WrittenVersion[] = [{ address: job.output, version: written.sha256 }]

  if (history !== undefined && job.history !== undefined) {
    const copyPath = `${history.path}/${job.asOf}/${path.slice(path.lastIndexOf('/') + 1)}`
    const copy = await writeUnlessSame(
      history.storage,
      copyPath,
      () => readChunks(output.storage, path, written.sizeBytes, signal),
      signal,
    )
    tell(context, history, copyPath, job.rows, copy)
    versions.push({ address: job.history, version: copy.sha256 })
  }
  return context.conclude({ rowsWritten: written.changed ? job.rows : 0, written: versions })
}

const firstCustomerId = async (job: MockJob, context: TaskContext, signal: AbortSignal): Promise<number> => {
  if (job.continueAfter === undefined) return checked(job, lowestCustomerId)
  const { dataset, column } = job.continueAfter
  const largest = await largestValue(context, dataset, column, signal)
  if (largest === undefined) return checked(job, lowestCustomerId)
  const id = Number(largest)
  if (Number.isInteger(id) && id >= lowestCustomerId && id <= highestCustomerId) return checked(job, id + 1)
  const address = printAddress(dataset)
  throw failure('MR3265', { address, column, value: largest }, { place: job.place })
}

const checked = (job: MockJob, from: number): number => {
  if (job.entity !== 'customer' || from + job.rows - 1 <= highestCustomerId) return from
  throw failure('MR3266', { rows: job.rows, from, highest: highestCustomerId }, { place: job.place })
}

const progressOf = (job: MockJob, context: TaskContext): ((rows: number) => void) => {
  let told = 0
  return (rows) => {
    if (rows < told + progressRows && rows < job.rows) return
    told = rows
    context.emit({
      kind: 'task.progress',
      phase: `writing ${job.entity}`,
      rows,
      totalRows: job.rows,
    })
  }
}

const tell = (
  context: TaskContext,
  { address }: DatasetFolder,
  path: string,
  rows: number,
  { changed, sizeBytes }: Written,
): void => {
  const dataset = printAddress(address)
  if (changed) context.emit({ kind: 'files.written', dataset, path, rows, sizeBytes })
  else context.emit({ kind: 'dataset.unchanged', dataset, reason: `${path} holds the same rows already` })
}
