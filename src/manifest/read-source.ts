import { isAbsolute, relative, sep } from 'node:path'
import { unreachable } from '../base/bug.ts'
import { type Diagnostic, diagnose, type Place } from '../diagnostics/index.ts'
import type { FileRead, Files } from './files.ts'
import type { SourceFile } from './read-documents.ts'

export type SourceRead =
  | { readonly kind: 'source'; readonly source: SourceFile }
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic }

/** The text of a file. Refused with MR1001 to MR1005; at `place` where another file names it. */
export const readSource = async (
  path: { readonly root: string; readonly absoluteFile: string; readonly place?: Place },
  files: Files,
  signal: AbortSignal,
): Promise<SourceRead> => {
  const { absoluteFile } = path
  const file = shownFile(path.root, absoluteFile)
  const read = await files.read(absoluteFile, signal)
  if (read.kind === 'bytes') {
    const text = decode(read.bytes)
    if (typeof text === 'string') return { kind: 'source', source: { file, absoluteFile, text } }
    return { kind: 'refused', diagnostic: diagnose(text.code, { file }, { file, line: 1, column: 1 }) }
  }
  return { kind: 'refused', diagnostic: unreadable(read, file, path.place ?? { file, line: 1, column: 1 }) }
}

/** A path as the user sees it: relative to the root where it lies inside, with forward slashes. */
export const shownFile = (root: string, absoluteFile: string): string => {
  // Nearly every file: nothing to resolve, and asked for each.
  if (absoluteFile.startsWith(`${root}/`) && !/\/[/.]|\\/.test(absoluteFile))
    return absoluteFile.slice(root.length + 1)
  const inside = relative(root, absoluteFile)
  const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
  const shown = isOutside ? absoluteFile : inside
  return sep === '/' ? shown : shown.replaceAll(sep, '/')
}

const unreadable = (read: Exclude<FileRead, { kind: 'bytes' }>, file: string, place: Place): Diagnostic => {
  switch (read.kind) {
    case 'absent':
      return diagnose('MR1001', { file }, place)
    case 'denied':
      return diagnose('MR1002', { file }, place)
    case 'failed':
      return diagnose('MR1003', { file, reason: read.reason }, place)
    default:
      return unreachable(read)
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** UTF-8 without its byte order mark. */
const decode = (bytes: Uint8Array): string | { readonly code: 'MR1004' | 'MR1005' } => {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isUtf16) return { code: 'MR1005' }
  if (bytes.includes(0)) return { code: 'MR1004' }
  try {
    return decoder.decode(bytes)
  } catch {
    return { code: 'MR1005' }
  }
}
