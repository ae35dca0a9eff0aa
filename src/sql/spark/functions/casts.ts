import { castTo } from '../engines/duckdb/casts.ts'
import { decimal, type SparkType, types } from '../spark-types/spark-type.ts'
import { entry, type FunctionEntry, type Functions } from './entry.ts'

const to = (type: SparkType): FunctionEntry =>
  entry('a', type, (texts, args) =>
    args.map((value, i) => castTo({ ...value, sql: texts[i] ?? '' }, type)).join(),
  )

/** Functions that are casts under the name of their type: `int(x)`. */
export const castFunctions: Functions = {
  bigint: to(types.bigint),
  binary: to(types.binary),
  boolean: to(types.boolean),
  date: to(types.date),
  decimal: to(decimal(10, 0)),
  double: to(types.double),
  float: to(types.float),
  int: to(types.int),
  smallint: to(types.smallint),
  string: to(types.string),
  timestamp: to(types.timestamp),
  tinyint: to(types.tinyint),
}
