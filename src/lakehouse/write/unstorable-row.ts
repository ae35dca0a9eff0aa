import { failure, MillraceError } from '../../diagnostics/index.ts'
import { allFields } from '../format/schema.ts'
import { unstorable } from '../format/transform-sql.ts'
import type { Layout } from './layout.ts'
import { missingValue } from './typed-rows.ts'

/**
 * What the engine says where a row cannot be stored, as what it means for the table: MR3108 for a value that has no
 * partition, MR3109 for a required column without one. Any other failure is returned as it is.
 */
export const explainRow = (
  cause: unknown,
  { layout, table }: { readonly layout: Layout; readonly table: string },
): unknown => {
  if (!(cause instanceof MillraceError)) return cause
  const { message } = cause.diagnostic
  if (message.includes(unstorable)) {
    const sources = allFields(layout.schema.fields).filter(({ field }) =>
      layout.spec.fields.some(({ sourceId }) => sourceId === field.id),
    )
    return failure('MR3108', { table, columns: sources.map(({ path }) => path.join('.')) }, { cause })
  }
  const at = message.indexOf(missingValue)
  return at < 0
    ? cause
    : failure('MR3109', { table, column: message.slice(at + missingValue.length) }, { cause })
}
