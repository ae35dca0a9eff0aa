import { readFileSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import type { FileRead, Files } from './files.ts'

/** The disk. */
export const nodeFiles: Files = {
  read: async (path, signal) => {
    signal.throwIfAborted()
    try {
      // Manifests are small: 10,000 of them take 0.1 s this way, and 0.6 s with a promise for each.
      return { kind: 'bytes', bytes: readFileSync(path) }
    } catch (error) {
      return readFailure(error)
    }
  },
  list: async (folder, signal) => {
    signal.throwIfAborted()
    try {
      const entries = await readdir(folder, { withFileTypes: true })
      return entries.map((entry) => ({
        name: entry.name,
        kind: entry.isFile()
          ? 'file'
          : entry.isDirectory()
            ? 'folder'
            : entry.isSymbolicLink()
              ? 'link'
              : 'other',
      }))
    } catch {
      return undefined
    }
  },
  locate: async (path, signal) => {
    signal.throwIfAborted()
    try {
      const realPath = await realpath(path)
      const found = await stat(realPath)
      return { kind: found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other', realPath }
    } catch {
      return undefined
    }
  },
}

const readFailure = (error: unknown): FileRead => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' }
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'denied' }
  return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
}
