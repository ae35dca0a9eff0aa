import { type Fields, isFields, open } from './node.ts'

/**
 * The parser takes the name behind a list in brackets, as in `(a, b) = (c, d) AS same`, for the name of that list
 * alone. In Spark only a whole item has a name, so the item that ends with such a list gets it.
 */
export const nameBehindTuple = (node: unknown): unknown => {
  const alias = endingAlias(node)
  return alias === undefined || node === alias
    ? node
    : { alias: { ...open(alias).fields, this: replaced(node, alias) } }
}

/** The operand that ends an expression, where no bracket does. */
const endOf = (node: unknown): readonly [key: string, end: unknown] | undefined => {
  if (!isFields(node)) return undefined
  const { kind, fields } = open(node)
  const key = kind === 'not' ? 'this' : kind === 'between' ? 'high' : 'right'
  return isFields(fields[key]) ? [key, fields[key]] : undefined
}

const endingAlias = (node: unknown): unknown => {
  if (isFields(node) && 'alias' in node && open(open(node).fields['this']).kind === 'tuple') return node
  const end = endOf(node)
  return end === undefined ? undefined : endingAlias(end[1])
}

const replaced = (node: unknown, alias: unknown): unknown => {
  if (node === alias) return open(alias).fields['this']
  const end = endOf(node)
  if (end === undefined) return node
  const { kind, fields } = open(node)
  return { [kind]: { ...fields, [end[0]]: replaced(end[1], alias) } satisfies Fields }
}
