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
    JSON.stringify({ holder: `millrace ${holder.command} (process ${process.pid})`, since: holder.at }),
  )
  return {
    [Symbol.dispose]: () => {
      lock.exec('ROLLBACK')
      lock.close()
    },
  }
}

const readNote = (path: string): { holder: string; since: string } | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { holder: string; since: string }
  } catch {
    return undefined
  }
}
