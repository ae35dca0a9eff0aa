import type { DatasetAddress } from '../address.ts'
import type { FlareJob } from '../stacks/flare/job.ts'
import type { KnownColumns } from './read-job.ts'

type ColumnsOf = (address: DatasetAddress) => Promise<KnownColumns>

/** What was found about a job, for as long as the columns of what it reads and writes stay as they are. */
export type JobMemo<T> = (
  job: FlareJob,
  columnsOf: ColumnsOf,
  find: (columnsOf: ColumnsOf) => Promise<T>,
) => Promise<T>

/** Jobs never change: one that is another object is another job. */
export const jobMemo = <T>(): JobMemo<T> => {
  const before = new WeakMap<FlareJob, { readonly asked: ReadonlyMap<DatasetAddress, string>; found: T }>()
  return async (job, columnsOf, find) => {
    const known = before.get(job)
    if (known !== undefined && (await isUnchanged(known.asked, columnsOf))) return known.found
    const asked = new Map<DatasetAddress, string>()
    const found = await find(async (address) => {
      const columns = await columnsOf(address)
      asked.set(address, textOf(columns))
      return columns
    })
    before.set(job, { asked, found })
    return found
  }
}

const isUnchanged = async (
  asked: ReadonlyMap<DatasetAddress, string>,
  columnsOf: ColumnsOf,
): Promise<boolean> => {
  for (const [address, before] of asked) if (textOf(await columnsOf(address)) !== before) return false
  return true
}

const textOf = (columns: KnownColumns): string => JSON.stringify(columns ?? null)
