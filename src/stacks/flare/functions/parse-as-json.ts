import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { parseSchema, sparkDdl } from './parts/spark-schema.ts'
import { sparkLiteral, sparkName, sparkText } from './parts/spark-text.ts'

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
    const schemaText = parsed.fields
      .map(({ name, type }) => `${sparkName(name)} ${sparkDdl(type)}`)
      .join(', ')
    const expression = await context.translate(
      `from_json(${sparkText(args, column)}, ${sparkLiteral(schemaText)})`,
      input,
    )
    const name = args.optionalText('asColumn') ?? column.name
    return project('parse_as_json', args, input, setColumns(input, [{ name, expression }]))
  },
})
