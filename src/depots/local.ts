import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
} from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { failure, MillraceError } from '../diagnostics/index.ts'
import type { Storage, StoredFile, WriteFolder } from './storage.ts'

/** Files that a killed process may leave behind end like this; listings skip them and cleaning may delete them. */
const temporarySuffix = '.millrace-tmp'

/** Files below a folder of this machine. The folder itself need not exist until something is written. */
export const openLocalStorage = (folder: string): Storage => {
  const root = resolve(folder)
  const location = (path: string): string => {
    const parts = path.split('/')
    if (path.includes('\0') || path.startsWith('/') || parts.includes('..') || parts.includes('.'))
      throw failure('MR3202', { path, root })
    return join(root, path)
  }
  return {
    root,
    location,
    read: async (path, signal) => {
      signal?.throwIfAborted()
      return onDisk(location(path), 'read', async (file) => {
        await using handle = await open(file)
        return Uint8Array.from(await handle.readFile(signal === undefined ? {} : { signal }))
      })
    },
    readRange: async (path, offset, length, signal) => {
      signal?.throwIfAborted()
      return onDisk(location(path), 'read', async (file) => {
        await using handle = await open(file)
        return await readFully(handle, offset, length)
      })
    },
    put: async (path, content, options = {}, signal) => {
      signal?.throwIfAborted()
      return onDisk(location(path), 'write', (file) => putFile(file, path, { ...options, content }, signal))
    },
    list: (prefix, signal) => filesBelow(location, prefix, (file) => !isTemporary(file), signal),
    listAbandoned: (prefix, signal) => filesBelow(location, prefix, isTemporary, signal),
    removeEmptyFolders: async (prefix, unchangedSinceMs, mayRemove, signal) => {
      const trimmed = prefix.replace(/\/+$/, '')
      const wanted = (path: string, changedAtMs: number) => changedAtMs < unchangedSinceMs && mayRemove(path)
      return onDisk(location(trimmed), 'write', (start) => removeEmpty(start, trimmed, wanted, signal))
    },
    delete: async (path, signal) => {
      signal?.throwIfAborted()
      await onDisk(location(path), 'write', (file) => unlink(file).catch(ignoreAbsent))
    },
    writeFolder: async (prefix) => {
      const path = location(prefix)
      await onDisk(path, 'write', makeFolder)
      return writeFolder(path)
    },
  }
}

/** On the local disk the engine's folder is the storage's own: only flushing is left to do. */
const writeFolder = (path: string): WriteFolder => {
  let kept = false
  return {
    path,
    complete: async (files, signal) => {
      const waiting = files.values()
      // Several at once, since the disk merges flushes; few, since handles are limited.
      const worker = async () => {
        for (const file of waiting) {
          signal?.throwIfAborted()
          await onDisk(file, 'write', async (each) => {
            await using handle = await open(each)
            await handle.sync()
          })
        }
      }
      await Promise.all(Array.from({ length: 8 }, worker))
      for (const folder of new Set([...files.map(dirname), path])) await onDisk(folder, 'write', syncFolder)
    },
    keep: () => {
      kept = true
    },
    [Symbol.asyncDispose]: async () => {
      if (!kept) await rm(path, { recursive: true, force: true }).catch(() => undefined)
    },
  }
}

type PutRequest = {
  readonly content: Uint8Array | AsyncIterable<Uint8Array>
  readonly ifAbsent?: boolean
}

const putFile = async (
  file: string,
  path: string,
  request: PutRequest,
  signal: AbortSignal | undefined,
): Promise<{ readonly sizeBytes: number }> => {
  const folder = dirname(file)
  await makeFolder(folder)
  // In the same folder, since a rename is atomic only within one file system; short, since names have a limit.
  const temporary = join(folder, `.${randomUUID()}${temporarySuffix}`)
  let published = false
  try {
    const sizeBytes = await writeDurably(temporary, request.content, signal)
    signal?.throwIfAborted()
    // rename() replaces; only link() refuses an existing name without a race.
    if (request.ifAbsent === true) {
      await link(temporary, file).catch((cause: unknown) => {
        throw errorCode(cause) === 'EEXIST' ? failure('MR3201', { path }, { cause }) : cause
      })
    } else {
      await rename(temporary, file)
      published = true
    }
    await syncFolder(folder)
    return { sizeBytes }
  } finally {
    if (!published) await unlink(temporary).catch(() => undefined)
  }
}

const writeDurably = async (
  file: string,
  content: PutRequest['content'],
  signal: AbortSignal | undefined,
): Promise<number> => {
  await using handle = await open(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o666)
  let sizeBytes = 0
  const chunks = content instanceof Uint8Array ? [content] : content
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    for (let written = 0; written < chunk.length; )
      written += (await handle.write(chunk, written, chunk.length - written)).bytesWritten
    sizeBytes += chunk.length
  }
  await handle.sync()
  return sizeBytes
}

/** Creates missing folders and makes each new name durable in its parent. */
const makeFolder = async (folder: string): Promise<void> => {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  const above = dirname(first)
  for (let current = dirname(folder); ; current = dirname(current)) {
    await syncFolder(current)
    if (current === above) return
  }
}

const syncFolder = async (folder: string): Promise<void> => {
  await using handle = await open(folder)
  await handle.sync()
}

const readFully = async (handle: FileHandle, offset: number, length: number): Promise<Uint8Array> => {
  const buffer = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

const filesBelow = async (
  location: (path: string) => string,
  prefix: string,
  isWanted: (file: string) => boolean,
  signal: AbortSignal | undefined,
): Promise<readonly StoredFile[]> => {
  const trimmed = prefix.replace(/\/+$/, '')
  const files: StoredFile[] = []
  await onDisk(location(trimmed), 'read', async (start) => {
    for await (const file of listFrom(start, trimmed, [], signal)) if (isWanted(file.path)) files.push(file)
  })
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

/** Follows links to files and folders, except into a folder that it is already inside of. */
const listFrom = async function* (
  file: string,
  path: string,
  inside: readonly string[],
  signal: AbortSignal | undefined,
): AsyncIterable<StoredFile> {
  signal?.throwIfAborted()
  const found = await stat(file).catch(ignoreAbsent)
  if (found === undefined) return
  if (found.isFile()) yield { path, sizeBytes: found.size, modifiedAtMs: found.mtimeMs }
  if (!found.isDirectory()) return
  const real = await realpath(file)
  if (inside.includes(real)) return
  for (const name of await readdir(file))
    yield* listFrom(join(file, name), path === '' ? name : `${path}/${name}`, [...inside, real], signal)
}

/** Innermost first. What is removed changes the time of the folder around it, so that one stays until later. */
const removeEmpty = async (
  folder: string,
  path: string,
  isWanted: (path: string, changedAtMs: number) => boolean,
  signal: AbortSignal | undefined,
): Promise<number> => {
  let removed = 0
  for (const entry of (await readdir(folder, { withFileTypes: true }).catch(ignoreAbsent)) ?? []) {
    signal?.throwIfAborted()
    if (!entry.isDirectory()) continue
    const [below, name] = [join(folder, entry.name), path === '' ? entry.name : `${path}/${entry.name}`]
    const before = await stat(below).catch(ignoreAbsent)
    removed += await removeEmpty(below, name, isWanted, signal)
    if (before === undefined || !isWanted(name, before.mtimeMs)) continue
    // Refused where the folder holds anything, even what came this moment.
    removed += await rmdir(below).then(
      () => 1,
      () => 0,
    )
  }
  return removed
}

const isTemporary = (file: string): boolean =>
  basename(file).startsWith('.') && file.endsWith(temporarySuffix)

const ignoreAbsent = (cause: unknown): undefined => {
  const code = errorCode(cause)
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw cause
}

const errorCode = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined

const onDisk = async <T>(
  file: string,
  action: 'read' | 'write',
  work: (file: string) => Promise<T>,
): Promise<T> => {
  try {
    return await work(file)
  } catch (cause) {
    throw storageFailure(cause, file, action)
  }
}

const storageFailure = (cause: unknown, path: string, action: 'read' | 'write'): unknown => {
  if (cause instanceof MillraceError) return cause
  const code = errorCode(cause)
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return failure('MR3002', { path }, { cause })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return failure('MR3003', { path, action }, { cause })
    case 'ENOENT':
    case 'ENOTDIR':
      return failure('MR3004', { path }, { cause })
    case 'EISDIR':
    case 'EEXIST':
    case 'ENAMETOOLONG':
    case 'EMFILE':
    case 'EIO':
      return failure('MR3203', { path, action, reason: code }, { cause, retryable: code === 'EMFILE' })
    case undefined:
    default:
      // An abort's reason, or what the content's producer threw: not the disk's doing.
      return cause
  }
}
