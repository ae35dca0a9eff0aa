import { dirname, sep } from 'node:path'
import type { FileRead, Files, FolderEntry, Located } from './files.ts'

/** Files that are asked once: every question is answered as it was the first time, until it is forgotten. */
export type RememberedFiles = Files & {
  /** Forgets what was said of these paths and of what is below them; of everything, where none are given. */
  readonly forget: (paths?: readonly string[]) => void
}

export const rememberFiles = (files: Files): RememberedFiles => {
  const reads = new Map<string, FileRead>()
  const lists = new Map<string, readonly FolderEntry[] | undefined>()
  const places = new Map<string, Located | undefined>()
  const remembering =
    <T>(known: Map<string, T>, ask: (path: string, signal: AbortSignal) => Promise<T>) =>
    async (path: string, signal: AbortSignal): Promise<T> => {
      const before = known.get(path)
      if (before !== undefined || known.has(path)) return before as T
      const answer = await ask(path, signal)
      known.set(path, answer)
      return answer
    }
  return {
    read: remembering(reads, files.read),
    list: remembering(lists, files.list),
    locate: remembering(places, files.locate),
    forget: (paths) => {
      if (paths === undefined) for (const known of [reads, lists, places]) known.clear()
      for (const path of paths ?? []) {
        // Where a file came or went, the folder above says something else, and links may lead elsewhere.
        lists.delete(dirname(path))
        places.clear()
        for (const known of [reads, lists])
          for (const other of known.keys())
            if (other === path || other.startsWith(`${path}${sep}`)) known.delete(other)
      }
    },
  }
}
