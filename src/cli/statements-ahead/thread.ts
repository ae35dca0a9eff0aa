import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Resource } from '../../resources/index.ts'
import type { TextCacheFile } from '../../state/text-cache.ts'
import { outlineOf } from './outline.ts'
import type { Said, ThreadStart, Told } from './protocol.ts'

/**
 * Statements that another thread translates while resources are being read. Should it fail, there are fewer
 * translations, and who needs the others makes them: nothing is lost but time.
 */
export type StatementsAhead = {
  /** Begins with the statements of some resources, of so many files in all. */
  readonly add: (resources: readonly Resource[], files: number) => void
  /** The translations of all that was added, by their keys. */
  readonly translations: () => Promise<readonly (readonly [key: string, text: string])[]>
  /** Waits until they are kept for other processes. */
  readonly kept: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export type AheadOptions = {
  /** With fewer files there is no thread. */
  readonly fewestFiles?: number
  readonly worker?: URL
}

/** Fewer are read before a thread is ready, and on one processor there is no meanwhile. */
const usualFiles = availableParallelism() < 2 ? Number.POSITIVE_INFINITY : 300

/** `file` is where translations are kept. The thread starts with the first statement. */
export const openStatementsAhead = (
  file: TextCacheFile | undefined,
  { fewestFiles = usualFiles, worker = workerFile() }: AheadOptions = {},
): StatementsAhead => {
  let thread: Thread | undefined
  return {
    add: (resources, files) => {
      if (files < fewestFiles) return
      const outline = outlineOf(resources)
      if (outline.jobs.length === 0 && outline.declared.length === 0) return
      thread ??= startThread(worker, { file })
      thread.tell({ kind: 'part', outline: JSON.stringify(outline) })
    },
    translations: async () => {
      thread?.tell({ kind: 'all' })
      await thread?.translated
      return thread?.found ?? []
    },
    kept: async () => thread?.ended,
    [Symbol.asyncDispose]: async () => {
      await thread?.end()
    },
  }
}

type Thread = {
  readonly tell: (told: Told) => void
  readonly found: readonly (readonly [key: string, text: string])[]
  /** Both come true at last, whatever happens to the thread. */
  readonly translated: Promise<void>
  readonly ended: Promise<void>
  readonly end: () => Promise<unknown>
}

const startThread = (file: URL, workerData: ThreadStart): Thread => {
  // Not the options of this thread: a test runner's hooks have no place in the other.
  const worker = new Worker(file, { workerData, execArgv: ['--no-warnings'] })
  const found: (readonly [key: string, text: string])[] = []
  const translated = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  worker.on('message', (said: Said) => {
    if (said.kind === 'all') translated.resolve()
    else for (const entry of said.entries) found.push(entry)
  })
  // An error ends the thread by itself; without a listener it would end the process.
  worker.on('error', () => undefined)
  worker.on('exit', () => {
    translated.resolve()
    ended.resolve()
  })
  return {
    tell: (told) => worker.postMessage(told),
    found,
    translated: translated.promise,
    ended: ended.promise,
    end: () => worker.terminate(),
  }
}

/** Sources run as they are; in the package this code is in a chunk, and the worker is a file beside it. */
const workerFile = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './statements-worker.js', import.meta.url)
