import { createInterface } from 'node:readline'
import { failure } from '../diagnostics/index.ts'
import type { Invocation } from './command.ts'
import { flag, isInteractive } from './options.ts'

/**
 * Asks on the terminal whether what cannot be taken back is meant; `--yes` says so beforehand. False where the answer
 * is not yes. Throws MR9010 where there is nobody to ask. `what` is a clause such as `12 files would be deleted`.
 */
export const isConfirmed = async (
  { io, options }: Invocation,
  what: string,
  signal: AbortSignal,
): Promise<boolean> => {
  if (flag(options, 'yes')) return true
  if (!isInteractive(io.stdin, io.env)) throw failure('MR9010', { what })
  const reader = createInterface({ input: io.stdin, output: io.stderr })
  // The line editor takes Ctrl-C for itself.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  signal.addEventListener('abort', () => reader.close(), { once: true })
  const answer = await new Promise<string>((done) => {
    reader.on('close', () => done(''))
    reader.question(`${what}. Go on? [y/N] `, done)
  })
  reader.close()
  const isYes = /^y(es)?$/i.test(answer.trim())
  if (!isYes) io.stderr.write('nothing was done\n')
  return isYes
}
