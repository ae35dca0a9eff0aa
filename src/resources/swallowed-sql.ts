import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document, NodePath } from '../manifest/document.ts'

/**
 * Reports SQL of several lines outside a block of text: there YAML joins lines by blanks (MR1451), and everything
 * behind `--` becomes part of the comment (MR1388).
 */
export const checkSwallowedSql = (
  document: Document,
  path: NodePath,
  payload: unknown,
  report: (diagnostic: Diagnostic) => void,
): void => {
  const found: Statement[] = []
  collectStatements([...path], payload, found)
  for (const { path: at, sql } of found)
    if (!sql.includes('--') || !checkComment(document, at, sql, report)) checkBlock(document, at, report)
}

type Statement = { readonly path: NodePath; readonly sql: string }

/** What stands under a key `sql`. `path` is the way to the value, on which it goes down and comes back. */
const collectStatements = (path: (string | number)[], value: unknown, into: Statement[]): void => {
  if (typeof value !== 'object' || value === null || path.length > 24) return
  const members = value as Readonly<Record<string, unknown>>
  for (const key of Object.keys(members)) {
    const member = members[key]
    if (typeof member === 'object' ? member === null : key !== 'sql' || typeof member !== 'string') continue
    path.push(Array.isArray(value) ? Number(key) : key)
    if (typeof member === 'string') into.push({ path: [...path], sql: member })
    else collectStatements(path, member, into)
    path.pop()
  }
}

const checkBlock = (document: Document, path: NodePath, report: (diagnostic: Diagnostic) => void): void => {
  const { line, column, endLine = line } = document.place(path)
  // A block stands where its `|` stands, on one line.
  if (endLine > line)
    report(diagnose('MR1451', {}, { ...document.place(path), endLine: line, endColumn: column + 1 }))
}

const checkComment = (
  document: Document,
  path: NodePath,
  sql: string,
  report: (diagnostic: Diagnostic) => void,
): boolean => {
  const source = document.text(path)
  if (source === undefined) return false
  for (const { index } of sql.matchAll(/--/g)) {
    const lineEnd = sql.indexOf('\n', index)
    const rest = sql.slice(index, lineEnd < 0 ? undefined : lineEnd).trimEnd()
    const from = source.place(index, 2)
    const to = source.place(index + rest.length - 1, 1)
    if (to.line === from.line || isInText(sql, index)) continue
    report(diagnose('MR1388', {}, from))
    return true
  }
  return false
}

/** Whether an offset stands between the quotes of a text. */
const isInText = (sql: string, offset: number): boolean =>
  (sql.slice(0, offset).match(/'/g)?.length ?? 0) % 2 === 1
