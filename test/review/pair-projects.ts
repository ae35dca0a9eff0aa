import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { parse } from 'yaml'
import { DiagnosticsError } from '../../src/diagnostics/index.ts'
import { createSideReader } from '../../src/cli/read-side.ts'
import type { Side } from '../../src/review/index.ts'

/** A change to one file of the project: a text that occurs once by another, a whole text, or what follows a text. */
type Edit = {
  readonly file: string
  readonly replace?: string
  readonly by?: string
  readonly text?: string
  readonly move?: string
  readonly cut?: { readonly from: string }
}

export type Pair = {
  readonly name: string
  /** What both sides have besides the shop. */
  readonly given?: readonly Edit[]
  readonly change: readonly Edit[]
  readonly verdict?: string | readonly string[]
  readonly tells?: readonly string[]
}

const pairs = join(import.meta.dirname, 'pairs')

export const readPairs = (name: string): readonly Pair[] =>
  parse(readFileSync(join(pairs, `${name}.yaml`), 'utf8')) as readonly Pair[]

/** Both versions of a project as `millrace diff` reads them from folders. */
export const sidesOf = (pair: Pair): Promise<readonly [Side, Side]> =>
  withFolders(pair, async (before, after) => {
    const side = sideReader()
    return [await side(before), await side(after)]
  })

/** The same, each as by a process of its own. */
export const sidesReadAlone = (pair: Pair): Promise<readonly [Side, Side]> =>
  withFolders(pair, async (before, after) => [await sideReader()(before), await sideReader()(after)])

const withFolders = async <T>(
  { given = [], change }: Pair,
  use: (before: string, after: string) => Promise<T>,
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-pair-'))
  try {
    const [before, after] = [join(folder, 'before'), join(folder, 'after')]
    cpSync(join(pairs, 'shop'), before, { recursive: true })
    for (const edit of given) apply(before, edit)
    cpSync(before, after, { recursive: true })
    for (const edit of change) apply(after, edit)
    return await use(before, after)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const sideReader = (): ((folder: string) => Promise<Side>) => {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() })
  const stream = Object.assign(sink, { isTTY: false as const })
  const io = { cwd: tmpdir(), env: {}, stdin: Readable.from([]), stdout: stream, stderr: stream }
  const read = createSideReader({ io: io as never, options: {} })
  return async (folder) => {
    try {
      return await read(folder, 'after', AbortSignal.timeout(60_000))
    } catch (error) {
      if (error instanceof DiagnosticsError)
        throw new Error(error.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'), {
          cause: error,
        })
      throw error
    }
  }
}

const apply = (folder: string, { file, replace, by = '', text, move, cut }: Edit): void => {
  const path = join(folder, file)
  if (text !== undefined) return write(path, text)
  const old = readFileSync(path, 'utf8')
  if (move !== undefined) {
    write(join(folder, move), old)
    return rmSync(path)
  }
  if (cut !== undefined) return write(path, old.slice(0, old.indexOf(cut.from)))
  const parts = old.split(replace ?? '')
  if (parts.length !== 2) throw new Error(`"${replace}" is ${parts.length - 1} times in ${file}`)
  write(path, parts.join(by))
}

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
