import { isAbsolute, join, relative, sep } from 'node:path'
import type { Files } from './files.ts'

/** The files below a folder, as though it stood at another place. */
export type PlacedFiles = Files & {
  /** Where something stands that stands in the folder; all else stays where it is. */
  readonly placed: (path: string) => string
  /** Whether anything was asked for, or led, outside of the folder: the answers are then not those of its own place. */
  readonly hasLeft: () => boolean
}

/**
 * Two versions of a project that are read at one place can share what they have in common. `place` must be a path that
 * nobody can have written anywhere.
 */
export const placeFiles = (files: Files, folder: string, place: string): PlacedFiles => {
  let hasLeft = false
  let realFolder: string | undefined
  const moved = (path: string, from: string, to: string): string | undefined => {
    // Most paths are joined below the folder that was given, and so begin with it.
    const inside = path.startsWith(`${from}${sep}`) ? path.slice(from.length + 1) : relative(from, path)
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return undefined
    return inside === '' ? to : join(to, inside)
  }
  const real = (path: string): string => {
    const found = moved(path, place, folder)
    if (found === undefined) hasLeft = true
    return found ?? path
  }
  return {
    read: (path, signal) => files.read(real(path), signal),
    list: (path, signal) => files.list(real(path), signal),
    locate: async (path, signal) => {
      const located = await files.locate(real(path), signal)
      if (located === undefined) return undefined
      realFolder ??= (await files.locate(folder, signal))?.realPath ?? folder
      const realPath = moved(located.realPath, realFolder, place)
      if (realPath === undefined) hasLeft = true
      return { ...located, realPath: realPath ?? located.realPath }
    },
    placed: (path) => moved(path, folder, place) ?? path,
    hasLeft: () => hasLeft,
  }
}
