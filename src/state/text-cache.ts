import { hash } from 'node:crypto'
import { readCacheFile, writeCacheFile } from './cache-files.ts'
import { seal, unseal } from './sealed.ts'

/** Texts by keys, in one file that any process may replace. Holds neither keys nor texts in clear. */
export type TextCache = {
  readonly get: (key: string) => string | undefined
  readonly put: (key: string, text: string) => void
  /** Writes the file, where something was put. What others put there meanwhile stays. */
  readonly save: () => void
  /** True where nothing is kept at all. */
  readonly isEmpty: () => boolean
  /** For another thread, which opens the cache for itself. */
  readonly file: TextCacheFile
}

export type TextCacheFile = {
  readonly path: string
  /** Texts that another version put are not found. */
  readonly version: string
  /** The largest size of the file in bytes: beyond it goes what was not used this time, the oldest first. */
  readonly limit: number
}

/** The cache in a file, which is read when first asked for. */
export const openTextCache = (file: TextCacheFile): TextCache => {
  const { path, version, limit } = file
  let stored: Map<string, Uint8Array> | undefined
  const fresh = new Map<string, Buffer>()
  const used = new Set<string>()
  const entries = () => (stored ??= parse(readCacheFile(path)))
  return {
    get: (plain) => {
      const key = `${version}\0${plain}`
      const id = idOf(key)
      const sealed = fresh.get(id) ?? entries().get(id)
      if (sealed === undefined) return undefined
      used.add(id)
      return unseal(key, sealed)
    },
    put: (plain, text) => {
      const key = `${version}\0${plain}`
      fresh.set(idOf(key), seal(key, text))
    },
    save: () => {
      if (fresh.size === 0) return
      const kept = [...parse(readCacheFile(path))].filter(([id]) => !fresh.has(id))
      const inOrder = [
        ...kept.filter(([id]) => !used.has(id)),
        ...kept.filter(([id]) => used.has(id)),
        ...fresh,
      ]
      writeCacheFile(path, print(inOrder, limit))
    },
    isEmpty: () => entries().size === 0,
    file,
  }
}

// The file: this line, then for each entry 16 bytes of its id, its length as 4 bytes, and what is sealed.
const heading = Buffer.from('millrace cache 1\n')
const idBytes = 16
const headBytes = idBytes + 4

const idOf = (key: string): string => hash('sha256', `name\0${key}`, 'hex').slice(0, idBytes * 2)

const parse = (bytes: Buffer | undefined): Map<string, Uint8Array> => {
  const found = new Map<string, Uint8Array>()
  if (bytes?.subarray(0, heading.length).equals(heading) !== true) return found
  for (let at = heading.length; at + headBytes <= bytes.length; ) {
    const end = at + headBytes + bytes.readUInt32LE(at + idBytes)
    // What stands behind a length that cannot be right means nothing.
    if (end > bytes.length) break
    found.set(bytes.toString('hex', at, at + idBytes), bytes.subarray(at + headBytes, end))
    at = end
  }
  return found
}

const print = (entries: readonly (readonly [string, Uint8Array])[], limit: number): readonly Uint8Array[] => {
  const parts: Uint8Array[] = []
  let size = heading.length
  for (const [id, sealed] of entries.toReversed()) {
    size += headBytes + sealed.length
    if (size > limit) break
    const head = Buffer.alloc(headBytes)
    head.write(id, 'hex')
    head.writeUInt32LE(sealed.length, idBytes)
    parts.push(sealed, head)
  }
  return [heading, ...parts.reverse()]
}
