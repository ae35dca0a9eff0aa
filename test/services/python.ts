import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const installed = join(import.meta.dirname, '../../.services/python/bin/python')

/**
 * The Python with PySpark and PyIceberg: MILLRACE_PYTHON, or the environment that `npm run services` makes.
 * Undefined where neither exists; in CI that is an error, since the oracles must run there.
 */
export const python = (): string | undefined => {
  const found = [process.env['MILLRACE_PYTHON'], installed].find(
    (path) => path !== undefined && existsSync(path),
  )
  if (found === undefined && process.env['CI'] === 'true')
    throw new Error('no Python for the oracles: run npm run services')
  return found
}

/** Runs a script; resolves with what it printed. Rejects with its last error lines where it fails. */
export const runPython = async (script: string, args: readonly string[] = []): Promise<string> => {
  const executable = python()
  if (executable === undefined)
    throw new Error('no Python: guard the test with skipIf(python() === undefined)')
  const { stdout } = await promisify(execFile)(executable, ['-c', script, ...args], {
    maxBuffer: 512 * 1024 * 1024,
    env: { ...process.env, PYTHONWARNINGS: 'ignore', SPARK_LOCAL_IP: '127.0.0.1' },
  })
  return stdout
}
