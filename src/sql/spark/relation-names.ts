import type { SourceText } from '../source-text.ts'
import type { Place } from '../../diagnostics/index.ts'
import { parseStatement, type Parsed } from './parse/parse.ts'
import { isRefusal } from './refusal.ts'
import type { From } from './tree.ts'

/** A name in FROM that no WITH clause of the statement defines. */
export type RelationName = { readonly parts: readonly string[]; readonly place: Place | undefined }

/**
 * The relations that a statement names, each once. Empty for a statement that does not parse or is refused as it is read: that is
 * told when it is translated. A name that a WITH clause defines anywhere counts as that, since only single names can be hidden by one.
 */
export const relationNames = async (statement: SourceText): Promise<readonly RelationName[]> => {
  const parsed = await readOrNothing(statement.text)
  if (parsed?.kind !== 'query') return []
  const defined = new Set<string>()
  const found = new Map<string, RelationName>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (typeof node !== 'object' || node === null) return
    if ('ctes' in node && Array.isArray(node.ctes))
      for (const cte of node.ctes) defined.add(String(cte.name).toLowerCase())
    if ('kind' in node && node.kind === 'relation') {
      const { name, parts } = node as Extract<From, { kind: 'relation' }>
      found.set(name.text.toLowerCase(), {
        parts,
        place: statement.place(name.span.offset, name.span.length),
      })
    }
    Object.values(node).forEach(visit)
  }
  visit(parsed.query)
  return [...found].flatMap(([name, relation]) =>
    relation.parts.length === 1 && defined.has(name) ? [] : [relation],
  )
}

const readOrNothing = async (text: string): Promise<Parsed | undefined> => {
  try {
    return await parseStatement(text)
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}
