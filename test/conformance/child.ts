import { spawn } from 'node:child_process'
import { Secret } from '../../src/base/secret.ts'
import type { DatabaseLocation } from '../../src/state/database.ts'

/** A Node process that runs a script of this folder; its standard output and how it ended. */
export type Child = {
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>
  /** Resolves when the script has printed `line`. */
  said(line: string): Promise<void>
  kill(): void
}

export const startChild = (script: string, args: readonly string[]): Child => {
  const child = spawn(process.execPath, ['--no-warnings', `${import.meta.dirname}/${script}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const heard: (() => void)[] = []
  const hear = (text: string) => {
    output += text
    for (const wake of heard) wake()
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  const ended = new Promise<{ code: number | null; output: string }>((done) =>
    child.on('close', (code) => done({ code, output })),
  )
  return {
    ended,
    said: (line) =>
      Promise.race([
        new Promise<void>((done) => {
          const look = () => (output.split('\n').includes(line) ? done() : undefined)
          heard.push(look)
          look()
        }),
        ended.then(() => {
          if (!output.split('\n').includes(line)) throw new Error(`it ended without "${line}":\n${output}`)
        }),
      ]),
    kill: () => child.kill('SIGKILL'),
  }
}

/** Locations travel to children as text. */
export const printLocation = (location: DatabaseLocation): string =>
  location instanceof Secret ? location.reveal() : location

export const parseLocation = (text: string): DatabaseLocation =>
  text.startsWith('postgres://') ? new Secret(text) : text
