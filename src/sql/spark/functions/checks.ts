import { condition } from '../operators.ts'
import { duckdb } from '../engines/duckdb/index.ts'
import { types } from '../spark-types/spark-type.ts'
import { demand, entry, type Functions, Refused } from './entry.ts'

/** The engine takes an error of NULL for none. */
const raised = (message: string): string => `error(coalesce(${message}, 'null'))`

/** Where they may stand says `raising.ts`. */
export const checkFunctions: Functions = {
  raise_error: entry('s', types.null, (a) => raised(a[0] ?? '')),
  assert_true: entry('a?s', types.null, (a, args) => {
    const [value] = args
    demand(value, 'boolean')
    // Spark's own message, which is in the name of the column, too, holds numbers that are others each time.
    if (value === undefined || args.length < 2)
      throw new Refused('assert_true without a message', "write assert_true(x > 0, 'x is not positive')")
    return `CASE WHEN ${condition(duckdb, { sql: a[0] ?? '', type: value.type })} THEN NULL ELSE ${raised(a[1] ?? '')} END`
  }),
}
