import type { EngineColumn } from '../../../../engines/index.ts'
import { ident, type Sql, sql } from '../../../../sql/quote.ts'
import type { Arguments } from './arguments.ts'

/** The elements of a list column, a row each. A NULL or empty list gives no row, or one NULL where `outer`. */
export const explode = (list: Sql, outer: boolean): Sql =>
  outer ? sql`unnest(CASE WHEN len(${list}) > 0 THEN ${list} ELSE [NULL] END)` : sql`unnest(${list})`

/** The column of an argument, refused unless it is a list. */
export const listColumn = (name: string, args: Arguments, column: EngineColumn): Sql => {
  if (!/\[\d*\]$/.test(column.type))
    args.refuse(
      'MR2107',
      { function: name, column: column.name, type: column.type, expected: 'an array' },
      'column',
    )
  return ident(column.name)
}
