import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Secret } from '../../base/secret.ts'
import type { DatabaseValue } from '../database-contract.ts'
import type { Answer, Question, WorkerStart } from './protocol.ts'

/**
 * A connection to PostgreSQL that is asked without waiting for the event loop: a worker thread talks to the server,
 * and the calling thread sleeps until its answer is there. Opened at the first question.
 */
export interface Connection extends Disposable {
  ask(text: string, values: readonly DatabaseValue[], options: { readonly mayConnect: boolean }): Answer
}

export const openConnection = (url: Secret, session: string): Connection => {
  let thread: Thread | undefined
  let lastId = 0
  return {
    ask: (text, values, { mayConnect }) => {
      const id = ++lastId
      thread ??= startThread(url, session)
      const answer = askThread(thread, { id, text, values, mayConnect })
      if (answer !== undefined) return answer
      // It did not even give up by itself: it is not to be trusted again.
      void thread.worker.terminate()
      thread = undefined
      const error = { code: undefined, message: `no answer within ${patienceMs / 1000} seconds` }
      return { id, kind: 'failed', when: 'lost', error }
    },
    [Symbol.dispose]: () => {
      thread?.port.close()
      thread = undefined
    },
  }
}

type Thread = Pick<WorkerStart, 'port' | 'settled'> & { readonly worker: Worker }

/** Longer than the sum of the worker's own limits. */
const patienceMs = 60_000

const startThread = (url: Secret, session: string): Thread => {
  const { port1, port2 } = new MessageChannel()
  const settled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const workerData: WorkerStart = { url: url.reveal(), session, port: port2, settled }
  const worker = new Worker(workerFile(), {
    workerData,
    transferList: [port2],
    // Not the options of this thread: a test runner's hooks would wait for the thread that is asleep.
    execArgv: ['--no-warnings'],
  })
  worker.unref()
  return { worker, port: port1, settled }
}

/** Sources run as they are; in the package this code is in a chunk, and the worker is a file beside it. */
const workerFile = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './postgres-worker.js', import.meta.url)

const askThread = ({ port, settled }: Thread, question: Question): Answer | undefined => {
  const deadline = Date.now() + patienceMs
  const before = Atomics.load(settled, 0)
  port.postMessage(question)
  if (Atomics.wait(settled, 0, before, deadline - Date.now()) === 'timed-out') return undefined
  const received: { readonly message: Answer } | undefined = receiveMessageOnPort(port)
  return received?.message
}
