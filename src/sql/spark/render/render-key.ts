import { renderExpression } from './render-expression.ts'
import type { Column, Context, Rendered, Scope } from '../scope.ts'
import { Mistaken } from '../refusals.ts'
import { hasMap, isNested } from '../spark-types/spark-type.ts'
import type { Expression, SortKey } from '../tree.ts'

export const renderSortKey = (context: Context, scope: Scope, key: SortKey): string =>
  sortTexts(context, key.by, renderExpression(context, scope, key.by))
    .map((text) => `${text} ${directionOf(key)}`)
    .join(', ')

/** The same for the number of a column, where its value is not what the engine would sort by. */
export const renderOrdinal = (
  { engine }: Context,
  key: SortKey,
  ordinal: number | string,
  column: Column | undefined,
): string => {
  const keys = column === undefined ? [] : engine.nested.orderKeys(column)
  const texts = keys.length > 1 || (column !== undefined && isNested(column.type)) ? keys : [String(ordinal)]
  return texts.map((text) => `${text} ${directionOf(key)}`).join(', ')
}

const directionOf = (key: SortKey): string =>
  `${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`

export const renderKey = (context: Context, scope: Scope, by: Expression): string => {
  const key = renderExpression(context, scope, by)
  if (hasMap(key.type)) throw new Mistaken('GROUP BY a map')
  return keyText(context, by, key)
}

export const sortTexts = (context: Context, by: Expression, value: Rendered): readonly string[] => {
  if (isNested(value.type)) return context.engine.nested.orderKeys(value)
  const keys = context.engine.nested.orderKeys(value)
  return keys.length > 1 ? keys : [keyText(context, by, value)]
}

/** A key to sort or group by; no map is one. A constant behind a name must not look like the number of a column. */
const keyText = ({ engine }: Context, by: Expression, value: Rendered): string => {
  const { sql } = value
  const ordinal = by.kind === 'literal' && by.type === 'int'
  return !ordinal && /^(?:[(]*-?[(]*\d+[)]*|'(?:[^']|'')*'|NULL|DATE '[^']*')$/.test(sql)
    ? engine.clauses.constantKey(sql)
    : sql
}
