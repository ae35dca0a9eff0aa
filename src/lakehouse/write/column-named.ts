import type { Field } from '../format/iceberg-type.ts'
import type { Schema } from '../format/schema.ts'

/**
 * The column of a name, else the field of a struct whose full name it is (`address.city`); without regard to letter
 * case where nothing is called exactly so. What lists and maps have inside is no column.
 */
export const columnNamed = (schema: Schema, name: string): Field | undefined => {
  const columns = structFields(schema.fields)
  return (
    columns.find((column) => column.name === name)?.field ??
    columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.field
  )
}

const structFields = (
  fields: readonly Field[],
  above = '',
): readonly { readonly name: string; readonly field: Field }[] => [
  ...fields.map((field) => ({ name: above + field.name, field })),
  ...fields.flatMap((field) =>
    field.type.kind === 'struct' ? structFields(field.type.fields, `${above}${field.name}.`) : [],
  ),
]
