import { Refused } from '../refusals.ts'
import { renderExpression } from './render-expression.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { sparkName, types } from '../spark-types/spark-type.ts'
import { isAggregate, partsOf } from '../tree-walk.ts'
import type { Expression } from '../tree.ts'
import type { Typed } from '../spark-types/typed.ts'

/** HAVING knows keys by their own names, and else what the SELECT has; inside aggregates there are the columns alone. */
export const havingNames = (
  context: Context,
  scope: Scope,
  names: ReadonlyMap<string, Rendered>,
  keys: readonly string[],
  having: Expression,
): ReadonlyMap<string, Rendered> => {
  const silent: Context = { ...context, report: () => undefined }
  const found = [...names].flatMap(([name, value]) => {
    const column = columnNamed(silent, scope, name)
    return keys.includes(column.sql) ? [] : [{ name, value, type: column.type }]
  })
  const others = found.filter(
    ({ value, type }) => type.kind !== 'unknown' && sparkName(type) !== sparkName(value.type),
  )
  if (others.length > 0)
    refuseRetyped(having, new Map(others.map(({ name, type }) => [name, /^(?:int|bigint)$/.test(type.kind)])))
  return new Map(found.map(({ name, value }) => [name, value]))
}

/** The column that the tables have by a name. Where several have it, Spark takes what the SELECT has, as where none does. */
const columnNamed = (context: Context, scope: Scope, name: string): Typed => {
  try {
    return renderExpression(context, scope, {
      kind: 'column',
      parts: [{ text: name, span: { offset: 0, length: 0 } }],
    })
  } catch (error) {
    if (error instanceof Refused) return { sql: 'NULL', type: types.unknown }
    throw error
  }
}

/**
 * Where a column of another type has the name, too, Spark casts for the type of the column, and reads the other value
 * then. A whole number of its usual types is compared with a literal without a cast, which `names` say.
 */
const refuseRetyped = (node: Expression, names: ReadonlyMap<string, boolean>): void => {
  if (isAggregate(node)) return
  const known = (one: Expression): boolean | undefined =>
    one.kind === 'column' && one.parts.length === 1
      ? names.get(one.parts[0]?.text.toLowerCase() ?? '')
      : undefined
  if (known(node) !== undefined)
    throw new Refused(
      'a name in HAVING that is a column of another type, too,',
      'write the aggregate itself, or another name',
    )
  if (
    node.kind === 'binary' &&
    /^(?:[<>]=?|=|<>|<=>)$/.test(node.op) &&
    known(node.left) === true &&
    node.right.kind === 'literal' &&
    node.right.type === 'int'
  )
    return
  for (const part of partsOf(node)) refuseRetyped(part, names)
}
