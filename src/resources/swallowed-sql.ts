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
  if (typeof payload !== 'object' || payload === null || path.length > 24) return
  for (const [key, value] of Object.entries(payload)) {
    const inner = [...path, Array.isArray(payload) ? Number(key) : key]
    if (typeof value !== 'string') checkSwallowedSql(document, inner, value, report)
    else if (key === 'sql') {
      if (value.includes('--') && checkComment(document, inner, value, report)) continue
      checkBlock(document, inner, report)
    }
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
