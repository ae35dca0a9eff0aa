import { Unsupported, unknownMember } from './foreign-words.ts'

export { Unsupported } from './foreign-words.ts'

/** A node of the parser's tree: one member named after its kind. Nothing in here is trusted to have a shape. */
export type Fields = { readonly [key: string]: unknown }

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The kind of a node and its members. */
export const open = (node: unknown): { readonly kind: string; readonly fields: Fields } => {
  if (node === 'null') return { kind: 'null', fields: {} }
  const entry = isFields(node) ? Object.entries(node)[0] : undefined
  if (entry === undefined) throw new Unsupported('this construct')
  return { kind: entry[0], fields: isFields(entry[1]) ? entry[1] : {} }
}

export const listOf = (fields: Fields, key: string): readonly unknown[] => {
  const value = fields[key]
  return Array.isArray(value) ? value : []
}

export const present = (fields: Fields, key: string): boolean => isSet(fields[key])

const isSet = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)

const silent =
  /^(?:span|.*comments|inferred_type|name_span|.*_spelling|.*_syntax|original_name|alias_explicit_as|alias_keyword|use_.*_keyword|kind_text|.*_side_text|explicit_asc|nesting_group|alias_first|quoted|no_parens|trailing_comma|modifiers_inside|order)$/

/** Refuses members that this translator would otherwise drop in silence. */
export const only = (fields: Fields, what: string, known: readonly string[]): void => {
  for (const [key, value] of Object.entries(fields))
    if (isSet(value) && !known.includes(key) && !silent.test(key)) throw unknownMember(key, what)
}

/** Where the first identifier of a node stands in the parsed text. */
export const startOf = (node: unknown): number | undefined => {
  if (Array.isArray(node)) return node.map(startOf).find((at) => at !== undefined)
  if (!isFields(node)) return undefined
  const span = node['span']
  if (isFields(span) && typeof span['start'] === 'number') return span['start']
  return Object.values(node)
    .map(startOf)
    .find((at) => at !== undefined)
}
