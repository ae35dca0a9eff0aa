import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Task } from './worker.ts'

export type Death = {
  /** The operation that had begun and not ended. */
  readonly inFlight: string | undefined
  /** Operations that had ended. */
  readonly ended: readonly string[]
  /** Where it died, if that was a named point. */
  readonly point: string | undefined
}

export type WorkerProcess = {
  /** Gives it the task, and kills it `delayMs` after it has begun; without a delay it dies by itself. */
  readonly dieOver: (task: Task, delayMs: number | undefined) => Promise<Death>
  readonly stop: () => void
}

/** A worker that has loaded everything and waits for its task. Started ahead, since loading takes longer than dying. */
export const startWorker = (): WorkerProcess => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'millrace-compile-cache') },
  })
  let said = ''
  let complained = ''
  let onSaid = () => {}
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    onSaid()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text
  })
  const closed = new Promise<NodeJS.Signals | null>((done) => {
    child.on('close', (_code, signal) => done(signal))
  })
  const saying = (text: string) =>
    new Promise<void>((done) => {
      onSaid = () => {
        if (said.includes(text)) done()
      }
      onSaid()
    })
  return {
    dieOver: async (task, delayMs) => {
      await Promise.race([saying('ready\n'), closed])
      child.stdin.end(JSON.stringify(task))
      if (delayMs !== undefined) {
        await Promise.race([saying('begin'), closed])
        await Promise.race([sleep(delayMs), closed])
        child.kill('SIGKILL')
      }
      if ((await closed) !== 'SIGKILL')
        throw new Error(`the worker ended by itself\n${said.split('\n').slice(-4).join('\n')}\n${complained}`)
      const lines = said.split('\n').map((line) => /^(begin|end|at) (.*)$/.exec(line))
      const of = (kind: string) => lines.flatMap((line) => (line?.[1] === kind ? [line[2] ?? ''] : []))
      const ended = of('end')
      return { ended, inFlight: of('begin').find((id) => !ended.includes(id)), point: of('at')[0] }
    },
    stop: () => child.kill('SIGKILL'),
  }
}
