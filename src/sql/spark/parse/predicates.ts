import { open, startOf, Unsupported } from './node.ts'
import type { Reader } from './reader.ts'

/*
 * What stands beside LIKE, IN, BETWEEN and IS reaches further in Spark than in the parser: a LIKE b = c is a LIKE (b = c)
 * there, and a IN (b) = c is nothing at all. Without brackets such a statement is refused.
 */
const predicates = new Set(
  'like i_like in between regexp_like is_null is_true is_false null_safe_neq exists not and or'.split(' '),
)

export const isPredicate = (reader: Reader, node: unknown): boolean => {
  const { kind } = open(node)
  if (kind === 'null_safe_eq') return isDistinctFrom(reader)
  return predicates.has(kind)
}

/** IS NOT DISTINCT FROM comes out of the parser as <=> does. */
const isDistinctFrom = (reader: Reader): boolean =>
  reader.tokens.some(
    (token, i) =>
      /^not$/i.test(token.text) &&
      /^distinct$/i.test(reader.tokens[i + 1]?.text ?? '') &&
      /^from$/i.test(reader.tokens[i + 2]?.text ?? ''),
  )

export const refusePredicate = (node: unknown): never => {
  throw new Unsupported('a condition beside another operator without brackets', startOf(node))
}
