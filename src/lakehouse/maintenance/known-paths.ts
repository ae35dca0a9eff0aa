import { realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Storage } from '../../depots/index.ts'
import { spellings } from '../location.ts'

/** Locations that metadata names, to be found by the path below the warehouse, however they are spelled. */
export type KnownPaths = {
  readonly add: (location: string) => Promise<void>
  readonly has: (path: string) => boolean
}

export const knownPaths = async (storage: Storage): Promise<KnownPaths> => {
  const known = new Set<string>()
  const root = storage.root.endsWith('/') ? storage.root : `${storage.root}/`
  const realRoot = await realFolder(storage.root)
  const folders = new Map<string, Promise<string>>()
  return {
    add: async (location) => {
      for (const path of spellings(location)) {
        known.add(path)
        if (path.startsWith(root)) continue
        // Another writer may have come to the warehouse by another way, such as a link.
        const folder = dirname(path)
        const real = folders.get(folder) ?? realFolder(folder)
        folders.set(folder, real)
        known.add(join(await real, basename(path)))
      }
    },
    has: (path) => known.has(storage.location(path)) || known.has(join(realRoot, path)),
  }
}

const realFolder = (folder: string): Promise<string> => realpath(folder).catch(() => folder)
