import type { WriteFolder } from '../../src/depots/index.ts'
import type { Lakehouse } from '../../src/lakehouse/index.ts'
import type { Database } from '../../src/state/database.ts'

/** Called at every named point of what a lakehouse does to disk and catalog, in order. It may end the process or throw. */
export type Reach = (point: string) => void

/**
 * The same lakehouse, with a word before and after everything that it does to storage and catalog, in the middle of
 * every file that it puts, and inside the transaction of a commit.
 */
export const interposed = (lakehouse: Lakehouse, reach: Reach): Lakehouse => {
  const around = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    reach(`before ${name}`)
    const result = await work()
    reach(`after ${name}`)
    return result
  }
  const { storage, catalog } = lakehouse
  return {
    ...lakehouse,
    storage: {
      ...storage,
      read: (path, signal) => around(`read ${kindOf(path)}`, () => storage.read(path, signal)),
      put: (path, content, options, signal) =>
        around(`put ${kindOf(path)}`, () =>
          storage.put(
            path,
            halfway(content, () => reach(`half of put ${kindOf(path)}`)),
            options,
            signal,
          ),
        ),
      delete: (path, signal) => around(`delete ${kindOf(path)}`, () => storage.delete(path, signal)),
      writeFolder: async (prefix) =>
        folderOver(await around('make folder', () => storage.writeFolder(prefix)), around),
    },
    catalog: {
      ...catalog,
      load: (identity, signal) => around('load', () => catalog.load(identity, signal)),
      commit: (moves, also) =>
        around('commit', () =>
          catalog.commit(moves, () => {
            reach('before also')
            also?.()
            reach('after also')
          }),
        ),
    },
  }
}

/** The same database, with a word before every statement that changes it. */
export const interposedDatabase = (database: Database, reach: Reach): Database => ({
  ...database,
  run: (statement, ...parameters) => {
    reach(`before ${/^\s*(\w+)/.exec(statement)?.[1] ?? 'statement'}`)
    return database.run(statement, ...parameters)
  },
})

const folderOver = (
  folder: WriteFolder,
  around: <T>(name: string, work: () => Promise<T>) => Promise<T>,
): WriteFolder => ({
  path: folder.path,
  complete: (files, signal) => around('complete folder', () => folder.complete(files, signal)),
  keep: () => folder.keep(),
  [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
})

const halfway = (content: Uint8Array | AsyncIterable<Uint8Array>, reach: () => void) =>
  content instanceof Uint8Array
    ? (async function* () {
        const middle = content.length >> 1
        yield content.subarray(0, middle)
        reach()
        yield content.subarray(middle)
      })()
    : content

const kindOf = (path: string): string => {
  if (path.endsWith('.metadata.json')) return 'metadata'
  if (/\/snap-[^/]*\.avro$/.test(path)) return 'manifest list'
  return path.endsWith('.avro') ? 'manifest' : 'data'
}
