import type { Files } from '../../src/manifest/index.ts'

/** Files by their absolute paths, which a test may change as it likes. */
export const memoryFiles = (texts: Map<string, string>): Files => {
  const isFolder = (path: string) =>
    path === '/' || [...texts.keys()].some((file) => file.startsWith(`${path}/`))
  return {
    read: async (path) => {
      const text = texts.get(path)
      return text === undefined
        ? { kind: 'absent' }
        : { kind: 'bytes', bytes: new TextEncoder().encode(text) }
    },
    list: async (folder) => {
      const below = [...texts.keys()].filter((file) => file.startsWith(`${folder}/`))
      const names = new Set(below.map((file) => file.slice(folder.length + 1).split('/')[0] ?? ''))
      return Array.from(
        names,
        (name) => ({ name, kind: texts.has(`${folder}/${name}`) ? 'file' : 'folder' }) as const,
      )
    },
    locate: async (path) =>
      texts.has(path) || isFolder(path)
        ? { kind: texts.has(path) ? 'file' : 'folder', realPath: path }
        : undefined,
  }
}
