import { failure, MillraceError } from '../../diagnostics/index.ts'

/** DuckDB's error as ours: a full disk and a missing permission get their own codes, the rest keeps DuckDB's words. */
export const engineFailure = (cause: unknown): MillraceError => {
  if (cause instanceof MillraceError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  const path = /"([^"]*\/[^"]*)"/.exec(message)?.[1] ?? 'the temporary directory'
  if (/no space left on device|could not write file.*disk.*full|ENOSPC/i.test(message))
    return failure('MR3002', { path }, { cause })
  if (/permission denied|read-only file system/i.test(message))
    return failure(
      'MR3003',
      { path, action: /writ|creat|remov/i.test(message) ? 'write' : 'read' },
      { cause },
    )
  // Paths are always named one by one, so a pattern without files is a file that is gone.
  const gone =
    /No files found that match the pattern "(.*)"/.exec(message) ??
    /Cannot open file "(.*)": No such file or directory/.exec(message)
  if (gone?.[1] !== undefined) return failure('MR3115', { path: gone[1] }, { cause })
  // DuckDB ends with a frame of the SQL that it was given, which no user has written.
  return failure('MR3001', { message: message.replace(/\s*\bLINE \d+:[\s\S]*$/, '').trim() }, { cause })
}
