import { renderExpression } from './render-expression.ts'
import type { Context, Rendered, Scope } from './scope.ts'
import { Refused } from './refusals.ts'
import { hasMap, isNested } from './spark-type.ts'
import type { Expression, SortKey } from './tree.ts'

export const renderSortKey = (context: Context, scope: Scope, key: SortKey): string =>
  `${sortText(context, key.by, renderExpression(context, scope, key.by))} ${directionOf(key)}`

export const directionOf = (key: SortKey): string =>
  `${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`

export const renderKey = (context: Context, scope: Scope, by: Expression): string => {
  const key = renderExpression(context, scope, by)
  if (hasMap(key.type)) throw new Refused('GROUP BY a map')
  return keyText(context, by, key)
}

export const sortText = (context: Context, by: Expression, value: Rendered): string =>
  isNested(value.type) ? context.engine.nested.orderKey(value) : keyText(context, by, value)

/** A key to sort or group by; no map is one. A constant behind a name must not look like the number of a column. */
const keyText = ({ engine }: Context, by: Expression, value: Rendered): string => {
  const { sql } = value
  const ordinal = by.kind === 'literal' && by.type === 'int'
  return !ordinal && /^(?:[(]*-?[(]*\d+[)]*|'(?:[^']|'')*'|NULL|DATE '[^']*')$/.test(sql)
    ? engine.clauses.constantKey(sql)
    : sql
}
