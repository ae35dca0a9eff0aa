import { realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from '../depots/index.ts'
import { failure } from '../diagnostics/index.ts'

/** The location string of a file of the warehouse, as metadata spells it. */
export const toLocation = (storage: Storage, path: string): string => `file://${storage.location(path)}`

/**
 * The path below the warehouse of a location that metadata names. A location is the path as it is after its scheme;
 * writers that percent-encode it as a URL are understood where only the decoded path exists.
 * Throws MR3111 for a location outside of the warehouse.
 */
export const fromLocation = async (storage: Storage, location: string): Promise<string> => {
  const raw = location.replace(/^file:(\/\/(?=\/))?/, '')
  const decoded = decode(raw)
  const file = decoded === raw || (await exists(raw)) || !(await exists(decoded)) ? raw : decoded
  const root = storage.root.endsWith('/') ? storage.root : `${storage.root}/`
  const path = file.replaceAll(/\/{2,}/g, '/')
  if (!path.startsWith(root)) throw failure('MR3111', { location, warehouse: storage.root })
  return path.slice(root.length)
}

/**
 * The paths that a location may mean, without scheme and authority, for comparing what different writers spell
 * differently: as it is, and percent-decoded where that is another path. Two locations of one file share one.
 */
export const spellings = (location: string): readonly string[] => {
  const plain = location.replace(/^[A-Za-z][A-Za-z0-9+.-]*:(\/\/[^/]*)?/, '').replaceAll(/\/{2,}/g, '/')
  const decoded = decode(plain).replaceAll(/\/{2,}/g, '/')
  return decoded === plain ? [plain] : [plain, decoded]
}

/** True where a path of the warehouse is not reached through a link: only then nothing else can be the same file. */
export const isOwnFile = async (storage: Storage, path: string): Promise<boolean> => {
  const [root, file] = [await realpath(storage.root), await realpath(storage.location(path)).catch(() => '')]
  return file === join(root, path)
}

export const exists = async (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )

const decode = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
