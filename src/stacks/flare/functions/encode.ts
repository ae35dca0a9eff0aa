import { type Sql, sql } from '../../../sql/quote.ts'
import { encodeBase32 } from './parts/base32.ts'
import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

export const encode = defineFunction({
  name: 'encode',
  summary: 'Encodes the values of a column in base32, base64 or hex.',
  parameters: {
    algo: { type: 'text', required: true, values: ['base32', 'base64', 'hex'], summary: 'The encoding.' },
    column: columnParameter,
    asColumn: asColumnParameter,
  },
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const expression = encodings[args.text('algo')]?.(await asText(args, column, input, context))
    const name = args.optionalText('asColumn') ?? column.name
    return project(
      'encode',
      args,
      input,
      expression === undefined ? [] : setColumns(input, [{ name, expression }]),
    )
  },
})

const encodings: Readonly<Record<string, (text: Sql) => Sql>> = {
  base32: encodeBase32,
  base64: (text) => sql`to_base64(encode(${text}))`,
  hex: (text) => sql`lower(hex(encode(${text})))`,
}
