import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
/** The built command: what a user installs, not the sources. `npm test` builds it first. */
export const main = process.env['MILLRACE_MAIN'] ?? join(root, 'dist', 'main.js')

export type Result = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type Place = {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

const environment = (extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => {
  const { CI: _ci, FORCE_COLOR: _force, ...rest } = process.env
  return { ...rest, NO_COLOR: '1', ...extra }
}

/** Runs the command to its end. */
export const millrace = (args: readonly string[], { cwd, env, input }: Place): Result => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  })
  return { code: status, stdout, stderr }
}

/** Starts the command and leaves it running: for interrupts and kills. */
export const start = (args: readonly string[], { cwd, env }: Place) => {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<Result & { signal: NodeJS.Signals | null }>((done) =>
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr })),
  )
  return { child, ended, output: () => stdout + stderr }
}

/** A fresh folder, with the given files in it. */
export const folder = (files: Readonly<Record<string, string | Uint8Array>> = {}): string => {
  const path = mkdtempSync(join(tmpdir(), 'millrace-e2e-'))
  for (const [name, content] of Object.entries(files)) write(join(path, name), content)
  return path
}

export const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** The example product in a folder of its own, with a feed of `customers` instead of 20,000. */
export const exampleProject = (): string => {
  const path = folder()
  for (const part of ['millrace.yaml', 'manifests', 'steps', 'policies'])
    cpSync(join(root, part), join(path, part), { recursive: true })
  return path
}

/** Rows of a query, as the command prints them. */
export const rows = (
  place: Place,
  query: string,
  ...options: readonly string[]
): readonly Record<string, unknown>[] => {
  const result = millrace(['query', query, '-o', 'json', ...options], place)
  if (result.code !== 0) throw new Error(result.stderr)
  return JSON.parse(result.stdout) as Record<string, unknown>[]
}
