import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document, NodePath } from '../manifest/document.ts'

/**
 * Reports SQL that a comment swallows: outside a block of text behind `|` YAML joins lines by blanks, and everything
 * behind `--` becomes part of the comment. MR1388.
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
    else if (key === 'sql' && value.includes('--')) checkComment(document, inner, value, report)
  }
}

const checkComment = (
  document: Document,
  path: NodePath,
  sql: string,
  report: (diagnostic: Diagnostic) => void,
): void => {
  const source = document.text(path)
  if (source === undefined) return
  for (const { index } of sql.matchAll(/--/g)) {
    const lineEnd = sql.indexOf('\n', index)
    const rest = sql.slice(index, lineEnd < 0 ? undefined : lineEnd).trimEnd()
    const from = source.place(index, 2)
    const to = source.place(index + rest.length - 1, 1)
    if (to.line === from.line || isInText(sql, index)) continue
    report(diagnose('MR1388', {}, from))
    return
  }
}

/** Whether an offset stands between the quotes of a text. */
const isInText = (sql: string, offset: number): boolean =>
  (sql.slice(0, offset).match(/'/g)?.length ?? 0) % 2 === 1
