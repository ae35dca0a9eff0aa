import type { Field } from './iceberg-type.ts'

/** Names from the top down; `element`, `key` and `value` lead into lists and maps. */
export type FieldPath = readonly string[]

export type PathRefusal =
  | { readonly reason: 'unknown-column'; readonly path: FieldPath }
  /** Fields are added to structs only, and only fields of structs are dropped, renamed and moved. */
  | { readonly reason: 'not-in-a-struct'; readonly path: FieldPath }
  /** Keys that are equal must stay so. */
  | { readonly reason: 'map-key'; readonly path: FieldPath }

type Refusal = { readonly reason: string }

/** Fields in which the one at a path is replaced. */
export const editField = <R extends Refusal>(
  fields: readonly Field[],
  path: FieldPath,
  edit: (field: Field) => Field | R,
): readonly Field[] | R | PathRefusal => editBelow(fields, path, path, edit)

/** Fields in which those of the struct are replaced that the last name of a path is, or would be, in. */
export const editSiblings = <R extends Refusal>(
  fields: readonly Field[],
  path: FieldPath,
  edit: (siblings: readonly Field[]) => readonly Field[] | R,
): readonly Field[] | R | PathRefusal => {
  const above = path.slice(0, -1)
  if (above.length === 0) return edit(fields)
  return editBelow<R | PathRefusal>(fields, path, above, (field) => {
    if (field.type.kind === 'map' && sameName(path.at(-1) ?? '', 'key')) return { reason: 'map-key', path }
    if (field.type.kind !== 'struct') return { reason: 'not-in-a-struct', path }
    const edited = edit(field.type.fields)
    return 'reason' in edited ? edited : { ...field, type: { ...field.type, fields: edited } }
  })
}

/** The field of a name: as it is written, else without regard to letter case. */
export const find = <T extends { readonly name: string }>(
  fields: readonly T[],
  name: string,
): T | undefined =>
  fields.find((field) => field.name === name) ?? fields.find((field) => sameName(field.name, name))

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** `rest` is what remains of `path`. */
const editBelow = <R extends Refusal>(
  fields: readonly Field[],
  path: FieldPath,
  rest: FieldPath,
  edit: (field: Field) => Field | R,
): readonly Field[] | R | PathRefusal => {
  const [name = '', ...inner] = rest
  const field = find(fields, name)
  if (field === undefined) return { reason: 'unknown-column', path }
  const edited = inner.length === 0 ? edit(field) : editInside(field, path, inner, edit)
  return 'reason' in edited ? edited : fields.map((each) => (each === field ? edited : each))
}

const editInside = <R extends Refusal>(
  field: Field,
  path: FieldPath,
  rest: FieldPath,
  edit: (field: Field) => Field | R,
): Field | R | PathRefusal => {
  const { type } = field
  switch (type.kind) {
    case 'struct': {
      const fields = editBelow(type.fields, path, rest, edit)
      return 'reason' in fields ? fields : { ...field, type: { ...type, fields } }
    }
    case 'list': {
      const edited = editBelow([type.element], path, rest, edit)
      if ('reason' in edited) return edited
      const [element = type.element] = edited
      return { ...field, type: { ...type, element } }
    }
    case 'map': {
      if (sameName(rest[0] ?? '', 'key')) return { reason: 'map-key', path }
      const edited = editBelow([type.value], path, rest, edit)
      if ('reason' in edited) return edited
      const [value = type.value] = edited
      return { ...field, type: { ...type, value } }
    }
    default:
      return { reason: 'unknown-column', path }
  }
}
