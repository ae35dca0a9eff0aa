import type { WriteFolder } from '../../depots/index.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import type { DataFile } from '../format/data-file.ts'
import type { Lakehouse } from '../lakehouse.ts'
import { fromLocation } from '../location.ts'
import { copyRows } from './copy.ts'
import type { FileOptions } from './file-options.ts'
import type { Layout } from './layout.ts'
import type { PreparedRows, RowsPart } from './modes/prepared-rows.ts'
import type { WriteRequest } from './request.ts'

type Writing = {
  readonly request: WriteRequest
  readonly layout: Layout
  /** Of the table. */
  readonly location: string
  readonly files: FileOptions
  readonly prepared: PreparedRows
}

/** Data files that nobody names yet. Disposing removes them unless `keep` was called. */
export type WrittenFiles = AsyncDisposable & {
  readonly added: readonly DataFile[]
  readonly keep: () => void
}

/** Writes each part of the rows as files of its own. On failure and abort no file is left. */
export const writeParts = async (
  lakehouse: Lakehouse,
  { request, layout, location, files: options, prepared }: Writing,
  signal: AbortSignal | undefined,
): Promise<WrittenFiles> => {
  const { connection, identity, commitId } = request
  const root = await fromLocation(lakehouse.storage, location)
  // A retry of the same commit gets a folder of its own: what a killed attempt left is never mixed in.
  const attempt = `${commitId.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${lakehouse.uuid().slice(0, 8)}`
  const folders: WriteFolder[] = []
  const dispose = async () => {
    for (const folder of folders) await folder[Symbol.asyncDispose]()
  }
  const write = async ({ rows, columns, partition }: RowsPart, i: number): Promise<readonly DataFile[]> => {
    const name = i === 0 ? attempt : `${attempt}-${i}`
    const folder = await lakehouse.storage.writeFolder(`${root}/data/${name}`)
    folders.push(folder)
    // Rows that share a partition need not be sorted into partitions.
    const target =
      partition === undefined
        ? { ...layout, columns }
        : { ...layout, columns, spec: { ...layout.spec, fields: [] }, partition: [] }
    const table = printIdentity(identity)
    // Of what is written anew, a file becomes a file; the one that prepared the rows knows where to cut.
    const files = partition === undefined ? options : { compression: options.compression }
    const written = await copyRows(connection, rows, { layout: target, folder, files, table }, signal)
    return written.map(({ file, ...rest }) => ({
      ...rest,
      path: `${location}/data/${name}${file.slice(folder.path.length)}`,
      partition: partition ?? rest.partition,
    }))
  }
  try {
    const written: (readonly DataFile[])[] = []
    for (const [i, part] of prepared.parts.entries()) written.push(await write(part, i))
    prepared.verify?.(written)
    return {
      added: written.flat(),
      keep: () => {
        for (const folder of folders) folder.keep()
      },
      [Symbol.asyncDispose]: dispose,
    }
  } catch (cause) {
    await dispose()
    throw cause
  }
}
