import { createHash, type Hash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { stableJson } from '../base/stable-json.ts'
import type { Diagnostic } from '../diagnostics/index.ts'
import type { Files } from '../manifest/index.ts'
import { databaseLocation } from '../run/index.ts'
import type { Settings } from '../settings/index.ts'
import { keepNewest, readCacheFile, writeCacheFile } from '../state/cache-files.ts'
import { openDatabaseReadOnly } from '../state/database.ts'
import { seal, unseal } from '../state/sealed.ts'

/** What a check of a project found, as far as it is kept for the next process. */
export type Verdict = {
  readonly diagnostics: readonly Diagnostic[]
  readonly resources: number
  readonly tasks: number
  /** Milliseconds between which the clock has nothing else to say. */
  readonly from: number
  readonly until?: number | undefined
}

/**
 * The last verdict on a project. Its file names the questions about files that were asked on the way to it. Asked
 * again, their answers, the variables that stand in them and the tables that there are make the key to the verdict: one
 * that rests on anything else cannot be read, nor can anyone else read it.
 */
export type VerdictCache = {
  /** The verdict, where all that it rests on is as it was. */
  readonly find: (now: Date, signal: AbortSignal) => Promise<Verdict | undefined>
  /** Files that note what is asked of them. */
  readonly files: Files
  /** Keeps the verdict that came of `files`. */
  readonly keep: (verdict: Verdict, signal: AbortSignal) => Promise<void>
}

type Circumstances = {
  readonly settings: Settings
  /** All else that the verdict depends on. */
  readonly others: unknown
  /** Must answer a question always in the same way. */
  readonly files: Files
}

/** Undefined where tables are registered on a server: what is there cannot be known without asking for each. */
export const openVerdictCache = (circumstances: Circumstances): VerdictCache | undefined => {
  const { settings, others, files } = circumstances
  if (settings.lakehouse.catalog.type !== 'sqlite') return undefined
  const folder = join(settings.stateFolder, 'cache')
  const path = join(folder, `${prefix}${sha256().update(stableJson(others)).digest('hex').slice(0, 16)}`)
  // Before anything is checked: a table that changes meanwhile makes the verdict one that nobody finds.
  const tables = tablesOf(settings)
  const asked: Questions = { list: new Set(), locate: new Set(), read: new Set() }
  const keyTo = (questions: Questions, signal: AbortSignal) => keyOf(circumstances, tables, questions, signal)
  return {
    find: async (now, signal) => {
      const record = parse(readCacheFile(path), settings.root)
      if (record === undefined) return undefined
      const text = unseal(await keyTo(record.questions, signal), record.sealed)
      if (text === undefined) return undefined
      const verdict = JSON.parse(text) as Verdict
      const { from, until } = verdict
      const isOpen = now.getTime() >= from && (until === undefined || now.getTime() < until)
      return isOpen ? verdict : undefined
    },
    files: {
      list: (folderPath, signal) => files.list(note(asked.list, folderPath), signal),
      locate: (anyPath, signal) => files.locate(note(asked.locate, anyPath), signal),
      read: (file, signal) => files.read(note(asked.read, file), signal),
    },
    keep: async (verdict, signal) => {
      const sealed = seal(await keyTo(asked, signal), JSON.stringify(verdict))
      writeCacheFile(path, [print(asked, settings.root), sealed])
      keepNewest(folder, prefix, 8)
    },
  }
}

const prefix = 'verdict-'

const sha256 = () => createHash('sha256')

type Questions = Readonly<Record<keyof Files, Set<string>>>

const note = (paths: Set<string>, path: string): string => {
  paths.add(path)
  return path
}

const keyOf = async (
  { settings, others, files }: Circumstances,
  tables: string,
  questions: Questions,
  signal: AbortSignal,
): Promise<string> => {
  const digest = sha256()
  const { variables, ...rest } = settings
  part(digest, stableJson([others, rest]))
  part(digest, tables)
  for (const path of questions.list) {
    const entries = await files.list(path, signal)
    part(digest, `list ${path} ${JSON.stringify(entries?.toSorted((a, b) => (a.name < b.name ? -1 : 1)))}`)
  }
  for (const path of questions.locate)
    part(digest, `locate ${path} ${JSON.stringify(await files.locate(path, signal))}`)
  const names = new Set<string>()
  for (const path of questions.read) {
    const read = await files.read(path, signal)
    part(digest, `read ${path} ${read.kind}`)
    part(digest, read.kind === 'bytes' ? read.bytes : JSON.stringify(read))
    if (read.kind === 'bytes') collectVariables(read.bytes, names)
  }
  part(digest, stableJson(valuesOf(variables, names)))
  return digest.digest('hex')
}

/** With its length, so that two parts never read like two others. */
const part = (digest: Hash, content: string | Uint8Array): void => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  digest.update(`${bytes.length}\n`)
  digest.update(bytes)
}

/** Names that may stand for variables; more than do is no harm. */
const collectVariables = (bytes: Uint8Array, names: Set<string>): void => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!text.includes('${')) return
  for (const [, name = ''] of text.toString('latin1').matchAll(/\$\{([A-Za-z_]\w*)/g)) names.add(name)
}

/** Of a variable without a value it is told which others have one. */
const valuesOf = (variables: Settings['variables'], names: ReadonlySet<string>): unknown => {
  const values = [...names]
    .sort()
    .map((name) => [name, Object.hasOwn(variables, name) ? variables[name] : null])
  return values.some(([, value]) => value === null) ? [values, Object.keys(variables)] : [values]
}

/** What the project database knows of tables, and whether their metadata is there. */
const tablesOf = (settings: Settings): string => {
  using database = openDatabaseReadOnly(databaseLocation(settings))
  if (database === undefined) return 'none'
  const rows = database.all('SELECT * FROM iceberg_tables ORDER BY catalog_name, table_namespace, table_name')
  return stableJson(rows.map((row) => [row, sizeOf(row['metadata_location'])]))
}

const sizeOf = (location: unknown): number | undefined =>
  typeof location === 'string'
    ? statSync(location.replace(/^file:\/\/(?=\/)/, ''), { throwIfNoEntry: false })?.size
    : undefined

// The file: a line of JSON with the questions, paths below the root without it, then what is sealed.
const print = (questions: Questions, root: string): Buffer => {
  const shorten = (path: string) => (path.startsWith(root) ? path.slice(root.length) : `:${path}`)
  const { list, locate, read } = questions
  return Buffer.from(`${JSON.stringify([list, locate, read].map((paths) => Array.from(paths, shorten)))}\n`)
}

const parse = (
  bytes: Buffer | undefined,
  root: string,
): { readonly questions: Questions; readonly sealed: Uint8Array } | undefined => {
  const end = bytes?.indexOf('\n') ?? -1
  if (bytes === undefined || end < 0) return undefined
  const lists = jsonOf(bytes.toString('utf8', 0, end))
  if (!Array.isArray(lists) || lists.length !== 3) return undefined
  const [list, locate, read] = lists.map(
    (paths: unknown) =>
      new Set(
        (Array.isArray(paths) ? paths : []).map((path) =>
          String(path).startsWith(':') ? String(path).slice(1) : `${root}${path}`,
        ),
      ),
  )
  if (list === undefined || locate === undefined || read === undefined) return undefined
  return { questions: { list, locate, read }, sealed: bytes.subarray(end + 1) }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
