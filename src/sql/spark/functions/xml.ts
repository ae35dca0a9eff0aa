import { literal } from '../../quote.ts'
import { parseXPath, typeOfXPath, type XPathType } from '../../xml/parse-xpath.ts'
import { castTo } from '../engines/duckdb/casts.ts'
import { array, sparkName, type SparkType, types } from '../spark-types/spark-type.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Mistaken, Refused } from './entry.ts'

/* Functions of XML. DuckDB has none, so these are functions in JavaScript (`script-functions.ts`). */

/** A call of a function in JavaScript over the XML and the path; its result is NULL where one of them is missing. */
const called = (name: string, args: readonly Argument[], demanded?: XPathType): string => {
  const [xml = { sql: 'NULL', type: types.null }, path] = args
  if (!/^(?:string|null|unknown)$/.test(xml.type.kind))
    throw new Mistaken(`XML that is a ${sparkName(xml.type)}`, 'cast it to STRING')
  if (path?.type.kind === 'null') return 'NULL'
  if (path?.literal === undefined) throw new Refused('an XPath that is not written as text')
  if (path.literal === '') return 'NULL'
  const type = typeOfXPath(parseXPath(path.literal))
  if (demanded !== undefined && type !== demanded)
    throw new Refused(
      'xpath of a path that gives a single value',
      'write xpath_string, or another of its kind',
    )
  return `${name}(nullif(${castTo(xml, types.string)}, ''), ${literal(path.literal)})`
}

const number = (type: SparkType): FunctionEntry => ({
  ...entry('aa', type, (_, args) => {
    const value = called('spark_xpath_number', args)
    return castTo({ sql: value === 'NULL' ? 'CAST(NULL AS DOUBLE)' : value, type: types.double }, type)
  }),
  script: true,
})

export const xmlFunctions: Functions = {
  xpath: {
    ...entry(
      'aa',
      array(types.string),
      (_, args) => `CAST(${called('spark_xpath_nodes', args, 'nodes')} AS VARCHAR[])`,
    ),
    script: true,
  },
  xpath_string: {
    ...entry('aa', types.string, (_, args) => `CAST(${called('spark_xpath_text', args)} AS VARCHAR)`),
    script: true,
  },
  xpath_boolean: {
    ...entry('aa', types.boolean, (_, args) => `CAST(${called('spark_xpath_boolean', args)} AS BOOLEAN)`),
    script: true,
  },
  xpath_double: number(types.double),
  xpath_number: number(types.double),
  xpath_float: number(types.float),
  xpath_long: number(types.bigint),
  xpath_int: number(types.int),
  xpath_short: number(types.smallint),
}
