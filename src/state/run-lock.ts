import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { failure } from '../diagnostics/index.ts'

/**
 * Lets one run at a time change a project. The lock is an exclusive SQLite transaction on a file of its own, so the
 * operating system gives it back at the very moment the process ends, however it ends: nothing can be left stale.
 * Throws MR3008, naming the holder, where another process has it.
 */
export const acquireRunLock = (
  path: string,
  holder: { readonly command: string; readonly at: string },
): Disposable => {
  mkdirSync(dirname(path), { recursive: true })
  const lock = new DatabaseSync(path)
  const note = `${path}.json`
  try {
    lock.exec('PRAGMA busy_timeout = 0')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    const known = readNote(note)
    throw failure(
      'MR3008',
      { holder: known?.holder ?? 'its name is not known', since: known?.since ?? 'just now' },
      { cause, retryable: true },
    )
  }
  writeFileSync(
    note,
    JSON.stringify({
      holder: `millrace ${holder.command} (process ${process.pid})`,
      since: holder.at,
      pid: process.pid,
    }),
  )
  return {
    [Symbol.dispose]: () => {
      lock.exec('ROLLBACK')
      lock.close()
    },
  }
}

/**
 * Whether the process of this machine that took the lock last is still there. It only looks: whoever asked the lock
 * itself would keep a run from starting just then.
 */
export const isLastHolderAlive = (path: string): boolean => {
  const pid = readNote(`${path}.json`)?.pid
  if (pid === undefined) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const readNote = (path: string): { holder: string; since: string; pid?: number } | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { holder: string; since: string; pid?: number }
  } catch {
    return undefined
  }
}
