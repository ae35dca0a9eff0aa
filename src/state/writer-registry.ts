import type { Database } from './database.ts'
import type { Holder } from './holder.ts'
import { acquireLease, currentLeases, type Lease } from './lease.ts'

const kind = 'files of '

/**
 * Tells everybody that files below `folder` are being written and not named by any table yet, until it is disposed or
 * its process has been silent for `ttlMs`. `folder` is relative to the warehouse and belongs to this write alone.
 */
export const registerWriter = (
  database: Database,
  writer: { readonly folder: string; readonly holder: Holder; readonly ttlMs: number },
): Lease => acquireLease(database, { ...writer, names: [kind + writer.folder] })

/**
 * Folders of running writes. A process that seems to be gone still counts until its time is over: a wrong guess would
 * cost files.
 */
export const runningWriters = (
  database: Database,
): readonly { readonly folder: string; readonly holder: Holder }[] =>
  currentLeases(database).flatMap(({ name, holder }) =>
    name.startsWith(kind) ? [{ folder: name.slice(kind.length), holder }] : [],
  )
