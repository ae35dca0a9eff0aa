import { hostname } from 'node:os'
import type { Database } from '../state/database.ts'
import { printHolder } from '../state/holder.ts'
import { currentLeases } from '../state/lease.ts'
import type { TableIdentity } from './catalogs/catalog.ts'

/** What a lease on a table is called, on one of its branches. */
export const leaseName = ({ namespace, name }: TableIdentity, branch: string): string =>
  `table ${[namespace, name].map(plain).join('.')} on ${branch}`

// The dot between the two parts is the only one, so that they can be told apart again.
const plain = (part: string): string => part.replaceAll('%', '%25').replaceAll('.', '%2E')

export type WrittenTable = TableIdentity & {
  readonly holder: string
  /** True where this process holds the lease. */
  readonly isOwn: boolean
}

/** Tables that somebody is writing now, on any branch, with the names of the holders. */
export const tablesBeingWritten = (database: Database): readonly WrittenTable[] =>
  currentLeases(database).flatMap(({ name: lease, holder }) => {
    const [, namespace, name] = /^table ([^.]*)\.(.*) on \S+$/.exec(lease) ?? []
    if (namespace === undefined || name === undefined) return []
    const [space = '', table = ''] = [namespace, name].map(decodeURIComponent)
    const isOwn = holder.host === hostname() && holder.processId === process.pid
    return [{ namespace: space, name: table, holder: printHolder(holder), isOwn }]
  })
