import type { Field } from '../format/iceberg-type.ts'

type Found = { readonly field: Field; readonly isTopLevel: boolean }

/**
 * The field of a column's name, or of names joined with dots that lead into structs. Undefined where there is none,
 * or where the text may mean two: names may have dots of their own, and may differ in letter case only.
 */
export const fieldOfPath = (fields: readonly Field[], path: string): Found | undefined => {
  const all = reachable(fields, '')
  const exact = all.filter((each) => each.path === path)
  const found =
    exact.length > 0 ? exact : all.filter((each) => each.path.toLowerCase() === path.toLowerCase())
  return found.length === 1 ? found[0] : undefined
}

// Elements of lists and maps are no columns: a row has many.
const reachable = (fields: readonly Field[], above: string): readonly (Found & { readonly path: string })[] =>
  fields.flatMap((field) => {
    const path = above + field.name
    const inside = field.type.kind === 'struct' ? reachable(field.type.fields, `${path}.`) : []
    return [{ field, path, isTopLevel: above === '' }, ...inside]
  })
