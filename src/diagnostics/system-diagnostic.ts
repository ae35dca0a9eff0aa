import { diagnose } from './codes.ts'
import type { Diagnostic } from './diagnostic.ts'

/** What the operating system refused, as a diagnostic; undefined for any other error. */
export const systemDiagnostic = (cause: unknown): Diagnostic | undefined => {
  if (!(cause instanceof Error) || !('syscall' in cause) || !('code' in cause)) return undefined
  const path = 'path' in cause && typeof cause.path === 'string' ? cause.path : undefined
  switch (cause.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS': {
      if (path === undefined) break
      const reads = ['open', 'read', 'scandir', 'opendir', 'stat', 'lstat', 'realpath']
      const action = cause.code !== 'EROFS' && reads.includes(String(cause.syscall)) ? 'read' : 'write'
      return diagnose('MR3003', { path, action })
    }
    case 'ENOSPC':
    case 'EDQUOT':
      return diagnose('MR3002', { path: path ?? 'the project' })
  }
  return diagnose('MR3009', { message: cause.message })
}
