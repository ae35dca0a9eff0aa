import { ident } from '../../quote.ts'
import { Refused } from '../refusals.ts'
import { fieldOf, resolveColumn, sourceNamed } from './resolve.ts'
import type { Column, Context, Scope } from '../scope.ts'
import type { Expression } from '../tree.ts'

/** A star spelled out where the schema is known, so that names and lineage are. */
export const renderStar = (
  context: Context,
  scope: Scope,
  star: Extract<Expression, { kind: 'star' }>,
): readonly { sql: string; column: Column | undefined }[] => {
  const [qualifier] = star.qualifier
  const pick = (columns: readonly Column[]) =>
    columns.map((column) => ({ sql: `${column.sql} AS ${ident(column.name)}`, column }))
  if (qualifier !== undefined) {
    const source = star.qualifier.length === 1 ? sourceNamed(scope, qualifier.text) : undefined
    if (source === undefined) {
      const value = resolveColumn(context, scope, star.qualifier)
      if (value.type.kind !== 'struct')
        throw new Refused(
          `${star.qualifier.map(({ text }) => text).join('.')}.* over something that is not known to be a struct`,
        )
      const members = value.type.fields
        .map((field) => fieldOf(context.engine, value, field.name))
        .filter((field) => field !== undefined)
      return pick(
        members.map((field) => ({
          name: field.label.slice(value.label.length + 1),
          type: field.type,
          sql: field.sql,
          inputs: field.inputs,
        })),
      )
    }
    if (source.columns !== undefined) return pick(source.columns)
    return [{ sql: `${ident(source.alias)}.*`, column: undefined }]
  }
  return scope.shown === undefined ? [{ sql: '*', column: undefined }] : pick(scope.shown)
}
