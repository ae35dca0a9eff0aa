import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

// Files of which each can be made again. Nothing here throws or waits: what cannot be read is not there, what cannot be
// written is left out, and a file is always whole, whoever else writes it or dies while writing.

export const readCacheFile = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Replaces a file. Its folder is made where it is missing. */
export const writeCacheFile = (path: string, content: readonly Uint8Array[]): void => {
  const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    makeFolder(dirname(path))
    writeFileSync(
      beside,
      content.length === 1 && content[0] !== undefined ? content[0] : Buffer.concat(content),
    )
    renameSync(beside, path)
  } catch {
    remove(beside)
  }
}

/** Removes all but the newest `count` files of a folder whose names begin so, and what killed processes left. */
export const keepNewest = (folder: string, prefix: string, count: number): void => {
  try {
    const files = readdirSync(folder).map((name) => {
      const path = join(folder, name)
      return { name, path, at: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }
    })
    const [unfinished, whole] = [true, false].map((is) =>
      files.filter(({ name }) => name.endsWith('.tmp') === is),
    )
    for (const { path, at } of unfinished ?? []) if (at < Date.now() - hour) remove(path)
    const named = (whole ?? []).filter(({ name }) => name.startsWith(prefix)).sort((a, b) => b.at - a.at)
    for (const { path } of named.slice(count)) remove(path)
  } catch {
    // Nothing is lost but room.
  }
}

const hour = 3_600_000

const makeFolder = (folder: string): void => {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return
  mkdirSync(folder, { recursive: true })
  // No repository should have it, whatever its own list of ignored files says.
  writeFileSync(join(folder, '.gitignore'), '*\n')
}

const remove = (path: string): void => {
  try {
    rmSync(path, { force: true })
  } catch {
    // Somebody else's, or gone.
  }
}
