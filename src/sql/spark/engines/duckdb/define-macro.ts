import { literal, type Sql, trusted } from '../../../quote.ts'

/** A macro of the engine; its name begins with `spark_`. It may call others, also of other files. */
export const define = (head: string, body: string): Sql =>
  trusted(`CREATE OR REPLACE MACRO ${head} AS ${body}`)

/**
 * An expression that names each value once, however often it is written: what is more than a column or a number is
 * bound by a lambda. TRY asks for it, too, where a value could fail by itself, as that failure is not TRY's to hide.
 */
export const once = (values: readonly string[], write: (names: readonly string[]) => string): string => {
  // A column as a time costs less than to bind it, and outside of lambdas the engine computes it once.
  const isPlain = (value: string): boolean =>
    /^(?:-?\d+|\w+|(?:CAST\(|spark_utc\()?(?:"[^"]*"\.)?"[^"]*"(?: AS TIMESTAMP\)|\))?)$/.test(value)
  if (values.every(isPlain)) return write(values)
  const members = values.map((value, i) => `v${i} := ${asMember(value)}`).join(', ')
  // What is written may bind values itself, and an inner name would hide the outer one.
  for (let depth = 0; ; depth++) {
    const name = `once${depth}_`
    const body = write(values.map((_, i) => `(${name}).v${i}`))
    if (!body.includes(`lambda ${name}:`))
      return `list_transform([struct_pack(${members})], lambda ${name}: ${body})[1]`
  }
}

/**
 * The texts of a list one after another; that of none is empty, also where the list is NULL. The engine's array_to_string
 * is a macro that writes the list out twice, and doubles with each list within a list.
 */
export const joined = (list: string, separator: string): string =>
  `coalesce(list_aggr(${list}, 'string_agg', ${literal(separator)}), '')`

/** Whether an expression is a column alone: it costs nothing to name that several times. */
export const isColumn = (expression: string): boolean => /^(?:"[^"]+"\.)?"[^"]+"$/.test(expression)

/** A value of struct_pack. The engine loses the name of a macro's call over columns from around a subquery. */
export const asMember = (value: string): string => (value.startsWith('spark_') ? `coalesce(${value})` : value)

/**
 * A number in a type that may have no room for it: NULL then. DuckDB compares TRY_CAST(x AS DECIMAL(5,2)) > 0 as x > 0,
 * so that what has no room is compared; what stands in a coalesce is left alone, and costs nothing.
 */
export const narrowed = (x: string, engineType: string): string =>
  `coalesce(TRY_CAST(${x} AS ${engineType}), NULL)`
