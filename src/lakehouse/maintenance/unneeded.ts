import type { StoredFile } from '../../depots/index.ts'
import { failure } from '../../diagnostics/index.ts'
import { byIdentity, printIdentity, type TableIdentity } from '../catalogs/catalog.ts'
import { isTableFolder, type Lakehouse } from '../lakehouse.ts'
import { fromLocation } from '../location.ts'
import { loadTableAt } from '../table.ts'
import { existingTable } from './change-table.ts'
import { type Claim, type Claims, isWithin, loadClaims, overlaps } from './claims.ts'
import { knownPaths } from './known-paths.ts'
import { reachableFiles } from './reachable.ts'

/** A table, or something else in the warehouse, that was passed over. */
export type Skipped = { readonly what: string; readonly reason: string }

/** A table that is cleaned, with its folder. */
type Cleaned = Claim & { readonly folder: string }

/** Where to look for files, and whose they may be. */
export type CleanScope = {
  /** Relative to the warehouse; empty for all of it. */
  readonly folder: string
  readonly tables: (claims: Claims) => readonly Cleaned[]
  readonly isWhole: boolean
}

export const cleanScope = async (
  lakehouse: Lakehouse,
  { identity, location }: { readonly identity?: TableIdentity; readonly location?: string },
  signal?: AbortSignal,
): Promise<CleanScope> => {
  const tables = ({ tables: all }: Claims) =>
    all
      .filter((claim) => identity === undefined || byIdentity(claim.identity, identity) === 0)
      .flatMap((claim): Cleaned[] => {
        const [folder] = claim.folders
        return folder === undefined ? [] : [{ ...claim, folder }]
      })
  if (identity === undefined) return { folder: '', tables, isWhole: true }
  const { metadata } = await existingTable(lakehouse, identity, signal)
  const own = await fromLocation(lakehouse.storage, metadata.location)
  const folder =
    location === undefined ? own : await fromLocation(lakehouse.storage, location.replace(/\/+$/, ''))
  if (isWithin(folder, own) && own !== '') return { folder, tables, isWhole: false }
  throw failure('MR3157', {
    option: 'location',
    value: folder,
    wanted: `the table's ${metadata.location} or below it`,
  })
}

type Found = {
  /** Files in folders of tables that none of them needs. */
  readonly unneeded: readonly StoredFile[]
  /** Folders of tables of ours that the catalog does not know. */
  readonly abandoned: readonly (readonly StoredFile[])[]
  readonly skipped: readonly Skipped[]
}

/** Which of these files no table needs, as far as that can be known. */
export const unneededFiles = async (
  lakehouse: Lakehouse,
  {
    scope,
    claims,
    files,
  }: { readonly scope: CleanScope; readonly claims: Claims; readonly files: readonly StoredFile[] },
  signal?: AbortSignal,
): Promise<Found> => {
  const unneeded: StoredFile[] = []
  const skipped: Skipped[] = []
  for (const cleaned of scope.tables(claims)) {
    const reason = reasonToSkip(cleaned, claims)
    if (reason !== undefined && !scope.isWhole) throw reason
    if (reason !== undefined) {
      skipped.push({ what: printIdentity(cleaned.identity), reason: reason.message })
      continue
    }
    const guests = guestFolders(cleaned, claims)
    const mine = files.filter(
      ({ path }) => isWithin(path, cleaned.folder) && !guests.some((folder) => isWithin(path, folder)),
    )
    if (mine.length === 0) continue
    const sharing = claims.tables.filter(({ folders }) =>
      folders.some((folder) => overlaps(folder, cleaned.folder)),
    )
    const known = await pathsOf(lakehouse, sharing, signal)
    for (const file of mine) if (!known(file.path) && !isHint(file)) unneeded.push(file)
  }
  if (!scope.isWhole) return { unneeded, abandoned: [], skipped }
  if (claims.others === undefined) {
    const reason = 'the catalog does not tell what else lives in the warehouse'
    return { unneeded, abandoned: [], skipped: [...skipped, { what: 'folders without a table', reason }] }
  }
  return { unneeded, abandoned: abandonedFolders(files, claims), skipped }
}

/** Asks the catalog again: true of what tables need that moved, or came, since the claims were read. */
export const needed = async (
  lakehouse: Lakehouse,
  before: Claims,
  signal?: AbortSignal,
): Promise<(path: string) => boolean> => {
  const known = new Set(before.tables.map(({ metadataLocation }) => metadataLocation))
  const { tables } = await loadClaims(lakehouse, signal)
  const moved = tables.filter(({ metadataLocation }) => !known.has(metadataLocation))
  return pathsOf(lakehouse, moved, signal)
}

const reasonToSkip = ({ identity, folder, isShared }: Cleaned, { others }: Claims): Error | undefined => {
  const table = printIdentity(identity)
  if (isShared) return failure('MR3154', { table })
  return (others ?? []).some((other) => isWithin(folder, other))
    ? failure('MR3156', { table, reason: 'another catalog has a table in the same folder' })
    : undefined
}

// Hadoop catalogs find a table through it, and no metadata names it.
const isHint = ({ path }: StoredFile): boolean => path.endsWith('/metadata/version-hint.text')

/** Folders of something else that lie within the table's. */
const guestFolders = ({ identity, folder }: Cleaned, { tables, others = [] }: Claims): readonly string[] =>
  [...others, ...tables.flatMap((other) => (other.identity === identity ? [] : other.folders))].filter(
    (other) => other !== folder && isWithin(other, folder),
  )

const pathsOf = async (
  lakehouse: Lakehouse,
  tables: readonly Claim[],
  signal: AbortSignal | undefined,
): Promise<(path: string) => boolean> => {
  const known = await knownPaths(lakehouse.storage)
  for (const claim of tables) {
    const table = await loadTableAt(lakehouse, claim, signal)
    for (const location of await reachableFiles(lakehouse, table, signal)) await known.add(location)
  }
  return known.has
}

/** Files by folder of a table that was written here, and that nothing in the catalog lies in. */
const abandonedFolders = (
  files: readonly StoredFile[],
  { tables, others = [] }: Claims,
): readonly (readonly StoredFile[])[] => {
  const claimed = [...others, ...tables.flatMap(({ folders }) => folders)]
  const byFolder = new Map<string, StoredFile[]>()
  for (const file of files) {
    const folder = file.path.split('/').slice(0, 2).join('/')
    if (file.path.split('/').length < 3 || !isTableFolder(folder)) continue
    const group = byFolder.get(folder) ?? []
    group.push(file)
    byFolder.set(folder, group)
  }
  return [...byFolder].flatMap(([folder, group]) =>
    claimed.some((other) => overlaps(other, folder)) ? [] : [group],
  )
}
