import { createHash } from 'node:crypto'
import type { Storage } from '../../depots/storage.ts'

export type Written = {
  /** False where the same bytes were there already. */
  readonly changed: boolean
  readonly sizeBytes: number
  /** SHA-256 of the content, in hex. */
  readonly sha256: string
}

/**
 * Writes a file unless its bytes are there already. `content` is asked for once or twice, and must give the same bytes
 * each time, so that nothing large is held in memory.
 */
export const writeUnlessSame = async (
  storage: Storage,
  path: string,
  content: () => AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Written> => {
  const present = (await storage.list(path, signal)).find((file) => file.path === path)
  if (present !== undefined) {
    const same = await compare(storage, path, present.sizeBytes, content(), signal)
    if (same !== undefined) return { changed: false, sizeBytes: present.sizeBytes, sha256: same }
  }
  const hash = createHash('sha256')
  const { sizeBytes } = await storage.put(path, hashing(content(), hash), {}, signal)
  return { changed: true, sizeBytes, sha256: hash.digest('hex') }
}

/** A stored file in chunks. */
export async function* readChunks(
  storage: Storage,
  path: string,
  sizeBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < sizeBytes; offset += chunkBytes)
    yield await storage.readRange(path, offset, Math.min(chunkBytes, sizeBytes - offset), signal)
}

const chunkBytes = 4 << 20

/** The hash of the file where it holds exactly these bytes; stops at the first difference. */
const compare = async (
  storage: Storage,
  path: string,
  sizeBytes: number,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const hash = createHash('sha256')
  let offset = 0
  for await (const chunk of content) {
    if (offset + chunk.length > sizeBytes) return undefined
    const stored = await storage.readRange(path, offset, chunk.length, signal)
    if (Buffer.compare(stored, chunk) !== 0) return undefined
    hash.update(chunk)
    offset += chunk.length
  }
  return offset === sizeBytes ? hash.digest('hex') : undefined
}

async function* hashing(
  content: AsyncIterable<Uint8Array>,
  hash: { update: (chunk: Uint8Array) => unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    hash.update(chunk)
    yield chunk
  }
}
