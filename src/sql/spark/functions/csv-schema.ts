import { literal } from '../../quote.ts'
import { types } from '../spark-types/spark-type.ts'
import { entry, type FunctionEntry, Refused } from './entry.ts'

/** schema_of_csv of a line that is written out, whose fields are of kinds that leave no doubt. */
export const schemaOfCsv: FunctionEntry = entry('s?a', types.string, (_, args, _finish, settings) => {
  const line = args[0]?.literal
  const options = args[1]
  if (settings.timeParserPolicy === 'LEGACY') throw new Refused('schema_of_csv under the rules of Spark 2')
  if (line === undefined) throw new Refused('schema_of_csv of something that is not written as text')
  const separator = options === undefined ? ',' : separatorOf(options.entries)
  if (separator === undefined)
    throw new Refused('schema_of_csv with options other than sep', "write them as in map('sep', ';')")
  if (line === '' || /["\\#\r\n]/.test(line))
    throw new Refused(
      'schema_of_csv of a line with quotes, escapes or line breaks',
      "write the schema as text, as in 'a INT, b STRING'",
    )
  const fields = line.split(separator).map((field, i) => `_c${i}: ${typeOfField(field)}`)
  return literal(`STRUCT<${fields.join(', ')}>`)
})

const separatorOf = (entries: ReadonlyMap<string, string> | undefined): string | undefined => {
  const value = entries?.size === 1 ? (entries.get('sep') ?? entries.get('delimiter')) : undefined
  return value !== undefined && /^[,;|]$/.test(value) ? value : undefined
}

/** Source: CSVInferSchema.inferField. What is no number, date, time or boolean has to look like a word. */
const typeOfField = (field: string): string => {
  if (field === '') return 'STRING'
  if (/^[+-]?\d{1,18}$/.test(field)) {
    const value = BigInt(field.replace('+', ''))
    return value >= -(2n ** 31n) && value < 2n ** 31n ? 'INT' : 'BIGINT'
  }
  if (/^[+-]?\d{1,15}[.]\d{1,15}$/.test(field)) return 'DOUBLE'
  if (/^(?:true|false)$/i.test(field)) return 'BOOLEAN'
  if (/^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/.test(field)) return 'DATE'
  if (
    /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(field)
  )
    return 'TIMESTAMP'
  if (/^[A-Za-z_][A-Za-z_ ]*$/.test(field) && !/^(?:nan|inf|infinity)$/i.test(field)) return 'STRING'
  throw new Refused(
    `schema_of_csv of the field '${field}'`,
    "write the schema as text, as in 'a INT, b STRING'",
  )
}
