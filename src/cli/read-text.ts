import { readFileSync } from 'node:fs'
import { failure } from '../diagnostics/index.ts'

/** The text of a file that the command line names. Throws MR9004 where it cannot be read. */
export const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw failure('MR9004', { message: `${path} cannot be read: ${reason}` }, { cause })
  }
}
