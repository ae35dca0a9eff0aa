import { literal, sql } from '../../../sql/quote.ts'
import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { jsonStructure, parseSchema } from './parts/spark-schema.ts'
import { asText } from './parts/spark-text.ts'

export const parseAsJson = defineFunction({
  name: 'parse_as_json',
  summary: 'Reads JSON text into a struct; in text that is no JSON object every field is NULL.',
  parameters: {
    column: columnParameter,
    asColumn: asColumnParameter,
    sparkSchema: { type: 'text', required: false, summary: 'The schema as Spark DDL or Spark JSON.' },
    avroSchema: { type: 'text', required: false, summary: 'The schema as an Avro record.' },
  },
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const argument = args.optionalText('sparkSchema') === undefined ? 'avroSchema' : 'sparkSchema'
    const schema =
      args.optionalText(argument) ??
      args.refuse('MR2100', { function: 'parse_as_json', argument: 'sparkSchema' })
    const parsed = parseSchema(schema)
    if (parsed.kind === 'malformed') return args.refuse('MR2110', { reason: parsed.reason }, argument)
    const text = await asText(column, input, context)
    const structure = JSON.stringify(jsonStructure({ kind: 'struct', fields: parsed.fields }))
    // Spark gives a struct of NULLs for a text that it cannot read, and NULL for NULL and for nothing but blanks.
    const safe = sql`CASE WHEN trim(${text}) <> '' THEN
      CASE WHEN json_valid(${text}) AND json_type(CASE WHEN json_valid(${text}) THEN ${text} END) = 'OBJECT'
        THEN ${text} ELSE '{}' END END`
    const expression = sql`json_transform(${safe}, ${literal(structure)})`
    const name = args.optionalText('asColumn') ?? column.name
    return project('parse_as_json', args, input, setColumns(input, [{ name, expression }]))
  },
})
